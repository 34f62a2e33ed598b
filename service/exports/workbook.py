"""Tables as Excel workbooks and CSV files: headings that stay, text that stays text, fit for print."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from service.exports.cells import Value, harmless, is_formula_like, writable

HEAD = PatternFill("solid", fgColor="DDE6F0")
DATE_FORMAT = "DD/MM/YYYY"
A3 = "8"  # in the numbering of paper sizes of ECMA-376
LINE, MOST_LINES = 15.0, 16  # points a line; a longer text is read in the cell itself
WRAPPED, PLAIN = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")


class Heading(NamedTuple):
    """The heading of a column: its words, its width in characters, a note that names the contract's field."""

    words: str
    width: int
    note: str = ""


class Sheet(NamedTuple):
    """A table with its headings; on paper only the first ``printed`` columns, if that is given."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]
    printed: int | None = None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file; the heading row of each is frozen and filtered."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def comma_separated(sheet: Sheet) -> bytes:
    """A sheet as CSV; with a mark in front, without which Excel on Windows reads Vietnamese as Latin."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(heading.words for heading in sheet.headings)
    writer.writerows([harmless(writable(value)) for value in row] for row in sheet.rows)
    return content.getvalue().encode("utf-8-sig")


def _write(book: Any, table: Sheet) -> None:
    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(table.headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = heading.width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    _lay_out(sheet)
    if table.printed:
        sheet.print_area = f"A1:{get_column_letter(table.printed)}{len(table.rows) + 1}"
    sheet.append([_heading(sheet, heading) for heading in table.headings])
    for at, row in enumerate(table.rows, 2):
        sheet.row_dimensions[at].height = LINE * _lines(row, table.headings)  # LibreOffice does not fit rows by itself
        sheet.append([_cell(sheet, value) for value in row])


def _lay_out(sheet: Any) -> None:
    """Printed sideways, as wide as the paper, the heading on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _lines(row: Sequence[Value], headings: Sequence[Heading]) -> int:
    """How many lines the longest text of a row takes in its column."""
    needed = (
        sum(len(line) // heading.width + 1 for line in value.split("\n"))
        for value, heading in zip(row, headings, strict=True)
        if isinstance(value, str)
    )
    return min(MOST_LINES, max(needed, default=1))


def _heading(sheet: Any, heading: Heading) -> Any:
    cell = WriteOnlyCell(sheet, value=heading.words)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if heading.note:
        cell.comment = Comment(heading.note, "tracuu")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value=writable(value))
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    cell.alignment = WRAPPED if isinstance(value, str) else PLAIN
    if is_formula_like(value):
        cell.data_type = "s"  # text, whatever it begins with; nothing is added to the words
        cell.quotePrefix = True
    return cell
