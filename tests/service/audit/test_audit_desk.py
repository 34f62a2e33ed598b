"""Audits are made once, narrowed to what is wanted; decisions are shared and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditing import Shelf, shelf

from ingest.errors import NotFound
from service.audit import desk as desks
from service.audit.decisions import Decisions
from service.audit.desk import AuditDesk, Wanted, narrowed, state_of
from service.audit.engine import audit

PLAN = """ỦY BAN NHÂN DÂN
XÃ MỎ NEO
Số: 3/KH-UBND
Mỏ Neo, ngày 02 tháng 9 năm 2025

KẾ HOẠCH
Thực hiện Nghị quyết số 57-NQ/TW trên địa bàn xã Mỏ Neo

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;

I. MỤC TIÊU
1. Đến năm 2030
- Có ≥ 100% người dân có tài khoản định danh điện tử.

II. NHIỆM VỤ
- Dọn kho tư liệu của xã.
"""


class Changing(Shelf):
    """A shelf that says when it changed."""

    number = 1

    def revision(self) -> int:
        return self.number


@pytest.fixture
def held() -> Changing:
    made = shelf(plan=PLAN, other=PLAN.replace("MỎ NEO", "BÃI CÁT").replace("Mỏ Neo", "Bãi Cát"))
    return Changing([made.document(one.id) for one in made.documents()])


def test_an_audit_is_made_once_until_something_held_changes(
    held: Changing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def counted(library: Shelf, documents: list[str], frame: str) -> object:
        asked.append(list(documents))
        return audit(library, documents, frame)

    monkeypatch.setattr(desks, "audit", counted)
    desk = AuditDesk(held, Decisions(tmp_path))
    first = desk.report(["plan"], "nq57")
    assert desk.report(["plan"], "nq57").findings == first.findings
    both = desk.report(["other", "plan"], "nq57")
    assert asked == [["plan"], ["other"]]
    assert both.documents == ("other", "plan")
    assert [f for f in both.findings if f.document == "plan"] == list(first.findings)
    held.number = 2
    desk.report(["plan"], "nq57")
    assert asked[2:] == [["plan"]]


def test_parts_put_together_are_the_audit_of_all(held: Changing, tmp_path: Path) -> None:
    desk = AuditDesk(held, Decisions(tmp_path))
    desk.report(["other"], "nq57")
    pieced, whole = desk.report(["plan", "other"], "nq57"), audit(held, ["plan", "other"])
    assert (pieced.findings, pieced.matrix, pieced.scores) == (whole.findings, whole.matrix, whole.scores)


def test_a_report_is_narrowed_by_severity_category_and_state(held: Changing, tmp_path: Path) -> None:
    desk = AuditDesk(held, Decisions(tmp_path))
    report = desk.report(["plan"], "nq57")
    grave = narrowed(report, Wanted(severities=frozenset("A")))
    assert {finding.severity for finding in grave.findings} == {"A"}
    assert 0 < len(grave.findings) < len(report.findings)
    desk.decisions.take(grave.findings[0].id, "accepted")
    accepted = narrowed(desk.report(["plan"], "nq57"), Wanted(states=frozenset({"accepted"})))
    assert [finding.id for finding in accepted.findings] == [grave.findings[0].id]
    assert narrowed(report, Wanted()).findings == report.findings


def test_the_usual_documents_are_the_plans_that_carry_the_frame_out(held: Changing, tmp_path: Path) -> None:
    desk = AuditDesk(held, Decisions(tmp_path))
    assert desk.usual(desk.frame("nq57")) == ("plan", "other")
    assert desk.usual(desk.frame("plan")) == ("other",)


def test_what_is_not_there_is_told(held: Changing, tmp_path: Path) -> None:
    desk = AuditDesk(held, Decisions(tmp_path))
    with pytest.raises(NotFound):
        desk.report(["khong-co"], "nq57")
    with pytest.raises(NotFound):
        desk.finding("plan", "nq57", "0000")


def test_decisions_of_another_process_are_seen_and_can_be_taken_back(held: Changing, tmp_path: Path) -> None:
    desk = AuditDesk(held, Decisions(tmp_path))
    first = desk.report(["plan"], "nq57").findings[0]
    Decisions(tmp_path).take(first.id, "dismissed", "nhầm mẫu")
    assert state_of(desk.finding("plan", "nq57", first.id)) == "dismissed"
    Decisions(tmp_path).withdraw(first.id)
    assert state_of(desk.finding("plan", "nq57", first.id)) == "open"
    assert "nhầm mẫu" in (tmp_path / "decisions.jsonl").read_text(encoding="utf-8")
