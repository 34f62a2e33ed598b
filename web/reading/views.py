"""What the reader is given: frozen, complete, nothing left to compute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ingest.types import Document
from service.page_images import has_pages
from service.provenance import page_of
from web.places import document_name, lasting_url, neighbours_url, place, reader_url, sentence_case, sheet_url, title_of
from web.reading.editions import Edition
from web.reading.layout import Chunk, Layout
from web.reading.listing import date_of, place_of
from web.reading.margin import Notes, notes_beside
from web.reading.outline import Entry, anchor_of, outline
from web.reading.spans import Mark, checked_mark
from web.words import Words

PART = 75_000  # bytes of text and its markup on one page; with outline and margin it stays below 150 KB
_LITTLE = 60  # characters; a section with less has nothing that others could say too


@dataclass(frozen=True)
class Chapter:
    """A chunk of the text with what stands beside it; ``near`` is what other documents say there.

    ``lasting`` leads to its permalink.
    """

    chunk: Chunk
    notes: tuple[Notes, ...]
    near: str
    lasting: str


@dataclass(frozen=True)
class Way:
    """A link out of the head of the document."""

    href: str
    text: str


@dataclass(frozen=True)
class Notice:
    """What a permalink found, in words; ``lost`` if the words cited were not."""

    text: str
    lost: bool = False
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class ReaderView:
    """A document open for reading. ``sheets`` is the address of its page pictures, "" where it has none.

    ``parts_href`` is where its parts are, their number to follow; ``old`` says which former version it is.
    """

    document: Document
    title: str
    name: str
    issued: str
    place: str
    outline: tuple[Entry, ...]
    chapters: tuple[Chapter, ...]
    href: str
    marked: bool
    astray: bool
    part: int
    parts: int
    sheets: str
    ways: tuple[Way, ...]
    places: dict[str, str]
    recognised: bool
    parts_href: str
    old: Edition | None
    notice: Notice | None = None


def reader_view(
    document: Document,
    words: Words,
    start: str | None,
    end: str | None,
    part: int | None,
    changed: bool = False,
    shown: Edition | None = None,
) -> ReaderView:
    """A document, with ``[start, end)`` lit if that is a span of it; a long one in parts, from 1.

    Of a former version (``shown``) only the text and its outline are shown: what stands beside the text
    and leads out of it is known of the one held.
    """
    old = shown if shown and not shown.current else None
    mark = checked_mark(document.text, start, end)
    layout = Layout(document, mark)
    begins = layout.parts(PART)
    if mark is not None:
        part = bisect_right(begins, layout.line_of(mark.start))
    part = min(max(part or 1, 1), len(begins))
    base = reader_url(document.id)
    parts_href = f"{old.href}&phan=" if old else f"{base}?phan="

    def href(anchor: str, offset: int) -> str:
        there = bisect_right(begins, layout.line_of(offset))
        return f"#{anchor}" if there == part else f"{parts_href}{there}#{anchor}"

    chunks = tuple(layout.chunks(*[*begins, len(layout.lines)][part - 1 : part + 1]))
    return ReaderView(
        document=document,
        title=sentence_case(title_of(document, words)),
        name=_cited_as(document, words) + (f", {old.label}" if old else ""),
        issued=date_of(document.issued),
        place=place_of(document, words),
        outline=outline(document, words, mark.start if mark else None, href),
        chapters=tuple(_chapter(document, chunk, words, old) for chunk in chunks),
        href=base,
        marked=mark is not None,
        astray=mark is None and (start is not None or end is not None),
        part=part,
        parts=len(begins),
        sheets=f"{base}/trang/" if has_pages(document.source) and document.pages and not old else "",
        ways=(
            *(_ways_out_of_old(old, words) if old else tuple(_ways(document, words, mark, changed))),
            *_ways_to_cite(document, words, mark, old.name if old else ""),
        ),
        places={anchor_of(i): sentence_case(place(s.path, words)) for i, s in enumerate(document.sections)},
        recognised=document.quality.layer != "text",
        parts_href=parts_href,
        old=old,
    )


def _chapter(document: Document, chunk: Chunk, words: Words, old: Edition | None) -> Chapter:
    """A section with what stands beside it; of a former version only its permalink is known."""
    if old:
        return Chapter(chunk, (), "", _lasting(document, chunk, old.name))
    return Chapter(chunk, notes_beside(document, chunk, words), _near(document, chunk), _lasting(document, chunk, ""))


def _ways_out_of_old(old: Edition, words: Words) -> tuple[Way, ...]:
    """To the version held, and what has changed."""
    base = old.href.partition("?")[0]
    return (
        Way(base, words("edition.to_current")),
        Way(old.compared, words("edition.compare")),
        Way(f"{base}/so-sanh", words("edition.all")),
    )


def _ways_to_cite(document: Document, words: Words, mark: Mark | None, version: str) -> Iterator[Way]:
    """The permalink of what is lit or of all, and the document as Akoma Ntoso."""
    if mark:
        yield Way(lasting_url(document.id, mark.start, mark.end, version), words("permalink.span"))
    else:
        yield Way(lasting_url(document.id, version=version), words("permalink.document"))
    xml = f"/api/documents/{quote(document.id, safe='')}/akn.xml"
    yield Way(f"{xml}?{urlencode({'version': version})}" if version else xml, words("permalink.xml"))


def _cited_as(document: Document, words: Words) -> str:
    """The name under which selected words are copied."""
    note = words("cite.recognised") if document.quality.layer != "text" else ""
    return ", ".join(part for part in (document_name(document, words), note) if part)


def _near(document: Document, chunk: Chunk) -> str:
    """Where to see what others say about a section of text; "" beside tables and mere headings."""
    if chunk.table is not None or _says_little(chunk):
        return ""
    return neighbours_url(document.id, chunk.start, chunk.end)


def _lasting(document: Document, chunk: Chunk, version: str) -> str:
    """Where the permalink of a section of text or of a table is; "" beside mere headings."""
    return "" if _says_little(chunk) else lasting_url(document.id, chunk.start, chunk.end, version)


def _says_little(chunk: Chunk) -> bool:
    return chunk.end - chunk.start < _LITTLE or chunk.blocks[0].kind in ("header", "small", "title")


def _ways(document: Document, words: Words, mark: Mark | None, changed: bool) -> list[Way]:
    """The paper, the file, what others say, what it was before."""
    ways: list[Way] = []
    if has_pages(document.source) and document.pages:
        span = (mark.start, mark.end) if mark else ()
        page = (page_of(document, mark.start, mark.end) if mark else 1) or 1
        key = "reader.on_paper" if mark else "reader.paper"
        ways.append(Way(sheet_url(document.id, page, *span), words(key, page=page)))
    if mark:
        ways.append(Way(neighbours_url(document.id, mark.start, mark.end), words("reader.near_cited")))
    base = reader_url(document.id)
    ways.append(Way(f"/api/documents{base.removeprefix('/van-ban')}/original", words("reader.original")))
    if changed:
        ways.append(Way(f"{base}/so-sanh?ban=truoc", words("reader.changed")))
        ways.append(Way(f"{base}/so-sanh", words("edition.all")))
    ways.append(Way(f"{base}/so-sanh", words("reader.compare")))
    return ways
