"""What a question is about: its content words, each with the weight of being rare in the genre.

Whether the documents speak of a thing at all is a matter of words, not of resemblance: a plan that
says nothing of "vắc xin" has passages on children and on health that come near in every score, and
none of them answers. Words are cut by the longest match in ``corpus/tu-vung/tu.tsv``, which also
tells in how many public documents each occurs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from ingest.types import Frozen
from ingest.vocabulary import FOLDER
from service.lexicon import spelled, stop_phrases
from service.words import contains, fold, has_marks

LONGEST = 8  # words of the longest phrase that only asks


class Word(Frozen):
    """A content word (folded) and its weight: ``ln`` of how rare it is.

    ``exact`` is the word as it was typed, where its marks must agree: one syllable without its marks is many
    words ("lễ" is not "lệ"), two together hardly ever.
    """

    text: str
    weight: float
    exact: str = ""

    def is_in(self, text: str) -> bool:
        """Whether ``text`` carries the word."""
        return f" {self.exact} " in _spelled(text) if self.exact else contains(text, self.text)


@cache
def listed() -> tuple[int, Mapping[str, int]]:
    """How many documents were counted, and in how many each word occurs."""
    lines = (FOLDER / "tu.tsv").read_text(encoding="utf-8").splitlines()
    total = next(int(line.split()[1]) for line in lines if line.startswith("#="))
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return total, {word: int(count) for word, count in pairs}


@cache
def _folded() -> Mapping[str, int]:
    """The same for words typed without marks; of words that look alike the most frequent counts."""
    counts: dict[str, int] = {}
    for word, count in listed()[1].items():
        counts[fold(word)] = max(count, counts.get(fold(word), 0))
    return counts


def focus_of(text: str, *, marked: bool = True) -> tuple[Word, ...]:
    """The content words of a question in order, each once, without the phrases that only ask.

    ``marked`` tells that it was typed with diacritics.
    """
    known = listed()[1] if marked else _folded()
    stop = stop_phrases("vi", marked)
    words: dict[str, Word] = {}
    for piece in _pieces(text, marked):
        for word in _cut(piece, known, stop):
            weight = _weight(known.get(word) or _folded().get(fold(word), 0))
            exact = word if marked and " " not in word and word in known and has_marks(word) else ""
            words.setdefault(fold(word), Word(text=fold(word), weight=weight, exact=exact))
    return tuple(words.values())


def missing(focus: Sequence[Word], text: str) -> tuple[float, float]:
    """The weight of the rarest word that ``text`` lacks, and the share of all weight that it lacks, in ``[0, 1]``."""
    lacking = [word.weight for word in focus if not word.is_in(text)]
    total = sum(word.weight for word in focus)
    return max(lacking, default=0.0), sum(lacking) / total if total else 0.0


@lru_cache(maxsize=2048)
def _spelled(text: str) -> str:
    """The words of a text with their marks, in one spelling, between spaces."""
    return f" {' '.join(spelled(text, marked=True))} "


def _pieces(text: str, marked: bool) -> list[list[str]]:
    """The words between punctuation marks: no word reaches over a comma."""
    cut = "".join(char if char.isalnum() or char.isspace() or char in "%-&/" else "\n" for char in text)
    return [spelled(piece, marked=marked) for piece in cut.split("\n")]


def _cut(words: Sequence[str], known: Mapping[str, int], stop: frozenset[tuple[str, ...]]) -> Iterable[str]:
    at = 0
    while at < len(words):
        runs = [tuple(words[at : at + size]) for size in range(min(LONGEST, len(words) - at), 0, -1)]
        skipped = next((len(run) for run in runs if run in stop), 0)
        taken = next((len(run) for run in runs if " ".join(run) in known or _is_mistyped(run)), 0)
        if skipped >= taken and skipped:
            at += skipped
            continue
        word = words[at : at + max(1, taken)]
        at += len(word)
        if not any(char.isdigit() for char in "".join(word)) and word != ["%"]:
            yield " ".join(word)


def _is_mistyped(run: Sequence[str]) -> bool:
    """Whether words of which some were typed without their marks are one word of the list ("nhap liệu")."""
    strange = any(not has_marks(word) and word not in listed()[1] for word in run)
    return len(run) > 1 and strange and fold(" ".join(run)) in _folded()


def _weight(count: int) -> float:
    """How rare a word is that occurs in so many of the documents counted."""
    return math.log((listed()[0] + 1) / (count + 1))
