"""The place of a quotation inside a table: which table, which row, under which heading."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Row
from service.types import Cell


def cell_at(text: str, rows: Sequence[Row], start: int, end: int) -> Cell | None:
    """The table, and as far as ``[start, end)`` is in one of each, the row and the column; ``None`` outside tables."""
    around = [row for row in rows if row.start < end and start < row.end]
    if not around:
        return None
    table = [row for row in rows if row.table == around[0].table]
    if len(around) > 1:
        return Cell(table=around[0].table + 1)
    touched = [i for i, (a, b) in enumerate(around[0].cells) if a < end and start < b]
    column = _heading(text, table, touched[0]) if len(touched) == 1 else None
    return Cell(table=around[0].table + 1, row=_row_name(around[0], table), column=column)


def _row_name(row: Row, table: Sequence[Row]) -> str | None:
    """Its printed number, or else its place among the rows of the body; a heading has none."""
    if row.role != "body":
        return None
    body = [other for other in table if other.role == "body" and not other.continues]
    return row.number or str(max(1, sum(other.start <= row.start for other in body)))


def _heading(text: str, table: Sequence[Row], column: int) -> str | None:
    """What stands at the head of a column; where heads are in two storeys, both."""
    heads = [
        " ".join(text[slice(*row.cells[column])].split())
        for row in table
        if row.role == "header" and column < len(row.cells)
    ]
    return " – ".join(dict.fromkeys(head for head in heads if head)) or None
