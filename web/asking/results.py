"""Passages found, as the pages show them: the words of the query marked, and why each was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.ports import Held
from service.types import Citation, FoundHit
from web.quotations import Quotation, quotation
from web.words import Words

MARKS = {"target": "find.mark_target", "deadline": "find.mark_deadline"}


@dataclass(frozen=True)
class Run:
    """A stretch of a quotation, ``matched`` if it carries words of the query."""

    text: str
    matched: bool = False


@dataclass(frozen=True)
class Result:
    """One passage found: its cells as runs, its source, and the reasons why it was found."""

    source: Quotation
    cells: tuple[tuple[Run, ...], ...]
    marks: tuple[str, ...]
    matched: tuple[str, ...]
    by_words: str
    by_meaning: str


def results(hits: Sequence[FoundHit], held: Mapping[str, Held], words: Words, first: int = 1) -> tuple[Result, ...]:
    """Hits as shown, numbered from ``first`` on."""
    return tuple(_result(hit, n, held, words) for n, hit in enumerate(hits, first))


def _result(hit: FoundHit, n: int, held: Mapping[str, Held], words: Words) -> Result:
    fields = Citation.model_fields.keys() & FoundHit.model_fields.keys()
    citation = Citation(n=n, **hit.model_dump(include=set(fields)))
    printed = dict.fromkeys(hit.quote[start:end] for start, end in hit.matched)
    return Result(
        source=quotation(citation, held, words),
        cells=tuple(_cells(hit.quote, hit.matched)),
        marks=tuple(words(MARKS[mark]) for mark in reversed(hit.marks)),
        matched=tuple({text.casefold(): text for text in reversed(printed)}.values())[::-1],
        by_words=_rank(hit.lexical_rank, words),
        by_meaning=_rank(hit.dense_rank, words),
    )


def _rank(rank: int | None, words: Words) -> str:
    return words("find.rank", rank=rank) if rank else words("find.unranked")


def _cells(quote: str, matched: Sequence[tuple[int, int]]) -> list[tuple[Run, ...]]:
    """The cells of a table row, or the text as the only one; together they are the quotation."""
    cells: list[tuple[Run, ...]] = []
    start = 0
    for cell in quote.split("\t"):
        end = start + len(cell)
        inside = [(max(a, start), min(b, end)) for a, b in matched if a < end and start < b]
        cells.append(tuple(_runs(quote, start, end, inside)))
        start = end + 1
    return cells


def _runs(quote: str, start: int, end: int, matched: Sequence[tuple[int, int]]) -> list[Run]:
    runs: list[Run] = []
    for a, b in matched:
        runs += [Run(quote[start:a]), Run(quote[a:b], matched=True)]
        start = b
    return [run for run in (*runs, Run(quote[start:end])) if run.text]
