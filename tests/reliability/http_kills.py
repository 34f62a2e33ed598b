"""kill -9 of the real server while files are uploaded and documents removed over HTTP, and another process asks."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import time
import traceback
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from kills import ASKED, DONE, STOP, WRONG, Shared, Tally, ended_well, forked
from made_up import open_made_up

from service.desk import Desk
from web.app import create_web

PATIENCE = 60.0  # seconds in which a start has to be ready, and work taken up again to be done


def text_of(name: str) -> str:
    """A made-up plan whose every paragraph names it."""
    goals = "\n".join(
        f"- Đến hết năm 2026, tỷ lệ hồ sơ trực tuyến của thôn {name} tổ {n} đạt {20 + n}%." for n in range(12)
    )
    return (
        f"KẾ HOẠCH\nChuyển đổi số thôn {name}\n\nI. MỤC TIÊU\n{goals}\n\nII. NHIỆM VỤ\n- Thôn {name} mở lớp buổi tối.\n"
    )


@dataclass
class Known:
    """What the server has acknowledged: files it said it will take, documents it said it removed."""

    taken: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    """Asked for and never answered: there or not."""


class Server:
    """The application over a data folder, in a process that can be killed."""

    def __init__(self, data: Path, port: int) -> None:
        self._data, self.port = data, port
        self._process = 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = forked(self._serve)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.01)
        raise AssertionError("the server does not start again")

    def _serve(self) -> None:
        uvicorn.run(create_web(open_made_up(self._data)), port=self.port, log_level="critical", timeout_keep_alive=1)

    def kill(self) -> None:
        """kill -9, and gone."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)

    def call(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> tuple[int, Any]:
        """One request; raises :class:`OSError` or :class:`http.client.HTTPException` if the server dies under it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Content-Type": kind, "Content-Length": str(len(body))})
            response = connection.getresponse()
            content = response.read()
            return response.status, json.loads(content) if content else None
        finally:
            connection.close()

    def upload(self, names: list[str]) -> bool:
        """Send files; whether the server acknowledged them."""
        mark = uuid.uuid4().hex
        parts = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{text_of(name)}\r\n"
            for name in names
        )
        status, _ = self.call(
            "POST", "/api/documents", f"{parts}--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
        )
        return status == 202


class Run:
    """Kills of the server over one data folder."""

    def __init__(self, home: Path, seed: int, port: int) -> None:
        self._choose = random.Random(seed)  # noqa: S311
        self._data, self._server = home / "data", Server(home / "data", port)
        self._known, self._shared, self._sent = Known(), Shared(), 0

    def go(self, kills: int) -> Tally:
        """Kill the server ``kills`` times; the counts, of which ``lost`` and ``wrong`` should be 0."""
        tally, started = Tally(), time.monotonic()
        self._server.start()
        self._use(["thon-0"], remove=None)
        self._known.doubtful.clear()
        self._settle()
        reader = forked(self._read)
        try:
            for _ in range(kills):
                tally.in_a_step += self._kill_one()
                tally.kills += 1
                self._server.start()
                try:
                    self._settle()
                    self._check()
                except AssertionError:
                    traceback.print_exc()
                    tally.lost += 1
                    break
        finally:
            self._shared[STOP] = 1
            read_well = ended_well(reader)
            self._server.kill()
        tally.asked, tally.wrong = self._shared[ASKED], self._shared[WRONG] + (not read_well)
        tally.seconds = time.monotonic() - started
        return tally

    def _kill_one(self) -> bool:
        """Kill at a random instant of uploads and a removal; whether a request was under way or work left."""
        names = [f"thon-{self._sent + n + 1}" for n in range(self._choose.randint(1, 3))]
        self._sent += len(names)
        remove = self._choose.choice(sorted(self._known.taken - {"thon-0"}) or [None])  # type: ignore[list-item]
        delay = self._choose.uniform(0, 0.8)
        killer = forked(lambda: (time.sleep(delay), os.kill(self._server._process, signal.SIGKILL)))  # type: ignore[arg-type,return-value]
        self._use(names, remove if self._choose.random() < 0.5 else None)
        os.waitpid(killer, 0)
        os.waitpid(self._server._process, 0)
        return not self._known.taken.issuperset(names) or bool(self._known.doubtful)

    def _use(self, names: list[str], remove: str | None) -> None:
        """Upload and remove, and remember what was acknowledged."""
        self._known.doubtful.update(names)
        if remove:
            self._known.taken.discard(remove)
            self._known.doubtful.add(remove)
        with suppress(OSError, http.client.HTTPException):
            if self._server.upload(names):
                self._known.doubtful.difference_update(names)
                self._known.taken.update(names)
            if remove and self._server.call("DELETE", f"/api/documents/{remove}")[0] in (204, 404):
                self._known.doubtful.discard(remove)
                self._known.removed.add(remove)

    def _settle(self) -> None:
        """Wait until the server has finished what an earlier one left."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            jobs = self._server.call("GET", "/api/jobs")[1]["jobs"]
            if all(job["state"] == "done" for job in jobs):
                return
            time.sleep(0.02)
        raise AssertionError(f"work is not taken up again: {jobs}")

    def _check(self) -> None:
        """All that was acknowledged is there, whole; what was removed stays away; the rest is whole or not there."""
        held = {one["id"] for one in self._server.call("GET", "/api/documents")[1]["documents"]}
        assert held >= self._known.taken, f"lost {sorted(self._known.taken - held)}"
        assert not held & self._known.removed, f"back again {sorted(held & self._known.removed)}"
        assert held - self._known.taken <= self._known.doubtful, "never sent"
        for name in held:
            text = self._server.call("GET", f"/api/documents/{name}")[1]["text"]
            assert text.count(f"thôn {name}") == 13, f"{name} is not whole"
        for name in sorted(self._known.doubtful & held):
            self._known.taken.add(name)
        self._known.doubtful.clear()
        self._shared[DONE] += 1

    def _read(self) -> None:
        """Ask all the while: each quotation is in the file that was sent, and in the text that is stored."""
        library = open_made_up(self._data)
        desk = Desk(library)
        while not self._shared[STOP]:
            try:
                with library.steady():
                    answer = desk.ask("Thôn nào đặt mục tiêu hồ sơ trực tuyến từ 25% đến năm 2026?")
                    cited = answer.citations + tuple(near.citation for near in answer.near_misses)
                    texts = {one.document: library.text(one.document) for one in cited}
                    assert cited
                for one in cited:
                    assert texts[one.document][one.start : one.end] == one.quote
                    assert all(line.strip() in text_of(one.document) for line in one.quote.splitlines())
            except Exception:
                traceback.print_exc()
                self._shared[WRONG] += 1
            self._shared[ASKED] += 1
