"""Spreadsheets are read as they are printed: values, not formulas; one table a sheet, under its title."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font

from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.readers.excel import read_csv, read_xlsx, shown
from ingest.readers.office import read_office
from ingest.tables import Table

HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian")


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(*rows: tuple[object, ...], title: str = "Phụ lục 1") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def test_what_stands_above_the_table_is_a_line_and_the_rest_rows() -> None:
    book = book_of(
        ("DANH MỤC NHIỆM VỤ",), (), HEADER, (1, "Lắp đèn\nđường", "Phòng Kinh tế", datetime.date(2026, 6, 30))
    )
    title, table = read_xlsx(saved(book), "a.xlsx").regions
    assert isinstance(title, Line)
    assert isinstance(table, Table)
    assert title.text == "DANH MỤC NHIỆM VỤ"
    assert [row.cells for row in table.rows] == [HEADER, ("1", "Lắp đèn đường", "Phòng Kinh tế", "30/06/2026")]


def test_sheets_have_their_titles_and_hidden_ones_are_told() -> None:
    book = book_of(HEADER, (1, "a", "b", "c"))
    second = book.create_sheet("Nguồn lực")
    second.append(HEADER)
    second.append((1, "d", "e", "f"))
    second.sheet_state = "hidden"
    content = read_xlsx(saved(book), "a.xlsx")
    assert [r.text for r in content.regions if isinstance(r, Line)] == ["Phụ lục 1", "Nguồn lực"]
    assert content.pages == 2
    assert any("Nguồn lực" in note and "ẩn" in note for note in content.notes)


def test_a_merged_cell_stands_once() -> None:
    book = book_of(HEADER, (1, "a", "Phòng Kinh tế", "2026"), (2, "b", None, "2027"))
    assert book.active is not None
    book.active.merge_cells("C2:C3")
    [table] = read_xlsx(saved(book), "a.xlsx").regions
    assert isinstance(table, Table)
    assert table.rows[2].cells == ("2", "b", "", "2027")


def test_a_formula_without_a_stored_value_is_an_empty_cell_never_code() -> None:
    book = book_of(HEADER, (1, "=1+1", '=HYPERLINK("http://example.invalid","x")', "2026"))
    [table] = read_xlsx(saved(book), "a.xlsx").regions
    assert isinstance(table, Table)
    assert table.rows[1].cells == ("1", "", "", "2026")


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [(0.6, "0%", "60%"), (0.6, "General", "0,6"), (0.0251, "0.0%", "2,5%"), (1234567, "#,##0", "1.234.567"),
     (7, "00", "07"), (12.5, "0.00", "12,50"), (12.5, "0.##", "12,5"), (1e15, "General", "1000000000000000"),
     (datetime.datetime(2026, 7, 1), "mm/yyyy", "07/2026"), (datetime.datetime(2026, 7, 1), "dd/mm/yyyy", "01/07/2026"),
     (datetime.datetime(2026, 7, 1, 8, 30), "dd/mm/yyyy hh:mm", "01/07/2026 08:30"), (True, "General", "TRUE"),
     ("#DIV/0!", "General", "")],
)  # fmt: skip
def test_figures_and_dates_are_printed_by_their_format(value: object, number_format: str, printed: str) -> None:
    assert shown(value, number_format) == printed


def test_cells_in_an_old_font_are_converted() -> None:
    book = book_of(HEADER, (1, "X©y dùng nhµ v¨n ho¸ cña th«n", "Së Tµi chÝnh", "2026"))
    assert book.active is not None
    for cell in book.active[2]:
        cell.font = Font(name=".VnTime")
    content = read_xlsx(saved(book), "a.xlsx")
    [table] = content.regions
    assert isinstance(table, Table)
    assert table.rows[1].cells[1:3] == ("Xây dựng nhà văn hoá của thôn", "Sở Tài chính")
    assert any("TCVN3" in note for note in content.notes)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values_are_a_table_whatever_parts_them(separator: str) -> None:
    rows = [HEADER, ("1", "Lắp đèn", "Phòng Kinh tế", "2026")]
    data = "\n".join(separator.join(row) for row in rows).encode("utf-8-sig")
    [table] = read_csv(data, "a.csv").regions
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == rows


def test_broken_and_empty_workbooks_are_refused_in_words() -> None:
    data = saved(book_of(HEADER))
    with pytest.raises(RejectedFile, match="hỏng"):
        read_office(data[: len(data) // 2], "a.xlsx")
    with pytest.raises(RejectedFile, match="không có chữ"):
        read_office(saved(openpyxl.Workbook()), "a.xlsx")


def test_entities_in_a_workbook_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book_of(HEADER)))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(name, content)
    with pytest.raises(RejectedFile, match="hỏng"):
        read_xlsx(stream.getvalue(), "a.xlsx")
