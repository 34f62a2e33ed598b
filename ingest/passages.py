"""Sections to passages: what is retrieved, quoted and shown.

A passage never crosses a section. Long paragraphs are split at sentences, so that
a model of 512 tokens sees all of each and a quotation stays short.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.structure.cursor import Piece
from ingest.text import squeeze
from ingest.types import Passage, Section

# About 250 tokens of the shipped model: half of its window, the rest is for the context in front.
LONGEST = 900
_HEADINGS_IN_CONTEXT = 2
_LONGEST_HEADING = 160
_SENTENCE_END = re.compile(r"(?<=[.;!?…])[”\"’)]*\s+(?=\S)")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|Tp|ThS|TS|PGS|GS|BS|Q|P|tr|v\.v|VD|vd|\d{1,2}|[A-ZĐ])\.$")


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Spans of the sentences (and of the clauses parted by ";") of ``text``, shifted by ``start``."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[begin : match.start()]):
            continue
        yield start + begin, start + match.start() + len(match.group().rstrip())
        begin = match.end()
    if begin < len(text):
        yield start + begin, start + len(text)


def make_passages(text: str, pieces: Iterable[Piece], sections: Sequence[Section], paged: bool) -> list[Passage]:
    """Passages in reading order, without context; see :func:`with_context`."""
    titles = _TitleLookup(sections)
    passages: list[Passage] = []
    for piece in pieces:
        for start, end in _split(text, piece):
            passages.append(
                Passage(
                    start=start,
                    end=end,
                    ordinal=len(passages),
                    path=piece.path,
                    titles=titles.along(piece.path, start),
                    kind=piece.kind,
                    page=piece.page if paged else None,
                )
            )
    return passages


def with_context(passages: Iterable[Passage], locality: str | None) -> tuple[Passage, ...]:
    """The same passages, each knowing the place it speaks of and its last headings (and no more).

    A short context lifts retrieval; the document's long title in front of every passage drowns it.
    """
    return tuple(p.model_copy(update={"context": _context(p, locality)}) for p in passages)


def _context(passage: Passage, locality: str | None) -> str:
    above = passage.titles[:-1] if passage.kind == "heading" else passage.titles
    headings = [title[:_LONGEST_HEADING] for title in above if title][-_HEADINGS_IN_CONTEXT:]
    return squeeze(". ".join(part for part in (locality, *headings) if part))


def _split(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, piece.start, piece.end)
    if end - start <= LONGEST or piece.kind in ("row", "heading", "title"):
        if end > start:
            yield start, end
        return
    begin = start
    last = start
    for _, stop in sentences(text[start:end], start):
        if stop - begin > LONGEST and last > begin:
            yield _trim(text, begin, last)
            begin = last
        last = stop
    yield _trim(text, begin, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _TitleLookup:
    """Finds the titles along a path as they stood at an offset (labels may repeat in a document)."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._by_path: dict[tuple[str, ...], list[Section]] = {}
        for section in sections:
            self._by_path.setdefault(section.path, []).append(section)

    def along(self, path: tuple[str, ...], offset: int) -> tuple[str, ...]:
        return tuple(self._title(path[: depth + 1], offset) for depth in range(len(path)))

    def _title(self, path: tuple[str, ...], offset: int) -> str:
        sections = self._by_path.get(path, [])
        after = bisect_right(sections, offset, key=lambda section: section.start)
        return (sections[after - 1].title or "") if after else ""
