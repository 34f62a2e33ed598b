"""Registers of facts as Excel workbooks: a row a fact, with the words of the document and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from ingest.errors import BadRequest
from ingest.types import Comparator, Fact
from service.citations import Sources, locality_of, title_of, where
from service.conditions import is_moment, last_day
from service.exports.cells import Value, is_formula_like, value_of
from service.ports import Archive

TITLES: dict[str, str] = {
    "targets": "Chỉ tiêu",
    "tasks": "Nhiệm vụ",
    "duties": "Trách nhiệm, báo cáo",
    "references": "Văn bản dẫn chiếu",
}
HEAD = PatternFill("solid", fgColor="DDE6F0")
DATE_FORMAT = "DD/MM/YYYY"
SIGNS: dict[Comparator, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "≈", "range": "từ – đến"}
A3 = "8"  # in the numbering of paper sizes of ECMA-376
LINE, MOST_LINES = 15.0, 8  # points a line; a longer text is read in the cell itself


class Column(NamedTuple):
    """A column: its heading, the field of the contract that it shows, its width in characters."""

    heading: str
    field: str
    width: int
    read: Callable[[Any], date | int | str | None] | None = None


def _due(fact: Any) -> date | None:
    """The last day on which a deadline is kept; ``None`` if none is printed or it is told in words."""
    deadline = fact.deadline
    return last_day(deadline) if deadline and is_moment(deadline) else None


def _sign(fact: Any) -> str:
    """The comparator as it is written in a plan."""
    return SIGNS[fact.comparator]


def _ordinal(fact: Any) -> int | str | None:
    """The printed number of a task as a number, so that 10 is sorted behind 9; "II.1" stays text."""
    number: str | None = fact.number
    return int(number) if number and number.isdecimal() else number


COLUMNS: dict[str, tuple[Column, ...]] = {
    "targets": (
        Column("Chỉ tiêu", "indicator", 44),
        Column("So sánh", "comparator", 9, _sign),
        Column("Giá trị", "value", 10),
        Column("Giá trị đến", "value_max", 10),
        Column("Đơn vị", "unit", 16),
        Column("Phạm vi", "scope", 22),
        Column("Thời hạn", "deadline", 14),
        Column("Ngày cuối", "due", 12, _due),
        Column("Khóa", "key", 22),
    ),
    "tasks": (
        Column("Số", "number", 7, _ordinal),
        Column("Nhiệm vụ", "text", 60),
        Column("Chủ trì", "lead", 28),
        Column("Phối hợp", "partners", 28),
        Column("Sản phẩm", "output", 26),
        Column("Thời hạn (nguyên văn)", "deadline_text", 18),
        Column("Thời hạn", "deadline", 14),
        Column("Ngày cuối", "due", 12, _due),
        Column("Định kỳ", "frequency", 14),
    ),
    "duties": (
        Column("Ai", "actor", 32),
        Column("Suy ra", "actor_inferred", 8),
        Column("Việc", "action", 60),
        Column("Gửi ai", "recipient", 28),
        Column("Định kỳ", "frequency", 16),
        Column("Thời hạn", "deadline", 20),
        Column("Ngày cuối", "due", 12, _due),
    ),
    "references": (
        Column("In trong văn bản", "printed", 22),
        Column("Số, ký hiệu", "symbol", 18),
        Column("Loại", "type", 16),
        Column("Cơ quan ban hành", "issuer", 28),
        Column("Ngày ban hành", "issued", 14),
        Column("Tài liệu đang giữ", "resolved", 18),
        Column("Cần xem lại", "suspect", 11),
        Column("Lý do", "reason", 36),
        Column("Nên ghi", "correction", 28),
    ),
}
SOURCE = (
    Column("Nguyên văn", "quote", 70),
    Column("Vị trí", "section", 16),
    Column("Trang", "page", 7),
    Column("Văn bản", "title", 34),
    Column("Địa phương", "locality", 30),
    Column("Tệp nguồn", "source", 26),
    Column("Mã tài liệu", "document", 20),
    Column("Từ ký tự", "start", 10),
    Column("Đến ký tự", "end", 10),
)


def write_register(archive: Archive, what: str, path: Path, *, documents: frozenset[str] | None = None) -> int:
    """Writes the register ``what`` of some documents or of all; returns how many rows.

    The heading row is frozen and filtered; the contract's name of each column stands in the note of its heading.
    Raises :class:`BadRequest` for an unknown register.
    """
    if what not in COLUMNS:
        raise BadRequest(f"Không có sổ {what}.", f"Chọn một trong: {', '.join(COLUMNS)}.")
    facts = _facts(archive, what, documents)
    columns = (*COLUMNS[what], *SOURCE)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLES[what])
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(facts) + 1}"
    _lay_out(sheet)
    sheet.append([_heading(sheet, column) for column in columns])
    for at, row in enumerate(_rows(archive, facts, columns), 2):
        sheet.row_dimensions[at].height = LINE * _lines(row, columns)  # LibreOffice does not fit rows by itself
        sheet.append([_cell(sheet, value) for value in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return len(facts)


def _lay_out(sheet: Any) -> None:
    """Printed sideways, as wide as the paper, the heading on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _facts(archive: Archive, what: str, documents: frozenset[str] | None) -> Sequence[Fact]:
    reading: dict[str, Callable[..., Sequence[Fact]]] = {
        "targets": archive.targets,
        "tasks": archive.tasks,
        "duties": archive.duties,
        "references": archive.references,
    }
    return reading[what](documents=documents)


def _rows(archive: Archive, facts: Iterable[Fact], columns: Sequence[Column]) -> Iterator[list[Value]]:
    sources = Sources(archive)
    for fact in facts:
        beside = _source(sources, fact)
        yield [_value(column, fact, beside) for column in columns]


def _lines(row: Sequence[Value], columns: Sequence[Column]) -> int:
    """How many lines the longest text of a row takes in its column."""
    needed = (
        len(value) // column.width + 1 for value, column in zip(row, columns, strict=True) if isinstance(value, str)
    )
    return min(MOST_LINES, max(needed, default=1))


def _value(column: Column, fact: Fact, beside: dict[str, Any]) -> Value:
    if column.read:
        read = column.read(fact)
        return read if isinstance(read, date) else value_of(read)
    return value_of(beside[column.field] if column.field in beside else getattr(fact, column.field, None))


def _source(sources: Sources, fact: Fact) -> dict[str, Any]:
    """Where a fact stands, in words."""
    held = sources.held.get(fact.document)
    if held is None:
        return {"section": " > ".join(fact.section)}
    citation = sources.cite(fact.document, fact.start, fact.end)
    place = where(citation.model_copy(update={"section": fact.section})) if fact.section else where(citation)
    return {
        "section": place,
        "page": citation.page,
        "title": title_of(held),
        "locality": locality_of(held),
        "source": held.source,
    }


def _heading(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, value=column.heading)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.comment = Comment(column.field, "tracuu")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    if is_formula_like(value):
        cell.data_type = "s"  # text, whatever it begins with; nothing is added to the words
        cell.quotePrefix = True
    return cell
