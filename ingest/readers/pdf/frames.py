"""Tables by their ruling: rules to a grid, words to its cells.

The bottom of the upright rules counts as a level one, since a row that a page cuts has none there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.readers.pdf.page import Page, Rule, Word
from ingest.readers.pdf.printed import Printed, cell_lines

# Rules nearer than this, in points, are one; rules that miss each other by less do meet.
_SAME = 3.0
_MEET = 3.5
# More rules than this on a page are a drawing.
_MAX_RULES = 6_000
_MAX_LINES = 250


@dataclass(slots=True)
class Cell:
    """A cell: its first row and column, how far it reaches, and its lines."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    words: list[Word] = field(default_factory=list)
    lines: list[Printed] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One table, or the part of it that stands on one page. ``xs`` and ``ys`` are where its rules stand."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[Cell]

    @property
    def top(self) -> float:
        """Upper end."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower end."""
        return self.ys[-1]


def find_frames(page: Page) -> tuple[list[Frame], list[Word]]:
    """The tables of a page, from top to bottom, and the words outside them."""
    frames: list[Frame] = []
    rest = page.words
    for group in _connected(page.rules[:_MAX_RULES]):
        frame = _frame(group, page.number)
        if frame is None:
            continue
        inside, outside = _split(rest, frame)
        if not inside:
            continue
        _fill(frame, inside)
        if len([cell for cell in frame.cells if cell.words]) < 2 or len(frame.xs) < 3:
            continue
        rest = outside
        frames.append(frame)
    return sorted(frames, key=lambda frame: frame.top), rest


class _Sets:
    """Numbers that belong together, by union and find."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def join(self, one: int, other: int) -> None:
        self._parent[self._root(one)] = self._root(other)

    def groups(self) -> list[list[int]]:
        """The sets, each in order, by their first numbers."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._parent)):
            found.setdefault(self._root(one), []).append(one)
        return list(found.values())

    def _root(self, one: int) -> int:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that meet, level with upright, as groups."""
    sets = _Sets(len(rules))
    level = sorted((rule.at, i) for i, rule in enumerate(rules) if not rule.upright)
    heights = [at for at, _ in level]
    for i, rule in enumerate(rules):
        if not rule.upright:
            continue
        for at, j in level[bisect_right(heights, rule.start - _MEET) :]:
            if at > rule.end + _MEET:
                break
            if rules[j].start - _MEET <= rule.at <= rules[j].end + _MEET:
                sets.join(i, j)
    return [[rules[i] for i in group] for group in sets.groups() if len(group) >= 4]


def _frame(rules: list[Rule], page: int) -> Frame | None:
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    xs = _positions([rule.at for rule in upright])
    if len(xs) < 2 or not level:
        return None
    ends = [min(rule.start for rule in upright), max(rule.end for rule in upright)]
    level += [Rule(False, at, xs[0], xs[-1]) for at in ends]
    ys = _positions([rule.at for rule in level])
    if len(ys) < 2 or len(xs) > _MAX_LINES or len(ys) > _MAX_LINES:
        return None
    return Frame(page, xs, ys, _cells(xs, ys, upright, level))


def _positions(values: list[float]) -> list[float]:
    """Positions nearer than a hair are one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SAME:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _cells(xs: list[float], ys: list[float], upright: list[Rule], level: list[Rule]) -> list[Cell]:
    """Squares of the grid between which no rule stands, joined."""
    columns, rows = len(xs) - 1, len(ys) - 1
    sets = _Sets(columns * rows)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _ruled(upright, xs[column + 1], ys[row], ys[row + 1]):
                sets.join(here + 1, here)
            if row + 1 < rows and not _ruled(level, ys[row + 1], xs[column], xs[column + 1]):
                sets.join(here + columns, here)
    squares = ([divmod(i, columns) for i in group] for group in sets.groups())
    return sorted(map(_cell, squares), key=lambda cell: (cell.row, cell.column))


def _cell(members: list[tuple[int, int]]) -> Cell:
    rows, columns = [row for row, _ in members], [column for _, column in members]
    return Cell(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _ruled(rules: list[Rule], at: float, start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(abs(rule.at - at) <= _SAME + 1 and rule.start <= middle <= rule.end for rule in rules)


def _split(words: list[Word], frame: Frame) -> tuple[list[Word], list[Word]]:
    inside: list[Word] = []
    outside: list[Word] = []
    for word in words:
        across = frame.xs[0] - 1 <= (word.x0 + word.x1) / 2 <= frame.xs[-1] + 1
        within = across and frame.top - 1 <= word.middle <= frame.bottom + 1
        (inside if within else outside).append(word)
    return inside, outside


def _fill(frame: Frame, words: list[Word]) -> None:
    homes: dict[tuple[int, int], Cell] = {}
    for cell in frame.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                homes[row, column] = cell
    for word in words:
        row = min(max(bisect_right(frame.ys, word.middle) - 1, 0), len(frame.ys) - 2)
        column = min(max(bisect_right(frame.xs, (word.x0 + word.x1) / 2) - 1, 0), len(frame.xs) - 2)
        homes[row, column].words.append(word)
    for cell in frame.cells:
        cell.lines = cell_lines(cell.words, frame.page)
