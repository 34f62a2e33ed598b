"""Arithmetic of "≥ 60 % by 2025": does what a plan commits to meet what is asked?

A commitment is a set of outcomes that would honour it ("trên 60%" is every figure
above 60). It meets a condition when *every* outcome does: what might fall short
does not count as met. Approximate figures are met only by themselves.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from ingest.facts.deadlines import parse
from ingest.types import Comparator, Frozen, Target

Reading = Literal["by", "in", "range", "from", "after"]


class Figure(Frozen):
    """A figure that the question puts as a condition; ``60 %`` is 60 with unit ``%``.

    ``literal`` figures were quoted from a text ("trên 60%" in quotation marks):
    they must be printed so, not merely be implied.
    """

    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str = ""
    literal: bool = False


class Deadline(Frozen):
    """A time that the question asks for.

    ``by``: due at the latest at ``end``; ``in``: due within ``[start, end]``, no
    other time; ``range``: set for the very period. Values as in ``Target.deadline``.
    """

    reading: Reading
    start: str
    end: str
    printed: str = Field(default="", description="the words of the question")


class Timing(StrEnum):
    """How a deadline stands to the one asked for."""

    MET = "met"
    EARLIER = "earlier"  # due before the asked time: meets "by", not "in"
    COVERS = "covers"  # a longer period that includes the asked time
    LATER = "later"
    BEFORE = "before"  # due before the asked period, where only that period counts
    NONE = "none"


def first_day(moment: str) -> date:
    """The first day a deadline can mean (``2025``, ``2026-07``, ``2026-Q3``, ``2025..2027``)."""
    return parse(moment)[0]


def last_day(moment: str) -> date:
    """The last day a deadline can mean; for a period the end of the period."""
    return parse(moment)[1]


def is_moment(text: str | None) -> bool:
    """Whether ``text`` is a deadline that can be compared (not "thường xuyên")."""
    if not text:
        return False
    try:
        return first_day(text) <= last_day(text)
    except ValueError:
        return False


def timing(deadline: str | None, asked: Deadline) -> Timing:
    """How a target's deadline stands to the asked one."""
    if not deadline or not is_moment(deadline):
        return Timing.NONE
    start, end = first_day(deadline), last_day(deadline)
    low, high = first_day(asked.start), last_day(asked.end)
    if asked.reading in ("from", "after"):
        begun = end >= low if asked.reading == "from" else end > high
        return Timing.MET if begun else Timing.BEFORE
    if asked.reading == "by":
        if end > high:
            return Timing.LATER
        return Timing.MET if end >= first_day(asked.end) else Timing.EARLIER
    if low <= start and end <= high:
        return Timing.MET
    if start <= low and high <= end:
        return Timing.COVERS
    return Timing.LATER if end > high else Timing.BEFORE


def meets_deadline(deadline: str | None, asked: Deadline) -> bool:
    """``by`` is met by the asked time and by any earlier one, ``in`` by that time only."""
    return timing(deadline, asked) in (Timing.MET, Timing.EARLIER)


def same_unit(one: str, other: str) -> bool:
    """Whether figures in these units may be compared.

    A share is never compared with a count. "%" alone fits a share of anything,
    "% GDP" and "% tổng chi ngân sách" do not fit each other. An unnamed unit fits
    any count.
    """
    a, b = one.strip().casefold(), other.strip().casefold()
    if a.startswith("%") != b.startswith("%"):
        return False
    a, b = a.lstrip("% "), b.lstrip("% ")
    return not a or not b or a in b or b in a


def meets_figure(target: Target, asked: Figure) -> bool:
    """Whether every outcome that honours ``target`` also honours ``asked``."""
    if not same_unit(target.unit, asked.unit):
        return False
    if asked.literal:
        return target.comparator == asked.comparator and _same_values(target, asked)
    if asked.comparator == "=" and target.comparator == ">=":
        return target.value == asked.value  # "mức 60%" is also how a person calls "≥ 60%"
    return implies(
        (target.comparator, target.value, target.value_max),
        (asked.comparator, asked.value, asked.value_max),
    )


def _same_values(target: Target, asked: Figure) -> bool:
    return target.value == asked.value and (asked.value_max is None or target.value_max == asked.value_max)


Quantity = tuple[Comparator, float, float | None]
Bounds = tuple[float, bool, float, bool]


def bounds(quantity: Quantity) -> Bounds:
    """``(low, low included, high, high included)`` of the outcomes that honour a figure."""
    comparator, value, value_max = quantity
    infinite = float("inf")
    if comparator == ">=":
        return value, True, infinite, False
    if comparator == ">":
        return value, False, infinite, False
    if comparator == "<=":
        return -infinite, False, value, True
    if comparator == "<":
        return -infinite, False, value, False
    return value, True, value if value_max is None else value_max, True


def implies(given: Quantity, asked: Quantity) -> bool:
    """Whether ``given`` guarantees ``asked``.

    "khoảng" guarantees nothing but itself: about 60 % may turn out to be 59 %.
    """
    if "~" in (given[0], asked[0]):
        return given == asked
    low, low_in, high, high_in = bounds(given)
    floor, floor_in, ceiling, ceiling_in = bounds(asked)
    above = low > floor or (low == floor and (floor_in or not low_in))
    below = high < ceiling or (high == ceiling and (ceiling_in or not high_in))
    return above and below
