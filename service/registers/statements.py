"""What a plan sets for an indicator: one statement for a level, however often the plan repeats it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from ingest.facts import indicators
from ingest.types import Target
from service.conditions import first_day, is_moment, last_day

Rank = Literal["", "highest", "lowest"]


@dataclass(frozen=True)
class Statement:
    """A level set by one document; ``targets`` are the places that say it, the dated first.

    ``whole`` is what a share is a share of, "" if none is told. ``differs`` if most of the row have another whole;
    ``rank`` among the statements of the row for the same year, unit and whole.
    """

    targets: tuple[Target, ...]
    whole: str
    differs: bool = False
    rank: Rank = ""

    @property
    def target(self) -> Target:
        """The place that says most of it."""
        return self.targets[0]

    @cached_property
    def year(self) -> int | None:
        """The year in which it is due; ``None`` if no deadline is told."""
        return last_day(self.target.deadline or "").year if is_moment(self.target.deadline) else None

    @property
    def share(self) -> bool:
        """Whether it is a percentage."""
        return self.target.unit.startswith("%")

    @cached_property
    def measure(self) -> tuple[str, str, int | None]:
        """Unit, whole and year: only what has all three in common is higher or lower."""
        unit = self.target.unit.strip().casefold()
        return ("%/năm" if unit == "%/năm" else "%" if self.share else unit, self.whole, self.year)

    def concerns(self, year: int) -> bool:
        """Whether it is due in a year, or set for a period with that year in it."""
        deadline = self.target.deadline
        if not deadline or not is_moment(deadline):
            return False
        first: date = first_day(deadline) if ".." in deadline else last_day(deadline)
        return first.year <= year <= last_day(deadline).year


def statements_of(targets: Iterable[Target]) -> list[Statement]:
    """The statements of one document about one indicator, soonest first.

    A level repeated is one statement; repeated without its deadline it joins the one that has it.
    """
    groups: dict[tuple[object, ...], list[Target]] = defaultdict(list)
    dated = sorted(targets, key=lambda target: (not is_moment(target.deadline), target.start))
    for target in dated:
        groups[_home(target, groups)].append(target)
    found = [Statement(tuple(group), whole_of(group[0])) for group in groups.values()]
    return sorted(found, key=lambda one: (one.year or 9999, one.target.start))


def _home(target: Target, groups: dict[tuple[object, ...], list[Target]]) -> tuple[object, ...]:
    level = (target.comparator, target.value, target.value_max, target.cls, whole_of(target))
    if target.deadline is None:
        same = [home for home in groups if home[:-1] == level]
        if len(same) == 1:
            return same[0]
    return (*level, target.deadline)


def whole_of(target: Target) -> str:
    """What a share is a share of, under the vocabulary's name; "" for counts and where it is not told."""
    if not target.unit.startswith("%"):
        return ""
    return _whole(target.scope or target.unit[1:].strip(" ()"), target.key)


@lru_cache(maxsize=4096)
def _whole(told: str, key: str | None) -> str:
    if not told or told.startswith("/"):
        return ""
    known = indicators.denominator(told, key) or indicators.denominator(told)
    return known.name if known else told
