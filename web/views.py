"""What the templates are given: frozen, complete, nothing left to compute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import TracuuError
from ingest.types import Document
from service.ports import Held
from service.types import Answer, Citation
from web.margin import Notes, notes_beside
from web.outline import Entry, outline
from web.places import copied, document_name, place, reader_url, sentence_case, title_of
from web.reader import Chunk, Layout
from web.spans import checked_mark
from web.words import Words

MARKER = re.compile(r"\[(\d+)\]")
ITEM = re.compile(r"^\s*[-•+]\s+")
SHORT_TITLE = 60  # characters; a longer heading says no more in a source line than its number
PAGE = 100  # documents a page of the list
PART = 1500  # lines of a long document on one page: about 60 printed pages


@dataclass(frozen=True)
class Bit:
    """A run of the answer's words, or the marker of a citation."""

    text: str
    marker: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the answer; ``item`` if it is one of a list.

    Words that a citation quotes are left out of ``bits`` and stand under the line as ``quotations``.
    """

    bits: tuple[Bit, ...]
    item: bool
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Quotation:
    """A quotation with its source, as shown and as copied."""

    n: int
    text: str
    source: str
    href: str
    copied: str
    digest: bool
    who: str = ""
    why: str = ""

    @property
    def cells(self) -> list[str]:
        """The cells, if it quotes a table row; else the text alone. Tabs between them make the text again."""
        return self.text.split("\t")


@dataclass(frozen=True)
class AnswerView:
    """An answer, or a refusal with the nearest evidence."""

    answered: bool
    understood: str
    lines: tuple[Line, ...]
    citations: tuple[Quotation, ...]
    near_misses: tuple[Quotation, ...]
    notes: tuple[str, ...]
    took: str


@dataclass(frozen=True)
class AskView:
    """The first page: a question, and what came of it."""

    question: str = ""
    held: int = 0
    answer: AnswerView | None = None
    error: TracuuError | None = None


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


@dataclass(frozen=True)
class ErrorView:
    """What happened and what to do next."""

    status: int
    title: str
    message: str
    hint: str


def date_of(issued: str | None) -> str:
    """ "2025-11-24" as "24/11/2025", "2025-11" as "11/2025"."""
    return "/".join(reversed(issued.split("-"))) if issued else ""


def answer_view(answer: Answer, held: Mapping[str, Held], words: Words) -> AnswerView:
    """An answer as the page shows it; ``held`` are the documents by id."""
    citations = {citation.n: quotation(citation, held, words) for citation in answer.citations}
    text = answer.answer if answer.answered else answer.reason or answer.answer
    lines = tuple(_line(line, citations) for line in text.splitlines() if line.strip())
    under_lines = {q.n for line in lines for q in line.quotations}
    return AnswerView(
        answered=answer.answered,
        understood=answer.understood,
        lines=lines,
        citations=tuple(q for n, q in citations.items() if n not in under_lines),
        near_misses=tuple(quotation(m.citation, held, words, m.why) for m in answer.near_misses),
        notes=answer.notes,
        took=f"{answer.took_ms:.0f}" if answer.took_ms >= 1 else "<1",
    )


def _line(line: str, citations: Mapping[int, Quotation]) -> Line:
    """``line`` cut at its markers; a marker without a citation stays text."""
    text = ITEM.sub("", line)
    item = text != line
    cited = [citations[int(n)] for n in MARKER.findall(text) if int(n) in citations]
    repeated = tuple(q for q in cited if f"“{q.text}”" in text)
    for q in repeated:
        text = re.sub(rf"“{re.escape(q.text)}”(?:\s*→)?", "", text)
    bits: list[Bit] = []
    last = 0
    for found in MARKER.finditer(text):
        if int(found[1]) in citations:
            bits += [Bit(text[last : found.start()]), Bit(found[0], int(found[1]))]
            last = found.end()
    bits.append(Bit(text[last:]))
    return Line(tuple(bit for bit in bits if bit.text), item, repeated)


def quotation(citation: Citation, held: Mapping[str, Held], words: Words, why: str = "") -> Quotation:
    """A citation as shown: the words untouched, *văn bản · mục · trang* under them."""
    document = held.get(citation.document)
    name = title_of(document, words) if document else citation.title
    title = citation.section_titles[-1] if citation.section_titles else ""
    where = place(citation.section, words)
    if where and title and len(title) <= SHORT_TITLE:
        where = f"{where} ({title})"
    page = words("quote.page", page=citation.page) if citation.page else ""
    return Quotation(
        n=citation.n,
        text=citation.quote,
        source=" · ".join(part for part in (sentence_case(name), where, page) if part),
        href=reader_url(citation.document, citation.start, citation.end),
        copied=copied(citation, document_name(document, words) if document else name, words),
        digest=document.digest if document else False,
        who=_who(document, why),
        why=why,
    )


def _who(held: Held | None, why: str) -> str:
    """Whose passage came near, unless the reason already says so."""
    who = (held.commune or held.issuer or held.symbol or "") if held else ""
    name = who.removeprefix("xã ").removeprefix("phường ")
    return "" if name and name in why else sentence_case(who)


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
