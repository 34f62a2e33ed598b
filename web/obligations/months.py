"""A month of the calendar of obligations, with the way to the months beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.text import shortened
from service.phrases import name_of
from service.registers.calendar import Day, month_of, months_due
from service.registers.obligations import Obligation
from web.filtering import Choice
from web.places import reader_url
from web.words import Words

SHOWN = 6  # obligations in the field of a day; the rest is a link
LONGEST = 70  # characters of one
WRITTEN = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Item:
    """An obligation in the field of its day."""

    text: str
    who: str
    where: str
    returns: bool
    href: str


@dataclass(frozen=True)
class Field:
    """A day of the calendar; ``href`` leads to all that is due on it."""

    label: str
    number: int
    inside: bool
    items: tuple[Item, ...]
    more: int
    href: str


@dataclass(frozen=True)
class Month:
    """A month: its weeks, how much is due, the months beside it and those that have deadlines."""

    title: str
    weeks: tuple[tuple[Field, ...], ...]
    total: int
    before: str
    after: str
    choices: tuple[Choice, ...]


def asked_month(written: str, rows: Sequence[Obligation], today: date) -> tuple[int, int]:
    """The month of an address ("2025-07"); else the first from today on in which something is due, or the last."""
    match = WRITTEN.fullmatch(written)
    if match:
        return int(match[1]), int(match[2])
    due = list(months_due(rows))
    now = (today.year, today.month)
    return next((month for month in due if month >= now), due[-1] if due else now)


def month_view(rows: Sequence[Obligation], at: tuple[int, int], href: Callable[..., str], words: Words) -> Month:
    """A month of the rows; ``href`` makes the address with some parameters changed."""
    year, month = at
    weeks = month_of(rows, year, month)
    counts = months_due(rows)
    listed = sorted({*counts, at})
    return Month(
        title=words("obligation.month", month=month, year=year),
        weeks=tuple(tuple(_field(day, href, words) for day in week) for week in weeks),
        total=sum(len(day.rows) for week in weeks for day in week if day.inside),
        before=href(month=_moved(at, -1)),
        after=href(month=_moved(at, 1)),
        choices=tuple(Choice(f"{y}-{m:02}", f"{m}/{y} ({counts.get((y, m), 0)})", (y, m) == at) for y, m in listed),
    )


def _moved(at: tuple[int, int], by: int) -> str:
    year, month = divmod(at[0] * 12 + at[1] - 1 + by, 12)
    return f"{year}-{month + 1:02}"


def _field(day: Day, href: Callable[..., str], words: Words) -> Field:
    return Field(
        label=f"{day.date:%d/%m/%Y}",
        number=day.date.day,
        inside=day.inside,
        items=tuple(_item(row) for row in day.rows[:SHOWN]),
        more=max(len(day.rows) - SHOWN, 0),
        href=href(view=None, month=None, due=f"{day.date:%d/%m/%Y}"),
    )


def _item(row: Obligation) -> Item:
    href = reader_url(row.fact.document, row.fact.start, row.fact.end)
    return Item(shortened(row.text, LONGEST), row.leads[0] if row.leads else "", name_of(row.held), not row.once, href)
