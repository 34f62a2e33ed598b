"""Every engine that runs here, on the files of the ready model."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.model import engines
from index.model.engines import available_engines, cores, embed_rows, open_engine
from index.model.probe import samples
from index.model.ready import make_ready

LEAST = {"onnxruntime-fp32": 0.99999, "onnxruntime-q4": 0.999, "openvino-bf16": 0.999, "openvino-q4": 0.999}


@pytest.fixture(scope="module")
def directory() -> Path:
    return make_ready()[0]


@pytest.fixture(scope="module")
def rows(directory: Path) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    return [tokenizer.encode("passage: " + text).ids for text in samples()[::5]]


@pytest.fixture(scope="module")
def exact(directory: Path, rows: list[list[int]]) -> np.ndarray:
    return embed_rows(open_engine(engines.REFERENCE, directory), rows)


@pytest.mark.parametrize("name", available_engines())
def test_an_engine_agrees_with_float32_whatever_the_batch(
    name: str, directory: Path, rows: list[list[int]], exact: np.ndarray
) -> None:
    engine = open_engine(name, directory)
    together = embed_rows(engine, rows)
    alone = np.concatenate([embed_rows(engine, [row]) for row in rows])
    assert (together * alone).sum(axis=1).min() > 0.9999
    # int8 without VNNI saturates: then the probe refuses it, and nothing is promised here
    assert (together * exact).sum(axis=1).min() > LEAST.get(name, 0.9)


def test_the_instant_engine_changes_no_setting_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    if not engines.instant_engine_runs():
        pytest.skip("the wheel's engine needs AVX2")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    engines.InstantEngine()
    assert engines.os.environ["OMP_NUM_THREADS"] == "7"
    assert "OMP_WAIT_POLICY" not in engines.os.environ


def test_the_quota_of_a_container_limits_the_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr(engines, "CPU_QUOTA", quota)
    unlimited = cores()
    quota.write_text("100000 100000\n", encoding="ascii")
    assert cores() == 1
    quota.write_text("max 100000\n", encoding="ascii")
    assert cores() == unlimited


def test_the_thread_that_opens_openvino_is_the_first_to_look_into_a_tensor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lanes that were the first together waited for each other for ever: one sync in ten or twenty hung."""
    seen: list[str] = []

    class Tensor:
        def __init__(self, _: object) -> None: ...

        @property
        def data(self) -> None:
            seen.append("tensor")

    class Core:
        def compile_model(self, *_: object) -> Core:
            return self

        def create_infer_request(self) -> None:
            seen.append("lane")

    monkeypatch.setattr(engines, "import_module", lambda _: SimpleNamespace(Tensor=Tensor, Core=Core))
    engines.OpenVinoEngine(Path("q4.onnx"), 2, "bf16")
    assert seen == ["tensor", "lane", "lane"]
