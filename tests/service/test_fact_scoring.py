"""Truth scored against itself is perfect; a corrupted copy is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import document_of
from ingest.readers.content import content_of_text
from ingest.types import Document
from service.fact_scoring import score_facts

PLAN = """\
KẾ HOẠCH

Chăm sóc vườn cây năm 2031

Căn cứ Quyết định số 9/QĐ-UBND ngày 01/3/2031 của UBND xã Hồ Xanh;

I. MỤC TIÊU

1. Đến hết năm 2031

- Đạt ≥ 60% hộ dân có vườn cây xanh.

- Trên 40% thôn có tổ chăm cây.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế báo cáo kết quả về UBND xã trước ngày 20 hằng tháng.

PHỤ LỤC

TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
1\tTrồng cây bóng mát\tPhòng Kinh tế\tCác thôn\tCây được trồng\tTháng 5/2031
"""


@pytest.fixture
def plan() -> Document:
    return document_of(content_of_text(PLAN), name="vườn.txt", sha256="0")


def _truth(plan: Document) -> dict[str, list[dict[str, Any]]]:
    """What the pipeline itself found, written down as truth."""
    doc = plan.id
    return {
        "sections.jsonl": [{"doc": doc, "path": s.path, "title": s.title} for s in plan.sections],
        "targets.jsonl": [
            {"doc": doc, "path": t.section, **t.model_dump(include=_TARGET)} for t in plan.targets
        ],
        "tasks.jsonl": [
            {"doc": doc, "path": t.section, "text": t.text, "lead": "; ".join(t.lead), "coord": t.partners,
             "output": t.output, "deadline": t.deadline or t.frequency} for t in plan.tasks
        ],
        "obligations.jsonl": [
            {"doc": doc, "path": d.section, "quote": d.quote, "type": "report"} for d in plan.duties
        ],
        "references.jsonl": [
            {"doc": doc, "path": r.section, "quote": r.quote, "symbol": r.symbol, "suspect": r.suspect}
            for r in plan.references
        ],
    }  # fmt: skip


_TARGET = {"quote", "comparator", "value", "value_max", "unit", "deadline", "cls"}


def _scores(plan: Document, truth: dict[str, list[dict[str, Any]]], folder: Path) -> dict[str, float]:
    for name, rows in truth.items():
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return {tally.kind: tally.f1 for tally in score_facts({plan.id: plan}, folder)}


def test_the_plan_has_something_of_every_kind_to_score(plan: Document) -> None:
    assert len(plan.targets) == 2
    assert len(plan.tasks) == 1
    assert plan.duties
    assert plan.references


def test_truth_scored_against_itself_is_perfect(plan: Document, tmp_path: Path) -> None:
    assert set(_scores(plan, _truth(plan), tmp_path).values()) == {1.0}


@pytest.mark.parametrize(
    ("file", "field", "wrong", "kind"),
    [
        ("sections.jsonl", "title", "KHÁC", "sections"),
        ("targets.jsonl", "value", 61, "targets"),
        ("targets.jsonl", "comparator", "<", "targets"),
        ("targets.jsonl", "unit", "thôn", "targets"),
        ("targets.jsonl", "deadline", "2032", "targets"),
        ("targets.jsonl", "quote", "Một câu không có trong văn bản.", "targets"),
        ("tasks.jsonl", "lead", "Phòng Y tế", "tasks: lead"),
        ("tasks.jsonl", "coord", [], "tasks: partners"),
        ("tasks.jsonl", "output", "Báo cáo", "tasks: output"),
        ("tasks.jsonl", "deadline", "2031-06", "tasks: deadline"),
        ("obligations.jsonl", "quote", "Một câu không có trong văn bản.", "reporting duties (recall)"),
        ("references.jsonl", "symbol", "8/QĐ-UBND", "references"),
    ],
)
def test_a_corrupted_copy_is_not(
    plan: Document, tmp_path: Path, file: str, field: str, wrong: object, kind: str
) -> None:
    truth = _truth(plan)
    truth[file][0][field] = wrong
    scores = _scores(plan, truth, tmp_path)
    assert scores[kind] < 1.0
