"""A table of an office file or web page: rows for the facts, or plain lines where it only lays out the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line
from ingest.tables import Region, Table, TableRow, looks_like_header
from ingest.text import squeeze

# What stands in the two columns at the head and the foot of a document (NĐ 30/2020/NĐ-CP, Phụ lục I).
_LAYOUT = re.compile(
    r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do|^\s*Nơi nhận\s*:", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's lines; a cell merged into one before it has none, and ``above`` if that one stands above."""

    lines: tuple[Line, ...] = ()
    above: bool = False

    @property
    def text(self) -> str:
        """The cell on one line."""
        return squeeze(" ".join(line.text for line in self.lines))


Grid = Sequence[Sequence[Cell]]


def regions_of(grid: Grid, *, bordered: bool = True) -> list[Region]:
    """A table as a :class:`Table`, or as lines, cell after cell, where it holds no data.

    ``bordered`` says whether lines are drawn between the cells: tables without them lay out the page.
    """
    rows = [row for row in grid if any(cell.lines for cell in row)]
    if not rows:
        return []
    if not _holds_data(rows, bordered):
        return [line for row in rows for cell in row for line in _opened(cell.lines)]
    columns = max(len(row) for row in rows)
    return [Table(tuple(_row(row, columns) for row in rows), columns)]


def _opened(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, gap=True) if i == 0 else line for i, line in enumerate(lines)]


def _holds_data(rows: Grid, bordered: bool) -> bool:
    texts = [tuple(cell.text for cell in row) for row in rows]
    if any(looks_like_header(row) for row in texts[:3]):
        return True
    columns = max(len(row) for row in rows)
    if columns < 2 or len(rows) < 2:
        return False
    head = "\n".join(line.text for row in rows[:2] for cell in row for line in cell.lines)
    if _LAYOUT.search(head) and columns <= 3:
        return False
    return bordered


def _row(row: Sequence[Cell], columns: int) -> TableRow:
    filled = [cell for cell in row if cell.lines]
    bold = all(line.all_bold for cell in filled for line in cell.lines)
    cells = tuple(cell.text for cell in row) + ("",) * (columns - len(row))
    merged = tuple(column for column, cell in enumerate(row) if cell.above)
    return TableRow(cells, filled[0].lines[0].page, bold, merged=merged)
