"""Targets in tables: indicator tables (a target per value cell) and figures inside the cells of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from ingest.facts import due, indicators
from ingest.facts.deadlines import normalise
from ingest.facts.due import Due
from ingest.facts.numbers import Figure, find_figures
from ingest.facts.units import normal_unit
from ingest.types import Period, Row, Section, Target

_INDICATOR = re.compile(r"chỉ tiêu|chỉ số|tiêu chí|mục tiêu|nội dung đánh giá", re.IGNORECASE)
_UNIT = re.compile(r"^\W*(?:đơn vị|đvt|đ/v)(?:\s*tính)?\W*$|đơn vị tính|đvt", re.IGNORECASE)
_VALUE = re.compile(
    r"^\W*(?:kết quả|giá trị|mục tiêu|kế hoạch|chỉ tiêu|mức|phấn đấu|lộ trình|số lượng|tỷ lệ|tỉ lệ)", re.IGNORECASE
)
_STATE = re.compile(
    r"thực hiện|hiện trạng|thực trạng|ước|đã đạt|kết quả năm|đầu kỳ|xuất phát|cơ quan|đơn vị chủ trì|ghi chú",
    re.IGNORECASE,
)
_DUE = re.compile(r"thời (?:gian|hạn)|tiến độ|hoàn thành", re.IGNORECASE)
_BARE = re.compile(r"^\s*[≥≤<>=~]*\s*(?P<number>\d[\d.,]*)(?:\s*[-–—]\s*(?P<high>\d[\d.,]*))?")
_IN_NAME = re.compile(r"\(\s*(%[^)]*|[^\W\d]+(?:/[^)]*)?)\s*\)\s*$")


class ReadCell(Protocol):
    """Reads the figures of one cell as those of a passage."""

    def __call__(  # noqa: D102 - the class says it
        self, span: tuple[int, int], path: tuple[str, ...], headings: tuple[str, ...], due: Due
    ) -> list[Target]: ...


class Columns(NamedTuple):
    """What the columns of one table hold: ``values`` maps a column to the deadline in its header."""

    indicator: int | None
    unit: int | None
    values: dict[int, str | None]
    due: int | None


def extract_rows(
    text: str,
    rows: Sequence[Row],
    sections: Sequence[Section],
    *,
    period: Period | None,
    issued: str | None,
    read_cell: ReadCell,
) -> list[Target]:
    """The targets of every table of a document."""
    titles = {section.path: section.title or "" for section in sections}
    found: list[Target] = []
    for table in sorted({row.table for row in rows}):
        members = [row for row in rows if row.table == table]
        found += _Table(text, members, titles, period, issued).targets(read_cell)
    return found


class _Table:
    def __init__(
        self,
        text: str,
        rows: Sequence[Row],
        titles: dict[tuple[str, ...], str],
        period: Period | None,
        issued: str | None,
    ) -> None:
        self._text = text
        self._rows = rows
        self._titles = titles
        self._period = period
        self._issued = issued
        self._columns = _classify(self._header(), issued)
        self._group: str | None = None

    def targets(self, read_cell: ReadCell) -> Iterator[Target]:
        lists_indicators = self._columns.indicator is not None and bool(self._columns.values)
        for row in self._rows:
            if row.role == "header":
                continue
            if row.role == "group":
                self._group = due.of_label(self._text[row.start : row.end]) or self._group
            elif lists_indicators:
                yield from self._indicator_row(row)
            else:
                yield from self._task_row(row, read_cell)

    def _header(self) -> list[str]:
        """The header's words by column; a header of several rows is read downwards."""
        headers = [row for row in self._rows if row.role == "header"]
        width = max((len(row.cells) for row in headers), default=0)
        columns: list[list[str]] = [[] for _ in range(width)]
        for row in headers:
            for index in range(len(row.cells)):
                cell = self._cell(row, index)
                if cell and cell not in columns[index]:
                    columns[index].append(cell)
        return [" ".join(words) for words in columns]

    def _cell(self, row: Row, index: int | None) -> str:
        if index is None or index >= len(row.cells):
            return ""
        start, end = row.cells[index]
        return " ".join(self._text[start:end].split())

    def _headings(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{path[depth]} {self._titles.get(path[: depth + 1], '')}".strip() for depth in range(len(path)))

    def _inherited(self, row: Row, aiming: bool) -> Due:
        if self._group:
            return Due(self._group, "table")
        titles = [self._titles.get(row.path[: depth + 1], "") for depth in range(len(row.path))]
        heading = due.of_headings(row.path, titles)
        if heading:
            return Due(heading, "heading")
        title = due.of_title(self._period, aiming)
        return Due(title, "title") if title else due.NOTHING

    def _task_row(self, row: Row, read_cell: ReadCell) -> Iterator[Target]:
        inherited = self._inherited(row, aiming=False)
        cell = self._cell(row, self._columns.due)
        if cell:
            inherited = Due(normalise(cell), "table")
        headings = self._headings(row.path)
        for index, (start, end) in enumerate(row.cells):
            if start < end and index != self._columns.due:
                yield from read_cell((start, end), row.path, headings, inherited)

    def _indicator_row(self, row: Row) -> Iterator[Target]:
        name = self._cell(row, self._columns.indicator)
        if not name:
            return
        for column, norm in self._columns.values.items():
            for figure in _cell_figures(self._cell(row, column)):
                yield self._target(row, name, column, norm, figure)

    def _target(self, row: Row, name: str, column: int, norm: str | None, figure: Figure) -> Target:
        inherited = Due(norm, "table") if norm else self._inherited(row, aiming=True)
        own = self._cell(row, self._columns.due)
        if not norm and own and normalise(own):
            inherited = Due(normalise(own), "table")
        stated = normalise(name)
        if not norm and stated and not own:
            inherited = Due(stated, "text")
        unit = self._unit(row, name, figure)
        key = indicators.match(f"{name} {unit}", self._headings(row.path))
        entry = indicators.get(key) if key else None
        denominator = indicators.denominator(name, key)
        start, end = self._quote(row, column)
        return Target(
            section=row.path,
            start=start,
            end=end,
            quote=self._text[start:end],
            indicator=entry.name if entry else name.strip(" .;:"),
            key=key,
            comparator=figure.comparator,
            value=figure.value,
            value_max=figure.value_max,
            unit=unit,
            scope=denominator.name if denominator else None,
            deadline=inherited.deadline,
            deadline_from=inherited.source if inherited.deadline else "none",
        )

    def _unit(self, row: Row, name: str, figure: Figure) -> str:
        column = normal_unit(self._cell(row, self._columns.unit))
        if column and (not figure.unit or column.startswith(figure.unit)):
            return column
        if figure.unit:
            return figure.unit
        in_name = _IN_NAME.search(name)
        return normal_unit(in_name[1]) if in_name else ""

    def _quote(self, row: Row, column: int) -> tuple[int, int]:
        """Indicator and value if only the unit stands between them, else the whole row."""
        first = self._columns.indicator or 0
        between = set(range(first + 1, column)) - {self._columns.unit}
        if column > first and not between:
            return row.cells[first][0], row.cells[column][1]
        return row.start, row.end


def _classify(header: Sequence[str], issued: str | None) -> Columns:
    unit = next(
        (
            i
            for i, cell in enumerate(header)
            if _UNIT.search(cell) and not re.search("chủ trì|phối hợp|thực hiện", cell, re.IGNORECASE)
        ),
        None,
    )
    columns_due = next((i for i, cell in enumerate(header) if _DUE.search(cell) and not _INDICATOR.search(cell)), None)
    named = [i for i, cell in enumerate(header) if i != unit and _INDICATOR.search(cell) and not normalise(cell)]
    indicator = named[0] if named else None
    values: dict[int, str | None] = {}
    for index, cell in enumerate(header):
        if index in (indicator, unit, columns_due):
            continue
        norm = normalise(cell)
        if norm and not (due.is_past(norm, issued) or re.search("thực hiện|ước|hiện trạng", cell, re.IGNORECASE)):
            values[index] = norm
        elif not norm and _VALUE.search(cell) and not _STATE.search(cell) and indicator is not None:
            values[index] = None
    if unit is None and not any(values.values()) and columns_due is not None:
        indicator = None  # "Nhiệm vụ | Kết quả | Thời hạn" lists tasks
    return Columns(indicator, unit, values, columns_due)


def _cell_figures(cell: str) -> list[Figure]:
    """The figures of a value cell, where a bare number is one: "≥ 80", "40 - 50", "90"."""
    found = find_figures(cell, english=False)
    if found:
        return found
    match = _BARE.match(cell)
    if not match or (match.end() < len(cell.strip()) and not re.match(r"\s", cell[match.end() :])):
        return []
    if normalise(cell):
        return []
    # A unit makes the number a figure; the cell has none, its column does.
    return [
        figure.model_copy(update={"unit": ""})
        for figure in find_figures(f"{match.group().rstrip('.,')}%", english=False)[:1]
    ]
