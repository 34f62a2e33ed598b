"""The picture of an indicator: a column a year in which something is due, a mark where a document sets a level.

Marks are not joined: between two years no document says anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.types import Target
from service.conditions import first_day, is_moment
from service.phrases import level, number, quantity
from service.registers.statements import Statement
from web.places import fitted
from web.words import Words

LEFT, TOP, BOTTOM = 56.0, 18.0, 40.0  # room for the scale, above, and for the years
COLUMN, LAST, HEIGHT = 190.0, 40.0, 280.0
LINE, GAP = 17.0, 13.0  # between labels; between marks of one level
LONGEST = 18  # characters of a label's name
SPREAD = 39.0  # width of the marks of one level, however many
CEILINGS = (5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)  # per cent
SHAPES = (
    "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z",
    "M-4.6,-4.6h9.2v9.2h-9.2Z",
    "M0,-6L5.6,4.4H-5.6Z",
    "M0,-6.2L6.2,0L0,6.2L-6.2,0Z",
    "M0,6L5.6,-4.4H-5.6Z",
    "M-1.8,-5.6h3.6v3.8h3.8v3.6h-3.8v3.8h-3.6v-3.8h-3.8v-3.6h3.8Z",
    "M0,-6L5.7,-1.9L3.5,4.9H-3.5L-5.7,-1.9Z",
    "M-5.6,-3H5.6V3H-5.6Z",
    "M-3,-5.6H3V5.6H-3Z",
    "M-6,0A6,6 0 0,1 6,0Z",
)


@dataclass(frozen=True)
class Point:
    """A level set by a document: the shape of its mark, hollow if its whole is another; its label beside it."""

    x: float
    y: float
    shape: str
    hollow: bool
    label: str
    label_x: float
    label_y: float
    since: float | None


@dataclass(frozen=True)
class Tick:
    """A line of the scale, or a year at the foot."""

    at: float
    label: str


@dataclass(frozen=True)
class Plot:
    """All that is drawn, and what is said of it; ``text`` lists every level for those who do not see it."""

    name: str
    unit: str
    width: float
    height: float
    scale: tuple[Tick, ...]
    years: tuple[Tick, ...]
    points: tuple[Point, ...]
    text: tuple[str, ...]
    wholes: tuple[str, ...]
    left_out: int


Named = tuple[str, Statement]
"""A statement with the name of its document."""


def plot_of(name: str, statements: Sequence[Named], words: Words) -> Plot | None:
    """The picture of what documents set for an indicator; ``None`` if nothing of it is dated."""
    dated = [(who, one) for who, one in statements if one.year is not None]
    if not dated:
        return None
    units = [one.measure[0] for _, one in dated]
    unit = max(units, key=units.count)
    drawn = [(who, one) for who, one in dated if one.measure[0] == unit]
    years = sorted({one.year for _, one in drawn if one.year is not None})
    highest = max(one.target.value_max or one.target.value for _, one in drawn)
    top = next((one for one in CEILINGS if highest <= one), highest) if unit == "%" else highest or 1.0
    shapes = {who: SHAPES[at % len(SHAPES)] for at, who in enumerate(dict.fromkeys(who for who, _ in statements))}
    points: list[Point] = []
    for year in years:
        points += _column([one for one in drawn if one[1].year == year], years, year, top, shapes, words)
    return Plot(
        name=name,
        unit="%" if unit == "%" else drawn[0][1].target.unit,
        width=LEFT + COLUMN * len(years) + LAST,
        height=max([TOP + HEIGHT, *(point.label_y + 8 for point in points)]) + BOTTOM,
        scale=tuple(Tick(_y(top * part / 4, top), number(top * part / 4, words.language)) for part in range(5)),
        years=tuple(Tick(_x(years, year), str(year)) for year in years),
        points=tuple(points),
        text=tuple(words("target.plot_point", name=who, level=told(one, words), year=one.year) for who, one in drawn),
        wholes=tuple(
            dict.fromkeys(f"{who}: {one.whole or words('target.no_whole')}" for who, one in drawn if one.differs)
        ),
        left_out=len(statements) - len(drawn),
    )


def told(one: Statement, words: Words) -> str:
    """The level of a statement in words."""
    return level(one.target, words.language)


def _column(
    drawn: Sequence[Named], years: Sequence[int], year: int, top: float, shapes: dict[str, str], words: Words
) -> list[Point]:
    """The marks of a year, the highest first, those near each other side by side, labels below each other."""
    ordered = sorted(drawn, key=lambda one: -one[1].target.value)
    heights = [_y(one.target.value, top) for _, one in ordered]
    points: list[Point] = []
    for at, (who, one) in enumerate(ordered):
        near = [abs(y - heights[at]) < GAP for y in heights]
        x = round(_x(years, year) + min(GAP, SPREAD / sum(near)) * sum(near[:at]), 1)
        label, since = f"{fitted(who, LONGEST)} {_brief(one, words)}", _since(one.target, years, year)
        points.append(Point(x, heights[at], shapes[who], one.differs, label, 0.0, heights[at] + 4.5, since))
    right = max(point.x for point in points) + GAP
    return _spread([replace(point, label_x=right) for point in points])


def _spread(points: list[Point]) -> list[Point]:
    """Labels moved down as far as they need not to lie on each other."""
    for at in range(1, len(points)):
        lowest = points[at - 1].label_y + LINE
        points[at] = replace(points[at], label_y=max(points[at].label_y, lowest))
    return points


def _since(target: Target, years: Sequence[int], year: int) -> float | None:
    """Where the period of a target begins in the picture."""
    deadline = target.deadline or ""
    if ".." not in deadline or not is_moment(deadline):
        return None
    first = first_day(deadline).year
    before = [one for one in years if first <= one < year]
    return _x(years, before[0]) if before else _x(years, year) - COLUMN * 0.3


def _x(years: Sequence[int], year: int) -> float:
    return LEFT + COLUMN * years.index(year) + 24


def _y(value: float, top: float) -> float:
    return round(TOP + HEIGHT * (1 - max(value, 0.0) / top), 1)


def _brief(one: Statement, words: Words) -> str:
    """A level without the words of its unit, which the heading of the picture has."""
    target = one.target
    if target.cls == "universal":
        return words("target.whole_of_it")
    return quantity(target.comparator, target.value, target.value_max, "%" if one.share else "", words.language)
