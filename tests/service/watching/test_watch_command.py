"""``tracuu watch`` as a service manager runs it: stopped, killed, beside others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient
from made_up import open_made_up
from test_watching import SOON, plan, until

from index.library import Library
from service.access.store import Access
from service.access.written import user
from service.api import Shared, app_over
from service.loading import Jobs
from service.queueing import Limits
from service.watching.beside import Watching

HERE = Path(__file__).parent
PROGRAM = HERE / "watch_process.py"
PATHS = [str(HERE.parents[2]), str(HERE.parent), str(HERE.parents[1] / "encoders")]


@contextmanager
def tracuu(library: Library, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "--data", str(library.data), *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(PATHS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(SOON)
        assert process.stdout
        process.stdout.close()


def test_killed_and_stopped_it_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, library = tmp_path / "hòm thư", open_made_up(tmp_path / "data")
    folder.mkdir()
    for number in range(40):
        (folder / f"văn-bản-{number:02}.txt").write_text(plan(f"Bản {number}"), encoding="utf-8")
    with tracuu(library, "watch", str(folder), "--settle", "0.2") as process:
        until(library.documents, "the first portion")
        process.send_signal(signal.SIGKILL)
    assert library.recover() is not None
    with tracuu(library, "watch", str(folder), "--settle", "0.2") as process:
        until(lambda: len(library.documents()) == 40, "all of them")
        until(lambda: len(library.inbox.under(folder)) == 40, "all noted")
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0
        assert time.monotonic() - asked < 30
        assert process.stdout
        said = process.stdout.read()
    assert "Theo dõi" in said and "Thôi theo dõi" in said
    assert "Traceback" not in said
    with tracuu(library, "watch", str(folder / "không có")) as process:
        assert process.wait(SOON) == 1
        assert process.stdout and "Không thấy thư mục" in process.stdout.read()


def test_what_goes_with_its_file_is_in_the_log(tmp_path: Path) -> None:
    folder, library = tmp_path / "hòm thư", open_made_up(tmp_path / "data")
    folder.mkdir()
    for name in ("một", "hai"):
        (folder / f"{name}.txt").write_text(plan(name), encoding="utf-8")
    audit = Access.beside(library.data).log
    with tracuu(library, "watch", str(folder), "--settle", "0.2", "--remove"):
        until(lambda: len(audit.recent(5)) == 2, "both taken")
        (folder / "một.txt").unlink()
        until(lambda: len(audit.recent(5)) == 3, "gone with its file")
    assert [(event.who, event.action, event.object) for event in audit.recent(1)] == [(user(), "gỡ", "một")]
    assert [one.id for one in library.documents()] == ["hai"]
    assert audit.check() is None


def test_a_server_watches_beside_answering_and_ends_with_it(tmp_path: Path) -> None:
    folder, library = tmp_path / "hòm thư", open_made_up(tmp_path / "data")
    folder.mkdir()
    (folder / "na-may.txt").write_text(plan("Nà Mây"), encoding="utf-8")
    watching = Watching(library, [folder], Access.beside(library.data).log)
    with TestClient(app_over(library, replace(shared_over(library), watching=watching))) as client:
        until(lambda: client.get("/api/documents").json()["documents"], "taken while it answers")
        audit = Access.beside(library.data).log
        until(lambda: [event.object for event in audit.recent(1)] == ["na-may"], "logged")
    assert not [thread for thread in threading.enumerate() if thread.name == "tracuu-watch"]


def shared_over(library: Library) -> Shared:
    return Shared.over(library, Jobs(library), Limits())
