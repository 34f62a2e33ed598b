"""One page of a document: its text beside the picture of the paper, the same words lit in both."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from ingest.errors import NotFound
from ingest.types import Document
from service.page_images import has_pages
from service.provenance import Place, page_lines, places
from web.places import image_url, reader_url, sentence_case, sheet_url, title_of
from web.reading.layout import Chunk, Layout
from web.reading.spans import Mark, checked_mark
from web.words import Words


@dataclass(frozen=True)
class Printed:
    """A line of the picture; following ``href`` lights its words in the text."""

    x: float
    y: float
    width: float
    height: float
    href: str = ""


@dataclass(frozen=True)
class SheetView:
    """A page open for comparison; ``image`` is "" where the file has no fixed pages."""

    document: Document
    title: str
    page: int
    pages: int
    chunks: tuple[Chunk, ...]
    image: str
    marked: tuple[Printed, ...]
    lines: tuple[Printed, ...]
    before: str
    after: str
    whole: str
    elsewhere: str
    recognised: bool
    doubted: bool


def sheet_view(document: Document, words: Words, page: int, start: str | None, end: str | None) -> SheetView:
    """Page ``page`` of ``document`` with ``[start, end)`` lit; :class:`NotFound` for a page it has not."""
    pages = document.pages or 1
    if not 1 <= page <= pages:
        raise NotFound(words("sheet.none", page=page), words("sheet.count", pages=pages))
    mark = checked_mark(document.text, start, end)
    found = places(document, mark.start, mark.end) if mark else ()
    here = tuple(place for place in found if place.page == page)
    elsewhere = next((place.page for place in found if place.page != page), None)
    whole = reader_url(document.id, mark.start, mark.end) if mark else reader_url(document.id)

    def turned(number: int) -> str:
        return sheet_url(document.id, number, *((mark.start, mark.end) if mark else ())) if 1 <= number <= pages else ""

    return SheetView(
        document=document,
        title=sentence_case(title_of(document, words)),
        page=page,
        pages=pages,
        chunks=tuple(_chunks(document, page, mark)),
        image=image_url(document.id, page, document.sha256) if has_pages(document.source) else "",
        marked=tuple(_printed(place) for place in here),
        lines=tuple(_line(document, place, start, end) for place, start, end in page_lines(document, page)),
        before=turned(page - 1),
        after=turned(page + 1),
        whole=whole,
        elsewhere="" if elsewhere is None or here else turned(elsewhere),
        recognised=document.quality.recognised(page),
        doubted=page in document.quality.doubted,
    )


def _chunks(document: Document, page: int, mark: Mark | None) -> list[Chunk]:
    """The blocks that stand on the page, whole: one that began on the page before is set from its beginning."""
    layout = Layout(document, mark)
    starts = document.page_starts
    if not starts:
        return list(layout.chunks())
    if page > len(starts):
        return []
    begins = starts[page - 1]
    ends = starts[page] if page < len(starts) else len(document.text)
    last = bisect_right([start for start, _ in layout.lines], max(begins, ends - 1))
    return list(layout.chunks(layout.line_of(begins), last)) if ends > begins else []


def _printed(place: Place, href: str = "") -> Printed:
    return Printed(
        round(place.x0, 4), round(place.y0, 4), round(place.x1 - place.x0, 4), round(place.y1 - place.y0, 4), href
    )


def _line(document: Document, place: Place, start: int, end: int) -> Printed:
    return _printed(place, sheet_url(document.id, place.page, start, end))
