"""The second opinion: off unless named, the model's own order, within its time, and never a model that cannot judge."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import HashingEncoder, read_lines
from small_models import make_model, make_reranker

from index.library import Library
from index.model.cross import BATCH, CrossEncoderReranker
from index.readings import Reader
from index.reranker import open_reranker
from ingest.errors import ModelUnavailable

QUESTION = "bồi dưỡng kỹ năng số cho cán bộ"
TEXTS = [f"Bồi dưỡng lớp {number} về kỹ năng số cho cán bộ thôn" for number in range(3 * BATCH)]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reranker(tmp_path_factory.mktemp("models") / "xep-hang")


def library(data: Path, reranker: CrossEncoderReranker | None) -> Library:
    reader = Reader(read_lines, "1", frozenset({".txt", ".md"}))
    return Library(data, HashingEncoder, lambda: reader, reranker=lambda: reranker)


def unhurried(judge: Path, top: int = 20) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(judge), top=top, seconds=60)


def test_none_is_used_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACUU_RERANKER", raising=False)
    assert open_reranker() is None


def test_scores_are_those_of_the_library(judge: Path) -> None:
    from sentence_transformers import CrossEncoder

    plain = CrossEncoder(str(judge), device="cpu").predict([(QUESTION, text) for text in TEXTS])
    assert unhurried(judge).scores(QUESTION, TEXTS) == pytest.approx(list(plain), abs=1e-5)


def test_the_first_passages_come_in_the_order_of_the_judge(judge: Path, folder: Path, tmp_path: Path) -> None:
    library(tmp_path / "data", None).sync([folder])
    before = library(tmp_path / "data", None).search(QUESTION)
    reranker = unhurried(judge, top=4)
    after = library(tmp_path / "data", reranker).search(QUESTION)
    said = dict(zip([hit.text for hit in before[:4]], reranker.scores(QUESTION, _given(before[:4])), strict=True))
    assert [hit.text for hit in after[:4]] == sorted(said, key=lambda text: -said[text])
    assert [hit.text for hit in after[:4]] != [hit.text for hit in before[:4]]
    assert [hit.reranked for hit in after[:4]] == sorted(said.values(), reverse=True)
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert after[4:] == before[4:]


def _given(hits: list) -> list[str]:  # type: ignore[type-arg]
    return [f"{hit.passage.context}\n{hit.text}" for hit in hits]


@pytest.mark.parametrize("mode", ["dense", "lexical"])
def test_one_side_alone_is_left_as_it_is(judge: Path, folder: Path, tmp_path: Path, mode: str) -> None:
    library(tmp_path / "data", None).sync([folder])
    alone = library(tmp_path / "data", None).search(QUESTION, mode=mode)  # type: ignore[arg-type]
    assert library(tmp_path / "data", unhurried(judge)).search(QUESTION, mode=mode) == alone  # type: ignore[arg-type]


def test_fewer_results_than_judged_are_the_best_of_those_judged(judge: Path, folder: Path, tmp_path: Path) -> None:
    library(tmp_path / "data", None).sync([folder])
    found = library(tmp_path / "data", unhurried(judge))
    assert found.search(QUESTION, k=2) == found.search(QUESTION, k=6)[:2]


def test_no_batch_begins_when_the_time_is_over(judge: Path) -> None:
    hurried = CrossEncoderReranker(str(judge), top=20, seconds=0.0001)
    assert hurried.scores(QUESTION, TEXTS) == unhurried(judge).scores(QUESTION, TEXTS)[:BATCH]


def test_what_was_not_judged_in_time_stays_behind_in_its_order(judge: Path, folder: Path, tmp_path: Path) -> None:
    many = tmp_path / "nhieu"
    many.mkdir()
    (many / "lop.txt").write_text("\n".join(TEXTS), encoding="utf-8")
    library(tmp_path / "data", None).sync([many])
    before = library(tmp_path / "data", None).search(QUESTION, k=20)
    after = library(tmp_path / "data", CrossEncoderReranker(str(judge), top=20, seconds=0.0001)).search(QUESTION, k=20)
    assert {hit.text for hit in after[:BATCH]} == {hit.text for hit in before[:BATCH]}
    assert [hit.reranked is None for hit in after] == [False] * BATCH + [True] * (20 - BATCH)
    assert after[BATCH:] == before[BATCH:]


def test_while_others_keep_the_model_busy_the_search_does_not_wait_longer_than_it_may(judge: Path) -> None:
    reranker = CrossEncoderReranker(str(judge), top=20, seconds=0.05)
    reranker.warm()
    with reranker._judging:
        assert reranker.scores(QUESTION, TEXTS) == []


def test_the_same_is_not_judged_twice(judge: Path) -> None:
    reranker = unhurried(judge)
    first = reranker.scores(QUESTION, TEXTS)
    reranker._model = None  # what is remembered needs no model
    reranker._load = lambda: None  # type: ignore[method-assign]
    assert reranker.scores(f" {QUESTION}  ", TEXTS) == first


@pytest.mark.parametrize("make", ["embedding", "labels"])
def test_a_model_that_is_no_judge_is_refused(make: str, tmp_path: Path) -> None:
    folder = tmp_path / make
    made = make_model(folder, 32, "mean", {}) if make == "embedding" else make_reranker(folder, labels=3)
    with pytest.raises(ModelUnavailable, match="không phải mô hình xếp hạng lại"):
        CrossEncoderReranker(str(made), top=20, seconds=1).warm()


def test_a_judge_written_by_the_library_is_one(judge: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(judge), device="cpu").save_pretrained(str(tmp_path / "moi"), create_model_card=False)
    again = CrossEncoderReranker(str(tmp_path / "moi"), top=20, seconds=60)
    assert again.scores(QUESTION, TEXTS[:4]) == pytest.approx(unhurried(judge).scores(QUESTION, TEXTS[:4]), abs=1e-5)


def test_a_judge_that_is_not_on_disk_is_told_when_it_is_needed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(tmp_path / "data", None).sync([folder])
    monkeypatch.setenv("TRACUU_RERANKER", str(tmp_path / "khong-co"))
    reader = Reader(read_lines, "1", frozenset({".txt", ".md"}))
    named = Library(tmp_path / "data", HashingEncoder, lambda: reader)
    assert named.search(QUESTION, mode="lexical")
    with pytest.raises(ModelUnavailable, match="khong-co") as caught:
        named.search(QUESTION)
    assert "TRACUU_RERANKER" in caught.value.hint


@pytest.mark.parametrize("variable", ["TRACUU_RERANK_TOP", "TRACUU_RERANK_MS"])
def test_a_setting_that_is_no_number_is_told(judge: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("TRACUU_RERANKER", str(judge))
    monkeypatch.setenv(variable, "0")
    with pytest.raises(ModelUnavailable, match=variable):
        open_reranker()
