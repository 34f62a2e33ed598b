"""A model trained on the documents held: real trainer, real weights, a few steps of a few layers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up import open_made_up
from small_models import make_from_shipped

from index.encoder import open_encoder
from index.library import Library
from index.model import tuning
from ingest.errors import BadRequest
from ingest.text import plain
from service.cli import main
from service.modelling.pairs import Pair, counts, pairs
from service.modelling.split import split

DIGESTS = Path(__file__).parents[3] / "corpus" / "ke-hoach"
PROMPTS = {"query": "query: ", "document": "passage: "}
BRIEF = ("--steps", "30", "--batch", "16", "--held-out", "0.4")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The five digests that ship with the program."""
    library = open_made_up(tmp_path_factory.mktemp("held"))
    assert not library.sync([DIGESTS]).rejected
    return library


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_from_shipped(tmp_path_factory.mktemp("models") / "goc", "mean", PROMPTS)


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pooled as it was never trained to be: it finds little, and has much to learn."""
    return make_from_shipped(tmp_path_factory.mktemp("models") / "kem", "cls", PROMPTS)


@pytest.fixture(scope="module")
def found(held: Library) -> list[Pair]:
    return pairs(held)


def train(held: Library, folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(held.data), "train", str(folder), *arguments])


@pytest.fixture(autouse=True)
def _same_library(held: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: held))


def test_pairs_of_every_kind_are_drawn_from_the_documents(held: Library, found: list[Pair]) -> None:
    assert all(counts(found).values())
    texts = {document.id: plain(" ".join(held.text(document.id).split())) for document in held.documents()}
    for one in found:
        assert any(plain(one.passage) in texts[document] for document in one.documents)
        assert plain(one.query) != plain(one.passage)
    assert all(len(one.documents) == 2 for one in found if one.kind == "precedent")
    assert all(len(one.documents) == 1 for one in found if one.kind == "heading")


def test_the_same_documents_give_the_same_pairs_and_split(held: Library, found: list[Pair]) -> None:
    assert pairs(held) == found
    assert split(held, found, 0.4, 7) == split(held, found, 0.4, 7)
    assert {split(held, found, 0.4, seed).held_out for seed in range(6)} != {split(held, found, 0.4, 0).held_out}


def test_nothing_held_out_is_learnt(held: Library, found: list[Pair]) -> None:
    parts = split(held, found, 0.4, 57)
    assert len(parts.held_out) == 2
    assert not set(parts.held_out) & set(parts.learnt_documents)
    assert all(one.documents <= set(parts.learnt_documents) for one in parts.learnt)
    learnt = {plain(text) for one in parts.learnt for text in (one.query, one.passage)}
    asked = {plain(text) for one in parts.questions for text in (one.text, *one.passages)}
    assert not learnt & (asked | {plain(text) for text in parts.passages})
    assert {text for one in parts.questions for text in one.passages} <= set(parts.passages)


def test_too_few_documents_are_told(tmp_path: Path) -> None:
    few = open_made_up(tmp_path / "data")
    few.sync([next(DIGESTS.glob("*.md"))])
    with pytest.raises(BadRequest, match="Chưa đủ văn bản"):
        split(few, pairs(few), 0.25, 57)


@pytest.mark.slow
def test_a_model_that_became_better_is_kept_with_its_card(
    held: Library, poor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "LEARNING_RATE", 1e-3)  # two layers in thirty steps; twelve layers would forget
    monkeypatch.setattr(tuning, "WARM_UP", 2)
    folder = tmp_path / "cua-ta"
    result = train(held, folder, "--base", str(poor), *BRIEF, "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["after"]["all"] > figures["before"]["all"]
    assert figures["rise"]["p"] < 0.05
    assert 0 < figures["rise"]["low"] <= figures["rise"]["mean"] <= figures["rise"]["high"]
    assert figures["steps"] == 30
    assert figures["kept"] == str(folder)
    assert json.loads((folder / "tracuu-training.json").read_text(encoding="utf-8")) == figures
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert all(one in card for one in (*figures["held_out"], *figures["learnt_documents"], figures["base"]))
    assert f"| all | {figures['before']['all']:.4f} | {figures['after']['all']:.4f} |" in card
    assert [path.name for path in tmp_path.iterdir()] == ["cua-ta"]
    before, after = (open_encoder(str(one)).encode_query("hạ tầng số") for one in (poor, folder))
    assert float(before @ after) < 0.99999
    again = train(held, tmp_path / "lan-nua", "--base", str(poor), *BRIEF, "--json")
    assert json.loads(again.stdout)["after"] == figures["after"]
    taken = train(held, folder, "--base", str(poor), *BRIEF)
    assert taken.exit_code == 1
    assert "Đã có" in taken.stderr


@pytest.mark.slow
def test_a_model_that_did_not_become_better_is_not_kept(
    held: Library, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "LEARNING_RATE", 0.0)
    result = train(held, tmp_path / "khong-hon", "--base", str(base), "--steps", "1", "--batch", "8")
    assert result.exit_code == 0, result.output
    assert "Không tốt hơn: không giữ mô hình nào" in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_training_ends_when_its_time_is_over(held: Library, base: Path, tmp_path: Path) -> None:
    result = train(held, tmp_path / "ngan", "--base", str(base), "--minutes", "0", "--batch", "4", "--json")
    assert json.loads(result.stdout)["steps"] == 1


@pytest.mark.slow
def test_training_that_is_interrupted_leaves_nothing(
    held: Library, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(steps: int, of: int, seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.modelling.training._progress", lambda say: interrupted)
    result = train(held, tmp_path / "do-dang", "--base", str(base), "--batch", "4")
    assert result.exit_code == 130
    assert "không giữ gì" in result.stderr
    assert list(tmp_path.iterdir()) == []
