"""Places for the documents of a graph: a column a level, cited ones left of those that cite them.

The usual steps of layered drawing (Sugiyama): layers, an order in each layer that makes few lines
cross (barycentre sweeps), coordinates. A line that passes a column goes through a channel of its
own between the boxes; all lines to one document share it, which keeps them few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.audit.types import Level
from service.graph import LEVELS, Edge, Graph, Node

WIDTH, HEIGHT = 178, 40  # of a box
ACROSS, DOWN, CHANNEL = 234, 52, 14  # from one column to the next, from one box to the next, of a channel
TOP, MARGIN = 44, 12  # room for the names of the columns; around all
HEAD = 7  # length of an arrow's head
DEEPEST = 2  # layers within a level beyond the first: deeper ones share the last
SWEEPS = 8


@dataclass(frozen=True)
class Box:
    """Where a document is drawn: its upper left corner."""

    node: Node
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """A citation as an SVG path from the document that cites to the one that is cited."""

    edge: Edge
    path: str


@dataclass(frozen=True)
class Column:
    """The name of a level goes over its first column."""

    level: Level
    x: int


@dataclass(frozen=True)
class Drawing:
    """A picture of the whole, in SVG user units."""

    width: int
    height: int
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


Slot = tuple[str, int]
"""A place in a column: a document, or the channel to it where the column is not its own."""


def draw(graph: Graph) -> Drawing:
    """The drawing of a graph; the order of its nodes decides where its lines leave it open."""
    columns = _columns(graph)
    at = {node.id: column for column, (_, nodes) in enumerate(columns) for node in nodes}
    ways = {(edge.source, edge.target): _way(edge, at) for edge in graph.edges}
    layers = _layers(columns, ways.values())
    rows = _rows(_ordered(layers, list(ways.values())), at)
    boxes = {node.id: Box(node, _x(at[node.id]), rows[node.id, at[node.id]]) for node in graph.nodes}
    bottom = max((box.y + HEIGHT for box in boxes.values()), default=TOP)
    return Drawing(
        width=2 * MARGIN + max(len(columns) - 1, 0) * ACROSS + WIDTH,
        height=max([bottom, *(y + CHANNEL for y in rows.values())]) + MARGIN,
        columns=tuple(
            Column(level, _x(column))
            for column, (level, _) in enumerate(columns)
            if column == 0 or columns[column - 1][0] != level
        ),
        boxes=tuple(boxes.values()),
        lines=tuple(Line(edge, _path(ways[edge.source, edge.target], rows, at)) for edge in graph.edges),
    )


def _x(column: int) -> int:
    return MARGIN + column * ACROSS


def _columns(graph: Graph) -> list[tuple[Level, list[Node]]]:
    """Levels from the top, each cut into layers so that what is cited lies left of what cites it."""
    depth = _depths(graph)
    columns: dict[tuple[int, int], list[Node]] = defaultdict(list)
    for node in graph.nodes:
        columns[LEVELS.index(node.level), depth[node.id]].append(node)
    return [(LEVELS[level], columns[level, layer]) for level, layer in sorted(columns)]


def _depths(graph: Graph) -> dict[str, int]:
    """How many documents of its own level lie above each, by the longest way; circles are cut where they close."""
    level = {node.id: node.level for node in graph.nodes}
    above: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if level[edge.source] == level[edge.target]:
            above[edge.source].append(edge.target)
    depths: dict[str, int] = {}

    def depth(id: str, way: frozenset[str]) -> int:
        if id not in depths:
            found = [1 + depth(one, way | {id}) for one in above[id] if one not in way | {id}]
            depths[id] = min(max(found, default=0), DEEPEST)
        return depths[id]

    for node in graph.nodes:
        depth(node.id, frozenset())
    return depths


def _way(edge: Edge, at: Mapping[str, int]) -> tuple[Slot, ...]:
    """From what cites through the channels of the columns between to what is cited."""
    between = range(at[edge.source] - 1, at[edge.target], -1)
    return ((edge.source, at[edge.source]), *((edge.target, k) for k in between), (edge.target, at[edge.target]))


def _layers(columns: Sequence[tuple[Level, list[Node]]], ways: Iterable[Sequence[Slot]]) -> list[list[Slot]]:
    """The boxes and channels of each column."""
    layers = [[(node.id, column) for node in nodes] for column, (_, nodes) in enumerate(columns)]
    for way in ways:
        for slot in way:
            if slot not in layers[slot[1]]:
                layers[slot[1]].append(slot)
    return layers


def _ordered(layers: Sequence[list[Slot]], ways: Sequence[Sequence[Slot]]) -> list[list[Slot]]:
    """Each layer by the mean place of its neighbours, from the left, from the right, some times over."""
    beside: dict[Slot, set[Slot]] = defaultdict(set)
    for way in ways:
        for one, other in pairwise(way):
            beside[one].add(other)
            beside[other].add(one)
    ordered = [list(layer) for layer in layers]
    place = {slot: row - len(layer) / 2 for layer in ordered for row, slot in enumerate(layer)}
    for sweep in range(SWEEPS):
        step = 1 if sweep % 2 == 0 else -1
        for column in range(len(ordered))[::step]:
            means = {slot: _mean(slot, beside[slot], place) for slot in ordered[column]}
            ordered[column].sort(key=means.__getitem__)
            place |= {slot: row - len(ordered[column]) / 2 for row, slot in enumerate(ordered[column])}
    return ordered


def _mean(slot: Slot, beside: set[Slot], place: Mapping[Slot, float]) -> float:
    found = [place[one] for one in beside if one[1] != slot[1]]
    return sum(found) / len(found) if found else place[slot]


def _rows(layers: Sequence[Sequence[Slot]], at: Mapping[str, int]) -> dict[Slot, int]:
    """The upper edge of every box and channel; each column stands in the middle of the tallest."""
    heights = [[DOWN if at[id] == column else CHANNEL for id, column in layer] for layer in layers]
    tallest = max(map(sum, heights), default=0)
    rows: dict[Slot, int] = {}
    for layer, sizes in zip(layers, heights, strict=True):
        y = TOP + (tallest - sum(sizes)) // 2
        for slot, size in zip(layer, sizes, strict=True):
            rows[slot] = y
            y += size
    return rows


def _path(way: Sequence[Slot], rows: Mapping[Slot, int], at: Mapping[str, int]) -> str:
    """A curve from column to column; round the right side where what is cited is not left of what cites it."""
    (source, first), (target, last) = way[0], way[-1]
    y = rows[source, first] + HEIGHT // 2
    end = _x(last) + WIDTH + HEAD
    if last >= first:
        x, goal = _x(first) + WIDTH, rows[target, last] + HEIGHT // 2
        out = max(x, end) + (ACROSS - WIDTH) // 2
        return f"M{x} {y}C{out} {y} {out} {goal} {end} {goal}"
    x = _x(first)
    path = f"M{x} {y}"
    for id, column in way[1:]:
        box = at[id] == column
        goal = rows[id, column] + (HEIGHT if box else CHANNEL) // 2
        to = _x(column) + WIDTH + (HEAD if box else 0)
        bend = (x - to) // 2
        path += f"C{x - bend} {y} {to + bend} {goal} {to} {goal}"
        path += "" if box else f"H{_x(column)}"
        x, y = _x(column), goal
    return path
