"""A reader that hangs, crashes or eats memory costs its file only; a worker serves many files."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from ingest import worker
from ingest.errors import NotFound, RejectedFile
from ingest.limits import Step, listening, tick
from ingest.worker import Limits

PROGRAMS = """
import os, subprocess, sys, time
from ingest.errors import NotFound
from ingest.limits import tick

def echo(data): return data
def pid(data): return str(os.getpid()).encode()
def hang(data): time.sleep(600)
def crash(data): os.abort()
def fault(data): raise ValueError("odd")
def eat(data): return b"x" * (1 << 34)
def work(data):
    for _ in range(8):
        time.sleep(0.25)
        tick()
    return b"done"
def pages(data):
    tick()
    for number in (1, 2):
        tick("recognise", number, 2)
    return b"done"
def missing(data): raise NotFound("Không có.", "Hãy xem lại.")
def chatter(data):
    print("noise", flush=True)
    os.write(1, b"more noise")
    return data
def child(data):
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    open(data.decode(), "w").write(str(process.pid))
    time.sleep(600)
"""
QUICK = Limits(silence=1.5, seconds=6, memory=512, files=3)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201
    (tmp_path / "programs.py").write_text(PROGRAMS, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker.close()

    def ask(function: str, data: bytes = b"x", limits: Limits = QUICK) -> bytes:
        return worker.call(f"programs:{function}", data, {}, "tệp.pdf", limits)

    yield ask
    worker.close()


@pytest.mark.parametrize(
    ("function", "said"),
    [("hang", "quá lâu"), ("crash", "bất thường"), ("fault", "bất thường"), ("eat", "bộ nhớ")],
)
def test_a_reader_gone_wrong_is_a_refusal_and_the_next_file_is_read(call, function: str, said: str) -> None:  # noqa: ANN001
    with pytest.raises(RejectedFile, match=said) as refusal:
        call(function)
    assert "tệp.pdf" in refusal.value.message
    assert call("echo", b"ok") == b"ok"


def test_signs_of_life_keep_a_long_reading_alive_until_its_time_is_up(call) -> None:  # noqa: ANN001
    assert call("work") == b"done"
    with pytest.raises(RejectedFile, match="quá lâu"):
        call("work", limits=Limits(silence=1.5, seconds=1, memory=512, files=3))


def test_a_worker_serves_several_files_and_is_then_replaced(call) -> None:  # noqa: ANN001
    pids = [call("pid") for _ in range(6)]
    assert len(set(pids[:3])) == 1
    assert len(set(pids)) == 2


def test_refusals_keep_their_kind_and_words(call) -> None:  # noqa: ANN001
    before = call("pid")
    with pytest.raises(NotFound, match=r"Không có\. Hãy xem lại\."):
        call("missing")
    assert call("pid") == before


def test_what_a_library_prints_does_not_mix_with_the_answer(call) -> None:  # noqa: ANN001
    assert call("chatter", b"answer") == b"answer"


def test_large_files_pass_both_ways(call) -> None:  # noqa: ANN001
    data = os.urandom(1 << 20) * 20
    assert call("echo", data) == data


def test_what_a_reader_started_ends_with_it(call, tmp_path: Path) -> None:  # noqa: ANN001
    note = tmp_path / "pid"
    with pytest.raises(RejectedFile):
        call("child", str(note).encode())
    pid = int(note.read_text())
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_several_threads_read_at_once(call) -> None:  # noqa: ANN001
    answers: dict[int, bytes] = {}

    def read(i: int) -> None:
        answers[i] = call("echo", b"%d" % i)

    threads = [threading.Thread(target=read, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {i: b"%d" % i for i in range(4)}


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACUU_READ_SECONDS", "7")
    monkeypatch.setenv("TRACUU_READ_MEMORY_MB", "nhiều")
    limits = Limits.of_environment()
    assert limits.seconds == 7
    assert limits.memory == Limits().memory


def test_the_steps_of_a_worker_are_heard_here(call) -> None:  # noqa: ANN001
    heard: list[Step | None] = []
    with listening(heard.append):
        assert call("pages") == b"done"
    tick("facts")  # nobody listens any more
    assert heard == [None, Step("recognise", 1, 2), Step("recognise", 2, 2)]


def test_a_listener_hears_only_its_own_thread() -> None:
    heard: list[Step | None] = []
    with listening(heard.append):
        thread = threading.Thread(target=tick, args=("facts",))
        thread.start()
        thread.join()
        tick("structure")
    assert heard == [Step("structure")]
