"""``tracuu register``: the registers on the command line, by the same filters as the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from ingest.errors import BadRequest
from ingest.types import Frozen
from service.phrases import name_of
from service.registers.desk import RegisterDesk
from service.registers.files import File, in_words, obligations_file, targets_file
from service.registers.obligations import NEVER
from service.registers.routes import ObligationsFound, TargetsTable, obligations_found, targets_found
from service.registers.selection import ObligationFilter, day_shown
from service.registers.sentence import conditions, sentence
from service.registers.targets import TargetFilter

Filter = TypeVar("Filter", bound=Frozen)
EVERYTHING = 1_000_000


def read_filter(shape: type[Filter], given: Mapping[str, Any]) -> Filter:
    """The filter of some options or of an address.

    Raises :class:`BadRequest` for one that this register does not have, and for a value that it cannot have.
    """
    asked = {name: value for name, value in given.items() if value not in (None, "", ())}
    if shape is ObligationFilter and isinstance(asked.get("document"), tuple):
        asked["document"] = asked["document"][0]
    try:
        return shape.model_validate(asked)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = ".".join(map(str, wrong["loc"]))
        field = shape.model_fields.get(name)
        told = f"{name} là {field.description}" if field else f"Sổ này lọc theo: {', '.join(shape.model_fields)}"
        raise BadRequest(f"Không hiểu điều kiện {name} = “{wrong['input']}”.", f"{told}.") from error


def found(desk: RegisterDesk, what: str, given: Mapping[str, Any]) -> ObligationsFound | TargetsTable:
    """A register for programs."""
    if what == "obligations":
        return obligations_found(desk, read_filter(ObligationFilter, given), 0, EVERYTHING)
    return targets_found(desk, read_filter(TargetFilter, given))


def write(desk: RegisterDesk, what: str, given: Mapping[str, Any], path: Path) -> int:
    """A register as the file that ``path`` names by its ending; returns how many rows or events."""
    form = path.suffix.removeprefix(".").casefold()
    file: File
    if what == "obligations":
        file = obligations_file(desk, read_filter(ObligationFilter, given), form)
    else:
        file = targets_file(desk, read_filter(TargetFilter, given), form)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    return file.size


def lines(desk: RegisterDesk, what: str, given: Mapping[str, Any]) -> Iterator[str]:
    """A register for reading on a terminal."""
    if what == "obligations":
        yield from _obligations(desk, read_filter(ObligationFilter, given))
    else:
        yield from _targets(desk, read_filter(TargetFilter, given))


def _obligations(desk: RegisterDesk, asked: ObligationFilter) -> Iterator[str]:
    rows = desk.obligations(asked)
    yield f"{sentence(conditions(asked, desk.held), 'Mọi việc của mọi văn bản')}: {len(rows)} việc."
    for row in rows:
        day = day_shown(row, asked.window)
        when = "chưa rõ hạn " if day == NEVER else f"{day:%d/%m/%Y}  "
        yield f"{when}{'; '.join(row.leads) or '–'}: {row.text} [{name_of(row.held)}]"


def _targets(desk: RegisterDesk, asked: TargetFilter) -> Iterator[str]:
    shown = desk.targets(asked)
    for row in shown.rows:
        yield row.name
        for one in shown.columns:
            told = " · ".join(map(in_words, row.cells.get(one.id, ())))
            yield f"    {name_of(one)}: {told or 'không nêu'}"
    if not shown.rows:
        yield "Không chỉ tiêu nào khớp các điều kiện."
