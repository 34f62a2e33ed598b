"""The picture of deadlines: a lane a document, a mark where something falls due, its size and figure how much."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from service.registers.calendar import Stretch, Timeline
from web.places import fitted

NAME, STEP, LANE, TOP = 210, 38, 34, 52  # widths and heights in units of the picture
SMALLEST, LARGEST = 9.0, 16.0  # radii
MOST_LANES = 24


@dataclass(frozen=True)
class Mark:
    """A number of deadlines of one document in one stretch of time."""

    x: float
    y: float
    radius: float
    count: int
    when: str
    label: str
    href: str


@dataclass(frozen=True)
class Lane:
    """A document, its name cut to the room there is, and its marks."""

    y: float
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """A stretch of time at the head of the picture; ``year`` where a new one begins."""

    x: float
    label: str
    year: str
    total: int


@dataclass(frozen=True)
class Picture:
    """All that is drawn."""

    width: float
    height: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    left_out: int


def picture_of(
    line: Timeline,
    name: Callable[[str], str],
    label: Callable[[str, Stretch, int], str],
    href: Callable[[str, Stretch], str],
) -> Picture:
    """The picture of a timeline; ``name`` calls a document, ``label`` tells a mark, ``href`` leads to its rows."""
    largest = max(line.counts.values(), default=1)

    def mark(document: str, at: int, stretch: Stretch, y: float) -> Mark | None:
        count = line.counts.get((document, stretch), 0)
        if not count:
            return None
        radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt((count - 1) / max(largest - 1, 1))
        told = label(document, stretch, count)
        return Mark(_x(at), y, round(radius, 1), count, stretch.name, told, href(document, stretch))

    def lane(row: int, document: str) -> Lane:
        y = TOP + LANE * (row + 0.5)
        marks = (mark(document, at, stretch, y) for at, stretch in enumerate(line.stretches))
        return Lane(y, fitted(name(document), 30), tuple(one for one in marks if one))

    shown = line.lanes[:MOST_LANES]
    return Picture(
        width=NAME + STEP * len(line.stretches) + 20,
        height=TOP + LANE * len(shown) + 8,
        ticks=tuple(_tick(line, at) for at in range(len(line.stretches))),
        lanes=tuple(lane(row, held.id) for row, held in enumerate(shown)),
        left_out=len(line.lanes) - len(shown),
    )


def _x(at: int) -> float:
    return NAME + STEP * (at + 0.5)


def _tick(line: Timeline, at: int) -> Tick:
    stretch = line.stretches[at]
    begins = at == 0 or stretch.first.year != line.stretches[at - 1].first.year or stretch.open
    label = "→" if stretch.open else stretch.short
    return Tick(_x(at), label, str(stretch.first.year) if begins else "", line.total(stretch))
