"""What other documents say where one says something."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import BadRequest
from ingest.types import Document
from service.citations import Sources
from service.neighbours import neighbours
from service.ports import Archive
from web.places import reader_url, sentence_case, title_of
from web.quotations import Quotation, quotation
from web.reading.spans import checked_mark
from web.words import Words

LENGTH = 700  # characters of the passage shown; a section may be pages long


@dataclass(frozen=True)
class BesideView:
    """A passage and the nearest ones of other documents."""

    title: str
    href: str
    own: Quotation
    others: tuple[Quotation, ...]


def beside_view(archive: Archive, document: Document, words: Words, start: str | None, end: str | None) -> BesideView:
    """The neighbours of ``[start, end)``; :class:`BadRequest` if that is no span of the document."""
    mark = checked_mark(document.text, start, end)
    if mark is None:
        raise BadRequest(words("beside.no_span"), words("beside.no_span_hint"))
    sources = Sources(archive)
    found = neighbours(archive, document.id, mark.start, mark.end)
    shown = min(mark.end, mark.start + LENGTH)
    cut = shown if shown == mark.end else document.text.rfind(" ", mark.start, shown)
    own = sources.cite(document.id, mark.start, cut if cut > mark.start else shown)
    return BesideView(
        title=sentence_case(title_of(document, words)),
        href=reader_url(document.id, mark.start, mark.end),
        own=quotation(own, sources.held, words),
        others=tuple(quotation(citation, sources.held, words) for citation in found),
    )
