"""A sheet typeset as NĐ 30/2020/NĐ-CP, Phụ lục I asks of a State document.

A4, Times New Roman, 13 points, black; margins 20/20/30/15 mm; the page number at the top, none on the first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
SIZE = 13
SIDES = 45  # mm of the margins left and right together


def new_paper(title: str) -> Any:
    """An empty document, typeset."""
    paper = docx.Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    for level in (1, 2, 3):
        _heading(paper.styles[f"Heading {level}"], 15 - min(level, 2))
    paper.core_properties.title, paper.core_properties.author = title, "Tra cứu"
    _page(paper.sections[0], sideways=False)
    _number(paper.sections[0])
    return paper


def _heading(style: Any, size: int) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), True, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)  # a theme's font goes before the one named
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def printed(quote: str) -> str:
    """A quotation on one line, the cells of a table row kept apart."""
    cells = [" ".join(cell.split()) for cell in quote.split("\t")]
    return " | ".join(cell for cell in cells if cell)


def turn(paper: Any, *, sideways: bool) -> None:
    """Begins a new page, upright or turned sideways."""
    _page(paper.add_section(WD_SECTION.NEW_PAGE), sideways=sideways)


def _page(section: Any, *, sideways: bool) -> None:
    width, height = (Mm(297), Mm(210)) if sideways else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = False


def _number(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def add_table(
    paper: Any, heads: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[float], *, size: float = 11
) -> None:
    """A ruled table; ``widths`` in mm. Its heads are repeated on each page, its rows are not torn apart."""
    table = paper.add_table(rows=1, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], heads, widths, size, bold=True)
    _say(table.rows[0], "w:tblHeader")
    for line in lines:
        row = table.add_row()
        _fill(row, line, widths, size)
        _say(row, "w:cantSplit")
    paper.add_paragraph()


def even(first: float, count: int, *, sideways: bool) -> list[float]:
    """Widths in mm: a first column, the rest of the page shared evenly by ``count`` others."""
    page = (297 if sideways else 210) - SIDES
    return [first, *[(page - first) / count] * count]


def _fill(row: Any, values: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> None:
    for cell, value, width in zip(row.cells, values, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(value)
        run.font.size, run.bold = Pt(size), bold


def _say(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
