"""The audit as a whole: quotations, decisions, files, switches, command line, API."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from auditing import Shelf, plan, shelf
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from index.library import Library
from ingest.errors import BadRequest, NotFound
from service.audit import audit, registers
from service.audit.command import decide, run
from service.audit.decisions import Decisions
from service.audit.registry import chosen
from service.audit.routes import audits
from service.cli import main

TEXT = plan(
    "I. MỤC TIÊU\n\n1. Đến hết năm 2030\n\n- Có ≥ 100% bà con người dân có tài khoản VNeID.\n\n"
    "II. NHIỆM VỤ\n\n- Tạo khí thế mới trong toàn thành phố; chi tiết tại Phụ lục kèm theo.\n"
)


@pytest.fixture
def one() -> Shelf:
    return shelf(plan=TEXT)


def test_every_quotation_stands_at_its_place(one: Shelf) -> None:
    report = audit(one)
    quotes = [c for f in report.findings for c in f.citations] + [c for cell in report.matrix for c in cell.evidence]
    assert quotes
    for citation in quotes:
        assert one.text(citation.document)[citation.start : citation.end] == citation.quote


def test_findings_come_grave_first_and_once(one: Shelf) -> None:
    findings = audit(one).findings
    assert [f.severity for f in findings] == sorted(f.severity for f in findings)
    assert len({f.id for f in findings}) == len(findings)


def test_each_rule_has_its_switch_and_its_source(one: Shelf) -> None:
    rules = chosen()
    assert len(rules) > 40
    assert all(rule.title and rule.source and rule.check.__doc__ for rule in rules)
    on = {f.rule for f in audit(one).findings}
    assert "chi_tieu_vo_nghia" in on
    assert {f.rule for f in audit(one, off=["chi_tieu_vo_nghia"]).findings} == on - {"chi_tieu_vo_nghia"}


def test_an_unknown_document_is_told(one: Shelf) -> None:
    with pytest.raises(NotFound, match="khong-co"):
        audit(one, ["khong-co"])


def test_an_unknown_rule_is_told(one: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="khong_co"):
        run(one, tmp_path, off=["khong_co"])


def test_a_decision_survives_a_second_reading(one: Shelf, tmp_path: Path) -> None:
    target = next(f for f in run(one, tmp_path).findings if f.rule == "chi_tieu_vo_nghia")
    decide(run(one, tmp_path), tmp_path, dismiss=target.id, note="đã đính chính ngày 12/8")
    moved = shelf(
        plan=TEXT.replace("KẾ HOẠCH\n", "KẾ HOẠCH\n\n", 1).replace("- UBND tỉnh;", "- UBND tỉnh;\n- Sở Nội vụ;")
    )
    again = next(f for f in run(moved, tmp_path).findings if f.id == target.id)
    assert again.decision is not None
    assert (again.decision.verdict, again.decision.note) == ("dismissed", "đã đính chính ngày 12/8")


def test_dismissing_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        Decisions(tmp_path).take("x", "dismissed", " ")
    assert Decisions(tmp_path).of("x") is None


def test_the_last_decision_counts_and_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    Decisions(tmp_path).take("x", "accepted")
    Decisions(tmp_path).take("x", "dismissed", "nhầm")
    with (tmp_path / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"finding": "y", "verd')
    decision = Decisions(tmp_path).of("x")
    assert decision is not None
    assert decision.verdict == "dismissed"


def test_the_report_in_word_holds_cover_summary_matrix_and_quotations(one: Shelf, tmp_path: Path) -> None:
    report, path = audit(one), tmp_path / "bao-cao.docx"
    registers.write(report, "docx", path)
    paper = docx.Document(str(path))
    text = "\n".join(p.text for p in paper.paragraphs)
    for heading in ("BÁO CÁO KIỂM TRA VĂN BẢN", "1. Tóm tắt", "2. Ma trận", "3. Phát hiện và trích dẫn"):
        assert heading in text
    for finding in report.findings:
        assert finding.text in text
        for citation in finding.citations:
            assert citation.quote.split("\n")[0] in text
    assert "mục I, 1, plan.txt" in text
    assert [paper.tables[0].cell(1, 0).text, len(paper.tables[0].rows)] == [report.names["plan"], 2]
    assert any("cao hơn" in c.text or "không nêu" in c.text for row in paper.tables[1].rows for c in row.cells)


def test_registers_open_again(one: Shelf, tmp_path: Path) -> None:
    report = audit(one)
    for form in ("jsonl", "csv", "xlsx"):
        assert registers.write(report, form, tmp_path / f"out.{form}") == len(report.findings)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"document", "category", "severity", "text", "citations"} <= set(lines[0])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(report.findings) + 1
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", len(report.findings) + 1)
    assert sheet.auto_filter.ref
    with pytest.raises(BadRequest):
        registers.write(report, "pdf", tmp_path / "out.pdf")


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    odd = shelf(plan=TEXT.replace("Tạo khí thế", "=SUM(A1) tạo khí thế"))
    registers.write(audit(odd), "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not any(re.match(r"[=+@-]", cell) for row in csv.reader(file) for cell in row)


@pytest.fixture
def command(one: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: one))

    def invoke(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["--data", str(tmp_path), *arguments])
        assert result.exit_code == code, result.output
        return result.stdout

    return invoke


def test_the_command_prints_the_contract(command: Callable[..., str]) -> None:
    printed = json.loads(command("audit", "plan", "--json"))
    assert {"findings", "matrix"} <= set(printed)
    assert {"document", "category", "severity", "text", "citations"} <= set(printed["findings"][0])
    assert {"document", "item", "status", "evidence", "frame_evidence"} <= set(printed["matrix"][0])


def test_the_command_in_words_and_its_decisions(command: Callable[..., str]) -> None:
    text = command("audit")
    assert "vô nghĩa" in text
    code = re.search(r"mã (\w{16}), quy tắc chi_tieu_vo_nghia", text)
    assert code is not None
    command("audit", "--dismiss", code.group(1), code=1)
    command("audit", "--dismiss", code.group(1), "--note", "đã sửa")
    assert "bỏ qua: đã sửa" in command("audit")
    command("audit", "--accept", "khong-co", code=1)


def test_the_rules_are_listed(command: Callable[..., str]) -> None:
    from service.audit.registry import chosen

    listed = command("audit", "--rules")
    for rule in chosen():
        assert f"{rule.name}: {rule.title}" in listed


def test_findings_are_exported(command: Callable[..., str], tmp_path: Path) -> None:
    command("export", "findings", "--format", "docx", "-o", str(tmp_path / "a.docx"))
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs


def test_the_api_audits_and_keeps_decisions(one: Shelf, tmp_path: Path) -> None:
    app = FastAPI()
    app.include_router(audits(one, Decisions(tmp_path)), prefix="/api")
    client = TestClient(app)
    assert {"name", "title", "source"} == set(client.get("/api/audit/rules").json()[0])
    finding = client.get("/api/audit", params={"document": "plan"}).json()["findings"][0]
    assert client.post(f"/api/audit/findings/{finding['id']}", json={"verdict": "accepted"}).status_code == 200
    assert client.get("/api/audit").json()["findings"][0]["decision"]["verdict"] == "accepted"
