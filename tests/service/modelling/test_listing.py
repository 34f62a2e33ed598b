"""``tracuu models``: what is ready, what it costs, how well it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from made_up import HERE
from small_models import make_model, make_reranker

from index.model.ready import make_ready
from service.cli import main


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with an embedding model and a reranker."""
    folder = tmp_path / "mo-hinh"
    make_model(folder / "nho", 32, "cls", {"query": "Hỏi: "})
    make_reranker(folder / "xep-hang")
    return folder


def run(data: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(main, ["--data", str(data), *arguments])
    assert result.exit_code == 0, result.output
    return result


def listed(data: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    said = json.loads(run(data, "models", *arguments, "--json").stdout)["models"]
    return {Path(one["name"]).name: one for one in said}


def test_the_shipped_model_is_listed_with_what_it_costs_before_anything_is_held(tmp_path: Path) -> None:
    directory, manifest = make_ready()
    one = listed(tmp_path / "chua-co")[directory.name]
    assert one["in_use"]
    assert (one["identity"], one["found"]["dimensions"], one["found"]["max_tokens"]) == (manifest.name, 384, 512)
    assert one["speed"]["passages_per_second"] == manifest.engines.figures[manifest.engines.bulk].texts_per_second
    assert one["evaluations"] == []
    text = run(tmp_path / "chua-co", "models").stdout
    assert f"● {manifest.name} — đang dùng" in text
    assert "384 chiều" in text
    assert "chưa chấm" in text
    assert "Mô hình xếp hạng lại: không có" in text
    assert not (tmp_path / "chua-co").exists()


def test_models_of_a_folder_are_measured_when_asked(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_MODEL", str(models / "nho"))
    before = listed(tmp_path, str(models))
    assert (before["nho"]["kind"], before["xep-hang"]["kind"]) == ("embedding", "reranker")
    assert before["nho"]["speed"] is None
    after = listed(tmp_path, str(models), "--measure")
    for name in ("nho", "xep-hang"):
        assert after[name]["speed"]["passages_per_second"] > 0
        assert after[name]["speed"]["query_ms"] > 0
        assert after[name]["speed"]["measured"] == "now"


def test_a_score_is_kept_with_the_model_and_reranker_that_it_was_made_with(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, truth = tmp_path / "data", tmp_path / "dap-an"
    truth.mkdir()
    question = {"id": "1", "kind": "target", "question": "Suối Ngà đặt VNeID bao nhiêu vào năm 2030?", "must_not": []}
    right = {**question, "answerable": True, "gold_min": 1, "gold": [{"doc": "suoi-nga", "quote": "VNeID"}]}
    absent = {**question, "id": "2", "question": "Xã Xa Lắc đặt 6G bao nhiêu?", "answerable": False, "gold": []}
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in (right, absent))
    (truth / "questions.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("TRACUU_MODEL", str(models / "nho"))
    monkeypatch.setenv("TRACUU_RERANKER", str(models / "xep-hang"))
    run(data, "sync", str(HERE / "plans"))
    score = json.loads(run(data, "eval", str(truth), "--json").stdout)["questions"]
    one = listed(data)["nho"]
    assert one["in_use"]
    assert one["served"]
    assert one["bytes_per_passage"] > 2 * 4 * 32 - 1
    kept = one["evaluations"][0]
    assert (kept["right"], kept["asked"]) == tuple(score["by_kind"]["target"])
    assert [kept["refused"], kept["to_refuse"]] == score["refusals"]
    assert kept["reranker"].startswith("xep-hang@")
    assert kept["truth"] == "dap-an"
    judged = listed(data)["xep-hang"]
    assert judged["in_use"]
    assert judged["evaluations"] == [kept]
    monkeypatch.delenv("TRACUU_MODEL")
    monkeypatch.delenv("TRACUU_RERANKER")
    text = run(data, "models").stdout
    assert f"○ {one['identity']} — chỉ mục đang phục vụ là của nó" in text
    assert "không còn thấy tệp mô hình" in text
    assert "tracuu eval dap-an" in text
