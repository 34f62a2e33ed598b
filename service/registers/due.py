"""The days on which something is due: once, or again and again.

A month or a year means its last day; a reporting duty with a day that returns is due on each of them. What is
told without any day ("thường xuyên") has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from ingest.text import plain
from ingest.types import Duty, Target, Task
from service.conditions import first_day, is_moment, last_day
from service.ports import Held

MONTHLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?: của)? (?:hằng|hàng|mỗi) tháng")
QUARTERLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?: của)? tháng cuối (?:của )?(?:mỗi |từng )?quý")
QUARTER_ENDS = (3, 6, 9, 12)
YEARLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?:/| tháng )(\d{1,2})(?!/?\d)(?! năm \d)")
EVERY_YEAR = ("hằng năm", "hàng năm", "mỗi năm", "6 tháng", "sáu tháng", "hằng quý", "hàng quý", "quý")


class Due(NamedTuple):
    """A day on which something is due for the first time; ``every`` month or year it returns, up to ``until``."""

    day: date
    every: Literal["month", "year"] | None = None
    until: date | None = None

    def within(self, first: date, last: date) -> Iterator[date]:
        """The days from ``first`` to ``last``, both included, on which it is due."""
        if self.every is None:
            if first <= self.day <= last:
                yield self.day
            return
        begin, end = max(first, self.day), min(last, self.until or last)
        for year in range(begin.year, end.year + 1):
            for month in range(1, 13) if self.every == "month" else (self.day.month,):
                day = _valid(year, month, self.day.day)
                if day and begin <= day <= end:
                    yield day


def dues_of(fact: Task | Duty | Target, held: Held | None) -> Iterator[Due]:
    """The days of a fact; of a duty also those that return ("ngày 20 hằng tháng"), counted from its document."""
    deadline = fact.deadline
    if deadline and is_moment(deadline):
        yield Due(last_day(deadline))
    elif deadline and isinstance(fact, Duty) and held is not None:
        yield from _returning(f"{plain(deadline)} {plain(fact.frequency or '')}", held)


def _returning(told: str, held: Held) -> Iterator[Due]:
    """The first days after the document's date (or in its period)."""
    since = _since(held)
    if since is None:
        return
    until = last_day(held.period.end) if held.period and is_moment(held.period.end) and held.period.end else None
    for match in MONTHLY.finditer(told):
        if 1 <= int(match[1]) <= 31:
            yield Due(_next_month_day(since, int(match[1])), "month", until)
    days = [(int(match[1]), month) for match in QUARTERLY.finditer(told) for month in QUARTER_ENDS]
    if any(word in told for word in EVERY_YEAR):
        days += [(int(match[1]), int(match[2])) for match in YEARLY.finditer(told)]
    for day, month in days:
        first = _next_year_day(since, day, month)
        if first:
            yield Due(first, "year", until)


def _since(held: Held) -> date | None:
    for moment in (held.issued, held.period.start if held.period else None):
        if moment and is_moment(moment):
            return first_day(moment)
    return None


def _next_month_day(since: date, day: int) -> date:
    for ahead in range(13):
        month = since.month - 1 + ahead
        found = _valid(since.year + month // 12, month % 12 + 1, day)
        if found and found >= since:
            return found
    raise AssertionError(f"no month with a day {day}")  # every day from 1 to 31 returns within a year


def _next_year_day(since: date, day: int, month: int) -> date | None:
    days = (_valid(year, month, day) for year in (since.year, since.year + 1))
    return next((found for found in days if found and found >= since), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
