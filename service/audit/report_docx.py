"""The audit as a report in Word: cover, summary, matrix, findings with their quotations in full.

Typeset as NĐ 30/2020/NĐ-CP, Phụ lục I asks of a State document: A4, Times New
Roman, 13 points, margins 20/20/30/15 mm; the matrix on a page turned sideways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from service.audit.types import CATEGORY_NAMES, SEVERITY_NAMES, STATUS_NAMES, AuditReport, Cell, Finding
from service.audit.wording import counted, decided, reference, rule_title

FONT = "Times New Roman"
BESIDE = 6
"""Documents shown beside each other in one table of the matrix."""

SHOWN = 110
"""Characters of a quotation shown in a cell; the JSON and the pages have it whole."""

KINDS = {"target": "Mục tiêu", "group": "Nhóm nhiệm vụ", "task": "Nhiệm vụ"}


def write_report(
    report: AuditReport,
    path: Path,
    *,
    on: date | None = None,
    names: Mapping[str, str] | None = None,
    scope: str = "",
) -> None:
    """Writes the report.

    Args:
        report: what the audit found, narrowed to what is wanted.
        path: the file to write.
        on: the day printed on its cover (today, if none is given).
        names: what the documents are called, by id; an id without a name is printed as it is.
        scope: which findings the report was narrowed to, in words.
    """
    paper = docx.Document()
    _set_type(paper)
    _cover(paper, report, on or date.today())
    _summary(paper, report)
    _matrix(paper, report)
    _findings(paper, report)
    paper.core_properties.title = "Báo cáo kiểm tra văn bản"
    paper.save(str(path))


def _set_type(paper: Any) -> None:
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for level in (1, 2, 3):
        heading = paper.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.bold = FONT, Pt(15 - level), True
        heading.element.rPr.rFonts.set(qn("w:ascii"), FONT)
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
    _page(paper.sections[0], sideways=False)


def _page(section: Any, *, sideways: bool) -> None:
    width, height = (Mm(297), Mm(210)) if sideways else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _cover(paper: Any, report: AuditReport, on: date) -> None:
    for _ in range(5):
        paper.add_paragraph()
    title = paper.add_paragraph("BÁO CÁO KIỂM TRA VĂN BẢN")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].bold, title.runs[0].font.size = True, Pt(20)
    for line in (
        f"Khung đối chiếu: {report.frame.name}",
        f"{len(report.documents)} tài liệu, {len(report.findings)} phát hiện",
        f"Lập ngày {on:%d/%m/%Y}",
    ):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    note = "Mỗi trích dẫn là nguyên văn trong tệp đã nạp. "
    if report.frame.document is None:
        note += "Bản gốc của khung chưa có trong kho: phần đối chiếu dùng lời tóm lược của chương trình."
    paper.add_paragraph(note).alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_page_break()


def _summary(paper: Any, report: AuditReport) -> None:
    paper.add_heading("1. Tóm tắt", 1)
    counts = counted(report.findings)
    lines = [
        (document, *(str(counts.get(document, Counter())[key]) for key in SEVERITY_NAMES))
        for document in report.documents
    ]
    _table(paper, ("Tài liệu", *(f"{name} ({key})" for key, name in SEVERITY_NAMES.items())), lines)
    if report.scores:
        paper.add_heading("Điểm “5 rõ” của các bảng giao việc", 2)
        scored = [
            (s.document, *map(str, (s.tasks, s.who, s.work, s.when, s.responsibility, s.product)), f"{s.score:g}")
            for s in report.scores
        ]
        heads = ("Tài liệu", "Nhiệm vụ", "Rõ người", "Rõ việc", "Rõ thời gian", "Rõ trách nhiệm", "Rõ sản phẩm", "Điểm")
        _table(paper, heads, scored)
    grave = [f for f in report.findings if f.severity == "A"]
    if grave:
        paper.add_heading("Những điểm nghiêm trọng", 2)
    for finding in grave:
        paper.add_paragraph(f"{finding.document}: {finding.text}", style="List Bullet")


def _matrix(paper: Any, report: AuditReport) -> None:
    _page(paper.add_section(WD_SECTION.NEW_PAGE), sideways=True)
    paper.add_heading("2. Ma trận đối chiếu với khung", 1)
    cells = {(cell.item, cell.document): cell for cell in report.matrix}
    documents = [d for d in report.documents if any(c.document == d for c in report.matrix)]
    for first in range(0, len(documents), BESIDE):
        shown = documents[first : first + BESIDE]
        for kind, name in KINDS.items():
            lines = list(_matrix_rows(report.matrix, cells, shown, kind))
            if lines:
                paper.add_heading(name, 2)
                _table(paper, ("Mục của khung", *shown), lines, size=9)
    _page(paper.add_section(WD_SECTION.NEW_PAGE), sideways=False)


def _matrix_rows(
    matrix: Sequence[Cell], cells: dict[tuple[str, str], Cell], documents: Sequence[str], kind: str
) -> Iterator[tuple[str, ...]]:
    """One row per item; an item that binds nobody here is left out."""
    for item in dict.fromkeys(cell.item for cell in matrix if cell.kind == kind):
        row = [cells[item, document] for document in documents]
        if all(cell.status == "not binding at this level" for cell in row):
            continue
        yield (row[0].item_text, *(_cell(cell) for cell in row))


def _cell(cell: Cell) -> str:
    """The status, why, and the beginning of the first place that shows it."""
    told = STATUS_NAMES[cell.status] + (f" ({cell.why})" if cell.why else "")
    if not cell.evidence:
        return told
    quote = " ".join(cell.evidence[0].quote.split())
    short = quote if len(quote) <= SHOWN else quote[:SHOWN].rsplit(" ", 1)[0] + "…"
    return f"{told}: “{short}” ({reference(cell.evidence[0])})"


def _findings(paper: Any, report: AuditReport) -> None:
    paper.add_heading("3. Phát hiện và trích dẫn", 1)
    for document in report.documents:
        own = [f for f in report.findings if f.document == document]
        if own:
            paper.add_heading(document, 2)
        for number, finding in enumerate(own, 1):
            _finding(paper, number, finding)


def _finding(paper: Any, number: int, finding: Finding) -> None:
    paper.add_heading(f"{number}. [{finding.severity}] {rule_title(finding)}", 3)
    paper.add_paragraph(finding.text)
    for citation in finding.citations:
        quote = paper.add_paragraph(style="List Bullet")
        quote.add_run(f"“{citation.quote}”").italic = True
        quote.add_run(f" ({reference(citation)})")
    made = decided(finding)
    small = paper.add_paragraph(f"{CATEGORY_NAMES[finding.category]}; mã {finding.id}" + (f"; {made}" if made else ""))
    small.runs[0].font.size = Pt(10)


def _table(paper: Any, heads: Sequence[str], lines: Sequence[Sequence[str]], *, size: int = 11) -> None:
    table = paper.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    _fill(table.rows[0], heads, size, bold=True)
    _repeat(table.rows[0])
    for line in lines:
        _fill(table.add_row(), line, size)
    paper.add_paragraph()


def _fill(row: Any, values: Sequence[str], size: int, *, bold: bool = False) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.bold = Pt(size), bold


def _repeat(row: Any) -> None:
    """The heads again at the top of each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
