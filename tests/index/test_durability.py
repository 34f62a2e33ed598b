"""Whatever is interrupted or damaged, what was acknowledged is found again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.database import Database
from index.generation import Generation, Generations
from index.library import Library
from ingest.errors import IndexUnavailable

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from doubles import open_library
folder, data = Path(sys.argv[1]), Path(sys.argv[2])
library = open_library(data)
print("ready", flush=True)
for round in range(1000):
    path = folder / f"van-ban-{round}.txt"
    lines = [f"Dòng {n} của văn bản số {round} đạt {n}%" for n in range(30)]
    path.write_text("\\n".join(lines), encoding="utf-8")
    library.sync([path])
    print(path.stem, flush=True)
"""


def consistent(library: Library) -> None:
    status = library.status()
    hits = library.search("văn bản đạt", k=10_000)
    assert len(hits) == status["passages"]
    assert library.status()["problems"] == []
    for hit in hits[:50]:
        assert library.text(hit.document)[hit.passage.start : hit.passage.end] == hit.text


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_instant_loses_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    folder, data = tmp_path / "van-ban", tmp_path / "data"
    folder.mkdir()
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "encoders", Path(__file__).parent)))
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(data)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.3, 1.5))  # noqa: S311
    process.send_signal(signal.SIGKILL)
    acknowledged = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    library = open_library(data)
    if acknowledged:
        consistent(library)
    assert set(acknowledged) <= {summary.id for summary in library.documents()}
    report = library.sync([folder])
    assert not report.rejected
    consistent(library)


@pytest.mark.parametrize(
    "damage",
    [
        lambda generation: (generation / "dense" / "0" / "vectors.f32").write_bytes(b"broken"),
        lambda generation: (generation / "dense" / "0" / "rows.i64").unlink(),
        lambda generation: (generation / "dense" / "live.i64").unlink(),
        lambda generation: (generation / "manifest.json").write_text("{}"),
        lambda generation: (generation / "lexical" / "meta.json").write_text("{}"),
        lambda generation: next((generation / "lexical").glob("*.idx")).unlink(),
        shutil.rmtree,
        lambda generation: shutil.rmtree(generation.parent),
    ],
)
def test_a_damaged_generation_is_rebuilt(tmp_path: Path, folder: Path, damage) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    before = open_library(tmp_path / "data")
    report = before.sync([folder])
    expected = before.search("kỹ năng số")
    damage(tmp_path / "data" / "generations" / str(report.generation))
    encoder = HashingEncoder()
    after = open_library(tmp_path / "data", encoder)
    assert after.status()["problems"]
    assert [hit.text for hit in after.search("kỹ năng số")] == [hit.text for hit in expected]
    assert after.status()["problems"] == []
    assert encoder.encoded == []


def test_a_generation_that_was_built_and_never_committed_is_cleared(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(tmp_path / "data")
    library.sync([folder / "alpha.txt"])
    with monkeypatch.context() as patch:
        patch.setattr("index.generation.Generations.publish", lambda *arguments: os._exit(9))
        process = os.fork()
        if process == 0:
            library.sync([folder / "beta.txt"])
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    generations = tmp_path / "data" / "generations"
    assert {path.name for path in generations.iterdir()} == {"1", "2"}
    reopened = open_library(tmp_path / "data")
    assert {hit.document for hit in reopened.search("hồ sơ trực tuyến")} == {"alpha"}
    cut, *_ = [run for run in reopened.recover() if run.outcome == "cut"]
    assert cut.kind == "sync"
    assert {path.name for path in generations.iterdir()} == {"1"}
    reopened.sync([folder / "beta.txt"])
    consistent(reopened)


def test_content_and_index_change_at_one_instant(tmp_path: Path, folder: Path) -> None:
    reader, writer = open_library(tmp_path / "data"), open_library(tmp_path / "data")
    path = folder / "alpha.txt"
    writer.sync([folder])
    reader.warm()
    with reader.steady():
        path.write_text("Phủ sóng 6G đạt ≥ 99% số thôn", encoding="utf-8")
        for other in ("beta.txt", "gamma.md", "alpha.txt"):
            (folder / other).write_text((folder / other).read_text("utf-8") + "\nThêm một hàng", encoding="utf-8")
            writer.sync([folder / other])
        assert "5G" in reader.search("phủ sóng")[0].text
        assert "5G" in reader.text("alpha")
    assert "6G" in reader.search("phủ sóng")[0].text


def test_after_a_change_the_index_is_opened_once_for_all_who_hold_on_to_a_state(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = open_library(tmp_path / "data"), open_library(tmp_path / "data")
    writer.sync([folder / "alpha.txt"])
    reader.search("phủ sóng")
    writer.sync([folder])
    opened, as_it_was = [], Generations.open

    def counted(self: Generations, number: int) -> Generation:
        opened.append(number)
        return as_it_was(self, number)

    monkeypatch.setattr(Generations, "open", counted)
    for _ in range(3):
        with reader.steady():
            assert reader.search("kỹ năng số")
    assert len(opened) == 1


def test_threads_that_come_and_go_leave_no_file_open(tmp_path: Path) -> None:
    database, together = Database(tmp_path / "library.db"), 8

    def opened() -> int:
        found = 0
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # closed since it was listed
                found += link.readlink().parent == tmp_path.resolve()
        return found

    seen = []
    for _ in range(25):  # what a server does: threads for requests, ended when there is nothing to do
        threads = [threading.Thread(target=database.revision) for _ in range(together)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        seen.append(opened())
    assert min(seen) > 0
    assert max(seen) <= 3 * (together + 1), seen  # file and log of each connection, and the index of the log


def test_a_failed_build_changes_nothing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library(tmp_path / "data")
    library.sync([folder / "alpha.txt"])
    with monkeypatch.context() as patch:
        patch.setattr("index.dense.build", lambda *arguments, **named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.sync([folder])
    assert [summary.id for summary in library.documents()] == ["alpha"]
    consistent(library)
    assert library.sync([folder]).documents == 3


def test_a_reader_is_served_while_generations_are_swapped(tmp_path: Path, folder: Path) -> None:
    reader, writer = open_library(tmp_path / "data"), open_library(tmp_path / "data")
    writer.sync([folder / "alpha.txt"])
    held = reader._current()
    for round in range(4):
        path = folder / f"thêm-{round}.txt"
        path.write_text(f"Văn bản thêm lần thứ {round}", encoding="utf-8")
        writer.sync([path])
    old = held.search(["kỹ năng số"], 10, "hybrid", None)[0]
    assert {hit.document for hit in old} == {"alpha"}
    assert reader.search("văn bản thêm lần thứ 3")[0].document == "thêm-3"


def test_old_generations_are_removed(library: Library, folder: Path, tmp_path: Path) -> None:
    for path in sorted(folder.iterdir()):
        library.sync([path])
    kept = {path.name for path in (tmp_path / "data" / "generations").iterdir()}
    assert kept == {"2", "3"}


def test_two_syncs_at_once_both_arrive(tmp_path: Path, folder: Path) -> None:
    libraries = [open_library(tmp_path / "data") for _ in range(3)]
    files = sorted(folder.iterdir())
    failures: list[BaseException] = []

    def run(library: Library, path: Path) -> None:
        try:
            library.sync([path])
            assert library.search("số")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(libraries, files, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(libraries[0].documents()) == 3
    consistent(libraries[0])


def test_searching_while_another_thread_syncs(tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path / "data")
    library.sync([folder])
    stop = threading.Event()
    failures: list[BaseException] = []

    def search() -> None:
        try:
            while not stop.is_set():
                assert library.search("kỹ năng số")[0].document == "alpha"
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    for round in range(5):
        path = folder / f"thêm-{round}.txt"
        path.write_text(f"Hàng thứ {round} về nông sản", encoding="utf-8")
        library.sync([path])
    stop.set()
    thread.join()
    assert failures == []


def test_a_new_library_is_opened_by_many_at_once(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    together = threading.Barrier(8)

    def run() -> None:
        try:
            together.wait()
            assert open_library(tmp_path / "data").documents() == []
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    open_library(tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexUnavailable, match="mới hơn"):
        open_library(tmp_path / "data")
