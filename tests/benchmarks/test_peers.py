"""The frame in which peers are measured, with a contestant of our own: no peer needs to be installed."""

from __future__ import annotations

import gzip
import json
import os
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from benchmarks.metrics import ndcg, recall
from benchmarks.peers import vectors
from benchmarks.peers.arena import Arena, size, write
from benchmarks.peers.contestant import Passage
from benchmarks.peers.environment import REQUIREMENTS, peers_python
from benchmarks.peers.lineup import Entry, lineup
from benchmarks.peers.process import ContestantError, Process
from benchmarks.peers.quality import Score, load, measured
from benchmarks.peers.speed import WARM, Times, timed
from benchmarks.peers.tables import ahead, speed_table

PASSAGES = (
    Passage("p1", "Giao thông", "Bê tông hóa đường thôn trước năm 2027"),
    Passage("p2", "Y tế", "Trạm y tế có bác sĩ"),
    Passage("p3", "", "Lắp mạng cho nhà văn hóa thôn"),
)
FAKE = Entry("Tracuu", "fake_contestant.here", ("numpy",), "none")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Arena:
    """An arena in which the contestant of this folder takes part, on this interpreter."""
    package = tmp_path / "fake" / "fake_contestant"
    package.mkdir(parents=True)
    source = Path(__file__).with_name("fake_contestant.py").read_text(encoding="utf-8")
    (package / "here.py").write_text(source, encoding="utf-8")
    variables = {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[2]), str(package.parent)))}
    monkeypatch.setattr("benchmarks.peers.process.variables", lambda more: {**os.environ, **variables, **more})
    return Arena([FAKE], Path(sys.executable), tmp_path / "model", tmp_path / "arena")


def opened(arena: Arena) -> Process:
    """The fake contestant with the passages taken."""
    process = arena.process(FAKE)
    process.tell("index", file=str(write(arena.folder / "passages.jsonl", PASSAGES)), folder=str(arena.folder / "i"))
    process.tell("open", folder=str(arena.folder / "i"))
    return process


def test_a_contestant_answers_by_the_protocol(fake: Arena) -> None:
    with opened(fake) as process:
        reply = process.tell("ask", questions=["trạm y tế", "mạng thôn"], k=2)
        assert [ranked[0] for ranked in reply["answers"]] == ["p2", "p3"]
        assert [len(ranked) for ranked in reply["answers"]] == [2, 2]
        assert len(reply["ms"]) == 2
        assert min(reply["ms"]) > 0
        assert reply["peak_mb"] >= reply["resident_mb"] > 1
        assert reply["refused"] == []
        assert set(process.tell("versions", packages=["numpy"])["versions"]) == {"numpy"}


def test_what_would_leave_the_machine_is_refused_and_told(fake: Arena) -> None:
    with opened(fake) as process:
        with pytest.raises(ContestantError, match="no request leaves this machine"):
            process.tell("ask", questions=["gọi ra ngoài"], k=1)
        assert process.tell("ask", questions=["y tế"], k=1)["refused"] == ["tracuu.invalid"]


def test_a_contestant_that_dies_is_told_as_such(fake: Arena) -> None:
    with opened(fake) as process, pytest.raises(ContestantError, match="its process ended"):
        process.tell("ask", questions=["chết"], k=1)


def test_times_are_taken_of_every_question_once(fake: Arena) -> None:
    file = write(fake.folder / "passages.jsonl", PASSAGES)
    fake.entries.append(Entry("broken", "fake_contestant.missing", (), ""))
    times = timed(fake, file, [f"câu hỏi {n}" for n in range(WARM + 7)], rounds=3)
    assert set(times) == {"Tracuu"}
    assert len(times["Tracuu"].asked) == 7
    assert times["Tracuu"].disk_mb > 0
    assert times["Tracuu"].p50 <= times["Tracuu"].p95
    assert "broken" in fake.failures


def test_quality_is_scored_by_reading_and_way_of_asking(fake: Arena, tmp_path: Path) -> None:
    bench = tmp_path / "nhỏ"
    bench.mkdir()
    with gzip.open(bench / "corpus.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(vars(one), ensure_ascii=False) + "\n" for one in PASSAGES)
    asked = [{"id": "q1", "text": "trạm y tế"}, {"id": "q2", "text": "mạng thôn"}, {"id": "q3", "text": "không ai xét"}]
    (bench / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    (bench / "qrels.tsv").write_text("q1\tp2\t1\nq2\tp3\t1\n", encoding="utf-8")
    (bench / "lenient.tsv").write_text("q1\tp2\t1\nq1\tp1\t1\nq2\tp3\t1\n", encoding="utf-8")
    collection = load(bench, ("corpus.jsonl.gz",), {"strict": "qrels.tsv", "lenient": "lenient.tsv"}, 10)
    assert list(collection.questions) == ["q1", "q2"]
    found = measured(fake, collection, {"": str, "lost": lambda text: "gì"})["Tracuu"]
    assert found["nhỏ strict"] == Score(1.0, 1.0)
    assert found["nhỏ lost strict"].ndcg < 1
    assert found["nhỏ lenient"].recall == 1.0
    again = (fake.folder / "kept" / "nhỏ").rglob("kept.json")
    before = {path: path.stat().st_mtime_ns for path in again}
    measured(fake, collection, {"": str})
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_vectors_are_found_again_however_a_peer_changed_the_white_space(tmp_path: Path) -> None:
    computed: list[str] = []

    def encode(texts: object) -> np.ndarray:
        computed.extend(texts)  # type: ignore[call-overload]
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)  # type: ignore[attr-defined]

    vectors.keep(tmp_path, "passage: ", ["một\nhai", "ba"], encode)
    vectors.keep(tmp_path, "passage: ", ["ba", "bốn năm"], encode)
    assert computed == ["một\nhai", "ba", "bốn năm"]
    assert vectors.look_up(tmp_path, "passage: ", ["một hai", "bốn  năm"])[:, 0].tolist() == [7, 7]
    with pytest.raises(KeyError):
        vectors.look_up(tmp_path, "passage: ", ["sáu"])


def test_peers_look_passages_up_and_compute_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class SentenceTransformer:
        prompts = {"passage": "passage: ", "query": "query: "}  # noqa: RUF012 - as in the library

        def encode(self, inputs: list[str] | str, prompt_name: str = "", prompt: str = "") -> np.ndarray:
            return np.zeros((1, 2), np.float32)

    library = types.ModuleType("sentence_transformers")
    library.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    vectors.keep(tmp_path, "passage: ", ["một hai"], lambda texts: np.array([[3.0, 4.0]], np.float32))
    vectors.recall(tmp_path)
    model = SentenceTransformer()
    assert model.encode(["một\nhai"], prompt_name="passage").tolist() == [[3, 4]]
    assert model.encode(["passage: một hai"]).tolist() == [[3, 4]]
    assert model.encode(["một hai"], prompt_name="query").tolist() == [[0, 0]]
    assert model.encode(["ba"], prompt_name="passage").tolist() == [[0, 0]]


def test_whoever_is_ahead_of_us_is_named() -> None:
    times = {"Tracuu": Times(2.0, 900, 5, 1, 800, [4.0, 5.0, 6.0]), "peer": Times(8.0, 700, 9, 3, 900, [9.0, 9.0])}
    scores = {"Tracuu": {"a": Score(0.9, 0.8)}, "peer": {"a": Score(0.8, 0.85)}}
    lines = ahead(times, scores)
    assert len(lines) == 2
    assert "memory while indexing: peer 700.0" in lines[0]
    assert "a, R@10: peer 0.8500" in lines[1]
    row = speed_table(times, 10, 3).rows[1]
    assert row[:5] == ("peer", 8.0, 4.0, 9.0, 1.8)


def test_the_lineup_names_adapters_that_are_there() -> None:
    folder = REQUIREMENTS.parent / "adapters"
    entries = lineup(short=False)
    assert all((folder / f"{one.adapter}.py").is_file() for one in entries)
    assert {one.name for one in lineup(short=True)} < {one.name for one in entries}
    assert sum(one.ours for one in entries) == 1


def test_peers_are_not_installed_where_they_are_not_to_be(tmp_path: Path) -> None:
    assert peers_python(tmp_path, make=False) is None
    assert not list(tmp_path.iterdir())


def test_gain_and_recall_by_hand() -> None:
    assert ndcg(["b", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert recall(["b", "a"], {"a": 1, "c": 1}) == 0.5
    assert ndcg(["x"], {"a": 1}) == recall(["x"], {"a": 1}) == 0


def test_sizes_are_those_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1_000_000)
    assert size(tmp_path) == pytest.approx(1.0, abs=0.1)
