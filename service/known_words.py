"""The words of ``corpus/tu-vung/tu.tsv`` and in how many public documents each occurs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ingest.vocabulary import FOLDER
from service.words import fold


@cache
def listed_words() -> tuple[int, Mapping[str, int]]:
    """How many documents were counted, and in how many each word occurs."""
    lines = (FOLDER / "tu.tsv").read_text(encoding="utf-8").splitlines()
    total = next(int(line.split()[1]) for line in lines if line.startswith("#="))
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return total, {word: int(count) for word, count in pairs}


@cache
def folded_words() -> Mapping[str, int]:
    """The same for words typed without marks; of words that look alike the most frequent counts."""
    counts: dict[str, int] = {}
    for word, count in listed_words()[1].items():
        counts[fold(word)] = max(count, counts.get(fold(word), 0))
    return counts
