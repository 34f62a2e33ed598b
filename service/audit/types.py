"""What an audit gives: findings, a matrix and scores, each with the passages that show it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from ingest.types import Frozen
from service.types import Citation

Level = Literal["xa", "tinh", "trung_uong"]
"""Whose plan it is: commune, province, or a central body (the levels of government since 01/07/2025)."""

Severity = Literal["A", "B", "C"]
"""A grave (the plan cannot stand so), B medium (to be corrected), C editorial or OCR."""

Category = Literal[
    "authority",
    "blank",
    "citation",
    "frame",
    "missing_appendix",
    "nq57",
    "ocr",
    "regression",
    "reporting",
    "structure",
    "target",
    "task_gap",
    "template_leftover",
    "terminology",
]

CATEGORY_NAMES: dict[Category, str] = {
    "authority": "Thẩm quyền",
    "blank": "Số, ngày để trống",
    "citation": "Viện dẫn",
    "frame": "So với văn bản khung",
    "missing_appendix": "Phụ lục",
    "nq57": "So với Nghị quyết 57-NQ/TW",
    "ocr": "Lỗi chữ",
    "regression": "Mục tiêu qua các mốc",
    "reporting": "Chế độ báo cáo",
    "structure": "Bố cục",
    "target": "Chỉ tiêu",
    "task_gap": "Giao việc (5 rõ)",
    "template_leftover": "Chép mẫu cấp khác",
    "terminology": "Từ ngữ",
}

SEVERITY_NAMES: dict[Severity, str] = {"A": "Nặng", "B": "Vừa", "C": "Nhẹ"}

Status = Literal[
    "exceeds",
    "meets",
    "lower",
    "later",
    "different denominator",
    "mentioned without a figure",
    "absent",
    "not binding at this level",
    "substantive",
    "in passing",
]

GAPS: tuple[Status, ...] = (
    "absent",
    "lower",
    "later",
    "different denominator",
    "mentioned without a figure",
    "in passing",
)
"""What an inspector asks about, the graver first."""

STATUS_NAMES: dict[Status, str] = {
    "exceeds": "cao hơn",
    "meets": "đạt",
    "lower": "thấp hơn",
    "later": "muộn hơn",
    "different denominator": "khác mẫu số",
    "mentioned without a figure": "nêu không số",
    "absent": "không nêu",
    "not binding at this level": "không áp dụng",
    "substantive": "có nội dung",
    "in passing": "nhắc qua",
}

Verdict = Literal["accepted", "dismissed"]


class Decision(Frozen):
    """What a person made of a finding."""

    verdict: Verdict
    note: str = ""
    by: str = ""
    at: str = Field(default="", description="ISO 8601, UTC")


class Finding(Frozen):
    """Something an inspector would point out, with a quotation from every place involved.

    ``id`` depends on the document's name, the rule and the words quoted, not on
    offsets: a decision taken on it still applies when the document is read again.
    """

    document: str
    category: Category
    severity: Severity
    text: str
    citations: tuple[Citation, ...] = ()
    rule: str = ""
    id: str = ""
    decision: Decision | None = None


class MatrixCell(Frozen):
    """One document against one item of the frame."""

    document: str
    item: str
    status: Status
    evidence: tuple[Citation, ...] = ()
    frame_evidence: tuple[Citation, ...] = ()
    item_text: str = ""
    kind: Literal["target", "group", "task"] = "target"
    group: str | None = None
    why: str = ""


class Score(Frozen):
    """The "5 rõ" of the tasks of one document: how many of ``tasks`` say each of the five.

    Source: the requirement that tasks be assigned "rõ người, rõ việc, rõ thời
    gian, rõ trách nhiệm, rõ sản phẩm". ``score`` is the share of the five that is said, 0 to 100.
    """

    document: str
    tasks: int
    who: int
    work: int
    when: int
    responsibility: int
    product: int
    score: float


class IssueWindow(Frozen):
    """The days between which a document was issued; equal if the day is printed."""

    first: date
    last: date | None = None
    exact: bool = False
    evidence: tuple[Citation, ...] = ()


class FrameInfo(Frozen):
    """The frame an audit was made against."""

    id: str
    name: str
    document: str | None = Field(default=None, description="the document held that its quotations come from")


class AuditReport(Frozen):
    """The whole of an audit."""

    frame: FrameInfo
    documents: tuple[str, ...]
    names: dict[str, str] = Field(default_factory=dict, description="what a person calls each document, by id")
    findings: tuple[Finding, ...]
    matrix: tuple[MatrixCell, ...]
    scores: tuple[Score, ...] = ()
    took_ms: float = 0.0
