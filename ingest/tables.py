"""Tables in text: tab-separated, Markdown pipes, and pipes with a cell a line.

A region of lines that is a table becomes rows of cells; everything else stays
as it was. Tables used for layout only (the two-column header block, the block of
recipients and signature) are given back as plain lines, cell after cell.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from ingest.alignment import align, is_ordinal
from ingest.lines import Line, Spot
from ingest.marks import is_doc_type
from ingest.text import fold, squeeze

# Longest run of lines that can still be one cell; beyond it a closing pipe has been missed.
_LONGEST_CELL = 40
_HEADER_WORDS = (
    "tt stt", "so tt", "noi dung", "nhiem vu", "chi tieu", "co quan", "don vi", "ket qua", "san pham", "thoi gian",
    "thoi han", "tien do", "ghi chu", "muc tieu", "chu tri", "phoi hop", "hoan thanh", "linh vuc", "du lieu", "ten",
)  # fmt: skip
# The head of an appendix behind a table, where no blank line tells that the table has ended.
_HEADS_APPENDIX = re.compile(r"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?(?:[IVXLC]+|\d{1,2}|[A-H]))?\s*[:.]?$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row; ``cells`` are texts without line breaks, "" if empty.

    ``spots`` tell where the cells stand on their page, counted in the text of the row, its cells joined by tabs;
    ``merged`` names the columns, empty here, whose cell is one with the cell above.
    """

    cells: tuple[str, ...]
    page: int
    bold: bool = False
    spots: tuple[Spot, ...] = ()
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in printed order, repeated headers included; ``columns`` is that of the header."""

    rows: tuple[TableRow, ...]
    columns: int


Region = Line | Table
_Cells = list[list[Line]]


def find_tables(lines: list[Line]) -> list[Region]:
    """Lines in order, each table's lines replaced by a :class:`Table`."""
    regions: list[Region] = []
    i = 0
    while i < len(lines):
        taken, found = _table_at(lines, i)
        regions.extend(found)
        i += taken
    return regions


def _table_at(lines: list[Line], i: int) -> tuple[int, list[Region]]:
    text = lines[i].text
    if text == "|":
        return _stacked(lines, i)
    if text.startswith("|"):
        return _piped(lines, i)
    if text.count("\t") >= 1:
        return _tabbed(lines, i)
    return 1, [lines[i]]


def looks_like_header(cells: tuple[str, ...]) -> bool:
    """Whether a row names columns (TT, Nội dung, Cơ quan chủ trì, Thời gian…)."""
    filled = [fold(cell) for cell in cells if cell]
    if len(filled) < 2:
        return False
    if filled[0] in ("tt", "stt", "so tt", "so thu tu"):
        return True
    hits = sum(
        len(cell.split()) <= 8 and (cell in ("tt", "stt") or any(word in cell for word in _HEADER_WORDS))
        for cell in filled
    )
    return hits >= max(2, len(filled) // 2)


def _tabbed(lines: list[Line], i: int) -> tuple[int, list[Region]]:
    rows: list[TableRow] = []
    j = i
    while j < len(lines) and "\t" in lines[j].text:
        cells = tuple(squeeze(cell) for cell in lines[j].text.split("\t"))
        rows.append(TableRow(cells, lines[j].page, lines[j].all_bold))
        j += 1
    return j - i, [_table(rows)]


def _piped(lines: list[Line], i: int) -> tuple[int, list[Region]]:
    rows: list[TableRow] = []
    j = i
    while j < len(lines) and lines[j].text.startswith("|"):
        start = j
        parts = [lines[j].text]
        # a cell with a line break of its own leaves its row open until the closing pipe
        while not parts[-1].endswith("|") and j + 1 < len(lines) and j - start < _LONGEST_CELL:
            j += 1
            parts.append(lines[j].text)
        whole = " ".join(parts).strip().removeprefix("|").removesuffix("|")
        cells = tuple(squeeze(re.sub(r"<br\s*/?>", " ", cell)) for cell in whole.split("|"))
        rows.append(TableRow(cells, lines[start].page, lines[start].all_bold))
        j += 1
    table = _table(rows)
    if _is_data(table):
        return j - i, [table]
    plain = [Line(cell, row.page, gap=True) for row in rows for cell in row.cells if cell]
    return j - i, list(plain)


def _stacked(lines: list[Line], i: int) -> tuple[int, list[Region]]:
    """A table whose pipes stand alone on their lines: ``|``, cell, ``|``, cell, ``|``, ``|``, …"""
    grid: list[_Cells] = [[]]
    j = i + 1
    while j < len(lines):
        if lines[j].text == "|":  # the pipe before closed its row, or an empty cell
            grid.append([])
            j += 1
            continue
        cell, after = _cell(lines, j)
        if cell is None:
            break
        grid[-1].append(cell)
        j = after + 1
    grid = _whole_rows(grid)
    rows = [TableRow(tuple(_join(cell) for cell in row), row[0][0].page, _bold(row)) for row in grid if row]
    table = _table(rows)
    if rows and _is_data(table):
        return j - i, [table]
    flat = [replace(line, gap=line.gap or k == 0) for row in grid for cell in row for k, line in enumerate(cell)]
    return j - i, list(flat)


def _whole_rows(fragments: list[_Cells]) -> list[_Cells]:
    """Fragments of rows put together where an empty cell between them looks like the end of a row.

    A pipe by itself ends a row or is an empty cell. Cells and pipes that add up to the width of the header are
    one row, if the row began with its number and what follows has none.
    """
    header = next((row for row in fragments if row and looks_like_header(tuple(_join(cell) for cell in row))), None)
    if header is None:
        return [row for row in fragments if row]
    rows: list[_Cells] = []
    i = 0
    while i < len(fragments):
        taken = _fragments_of_row(fragments, i, len(header)) if fragments[i] else 1
        whole: _Cells = list(fragments[i])
        for fragment in fragments[i + 1 : i + taken]:
            whole += [[], *fragment]
        following = itertools.takewhile(lambda fragment: not fragment, fragments[i + taken :])
        whole += [[] for _ in list(following)[: len(header) - len(whole)] if whole]  # empty cells at the end
        rows += [whole] if fragments[i] else []
        i += taken
    return rows


def _fragments_of_row(fragments: list[_Cells], i: int, columns: int) -> int:
    """How many fragments from ``i`` on, with an empty cell between each two, make one row of the table."""
    first = fragments[i]
    if _heads_group(fragments, i):
        return 2
    if len(first) < 2 or len(first) >= columns or not is_ordinal(_join(first[0])):
        return 1
    width = len(first)
    for j in range(i + 1, len(fragments)):
        if fragments[j] and is_ordinal(_join(fragments[j][0])):
            return 1
        width += 1 + len(fragments[j])
        if width >= columns:
            return j - i + 1 if width == columns and fragments[j] else 1
    return 1


def _heads_group(fragments: list[_Cells], i: int) -> bool:
    """Whether an ordinal stands alone and the name of a group alone behind it: the cells between them are empty."""
    if i + 1 >= len(fragments) or len(fragments[i]) != 1 or len(fragments[i + 1]) != 1:
        return False
    ordinal, name = _join(fragments[i][0]), _join(fragments[i + 1][0])
    below = next((fragment for fragment in fragments[i + 2 :] if fragment), None)
    named = is_ordinal(ordinal) and not is_ordinal(name) and any(c.isalpha() for c in name)
    return named and (below is None or is_ordinal(_join(below[0])))


def _cell(lines: list[Line], j: int) -> tuple[list[Line] | None, int]:
    """The lines of a cell up to its closing pipe, or ``None`` where the table has ended."""
    if lines[j].gap or is_doc_type(lines[j].text) or _HEADS_APPENDIX.match(lines[j].text):
        return None, j
    for end in range(j, min(len(lines), j + _LONGEST_CELL)):
        if lines[end].text == "|":
            return lines[j:end], end
    return None, j


def _join(cell: list[Line]) -> str:
    return squeeze(" ".join(line.text for line in cell))


def _bold(row: _Cells) -> bool:
    return all(line.all_bold for cell in row for line in cell)


def _is_data(table: Table) -> bool:
    if any(looks_like_header(row.cells) for row in table.rows[:2]):
        return True
    return table.columns >= 4 and len(table.rows) >= 3


def _table(rows: list[TableRow]) -> Table:
    at = next((i for i, row in enumerate(rows[:3]) if looks_like_header(row.cells)), None)
    columns = len(rows[at].cells) if at is not None else max((len(row.cells) for row in rows), default=0)
    header = rows[at].cells if at is not None else ()
    return Table(tuple(_aligned(row, columns, header) for row in rows), columns)


def _aligned(row: TableRow, columns: int, header: tuple[str, ...]) -> TableRow:
    cells, merged = align(row.cells, columns, () if row.cells == header else header)
    return replace(row, cells=cells, merged=merged)
