"""Targets in tables: indicator tables (a target per value cell) and figures inside the cells of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from ingest.facts import due, indicators
from ingest.facts.deadlines import normalise
from ingest.facts.due import Due
from ingest.facts.numbers import Figure, find_figures
from ingest.facts.target_columns import classify, is_second_header, read_header
from ingest.facts.units import normal_unit
from ingest.types import Row, Section, Target

_BARE = re.compile(r"^\s*[≥≤<>=~]*\s*(?P<number>\d[\d.,]*)(?:\s*[-–—]\s*(?P<high>\d[\d.,]*))?")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_IN_NAME = re.compile(r"\(\s*(%[^)]*|[^\W\d]+(?:/[^)]*)?)\s*\)\s*$")


_INDEX = re.compile(r"(?<!\w)(?:chỉ số|tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|số lượng|số|tổng số|hệ số)(?!\w)", re.IGNORECASE)


class ReadCell(Protocol):
    """Reads the figures of one cell as those of a passage."""

    def __call__(  # noqa: D102 - the class says it
        self, span: tuple[int, int], path: tuple[str, ...], headings: tuple[str, ...], due: Due
    ) -> list[Target]: ...


def extract_rows(
    text: str,
    rows: Sequence[Row],
    sections: Sequence[Section],
    *,
    title: due.TitleDeadline,
    issued: str | None,
    read_cell: ReadCell,
) -> list[Target]:
    """The targets of every table of a document."""
    titles = {section.path: section.title or "" for section in sections}
    found: list[Target] = []
    for table in sorted({row.table for row in rows}):
        members = [row for row in rows if row.table == table]
        found += _Table(text, members, titles, title, issued).targets(read_cell)
    return found


class _Table:
    def __init__(
        self,
        text: str,
        rows: Sequence[Row],
        titles: dict[tuple[str, ...], str],
        title: due.TitleDeadline,
        issued: str | None,
    ) -> None:
        self._text = text
        self._rows = rows
        self._titles = titles
        self._title = title
        self._issued = issued
        self._header = self._header_rows()
        self._columns = classify(read_header([self._cells(row) for row in self._header]), issued)
        self._group: str | None = None
        self._parent = ""

    def targets(self, read_cell: ReadCell) -> Iterator[Target]:
        for row in self._rows:
            if row in self._header:
                continue
            if row.role == "group":
                self._group = due.of_label(self._text[row.start : row.end]) or self._group
            elif self._columns.lists_indicators:
                yield from self._indicator_row(row)
            else:
                yield from self._task_row(row, read_cell)

    def _header_rows(self) -> list[Row]:
        header = [row for row in self._rows if row.role == "header"]
        following = [row for row in self._rows if row.role != "header"][:1]
        return header + [row for row in following if header and is_second_header(self._cells(row))]

    def _cells(self, row: Row) -> list[str]:
        return [" ".join(self._text[start:end].split()) for start, end in row.cells]

    def _cell(self, row: Row, index: int | None) -> str:
        if index is None or index >= len(row.cells):
            return ""
        return self._cells(row)[index]

    def _headings(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{path[depth]} {self._titles.get(path[: depth + 1], '')}".strip() for depth in range(len(path)))

    def _inherited(self, row: Row, aiming: bool) -> Due:
        if self._group:
            return Due(self._group, "table")
        titles = [self._titles.get(row.path[: depth + 1], "") for depth in range(len(row.path))]
        heading = due.of_headings(row.path, titles)
        if heading:
            return Due(heading, "heading")
        return self._title.due(aiming)

    def _task_row(self, row: Row, read_cell: ReadCell) -> Iterator[Target]:
        inherited = self._inherited(row, aiming=False)
        cell = self._cell(row, self._columns.due)
        if cell:
            inherited = Due(normalise(cell), "table")
        headings = self._headings(row.path)
        for index, (start, end) in enumerate(row.cells):
            if start < end and index != self._columns.due and _WORDS.search(self._text[start:end]):
                yield from read_cell((start, end), row.path, headings, inherited)

    def _indicator_row(self, row: Row) -> Iterator[Target]:
        shift = self._columns.shift(row.cells, row.number)
        if shift is None or self._columns.indicator is None:
            return
        name = self._cell(row, self._columns.indicator - shift)
        found = [
            (column - shift, norm, figure)
            for column, norm in self._columns.values.items()
            for figure in _cell_figures(self._cell(row, column - shift))
        ]
        if name and row.number and not found:
            self._parent = name  # "1 | Cà phê" above "Diện tích", "Sản lượng"
        elif name and row.number:
            self._parent = ""
        full = f"{self._parent}: {name}" if self._parent and not row.number else name
        for column, norm, figure in found if name else []:
            if not (figure.unit or figure.explicit or self._measured(row, name, shift)):
                continue  # a bare number that nothing measures: a price, a code, a count of samples
            yield self._target(row, full, (column, shift), norm, figure)

    def _target(self, row: Row, name: str, place: tuple[int, int], norm: str | None, figure: Figure) -> Target:
        column, shift = place
        inherited = Due(norm, "table") if norm else self._inherited(row, aiming=True)
        own = normalise(self._cell(row, self._columns.due - shift)) if self._columns.due is not None else None
        stated = normalise(name)
        if not norm and (own or stated):
            inherited = Due(own, "table") if own else Due(stated, "text")
        unit = self._unit(row, name, figure, shift)
        key = indicators.match(f"{name} {unit}", self._headings(row.path))
        entry = indicators.get(key) if key else None
        denominator = indicators.denominator(name, key)
        start, end = self._quote(row, column, shift)
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

    def _unit(self, row: Row, name: str, figure: Figure, shift: int) -> str:
        at = self._columns.unit
        column = normal_unit(self._cell(row, at - shift)) if at is not None else ""
        if column and (not figure.unit or column.startswith(figure.unit)):
            return column
        if figure.unit:
            return figure.unit
        in_name = _IN_NAME.search(name)
        return normal_unit(in_name[1]) if in_name else ""

    def _measured(self, row: Row, name: str, shift: int) -> bool:
        """Whether the table says what a bare number of a row counts, or the vocabulary knows the indicator."""
        if self._columns.unit is not None and self._cell(row, self._columns.unit - shift):
            return True
        return bool(_IN_NAME.search(name) or indicators.match(name) or _INDEX.search(name))

    def _quote(self, row: Row, column: int, shift: int) -> tuple[int, int]:
        """Indicator and value if only the unit stands between them, else the whole row."""
        first = (self._columns.indicator or 0) - shift
        unit = self._columns.unit - shift if self._columns.unit is not None else None
        if column > first and not set(range(first + 1, column)) - {unit}:
            return row.cells[first][0], row.cells[column][1]
        return row.start, row.end


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
