"""``/api/audit``: the audit over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service.audit.decisions import Decisions
from service.audit.engine import audit
from service.audit.registry import chosen
from service.audit.types import AuditReport, Decision, Verdict
from service.one_state import at_one_state
from service.ports import Archive

Ids = Annotated[list[str] | None, Query(alias="document", description="mã tài liệu; lặp lại để lấy nhiều")]
Off = Annotated[list[str] | None, Query(description="quy tắc không chạy; lặp lại để tắt nhiều")]


class FindingDecision(BaseModel):
    """What a person makes of a finding; dismissing needs a note."""

    model_config = ConfigDict(extra="forbid")
    verdict: Verdict
    note: str = Field(default="", max_length=2000)
    by: str = Field(default="", max_length=200)


class RuleInfo(BaseModel):
    """One rule as the auditor sees it."""

    name: str
    title: str
    source: str


def audits(library: Archive, decisions: Decisions | None = None) -> APIRouter:
    """The audit, and decisions on its findings where there is a place to keep them."""
    router = APIRouter(tags=["kiểm tra"], route_class=at_one_state(library))

    @router.get("/audit")
    def run_audit(document: Ids = None, frame: str = "nq57", off: Off = None) -> AuditReport:
        """Đối chiếu kế hoạch với khung và với chính nó; mỗi phát hiện, mỗi ô kèm trích dẫn."""
        return audit(library, document, frame, off=off or (), decisions=decisions)

    @router.get("/audit/rules")
    def audit_rules() -> list[RuleInfo]:
        """Các quy tắc kiểm tra: tên (để tắt bằng ``off``), nội dung, nguồn của yêu cầu."""
        return [RuleInfo(name=rule.name, title=rule.title, source=rule.source) for rule in chosen()]

    if decisions is not None:

        @router.post("/audit/findings/{finding}")
        def decide_finding(finding: str, body: FindingDecision) -> Decision:
            """Ghi nhận hoặc bỏ qua một phát hiện; còn nguyên khi nạp lại văn bản."""
            return decisions.take(finding, body.verdict, body.note, body.by)

    return router
