"""Measured on the real plans beside the repository: truth made by reading, and speed."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from auditing import SHARED, Shelf

from ingest.pipeline import read_document
from service.audit.engine import audit
from service.audit.evaluation import evaluate
from service.audit.types import AuditReport

pytestmark = pytest.mark.shared
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def seeds() -> Shelf:
    """The five commune plans beside the repository and NQ57, read once."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"evaluation data not there: {folder}")
    files = [*sorted((folder / "seeds").iterdir()), folder / "reference" / "57-NQ-TW.txt"]
    return Shelf([read_document(path) for path in files])


@pytest.fixture(scope="module")
def seeds_report(seeds: Shelf) -> AuditReport:
    return audit(seeds)


def test_what_a_sharp_auditor_flags_is_found(seeds_report: AuditReport) -> None:
    truth = SHARED / "gold" / "inconsistencies.jsonl"
    if not truth.is_file():
        pytest.skip(f"evaluation data not there: {truth}")
    recall = evaluate(seeds_report.findings, truth)
    assert recall.share("A") >= 0.8, recall.missed
    assert recall.share() >= 0.6, recall.missed


def test_tasks_taken_up_are_graded_as_a_reader_grades_them(seeds_report: AuditReport) -> None:
    """Exact agreement on three grades; substance seen where there is none is the worse error."""
    truth = tomllib.loads((HERE / "group_truth.toml").read_text(encoding="utf-8"))
    letters = {"substantive": "S", "in passing": "P", "absent": "A", "not binding at this level": "A"}
    given = {(c.document, c.item): letters.get(c.status) for c in seeds_report.matrix}
    pairs = [
        (expected, given[document, item])
        for item, row in truth["items"].items()
        for document, expected in zip(truth["documents"], row, strict=True)
    ]
    agreed = sum(expected == got for expected, got in pairs) / len(pairs)
    overrated = sum(got == "S" and expected != "S" for expected, got in pairs) / len(pairs)
    assert agreed >= 0.9
    assert overrated <= 0.05


def test_the_frames_own_words_are_quoted_where_it_is_held(seeds: Shelf, seeds_report: AuditReport) -> None:
    lower = next(c for c in seeds_report.matrix if c.document == "xuan-thanh" and c.item == "mt14")
    assert lower.status == "lower"
    assert "3%" in lower.frame_evidence[0].quote
    assert all(cell.frame_evidence for cell in seeds_report.matrix if cell.item.startswith(("mt", "nhom")))


def test_every_quotation_is_verbatim(seeds: Shelf, seeds_report: AuditReport) -> None:
    for finding in seeds_report.findings:
        assert finding.citations, finding.rule
        for c in finding.citations:
            assert seeds.text(c.document)[c.start : c.end] == c.quote


def test_twenty_documents_take_less_than_five_seconds(seeds: Shelf) -> None:
    started = time.perf_counter()
    for _ in range(4):
        audit(seeds, ["binh-giang", "quan-chu", "tay-giang", "xuan-giang", "xuan-thanh"])
    assert time.perf_counter() - started < 5
