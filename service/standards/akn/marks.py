"""What is named within lines: citations of other documents, the number, date, type and title, who signed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.text import fold
from ingest.types import Document, Section
from service.standards.works import cited_work

DATE = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
WHOLE_DAY = 10  # characters of a date that has its day


class Mark(NamedTuple):
    """An inline element around ``[start, end)``."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str]


class Marks:
    """The inline elements of a document, by where they stand. ``names`` are the works of the documents held, by id."""

    def __init__(self, document: Document, names: Mapping[str, str]) -> None:
        found = [*_citations(document, names), *_identity(document), *_signature(document)]
        self._marks = sorted(found, key=lambda mark: (mark.start, -mark.end))
        self._starts = [mark.start for mark in self._marks]

    def within(self, start: int, end: int, inside: int = -1) -> Iterator[tuple[int, Mark]]:
        """Those of a stretch that stand side by side in it, the outermost, each with its number.

        ``inside`` is the number of the one that they are sought in.
        """
        first = max(inside + 1, bisect_left(self._starts, start))
        at = start
        for number in range(first, bisect_left(self._starts, end)):
            mark = self._marks[number]
            if at <= mark.start and mark.end <= end:
                yield number, mark
                at = mark.end


def _citations(document: Document, names: Mapping[str, str]) -> Iterator[Mark]:
    for reference in document.references:
        work = cited_work(reference)
        href = names.get(reference.resolved or "") or (work.iri if work else None)
        if href:
            yield Mark(reference.start, reference.end, "ref", {"href": href})


def _identity(document: Document) -> Iterator[Mark]:
    """In the header and title of the document itself, not of what is attached."""
    header = next((one for one in document.sections if one.kind == "header"), None)
    title = next((one for one in document.sections if one.kind == "title"), None)
    if header is not None:
        yield from _number(document, header)
        day = DATE.search(document.text, header.start, header.end)
        if day and document.issued and len(document.issued) == WHOLE_DAY:
            yield Mark(day.start(), day.end(), "docDate", {"date": document.issued})
    if title is not None:
        for at, (start, end) in enumerate(lines(document.text, title.start, title.end)):
            is_type = not at and fold(document.text[start:end]) == fold(document.type or "")
            yield Mark(start, end, "docType" if is_type else "docTitle", {})


def _number(document: Document, header: Section) -> Iterator[Mark]:
    if not document.symbol:
        return
    printed = r"\s*".join(r"[-‐‑‒–—]" if sign == "-" else re.escape(sign) for sign in document.symbol)
    found = re.compile(printed, re.IGNORECASE).search(document.text, header.start, header.end)
    if found:
        yield Mark(found.start(), found.end(), "docNumber", {})


def _signature(document: Document) -> Iterator[Mark]:
    if document.signer is None:
        return
    for section in document.sections:
        start = document.text.rfind(document.signer.name, section.start, section.end)
        if section.kind == "signature" and start >= 0:
            end = start + len(document.signer.name)
            yield Mark(start, end, "signature", {})
            yield Mark(start, end, "person", {"refersTo": "#signer"})
            return


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a stretch that hold anything, without the white space around them."""
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip(SPACE)
        if bare:
            begin = at + line.index(bare)
            yield begin, begin + len(bare)
        at += len(line) + 1


SPACE = " \t\r\n"
"""What XML takes for white space, which may stand between elements."""
