"""Obligations by day of a month, and by stretch of time and document."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from service.ports import Held
from service.registers.obligations import Obligation

Unit = Literal["month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("month", "quarter", "year")
MOST_STRETCHES = 24
FEW = 0.15  # share of the deadlines that may share one last place
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Day:
    """A day of the calendar; ``inside`` if it is of the month shown."""

    date: date
    inside: bool
    rows: tuple[Obligation, ...]


def month_of(rows: Sequence[Obligation], year: int, month: int) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with what is due on it, what returns included."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    due: dict[date, list[Obligation]] = {}
    for row in rows:
        for day in row.due_within(first, last):
            due.setdefault(day, []).append(row)
    return [[Day(day, day.month == month, tuple(due.get(day, ()))) for day in week] for week in weeks]


def months_due(rows: Sequence[Obligation]) -> dict[tuple[int, int], int]:
    """How many obligations fall due for the first or only time in each month that has any."""
    counted = Counter((due.day.year, due.day.month) for row in rows for due in row.dues)
    return dict(sorted(counted.items()))


@dataclass(frozen=True)
class Stretch:
    """A month, quarter or year on the line of time; ``open`` if it holds all that comes later as well."""

    unit: Unit
    first: date
    open: bool = False

    @property
    def name(self) -> str:
        """As one asks for it: "tháng 7/2025", "quý III/2025", "năm 2025", "từ năm 2027"."""
        quarter = ("I", "II", "III", "IV")[(self.first.month - 1) // 3]
        names = {
            "month": f"tháng {self.first.month}/{self.first.year}",
            "quarter": f"quý {quarter}/{self.first.year}",
            "year": f"năm {self.first.year}",
        }
        return f"từ {names[self.unit]}" if self.open else names[self.unit]

    @property
    def short(self) -> str:
        """For the foot of a picture: "7", "III", "2025"; a year stands apart."""
        short = {"month": str(self.first.month), "quarter": self.name.split()[-1].split("/")[0], "year": ""}
        return short[self.unit]


def stretch_at(unit: Unit, day: date) -> Stretch:
    """The stretch in which a day lies."""
    months = MONTHS_OF[unit]
    return Stretch(unit, date(day.year, (day.month - 1) // months * months + 1, 1))


def next_stretch(stretch: Stretch) -> Stretch:
    """The one that follows."""
    ahead = stretch.first.month - 1 + MONTHS_OF[stretch.unit]
    return Stretch(stretch.unit, date(stretch.first.year + ahead // 12, ahead % 12 + 1, 1))


@dataclass(frozen=True)
class Timeline:
    """How much is due when, by document: ``counts[(document, stretch)]``; what returns counts once, at its first day.

    ``lanes`` are the documents, those with most deadlines first.
    """

    stretches: tuple[Stretch, ...]
    lanes: tuple[Held, ...]
    counts: dict[tuple[str, Stretch], int]

    def total(self, stretch: Stretch) -> int:
        """Of all documents."""
        return sum(self.counts.get((lane.id, stretch), 0) for lane in self.lanes)


def timeline(rows: Sequence[Obligation]) -> Timeline:
    """The line of time of the rows, in the smallest unit in which nearly all of them have a place of their own."""
    dated = [(row.held, due.day) for row in rows for due in row.dues]
    if not dated:
        return Timeline((), (), {})
    stretches = _stretches([day for _, day in dated])
    last, unit = stretches[-1], stretches[-1].unit
    counts: Counter[tuple[str, Stretch]] = Counter()
    for held, day in dated:
        counts[held.id, last if day >= last.first else stretch_at(unit, day)] += 1
    held_by_id = {held.id: held for held, _ in dated}
    lanes = Counter(held.id for held, _ in dated).most_common()
    return Timeline(tuple(stretches), tuple(held_by_id[id] for id, _ in lanes), dict(counts))


def _stretches(days: Sequence[date]) -> list[Stretch]:
    """From the first to the last day; years are never too many, of months and quarters the last may be open."""
    ordered = sorted(days)
    nearly_all = ordered[int((1 - FEW) * (len(ordered) - 1))]
    for unit in UNITS:
        found = [stretch_at(unit, ordered[0])]
        while (following := next_stretch(found[-1])).first <= ordered[-1]:
            found.append(following)
        if len(found) <= MOST_STRETCHES:
            break
        if unit != "year" and found[MOST_STRETCHES].first > nearly_all:
            return [*found[:MOST_STRETCHES], replace(found[MOST_STRETCHES], open=True)]
    return found
