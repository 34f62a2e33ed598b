"""What the drafter's pages are given: frozen, complete, nothing left to compute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.errors import TracuuError
from ingest.structure.functions import name_of_function
from ingest.text import shortened, squeeze
from ingest.types import Document
from service.ports import Held
from service.precedents.desk import Collected
from service.precedents.engine import DraftClause
from service.precedents.types import Basis, OutlineReport, Precedents
from web.drafting.checks import BasisView, OutlineView, basis_views, outline_view
from web.drafting.request import DESK, LEVELS, Asked, functions
from web.drafting.wordings import CollectedView, WordingsView, collected_views, wordings_view
from web.filtering import Choice
from web.places import place, sentence_case, title_of
from web.reading.listing import date_of
from web.words import Words

GLANCE = 110  # characters of a clause in the list of clauses
LISTED = 60  # clauses listed around the one that is open


@dataclass(frozen=True)
class FilterView:
    """Where wordings are taken from, to be chosen."""

    functions: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    provinces: tuple[Choice, ...]
    types: tuple[Choice, ...]


@dataclass(frozen=True)
class Shelf:
    """What both pages carry: the filters, the collection, the fields that keep them."""

    path: str
    filters: FilterView
    collected: tuple[CollectedView, ...]
    word: str
    kept: tuple[tuple[str, str], ...]
    kept_filters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeskView:
    """A clause and how others word it."""

    text: str
    held: int
    shelf: Shelf
    found: WordingsView | None
    doubts: tuple[BasisView, ...]
    error: TracuuError | None


@dataclass(frozen=True)
class ClauseLine:
    """A clause in the list."""

    n: int
    where: str
    text: str
    function: str
    href: str
    current: bool


@dataclass(frozen=True)
class DraftView:
    """A draft on the desk, open at one of its clauses."""

    name: str
    read_as: str
    key: str
    clauses: tuple[ClauseLine, ...]
    count: int
    n: int
    text: str
    where: str
    before: str
    after: str
    shelf: Shelf
    found: WordingsView | None
    bases: tuple[BasisView, ...]
    outline: OutlineView
    base: str
    best: str
    warnings: tuple[str, ...]


def desk_view(
    asked: Asked,
    held: Mapping[str, Held],
    collected: Sequence[Collected],
    words: Words,
    found: Precedents | None = None,
    doubts: Sequence[Basis] = (),
    error: TracuuError | None = None,
) -> DeskView:
    """The desk with what was found for the clause, if one was given."""
    return DeskView(
        text=asked.text,
        held=len(held),
        shelf=_shelf(DESK, asked, held, collected, words),
        found=wordings_view(found, asked.collected, held, words) if found else None,
        doubts=basis_views(doubts, (), held, words),
        error=error,
    )


def draft_view(
    key: str,
    draft: Document,
    clauses: Sequence[DraftClause],
    found: Precedents | None,
    checks: tuple[OutlineReport, Sequence[Basis]],
    asked: Asked,
    held: Mapping[str, Held],
    collected: Sequence[Collected],
    words: Words,
) -> DraftView:
    """The draft, open at the clause asked for; ``found`` is what was found for it."""
    path = f"{DESK}/du-thao/{key}"
    n = min(asked.clause, len(clauses))
    here = clauses[n - 1] if clauses else None
    first = max(0, min(n - LISTED // 2, len(clauses) - LISTED))
    listed = list(enumerate(clauses, 1))[first : first + LISTED]
    outline, bases = checks
    return DraftView(
        name=draft.source,
        read_as=_read_as(draft, words),
        key=key,
        clauses=tuple(_line(draft, number, clause, number == n, asked, path, words) for number, clause in listed),
        count=len(clauses),
        n=n,
        text=draft.text[here.start : here.end] if here else "",
        where=place(here.path, words) if here else "",
        before=asked.href(path, clause=n - 1) if n > 1 else "",
        after=asked.href(path, clause=n + 1) if n < len(clauses) else "",
        shelf=_shelf(path, asked, held, collected, words),
        found=wordings_view(found, asked.collected, held, words) if found else None,
        bases=basis_views(bases, clauses, held, words),
        outline=outline_view(outline, clauses, held, words),
        base=path,
        best=replace(asked, collected=(), clause=1).href(f"{path}/cau-mau.docx"),
        warnings=draft.warnings,
    )


def _line(
    draft: Document, n: int, clause: DraftClause, current: bool, asked: Asked, path: str, words: Words
) -> ClauseLine:
    text = squeeze(draft.text[clause.start : clause.end])
    short = shortened(text, GLANCE)
    return ClauseLine(
        n=n,
        where=place(clause.path, words),
        text=short,
        function=name_of_function(clause.function),
        href=f"{asked.href(path, clause=n)}#doan",
        current=current,
    )


def _read_as(draft: Document, words: Words) -> str:
    known = [title_of(draft, words) if draft.type or draft.symbol else "", date_of(draft.issued), draft.subject or ""]
    return sentence_case(" · ".join(part for part in known if part))


def _shelf(path: str, asked: Asked, held: Mapping[str, Held], collected: Sequence[Collected], words: Words) -> Shelf:
    return Shelf(
        path=path,
        filters=_filters(asked, held.values(), words),
        collected=collected_views(collected, held, words),
        word=asked.word(),
        kept=asked.fields(),
        kept_filters=asked.fields("phan", "cap", "tinh", "loai", "doan"),
    )


def _filters(asked: Asked, held: Iterable[Held], words: Words) -> FilterView:
    documents = list(held)
    provinces = sorted({one.province for one in documents if one.province})
    types = sorted({one.type for one in documents if one.type})
    return FilterView(
        functions=tuple(Choice(one, name_of_function(one), one == asked.function) for one in functions()),
        levels=tuple(Choice(one, words(f"drafting.level.{one}"), one == asked.level) for one in LEVELS),
        provinces=tuple(Choice(one, sentence_case(one), one == asked.province) for one in provinces),
        types=tuple(Choice(one, one, one == asked.type) for one in types),
    )
