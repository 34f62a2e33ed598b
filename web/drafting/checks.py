"""What is said of a draft as a whole: its citations and bases, its outline beside the usual one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.text import shortened
from service.ports import Held
from service.precedents.engine import DraftClause
from service.precedents.types import Basis, OutlinePart, OutlineReport
from service.types import Citation
from web.places import place
from web.quotations import Quotation, quotation
from web.words import Words

Clauses = Sequence[DraftClause]
HEADING = 70  # characters; what is longer is a paragraph that stands without a heading


@dataclass(frozen=True)
class OwnQuote:
    """A quotation from the draft itself; ``clause`` is the number of the clause it stands in, 0 if in none."""

    text: str
    where: str
    clause: int


@dataclass(frozen=True)
class BasisView:
    """A citation to mend or a basis to add."""

    kind: str
    symbol: str
    text: str
    correction: str
    own: tuple[OwnQuote, ...]
    elsewhere: tuple[Quotation, ...]


@dataclass(frozen=True)
class Headed:
    """How a document heads a part: the heading, or the beginning of what stands there without one."""

    text: str
    source: str
    href: str


@dataclass(frozen=True)
class PartView:
    """A part of the usual outline."""

    name: str
    status: str
    draft: str
    clause: int
    count: int
    examples: tuple[Headed, ...]


@dataclass(frozen=True)
class OutlineView:
    """The outline usual for the draft's type, and what the draft has of it."""

    type: str
    documents: int
    parts: tuple[PartView, ...]


def basis_views(
    found: Sequence[Basis], clauses: Clauses, held: Mapping[str, Held], words: Words
) -> tuple[BasisView, ...]:
    """What is wrong first, what is missing after it."""
    return tuple(
        BasisView(
            kind=one.kind,
            symbol=one.symbol or "",
            text=one.text,
            correction=one.correction or "",
            own=tuple(_own(citation, clauses, words) for citation in one.citations if one.kind != "missing"),
            elsewhere=tuple(quotation(citation, held, words) for citation in one.citations if one.kind == "missing"),
        )
        for one in found
    )


def outline_view(report: OutlineReport, clauses: Clauses, held: Mapping[str, Held], words: Words) -> OutlineView:
    """The parts in their usual order."""
    count = len(report.documents)
    parts = tuple(_part(one, count, clauses, held, words) for one in report.parts)
    return OutlineView(report.type or "", count, parts)


def _part(part: OutlinePart, count: int, clauses: Clauses, held: Mapping[str, Held], words: Words) -> PartView:
    return PartView(
        name=part.name,
        status=part.status,
        draft=shortened(part.draft.quote, HEADING) if part.draft else "",
        clause=_clause_from(part.draft.start, clauses) if part.draft else 0,
        count=round(part.share * count),
        examples=tuple(_headed(quotation(one, held, words)) for one in part.examples),
    )


def _headed(quotation: Quotation) -> Headed:
    return Headed(shortened(quotation.text, HEADING), quotation.source, quotation.href)


def _own(citation: Citation, clauses: Clauses, words: Words) -> OwnQuote:
    page = words("quote.page", page=citation.page) if citation.page else ""
    where = " · ".join(part for part in (place(citation.section, words), page) if part)
    inside = (n for n, one in enumerate(clauses, 1) if one.start <= citation.start < one.end)
    return OwnQuote(citation.quote, where, next(inside, 0))


def _clause_from(start: int, clauses: Clauses) -> int:
    """The number of the first clause at or after ``start``."""
    return next((n for n, one in enumerate(clauses, 1) if one.end > start), 0)
