"""Frames to tables: the parts on following pages are one table, a row that a page cuts is one row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Line, Spot
from ingest.readers.pdf.frames import Cell, Frame
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.paragraphs import join, spot
from ingest.readers.pdf.printed import Printed
from ingest.tables import Table, TableRow
from ingest.text import squeeze

# Frames whose outer rules differ by more, in points, are different tables.
_SAME_EDGE = 12.0
_SAME_COLUMN = 5.0
_OPEN = re.compile(r"[.;:!?…]['\"”’»)]*$")


@dataclass(slots=True)
class _Row:
    """A row under way: the printed lines of each cell, and the page of each line; columns merged into the row above."""

    page: int
    lines: list[list[tuple[Printed, Page]]]
    merged: set[int] = field(default_factory=set)

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells as texts."""
        return tuple(squeeze(_cell_text(lines)[0]) for lines in self.lines)


@dataclass(slots=True)
class Parts:
    """The frames of one table, page after page."""

    frames: list[Frame]
    pages: list[Page]
    rows: list[_Row] = field(default_factory=list)


def goes_on(parts: Parts, frame: Frame) -> bool:
    """Whether a frame at a page's head continues the table at the foot of the page before."""
    last = parts.frames[-1]
    if frame.page != last.page + 1:
        return False
    edges = abs(frame.xs[0] - last.xs[0]) <= _SAME_EDGE and abs(frame.xs[-1] - last.xs[-1]) <= _SAME_EDGE
    return edges or len(frame.xs) == len(last.xs)


def table(parts: Parts) -> tuple[list[Table | Line], list[str]]:
    """The table that the parts make, or its text as lines where it is a frame only; and the headers set aside.

    A header that is printed again on every page is furniture, and so is left out but for the first time.
    """
    aside: list[str] = []
    shifts = [frame.xs[0] - parts.frames[0].xs[0] for frame in parts.frames]
    xs = _columns(parts.frames, shifts)
    rows: list[_Row] = []
    header: tuple[str, ...] = ()
    for frame, page, shift in zip(parts.frames, parts.pages, shifts, strict=True):
        fresh = _rows(frame, page, xs, shift)
        if rows and header and fresh and _same_text(fresh[0].texts, header):
            aside.append(" ".join(fresh[0].texts))
            fresh = fresh[1:]
        if rows and fresh and _is_rest(fresh[0], rows):
            _append(rows[-1], fresh[0])
            fresh = fresh[1:]
        header = header or (fresh[0].texts if fresh else ())
        rows.extend(fresh)
    return _built(rows), aside


def _same_text(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return "".join(a).replace(" ", "") == "".join(b).replace(" ", "")


def _columns(frames: Sequence[Frame], shifts: Sequence[float]) -> list[float]:
    """Where columns begin, over all parts."""
    starts: list[float] = []
    for frame, shift in zip(frames, shifts, strict=True):
        used = {cell.column for cell in frame.cells if cell.lines or cell.columns == 1}
        for column in sorted(used):
            x = frame.xs[column] - shift
            if all(abs(x - known) > _SAME_COLUMN for known in starts):
                starts.append(x)
    return sorted(starts)


def _rows(frame: Frame, page: Page, xs: list[float], shift: float) -> list[_Row]:
    rows: dict[int, _Row] = {}
    for cell in frame.cells:
        row = rows.setdefault(cell.row, _Row(frame.page, [[] for _ in xs]))
        x = frame.xs[cell.column] - shift + _SAME_COLUMN
        column = max(0, bisect_right(xs, x) - 1)
        row.lines[column].extend((line, page) for line in cell.lines)
        for below in range(cell.row + 1, cell.row + cell.rows):
            rows.setdefault(below, _Row(frame.page, [[] for _ in xs])).merged.add(column)
    return [row for _, row in sorted(rows.items()) if any(row.lines)]


def _is_rest(row: _Row, rows: list[_Row]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    It has no number of its own, and where rows without one are usual (merged cells) it goes on in mid-sentence.
    """
    texts, last = row.texts, rows[-1].texts
    if texts[0] or not any(last) or sum(bool(text) for text in last) < 2:
        return False
    pairs = [(a, b) for a, b in zip(last, texts, strict=True) if b]
    unfinished = any(a and (b[0].islower() or not _OPEN.search(a)) for a, b in pairs)
    unnumbered = sum(not other.texts[0] for other in rows[1:])
    if unnumbered > 0.2 * len(rows):
        return any(a and b[0].islower() for a, b in pairs)
    return unfinished or bool(last[0])


def _append(row: _Row, rest: _Row) -> None:
    for lines, more in zip(row.lines, rest.lines, strict=True):
        lines.extend(more)


def _built(rows: list[_Row]) -> list[Table | Line]:
    used = [i for i in range(len(rows[0].lines) if rows else 0) if any(row.lines[i] for row in rows)]
    if len(used) < 2 or len(rows) < 2:
        return [line for row in rows for cell in row.lines if (line := _as_line(cell)) is not None]
    return [Table(tuple(_row(row, used) for row in rows), len(used))]


def _row(row: _Row, used: list[int]) -> TableRow:
    cells: list[str] = []
    spots: list[Spot] = []
    offset = 0
    for i in used:
        text, places = _cell_text(row.lines[i])
        spots.extend(one.shifted(offset) for one in places)
        cells.append(text)
        offset += len(text) + 1
    filled = [line for i in used for line, _ in row.lines[i]]
    bold = all(line.all_bold for line in filled)
    merged = tuple(at for at, column in enumerate(used) if column in row.merged and not row.lines[column])
    return TableRow(tuple(cells), row.page, bold, tuple(spots), merged)


def _cell_text(lines: Sequence[tuple[Printed, Page]]) -> tuple[str, list[Spot]]:
    text, spots = "", []
    for line, page in lines:
        joined = join(text, line.text)
        spots.append(spot(line, page, len(joined)))
        text = joined
    return text, spots


def _as_line(cell: Sequence[tuple[Printed, Page]]) -> Line | None:
    if not cell:
        return None
    text, spots = _cell_text(cell)
    return Line(text, cell[0][0].page, gap=True, whole=True, spots=tuple(spots))


__all__ = ["Cell", "Parts", "goes_on", "table"]
