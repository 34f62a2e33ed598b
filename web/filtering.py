"""A filter as a form and as links: what is chosen, what can be chosen, how to leave a condition out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from service.access.permitted import visit_of
from service.registers.sentence import LEVELS
from service.saved.types import LONGEST_NAME
from web.words import Words

Params = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """An entry of a list to choose from; ``count`` tells how much it would leave, where that is told."""

    value: str
    label: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Condition:
    """A condition in force, in words, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Link:
    """Somewhere to go; ``current`` if one is there."""

    label: str
    href: str
    current: bool = False


def asked_params(request: Request) -> list[tuple[str, str]]:
    """What an address asks for; the language is no part of it, nor are fields left empty."""
    return [(key, value) for key, value in request.query_params.multi_items() if key != "lang" and value.strip()]


def tidied(request: Request) -> str | None:
    """The address without the fields that a form left empty, short enough to be passed on; ``None`` if it has none."""
    every = request.query_params.multi_items()
    kept = [(key, value) for key, value in every if value.strip()]
    return address(request.url.path, kept) if len(kept) < len(every) else None


def given(params: Params, several: Iterable[str] = ()) -> dict[str, str | tuple[str, ...]]:
    """The parameters by name, those in ``several`` with all their values."""
    found: dict[str, str | tuple[str, ...]] = dict(params)
    for name in several:
        found[name] = tuple(dict.fromkeys(value for key, value in params if key == name))
    return found


def address(path: str, params: Params, **changes: str | None) -> str:
    """The address with some parameters set anew, or left out (``None``)."""
    kept = [(key, value) for key, value in params if key not in changes]
    query = urlencode([*kept, *((key, value) for key, value in changes.items() if value)])
    return f"{path}?{query}" if query else path


def conditions_of(told: Iterable[tuple[str, str]], path: str, params: Params) -> tuple[Condition, ...]:
    """The conditions in force, each with the way out of it; a page number does not outlive them."""
    return tuple(Condition(words, address(path, params, page=None, **{field: None})) for field, words in told)


def choices(labels: Mapping[str, str], chosen: str | None) -> tuple[Choice, ...]:
    """A list to choose from, by value and label."""
    return tuple(Choice(value, label, value == (chosen or "")) for value, label in labels.items())


def level_choices(words: Words, chosen: str | None) -> tuple[Choice, ...]:
    """The levels of government to choose from."""
    names: dict[str, str] = {level: pair[0 if words.language == "vi" else 1] for level, pair in LEVELS.items()}
    return choices({"": words("filter.any_level"), **names}, chosen)


@dataclass(frozen=True)
class Paging:
    """Where one is in a long list, and the way on."""

    page: int
    pages: int
    before: str
    after: str

    @classmethod
    def at(cls, page: int, total: int, size: int, path: str, params: Params) -> Paging:
        """Page ``page`` (from 1, clipped to those there are) of a list of ``total``."""
        pages = max(-(-total // size), 1)
        page = min(max(page, 1), pages)
        before = address(path, params, page=str(page - 1)) if page > 1 else ""
        after = address(path, params, page=str(page + 1)) if page < pages else ""
        return cls(page, pages, before, after)


def files_of(path: str, params: Params, own: Sequence[str], words: Words) -> tuple[Link, ...]:
    """The same in files; the parameters that are the page's ``own`` are no part of what is asked."""
    asked = [(name, value) for name, value in params if name not in own]
    labels = {"xlsx": "Excel", "csv": "CSV", "ics": words("filter.ics")}
    return tuple(Link(label, address(f"{path}.{form}", asked)) for form, label in labels.items())


@dataclass(frozen=True)
class Saving:
    """What is looked at, as a form to save it under a name: kind, query and a name to begin with."""

    kind: str
    asked: str
    name: str


def saving_of(
    request: Request, kind: str, title: str, params: Params, own: Sequence[str], conditions: Sequence[Condition]
) -> Saving | None:
    """The form, where somebody may save; the parameters that are the page's ``own`` are no part of it."""
    visit = visit_of(request)
    if not visit.open and visit.reader is None:
        return None
    asked = urlencode([(name, value) for name, value in params if name not in own])
    name = ": ".join(part for part in (title, ", ".join(one.words for one in conditions)) if part)
    return Saving(kind, asked, name[:LONGEST_NAME].strip(" ,"))
