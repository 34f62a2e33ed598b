"""The search page: filters as a sentence that can be taken apart, facets with counts, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from fastapi import Request

from index.types import Filters, Level
from ingest.errors import TracuuError
from service.ports import Held
from service.searching import FIELDS, POOL
from service.types import Facet, FacetKey, Found
from web.asking.results import Result, results
from web.site import number
from web.words import Words

PAGE = 10  # results
SHOWN = 6  # values of a facet before the rest folds away

PARAMS: Mapping[FacetKey, str] = {
    "province": "tinh",
    "commune": "xa",
    "type": "loai",
    "issuer": "co-quan",
    "year": "nam",
    "level": "cap",
    "mark": "co",
}
MARKS = {"chi-tieu": "target", "han": "deadline"}
TITLES: Mapping[FacetKey, str] = {
    "province": "find.province",
    "commune": "find.commune",
    "type": "find.type",
    "issuer": "find.issuer",
    "year": "find.year",
    "level": "find.level",
    "mark": "find.mark",
}
PHRASES: Mapping[FacetKey, str] = {
    "province": "find.of_province",
    "commune": "find.of_commune",
    "type": "find.of_type",
    "issuer": "find.of_issuer",
    "year": "find.of_year",
    "level": "find.of_level",
    "mark": "find.with_mark",
}
NAMES = {
    "xa": "find.level_commune",
    "tinh": "find.level_province",
    "trung-uong": "find.level_country",
    "target": "find.mark_target",
    "deadline": "find.mark_deadline",
}


@dataclass(frozen=True)
class Value:
    """One value of a facet: choosing it, or taking it back, is following ``href``."""

    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class FacetView:
    """A facet: the values in sight, and the rest."""

    key: str
    title: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]


@dataclass(frozen=True)
class Phrase:
    """A part of the sentence that tells the filters, with the values that can be taken out of it."""

    lead: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class FindView:
    """The search page."""

    question: str = ""
    held: int = 0
    searched: bool = False
    total: str = ""
    results: tuple[Result, ...] = ()
    facets: tuple[FacetView, ...] = ()
    sentence: tuple[Phrase, ...] = ()
    filters: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    clear: str = ""
    previous: str = ""
    following: str = ""
    error: TracuuError | None = None


@dataclass(frozen=True)
class Search:
    """A search as its address tells it: the query, the values chosen per facet and the page."""

    text: str
    chosen: Mapping[FacetKey, tuple[str, ...]]
    page: int

    @classmethod
    def of(cls, request: Request) -> Search:
        """The search of an address; a value that cannot be is passed over."""
        chosen = {key: _known(key, request.query_params.getlist(param)) for key, param in PARAMS.items()}
        page = number(request.query_params.get("trang", "")) or 1
        return cls(
            request.query_params.get("q", "").strip(),
            {key: values for key, values in chosen.items() if values},
            min(max(page, 1), POOL // PAGE),
        )

    @property
    def filters(self) -> Filters | None:
        """The filters, ``None`` if there are none."""
        if not self.chosen:
            return None
        return Filters.model_validate({FIELDS[key]: frozenset(values) for key, values in self.chosen.items()})

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The filters as they stand in the address."""
        return tuple((PARAMS[key], _printed(key, value)) for key, values in self.chosen.items() for value in values)

    def href(self, *, page: int = 1) -> str:
        """The address of this search."""
        pages = [("trang", str(page))] if page > 1 else []
        return f"/tim?{urlencode([('q', self.text), *self.pairs, *pages])}"

    def toggled(self, key: FacetKey, value: str) -> Search:
        """The search with a value chosen, or without it if it was."""
        values = self.chosen.get(key, ())
        kept = tuple(one for one in values if one != value) if value in values else (*values, value)
        chosen = {one: kept if one == key else self.chosen.get(one, ()) for one in PARAMS}
        return Search(self.text, {one: values for one, values in chosen.items() if values}, 1)


def _known(key: FacetKey, values: Sequence[str]) -> tuple[str, ...]:
    wanted = dict.fromkeys(value for value in values if value)
    if key == "mark":
        return tuple(MARKS[value] for value in wanted if value in MARKS)
    return tuple(value for value in wanted if key != "level" or value in get_args(Level))


def _printed(key: FacetKey, value: str) -> str:
    return next(name for name, mark in MARKS.items() if mark == value) if key == "mark" else value


def find_view(search: Search, found: Found, held: Mapping[str, Held], words: Words) -> FindView:
    """The page of a search and what it found."""
    first = (search.page - 1) * PAGE + 1
    sentence = tuple(_phrase(search, key, words) for key in search.chosen)
    more = found.total > search.page * PAGE
    return FindView(
        question=search.text,
        held=len(held),
        searched=True,
        total=words("find.total_capped" if found.total >= POOL else "find.total", count=found.total),
        results=results(found.hits, held, words, first),
        facets=tuple(view for facet in found.facets if (view := _facet(search, facet, words)) is not None),
        sentence=sentence,
        filters=tuple(f"{part.lead} {_joined(part, words)}" for part in sentence),
        kept=search.pairs,
        clear=Search(search.text, {}, 1).href(),
        previous=search.href(page=search.page - 1) if search.page > 1 else "",
        following=search.href(page=search.page + 1) if more and search.page * PAGE < POOL else "",
    )


def _label(key: FacetKey, value: str, words: Words) -> str:
    if key in ("level", "mark"):
        return words(NAMES[value])
    return words.shortened(value) if key == "issuer" else value


def _phrase(search: Search, key: FacetKey, words: Words) -> Phrase:
    values = [Value(_label(key, v, words), 0, True, search.toggled(key, v).href()) for v in search.chosen[key]]
    return Phrase(words(PHRASES[key]), tuple(values))


def _joined(part: Phrase, words: Words) -> str:
    return f" {words('find.or')} ".join(value.label for value in part.values)


def _facet(search: Search, facet: Facet, words: Words) -> FacetView | None:
    """A facet as shown; one that cannot narrow anything is left out."""
    if not any(value.chosen for value in facet.values) and len(facet.values) < (1 if facet.key == "mark" else 2):
        return None
    values = [
        Value(_label(facet.key, one.value, words), one.count, one.chosen, search.toggled(facet.key, one.value).href())
        for one in sorted(facet.values, key=lambda one: not one.chosen)
    ]
    return FacetView(facet.key, words(TITLES[facet.key]), tuple(values[:SHOWN]), tuple(values[SHOWN:]))
