"""Two syllables that always go together, printed with other marks: "kính phí", "đặc diêm".

Source: spelling (NĐ 30/2020/NĐ-CP, Điều 8). The pairs are data, ``cap-tieng.tsv``: counted in public administrative
texts, kept where all but one in a hundred of the ways to mark the same letters are this one; what else was seen
there three times or more stands beside the pair and is left alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ingest.text import fold
from ingest.vocabulary import FOLDER
from service.audit.case import Case, Found, unique
from service.audit.registry import rule

SHOWN = 8
_SYLLABLES = re.compile(r"[^\W\d_]+", re.UNICODE)


@cache
def _pairs() -> dict[str, tuple[str, frozenset[str]]]:
    """By the letters without marks: the usual pair and the other ways that were seen."""
    with (FOLDER / "cap-tieng.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {fold(row["pair"]): (row["pair"], frozenset(row["others"].split(";"))) for row in rows}


@rule("sai_dau", title="Từ viết sai dấu", source="Chính tả (NĐ 30/2020/NĐ-CP, Điều 8)")
def misprinted(case: Case) -> Iterator[Found]:
    """Common words in small letters with a mark wrong or missing; a document typed without marks is left alone."""
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for passage in case.passages:
        spans = [m.span() for m in _SYLLABLES.finditer(case.plain, passage.start, passage.end)]
        for at in range(len(spans) - 1):
            span = spans[at][0], spans[at + 1][1]
            usual = _misprint(case, spans, at)
            if usual and case.text[slice(*span)].islower():
                found.setdefault(case.plain[slice(*span)], (usual, span))
    if found:
        listed = "; ".join(f"“{said}” → {usual}" for said, (usual, _) in list(found.items())[:SHOWN])
        quotes = unique(case.cite_words(*span) for _, span in list(found.values())[:SHOWN])
        yield Found("ocr", "C", f"Sai dấu: {listed}.", quotes)


def _misprint(case: Case, spans: list[tuple[int, int]], at: int) -> str | None:
    """The usual pair where two syllables stand that are none; not where one of them belongs to its other neighbour."""
    said = _said(case, spans, at)
    usual, others = _usual(said)
    if not usual or said == usual or said in others or said.isascii():
        return None
    if not any(one == other for one, other in zip(said.split(" "), usual.split(" "), strict=False)):
        return None  # two wrong in a row are more likely the end of one word and the beginning of the next
    beside = (_said(case, spans, n) for n in (at - 1, at + 1) if 0 <= n < len(spans) - 1)
    return None if any(_usual(words)[0] == words for words in beside) else usual


@lru_cache(maxsize=65536)
def _usual(said: str) -> tuple[str, frozenset[str]]:
    """How the letters of two syllables are usually marked, "" if nothing is usual, and what else was seen."""
    return _pairs().get(fold(said), ("", frozenset()))


def _said(case: Case, spans: list[tuple[int, int]], at: int) -> str:
    """Two neighbouring syllables with exactly what is between them."""
    return case.plain[spans[at][0] : spans[at + 1][1]]
