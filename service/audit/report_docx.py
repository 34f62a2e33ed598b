"""The audit as a report in Word: cover, summary, matrix, findings with their quotations in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from service.audit.spelling import figure
from service.audit.types import CATEGORY_NAMES, SEVERITY_NAMES, STATUS_NAMES, AuditReport, Finding, MatrixCell
from service.audit.wording import counted, decided, reference, rule_title
from service.exports.paper import add_table, even, new_paper, printed, turn
from service.types import Citation

TITLE = "Báo cáo kiểm tra văn bản"
BESIDE = 8
"""Documents shown beside each other in one table of the matrix."""

SHOWN = 2
"""Quotations of one side shown in the table of targets; the pages have all."""

KINDS = {"target": "Mục tiêu", "group": "Nhóm nhiệm vụ", "task": "Nhiệm vụ"}
FIVE = ("Nhiệm vụ", "Rõ người", "Rõ việc", "Rõ thời gian", "Rõ trách nhiệm", "Rõ sản phẩm", "Điểm")


class Names(dict[str, str]):
    """What documents are called; one without a name is called by its id."""

    def __missing__(self, id: str) -> str:
        return id


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
        report: what the audit found, narrowed to what is wanted; without cells, no matrix is written.
        path: the file to write.
        on: the day printed on its cover (today, if none is given).
        names: what the documents are called, by id; of the report itself if not given.
        scope: which findings the report was narrowed to, in words.
    """
    paper = new_paper(TITLE)
    called = Names(names or report.names)
    _cover(paper, report, called, on or date.today(), scope)
    parts = [_summary, *([_matrix] if report.matrix else []), _findings]
    for number, part in enumerate(parts, 1):
        part(paper, report, called, number)
    paper.save(str(path))


def _cover(paper: Any, report: AuditReport, names: Names, on: date, scope: str) -> None:
    title = paper.add_paragraph(TITLE.upper())
    title.paragraph_format.space_before = Pt(160)
    title.runs[0].bold, title.runs[0].font.size = True, Pt(18)
    lines = [
        f"Khung đối chiếu: {report.frame.name}",
        f"{len(report.documents)} văn bản, {len(report.findings)} phát hiện",
        *([f"Chỉ gồm phát hiện: {scope}"] if scope else []),
        f"Ngày {on:%d/%m/%Y}",
    ]
    centred = [title, *map(paper.add_paragraph, lines)]
    for paragraph in centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _cover_note(paper, report)
    paper.add_page_break()


def _cover_note(paper: Any, report: AuditReport) -> None:
    note = "Mỗi trích dẫn là nguyên văn trong tệp đã nạp."
    if report.matrix and report.frame.document is None:
        note += " Bản gốc của khung chưa có trong kho: phía khung là lời tóm lược của chương trình."
    paragraph = paper.add_paragraph(note)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(24)
    paragraph.runs[0].italic = True


def _summary(paper: Any, report: AuditReport, names: Names, number: int) -> None:
    paper.add_heading(f"{number}. Tóm tắt", 1)
    counts = counted(report.findings)
    lines = [
        (names[document], *(str(counts.get(document, Counter())[key]) for key in SEVERITY_NAMES))
        for document in report.documents
    ]
    heads = ("Văn bản", *(f"{name} ({key})" for key, name in SEVERITY_NAMES.items()))
    add_table(paper, heads, lines, even(96, len(SEVERITY_NAMES), sideways=False))
    if report.scores:
        paper.add_heading("Điểm “5 rõ” của các bảng giao việc", 2)
        scored = [
            (
                names[s.document],
                *map(str, (s.tasks, s.who, s.work, s.when, s.responsibility, s.product)),
                figure(s.score),
            )
            for s in report.scores
        ]
        add_table(paper, ("Văn bản", *FIVE), scored, even(50, len(FIVE), sideways=False), size=10)
    grave = [f for f in report.findings if f.severity == "A"]
    if grave:
        paper.add_heading(f"Những điểm {SEVERITY_NAMES['A'].lower()}", 2)
    for finding in grave:
        paper.add_paragraph(f"{names[finding.document]}: {finding.text}", style="List Bullet")


# -- the matrix ------------------------------------------------------------------------------------


def _matrix(paper: Any, report: AuditReport, names: Names, number: int) -> None:
    """What became of each item in words, then the quotations of the targets."""
    turn(paper, sideways=True)
    paper.add_heading(f"{number}. Ma trận đối chiếu với khung", 1)
    cells = {(cell.item, cell.document): cell for cell in report.matrix}
    documents = [d for d in report.documents if any(c.document == d for c in report.matrix)]
    for first in range(0, len(documents), BESIDE):
        shown = documents[first : first + BESIDE]
        for kind, name in KINDS.items():
            lines = list(_matrix_rows(report.matrix, cells, shown, kind))
            if lines:
                paper.add_heading(name, 2)
                heads = ("Mục của khung", *(names[id] for id in shown))
                add_table(paper, heads, lines, even(70, len(shown), sideways=True), size=10)
    _sides(paper, report, names)
    turn(paper, sideways=False)


def _matrix_rows(
    matrix: Sequence[MatrixCell], cells: dict[tuple[str, str], MatrixCell], documents: Sequence[str], kind: str
) -> Iterator[tuple[str, ...]]:
    """One row per item; an item that binds nobody here is left out."""
    for item in dict.fromkeys(cell.item for cell in matrix if cell.kind == kind):
        row = [cells[item, document] for document in documents]
        if all(cell.status == "not binding at this level" for cell in row):
            continue
        yield (" ".join(row[0].item_text.split()), *(STATUS_NAMES[cell.status] for cell in row))


def _sides(paper: Any, report: AuditReport, names: Names) -> None:
    """Both sides of every target that a document speaks of."""
    lines = [
        (
            f"{' '.join(cell.item_text.split())}\n{names[cell.document]}: {_told(cell)}",
            _quoted(cell.frame_evidence),
            _quoted(cell.evidence),
        )
        for cell in report.matrix
        if cell.kind == "target" and cell.evidence
    ]
    if lines:
        paper.add_heading("Trích dẫn hai phía của các mục tiêu", 2)
        add_table(paper, ("Mục của khung, văn bản", "Khung", "Văn bản viết"), lines, (60, 84, 108), size=10)


def _told(cell: MatrixCell) -> str:
    return STATUS_NAMES[cell.status] + (f" ({cell.why})" if cell.why else "")


def _quoted(citations: Sequence[Citation]) -> str:
    shown = [f"“{printed(one.quote)}” ({reference(one)})" for one in citations[:SHOWN]]
    more = len(citations) - len(shown)
    return "\n".join([*shown, *([f"(và {more} đoạn nữa)"] if more else [])])


# -- findings --------------------------------------------------------------------------------------


def _findings(paper: Any, report: AuditReport, names: Names, number: int) -> None:
    paper.add_heading(f"{number}. Phát hiện và trích dẫn", 1)
    if not report.findings:
        paper.add_paragraph("Không có phát hiện nào.")
    for document in report.documents:
        own = [f for f in report.findings if f.document == document]
        if own:
            paper.add_heading(names[document], 2)
        for place, finding in enumerate(own, 1):
            _finding(paper, place, finding)


def _finding(paper: Any, place: int, finding: Finding) -> None:
    head = f"{place}. {SEVERITY_NAMES[finding.severity]} ({finding.severity}) – {rule_title(finding)}"
    paper.add_heading(head, 3)
    paper.add_paragraph(finding.text).paragraph_format.keep_with_next = bool(finding.citations)
    for citation in finding.citations:
        quote = paper.add_paragraph(style="List Bullet")
        quote.paragraph_format.space_after = Pt(3)
        quote.add_run(f"“{printed(citation.quote)}”").italic = True
        quote.add_run(f" ({reference(citation)})").font.size = Pt(11)
    made = decided(finding)
    if made:
        paper.add_paragraph(f"{CATEGORY_NAMES[finding.category]}: {made}").runs[0].bold = True
