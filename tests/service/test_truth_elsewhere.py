"""Plans and directives of other provinces, which no rule was written for: what is extracted, asked, and not said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from made_up import SHARED

from index.library import Library
from ingest.errors import ModelUnavailable
from ingest.pipeline import read_document
from service.desk import Desk
from service.evaluation import evaluate_questions
from service.fact_scoring import score_facts

TRUTH = Path(__file__).parents[1] / "truth" / "elsewhere"
ANSWERED = 47  # of 52: 49 when the last of them was looked at
REFUSED = 19  # of 20: all of them when the last of them was looked at
FACTS = TRUTH / "facts"
FLOORS = {
    "sections": 0.97,
    "targets": 0.95,
    "tasks: lead": 0.98,
    "tasks: partners": 0.98,
    "tasks: output": 0.98,
    "tasks: deadline": 0.98,
    "reporting duties (recall)": 0.99,
    "references": 0.99,
}


@pytest.mark.shared
def test_facts_of_plans_that_nobody_had_looked_at_are_found(tmp_path: Path) -> None:
    source = SHARED / "scale" / "docs.jsonl.gz"
    if not source.is_file():
        pytest.skip("dữ liệu đánh giá ../shared không có ở đây")
    _unpack(FACTS, source, tmp_path / "van-ban")
    documents = {document.id: document for document in map(read_document, (tmp_path / "van-ban").iterdir())}
    tallies = score_facts(documents, FACTS)
    low = {tally.kind: tally for tally in tallies if tally.f1 < FLOORS.get(tally.kind, 0)}
    assert low == {}
    assert set(FLOORS) <= {tally.kind for tally in tallies}


@pytest.mark.shared
@pytest.mark.slow
def test_questions_over_other_provinces_are_answered_or_refused(tmp_path: Path) -> None:
    source = SHARED / "scale" / "docs.jsonl.gz"
    if not source.is_file():
        pytest.skip("dữ liệu đánh giá ../shared không có ở đây")
    _unpack(TRUTH, source, tmp_path / "van-ban")
    library = Library.open(tmp_path / "data")
    try:
        library.sync([tmp_path / "van-ban"])
    except ModelUnavailable as error:
        pytest.skip(f"mô hình chưa sẵn sàng: {error}")
    score = evaluate_questions(Desk(library), TRUTH / "questions.jsonl")
    missed = [one for one in score.outcomes if not one.right]
    assert score.not_verbatim == 0
    assert sum(right for right, _ in score.by_kind.values()) >= ANSWERED, missed
    assert score.refusals[0] >= REFUSED, missed


def _unpack(truth: Path, source: Path, folder: Path) -> None:
    rows = map(json.loads, (truth / "documents.jsonl").read_text(encoding="utf-8").splitlines())
    names = {row["scale"]: row["doc"] for row in rows}
    folder.mkdir()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            if any(id in line[:40] for id in names):
                entry = json.loads(line)
                (folder / f"{names[entry['id']]}.md").write_text(entry["text"], encoding="utf-8")
    assert len(list(folder.iterdir())) == len(names)
