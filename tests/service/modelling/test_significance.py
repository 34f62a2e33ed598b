"""Which rise over the same questions is one: figures whose answer is known from theory, and models kept or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.model import tuning
from index.model.tuning import Asked, Bounds, Tuned
from ingest.types import Frozen
from service.modelling import training
from service.modelling.significance import LEVEL, rise
from service.modelling.split import Question, Split

ASKED = 120


def drawn(mean: float, spread: float, seed: int, asked: int = ASKED) -> tuple[list[float], list[float]]:
    """Figures before, and after a change of that mean and spread."""
    chance = np.random.default_rng(seed)
    before = chance.uniform(0.2, 0.8, asked)
    return list(before), list(before + chance.normal(mean, spread, asked))


def test_a_clear_rise_is_significant_and_its_interval_holds_the_truth() -> None:
    found = rise(*drawn(0.1, 0.2, seed=1))
    assert found.significant
    assert found.p < 0.001
    assert found.low < 0.1 < found.high
    assert found.mean == pytest.approx(np.subtract(*reversed(drawn(0.1, 0.2, seed=1))).mean())
    standard_error = 0.2 / ASKED**0.5
    assert found.high - found.low == pytest.approx(2 * 1.96 * standard_error, rel=0.2)


def test_a_rise_within_the_noise_is_none() -> None:
    before, after = drawn(0.0, 0.3, seed=2)
    after = [figure + 0.01 - (np.mean(after) - np.mean(before)) for figure in after]  # a rise of .01 beside .3 of noise
    found = rise(before, after)
    assert found.mean == pytest.approx(0.01)
    assert not found.significant
    assert found.p > 0.3
    assert found.low < 0 < found.high


def test_without_a_difference_chance_is_certain() -> None:
    found = rise([0.5] * 20, [0.5] * 20)
    assert (found.mean, found.low, found.high, found.p) == (0, 0, 0, 1)
    assert not found.significant


def test_a_fall_is_no_rise_however_sure() -> None:
    after, before = drawn(0.1, 0.1, seed=3)
    found = rise(before, after)
    assert found.p < LEVEL
    assert not found.significant


def test_one_question_of_many_does_not_carry_a_rise() -> None:
    assert not rise([0.0] * 40, [1.0] + [0.0] * 39).significant


def test_chance_is_taken_for_a_rise_as_seldom_as_is_said() -> None:
    taken = sum(rise(*drawn(0.0, 0.3, seed, asked=30)).significant for seed in range(100))
    assert taken <= 100 * LEVEL  # one side of the two: half of it is expected


class Model:
    """A model that the trainer leaves as it is, for what is judged here are figures."""

    def save_pretrained(self, folder: str, create_model_card: bool) -> None:
        Path(folder).mkdir()


class Held(Frozen):
    """No documents: the split is given."""


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Trains with given figures before and after."""
    questions = tuple(
        Question(text=f"câu {at}", kinds=frozenset({"heading"} if at % 2 else {"precedent"}), passages=frozenset({"a"}))
        for at in range(ASKED)
    )
    parts = Split(learnt=(), questions=questions, passages=("a",), learnt_documents=("một",), held_out=("hai", "ba"))
    monkeypatch.setattr(training, "pairs", lambda archive: [])
    monkeypatch.setattr(training, "split", lambda *_: parts)
    monkeypatch.setattr(tuning, "require_trainer", lambda: None)
    monkeypatch.setattr(tuning, "open_model", lambda base: Model())
    monkeypatch.setattr(tuning, "tune", lambda *_: Tuned(steps=1, seconds=0.0, loss=0.0))

    def run(before: Sequence[float], after: Sequence[float]) -> training.Trained:
        figures: Iterator[Sequence[float]] = iter((before, after))
        monkeypatch.setattr(tuning, "ndcg", lambda model, asked, passages: next(figures))
        return training.train(Held(), tmp_path / "cua-ta", "goc", Bounds(steps=1, seconds=1.0), 0.25)  # type: ignore[arg-type]

    return run


def test_a_model_is_kept_for_a_clear_rise_only(judged: Any, tmp_path: Path) -> None:
    before, after = drawn(0.0, 0.3, seed=2)
    noise = judged(before, [figure + 0.01 - (np.mean(after) - np.mean(before)) for figure in after])
    assert noise.after["all"] > noise.before["all"]
    assert noise.kept is None
    assert list(tmp_path.iterdir()) == []
    told = "\n".join(training.lines(noise))
    assert "Có tăng nhưng chưa đủ chắc" in told and "không giữ mô hình nào" in told
    assert "chênh +0,0100, khoảng tin cậy 95% từ -0," in told
    assert f"p = {noise.rise.p:.4f}".replace(".", ",") in told
    assert "chưa phải là tăng có ý nghĩa thống kê ở mức 0,05" in told

    clear = judged(*drawn(0.1, 0.2, seed=1))
    assert clear.kept == str(tmp_path / "cua-ta")
    card = (tmp_path / "cua-ta" / "README.md").read_text(encoding="utf-8")
    assert f"p = {clear.rise.p:.4f}" in card
    assert f"{clear.rise.low:+.4f} to {clear.rise.high:+.4f}" in card
    told = "\n".join(training.lines(clear))
    assert "là tăng có ý nghĩa thống kê" in told and "Tốt hơn: đã ghi mô hình" in told


def test_the_means_of_kinds_are_those_of_their_questions(judged: Any) -> None:
    one = judged([0.0, 1.0] * (ASKED // 2), [0.0] * ASKED)
    assert one.before == {"all": 0.5, "heading": 1.0, "precedent": 0.0}


def test_each_question_has_the_figure_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

    table = {f"đoạn {at}": torch.nn.functional.one_hot(torch.tensor(at), 14).float() for at in range(14)}
    wanted = [torch.arange(14.0), torch.arange(14.0).flip(0), torch.arange(14.0).roll(3)]  # no ties
    questions = {f"câu {at}": vector for at, vector in enumerate(wanted)}

    class Encoder:
        def __init__(self) -> None:
            self.prompts: dict[str, str] = {}

        def encode_document(self, texts: list[str], **_: Any) -> Any:
            return torch.stack([table[text] for text in texts])

        def encode_query(self, texts: list[str], **_: Any) -> Any:
            return torch.stack([questions[text] for text in texts])

    answers = [frozenset({"đoạn 12", "đoạn 2"}), frozenset({"đoạn 13"}), frozenset({"đoạn 0", "đoạn 5", "đoạn 6"})]
    found = tuning.ndcg(Encoder(), Asked(list(questions), answers), list(table))
    for question, right, figure in zip(questions, answers, found, strict=True):
        evaluator = InformationRetrievalEvaluator(
            queries={"0": question}, corpus={text: text for text in table}, relevant_docs={"0": set(right)},
            ndcg_at_k=[tuning.AT], write_csv=False,
            score_functions={"cosine": lambda one, other: torch.nn.functional.normalize(one) @ other.T},
        )  # fmt: skip
        assert figure == pytest.approx(evaluator.compute_all_metrics(Encoder())["cosine"]["ndcg@k"][tuning.AT])
    assert found[1] == 0
