"""Findings taken away: JSON lines, CSV, Excel, Word."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import BadRequest
from service.audit.types import CATEGORY_NAMES, AuditReport, Finding
from service.audit.wording import decided, reference, rule_title
from service.exports.cells import harmless, writable

FORMATS = ("jsonl", "csv", "xlsx", "docx")
COLUMNS = ("Mã", "Tài liệu", "Mức", "Loại", "Quy tắc", "Phát hiện", "Vị trí", "Trích dẫn", "Tệp nguồn", "Xử lý")
WIDTHS = (18, 18, 6, 20, 28, 60, 28, 70, 24, 20)


def write(report: AuditReport, form: str, path: Path) -> int:
    """Writes the findings of an audit and returns how many there are.

    Raises :class:`BadRequest` for an unknown format.
    """
    if form not in FORMATS:
        raise BadRequest(f"findings không xuất dạng {form}.", f"Chọn một trong: {', '.join(FORMATS)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {"jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx, "docx": _docx}
    writers[form](report, path)
    return len(report.findings)


def _jsonl(report: AuditReport, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for finding in report.findings:
            file.write(json.dumps(finding.model_dump(mode="json"), ensure_ascii=False) + "\n")


def rows(report: AuditReport) -> Iterator[tuple[str, ...]]:
    """One row per finding; quotations and places one a line, in the same order."""
    for finding in report.findings:
        yield tuple(harmless(writable(value)) for value in _row(finding))


def _row(finding: Finding) -> tuple[str, ...]:
    quotes = [" ".join(c.quote.split()) for c in finding.citations]
    return (
        finding.id,
        finding.document,
        finding.severity,
        CATEGORY_NAMES[finding.category],
        rule_title(finding),
        finding.text,
        "\n".join(reference(c) for c in finding.citations),
        "\n".join(f"“{quote}”" for quote in quotes),
        "\n".join(dict.fromkeys(c.source for c in finding.citations)),
        decided(finding),
    )


def _csv(report: AuditReport, path: Path) -> None:
    # utf-8-sig: without the mark, Excel on Windows reads Vietnamese as Latin
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows(report)])


def _xlsx(report: AuditReport, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"  # noqa: S101 programmer error
    sheet.title = "Phát hiện"
    sheet.append(COLUMNS)
    for row in rows(report):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def _docx(report: AuditReport, path: Path) -> None:
    from service.audit.report_docx import write_report

    write_report(report, path)
