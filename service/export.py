"""Facts taken away as files: JSON lines, CSV, CSV on the Web, Excel, calendar."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ingest.errors import BadRequest
from service.exports.cells import harmless
from service.ports import Archive

FORMATS: dict[str, tuple[str, ...]] = {
    "targets": ("jsonl", "csv", "csvw", "xlsx"),
    "tasks": ("jsonl", "csv", "xlsx", "ics"),
    "duties": ("jsonl", "csv", "xlsx", "ics"),
    "references": ("jsonl", "csv", "xlsx"),
    "findings": ("jsonl", "csv", "xlsx", "docx"),
    "akn": ("xml",),
}


def plain(value: Any) -> Any:
    """Models as JSON-ready objects, under their contract names (``from``, ``to``)."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def check_format(what: str, form: str) -> None:
    """Raises :class:`BadRequest` for a format in which a register makes no sense."""
    if form not in FORMATS[what]:
        raise BadRequest(f"{what} không xuất dạng {form}.", f"Chọn một trong: {', '.join(FORMATS[what])}.")


def write_facts(archive: Archive, what: str, form: str, path: Path) -> int:
    """Writes the targets, tasks, duties or references of all documents; returns how many rows or events.

    Raises :class:`BadRequest` for a format in which they make no sense.
    """
    check_format(what, form)
    with archive.steady(searching=False):
        if form == "xlsx":
            from service.exports.registers import write_register

            return write_register(archive, what, path)
        if form == "csvw":
            from service.standards.csvw import write_targets

            return write_targets(archive, path)
        if form == "ics":
            from service.exports.deadlines import write_deadlines

            return write_deadlines(archive, path, kinds=(what,))
        return write(rows_of(archive, what), form, path)


def rows_of(archive: Archive, what: str) -> Sequence[BaseModel]:
    """The facts of one kind, of all documents."""
    sources: dict[str, Callable[[], Sequence[BaseModel]]] = {
        "targets": archive.targets,
        "tasks": archive.tasks,
        "duties": archive.duties,
        "references": archive.references,
    }
    return sources[what]()


def write(rows: Sequence[BaseModel], form: str, path: Path) -> int:
    """Writes the rows as JSON lines or CSV and returns how many there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {"jsonl": _jsonl, "csv": _csv}
    writers[form]([plain(row) for row in rows], path)
    return len(rows)


def _jsonl(rows: list[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: list[dict[str, Any]], path: Path) -> None:
    # utf-8-sig: without the mark, Excel on Windows reads Vietnamese as Latin
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_table(rows))


def _table(rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    columns: list[str] = []
    lines = list(rows)
    for row in lines:
        columns.extend(key for key in row if key not in columns)
    yield columns
    for row in lines:
        yield [_cell(row.get(column)) for column in columns]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = " > ".join(map(str, value)) if value else ""
    return harmless(value)
