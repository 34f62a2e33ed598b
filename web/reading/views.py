"""What the list of documents and the reader are given: frozen, complete, nothing left to compute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.types import Document
from service.ports import Held
from web.places import reader_url, sentence_case, title_of
from web.reading.layout import Chunk, Layout
from web.reading.margin import Notes, notes_beside
from web.reading.outline import Entry, outline
from web.reading.spans import checked_mark
from web.words import Words

PAGE = 100  # documents a page of the list
PART = 1500  # lines of a long document on one page: about 60 printed pages


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    held: Held
    name: str
    href: str
    place: str
    issued: str


@dataclass(frozen=True)
class DocumentsView:
    """One page of the list of documents."""

    rows: tuple[DocumentRow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class Chapter:
    """A chunk of the text with what stands beside it."""

    chunk: Chunk
    notes: tuple[Notes, ...]


@dataclass(frozen=True)
class ReaderView:
    """A document open for reading."""

    document: Document
    title: str
    issued: str
    place: str
    outline: tuple[Entry, ...]
    chapters: tuple[Chapter, ...]
    href: str
    marked: bool
    astray: bool
    part: int
    parts: int


def date_of(issued: str | None) -> str:
    """ "2025-11-24" as "24/11/2025", "2025-11" as "11/2025"."""
    return "/".join(reversed(issued.split("-"))) if issued else ""


def documents_view(held: Sequence[Held], page: int, words: Words) -> DocumentsView:
    """Page ``page`` (from 1, clipped to those there are) of the list, the newest first."""
    pages = max(-(-len(held) // PAGE), 1)
    page = min(max(page, 1), pages)
    ordered = sorted(held, key=lambda h: (h.issued or "", h.id), reverse=True)
    rows = tuple(_row(h, words) for h in ordered[(page - 1) * PAGE : page * PAGE])
    return DocumentsView(rows, page, pages)


def _row(held: Held, words: Words) -> DocumentRow:
    name = sentence_case(title_of(held, words))
    return DocumentRow(held, name, reader_url(held.id), _place(held, words), date_of(held.issued))


def _place(held: Held | Document, words: Words) -> str:
    place_name = ", ".join(part for part in (held.commune, held.province) if part)
    return f"{place_name} ({words('documents.inferred')})" if held.province_inferred else place_name


def reader_view(document: Document, words: Words, start: str | None, end: str | None, part: int | None) -> ReaderView:
    """A document, with ``[start, end)`` lit if that is a span of it; a long one in parts, from 1."""
    mark = checked_mark(document.text, start, end)
    layout = Layout(document, mark)
    parts = max(-(-len(layout.lines) // PART), 1)
    if mark is not None:
        part = layout.line_of(mark.start) // PART + 1
    part = min(max(part or 1, 1), parts)
    base = reader_url(document.id)

    def href(anchor: str, offset: int) -> str:
        there = layout.line_of(offset) // PART + 1
        return f"#{anchor}" if there == part else f"{base}?phan={there}#{anchor}"

    chunks = layout.chunks((part - 1) * PART, part * PART)
    return ReaderView(
        document=document,
        title=sentence_case(title_of(document, words)),
        issued=date_of(document.issued),
        place=_place(document, words),
        outline=outline(document, words, mark.start if mark else None, href),
        chapters=tuple(Chapter(chunk, notes_beside(document, chunk, words)) for chunk in chunks),
        href=base,
        marked=mark is not None,
        astray=mark is None and (start is not None or end is not None),
        part=part,
        parts=parts,
    )
