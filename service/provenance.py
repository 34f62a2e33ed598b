"""From a span of the text back to paper: which rectangles of which pages it was printed in."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from ingest.types import Box, Document, Frozen


class Place(Frozen):
    """A rectangle of a page that holds words of a span, in fractions of the page as it is shown, from its top left."""

    page: int = Field(ge=1)
    x0: float
    y0: float
    x1: float
    y1: float


def places(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """Where ``[start, end)`` is printed: one rectangle a printed line, from the first word touched to the last.

    Empty where the source has no layout, or the span holds no printed word.
    """
    found = (_place(document.text, box, max(start, box.start), min(end, box.end)) for box in document.boxes)
    return tuple(place for place in found if place is not None)


def page_lines(document: Document, page: int) -> tuple[tuple[Place, int, int], ...]:
    """The printed lines of one page, each with the span of its words."""
    boxes = (box for box in document.boxes if box.page == page)
    return tuple((Place(page=page, x0=b.x0, y0=b.y0, x1=b.x1, y1=b.y1), b.start, b.end) for b in boxes)


def page_of(document: Document, start: int, end: int) -> int | None:
    """The page on which ``[start, end)`` begins; ``None`` where the source has no pages."""
    found = places(document, start, end)
    if found:
        return found[0].page
    if not document.page_starts:
        return None
    return max(1, sum(begins <= start for begins in document.page_starts))


def _place(text: str, box: Box, start: int, end: int) -> Place | None:
    if not text[start:end].strip() or start >= end:
        return None
    left, right = 0.0, 1.0
    if box.stops:
        touched = list(_touched(text, box, start, end))
        left, right = box.stops[2 * touched[0]] / 1000, box.stops[2 * touched[-1] + 1] / 1000
    width = box.x1 - box.x0
    return Place(page=box.page, x0=box.x0 + left * width, y0=box.y0, x1=box.x0 + right * width, y1=box.y1)


def _touched(text: str, box: Box, start: int, end: int) -> Iterator[int]:
    """The numbers of the words of a line that ``[start, end)`` touches."""
    at = box.start
    for number, word in enumerate(text[box.start : box.end].split(" ")):
        if at < end and start < at + len(word):
            yield number
        at += len(word) + 1
