"""Mixed load on a real server for as long as wanted: every quotation checked, memory and open files watched.

Askers ask, search, audit, export and open pages; one writer rewrites files and runs ``tracuu sync`` on them, another
uploads and removes over HTTP. What each was told is written into a ledger, and each answer is compared with what the
ledger says could be quoted at that moment, and with what the store keeps under the version the answer names.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from soak_watch import Growth, Watch
from soak_world import QUESTIONS, WORDS, Checker, Ledger, canonical, commune_of, plan_of

from index.library import Library

ROOT = Path(__file__).parents[2]
START, SETTLE, STOP = 180.0, 180.0, 60.0  # seconds allowed
SYNCED, UPLOADED, FIRST_UPLOAD, NAMES = 6, 6, 10, 60
JUDGED = 600.0  # seconds of a second half long enough to judge: a process takes its memory when it first loads a file
SHOWN = 20


@dataclass
class Outcome:
    """What was done and what came of it; safe from several threads."""

    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    quotations: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    growth: Growth | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, action: str, quotations: int = 0, wrong: Sequence[str] = ()) -> None:
        """One request that was answered."""
        with self._lock:
            self.done[action] += 1
            self.quotations += quotations
            self.wrong += [f"{action}: {one}" for one in wrong]

    def fail(self, action: str, why: str) -> None:
        """One that failed, or was refused because too many asked."""
        with self._lock:
            if why == "dang_ban":
                self.refused += 1
            else:
                self.errors[f"{action}: {why}"] += 1

    @property
    def flat(self) -> bool:
        """Whether memory and open files stayed what they were, as far as the time allows to tell."""
        return self.growth is None or self.growth.seconds < JUDGED or self.growth.flat

    @property
    def well(self) -> bool:
        """Nothing wrong, nothing lost, nothing failed, nothing grew."""
        return not self.wrong and not self.lost and not self.errors and self.flat

    def __str__(self) -> str:
        lines = [
            f"{self.done.total()} requests in {self.seconds:.0f} s: {dict(self.done)}",
            f"{self.quotations} quotations checked, {len(self.wrong)} answers' faults, {len(self.lost)} lost, "
            f"{self.refused} refused politely, errors {dict(self.errors)}",
            str(self.growth),
            *self.wrong[:SHOWN],
            *self.lost[:SHOWN],
        ]
        return "\n".join(lines)


class Server:
    """``tracuu serve`` over a data folder."""

    def __init__(self, data: Path, port: int, workers: int) -> None:
        self.address, self._data = f"http://127.0.0.1:{port}", data
        command = [*tracuu(data), "serve", "--port", str(port), "--workers", str(workers)]
        with (data.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=log, stderr=log)

    def wait(self) -> None:
        """Until it is ready."""
        until = time.monotonic() + START
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"the server is not ready; see {self._data.parent / 'server.log'}")

    def stop(self) -> bool:
        """Whether it ends by itself when asked to."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP) in (0, -signal.SIGTERM)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return False


def tracuu(data: Path) -> list[str]:
    """The beginning of a command."""
    return [sys.executable, "-m", "service", "--data", str(data)]


def environment() -> dict[str, str]:
    """That of the commands."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def synced(data: Path, *paths: Path) -> bool:
    """Run ``tracuu sync``; whether it took everything."""
    run = subprocess.run([*tracuu(data), "sync", *map(str, paths)], cwd=ROOT, env=environment(), capture_output=True)
    return run.returncode == 0


class Soak:
    """A run over one data folder."""

    def __init__(self, home: Path, *, port: int, workers: int, askers: int, seed: int, corpus: Path) -> None:
        self._home, self._data, self._folder = home, home / "data", home / "files"
        self._port, self._workers, self._askers, self._seed, self._corpus = port, workers, askers, seed, corpus
        self._over, self.outcome, self.ledger, self._sent = threading.Event(), Outcome(), Ledger(), 0

    def go(self, seconds: float, most: int) -> Outcome:
        """Load for so many seconds, or until ``most`` requests were answered."""
        self._prepare()
        server = Server(self._data, self._port, self._workers)
        try:
            server.wait()
            self._address, self._check = server.address, Checker(self.ledger, Library.open(self._data))
            watch = Watch(server.process.pid, max(0.5, min(10.0, seconds / 100)))
            watch.start()
            began = time.monotonic()
            actors = [threading.Thread(target=self._act, args=(work, n)) for n, work in enumerate(self._work())]
            for one in actors:
                one.start()
            while time.monotonic() - began < seconds and self.outcome.done.total() < most and not self._over.wait(0.2):
                pass
            self._over.set()
            for one in actors:
                one.join()
            watch.stop()
            self.outcome.seconds, self.outcome.growth = time.monotonic() - began, watch.report()
            self._account()
        finally:
            self._over.set()
            if not server.stop():
                self.outcome.errors["stop"] += 1
        return self.outcome

    def _prepare(self) -> None:
        """The collection at the beginning."""
        self._folder.mkdir(parents=True)
        for number in range(SYNCED):
            (self._folder / f"xa-{number}.txt").write_text(plan_of(number, 0), encoding="utf-8")
        assert synced(self._data, self._corpus, self._folder), "the documents cannot be taken"
        self.ledger.hold(Library.open(self._data))

    def _work(self) -> list[Callable[[random.Random, httpx.Client], None]]:
        return [self._ask_around] * self._askers + [self._rewrite, self._upload_and_remove]

    def _act(self, work: Callable[[random.Random, httpx.Client], None], number: int) -> None:
        """Do one kind of work again and again, over a new connection now and then so that each process is met."""
        choose = random.Random(f"{self._seed} {number}")  # noqa: S311
        while not self._over.is_set():
            with httpx.Client(base_url=self._address, timeout=60) as client:
                for _ in range(20):
                    if self._over.is_set():
                        break
                    try:
                        work(choose, client)
                    except httpx.HTTPError as error:
                        self.outcome.fail(work.__name__, type(error).__name__)
                    except Exception:
                        traceback.print_exc()
                        self.outcome.fail(work.__name__, "failed in the test itself")

    # -- asking ----------------------------------------------------------------------------------

    def _ask_around(self, choose: random.Random, client: httpx.Client) -> None:
        """One request of a reader."""
        action, method, path, body = self._request(choose)
        asked = time.monotonic()
        response = client.request(method, path, json=body)
        heard = time.monotonic()
        if response.status_code != 200:
            self._note_failure(action, response)
        elif response.headers["content-type"].startswith("application/json"):
            self.outcome.note(action, *self._check.faults(response.json(), asked, heard))
        else:
            self.outcome.note(action)

    def _request(self, choose: random.Random) -> tuple[str, str, str, Any]:
        """What a reader asks for: action, method, address, body."""
        held = sorted(self.ledger.held())
        action = choose.choices(
            ("ask", "search", "facts", "register", "export", "audit", "page"), (50, 20, 8, 6, 4, 3, 9)
        )[0]
        question = choose.choice(QUESTIONS).format(commune=commune_of(choose.randrange(FIRST_UPLOAD + NAMES)))
        document = quote(choose.choice(held))
        what = choose.choice(("targets", "tasks", "duties", "references"))
        register = choose.choice(("obligations", "targets-table"))
        page = choose.choice((f"/?q={quote(question)}", "/van-ban", "/nap"))
        return {
            "ask": ("ask", "POST", "/api/ask", {"question": question}),
            "search": ("search", "GET", f"/api/search?q={quote(choose.choice(WORDS))}&k=20", None),
            "facts": ("facts", "GET", f"/api/{what}?document={document}", None),
            "register": ("register", "GET", f"/api/{register}", None),
            "export": ("export", "GET", f"/api/{register}.{choose.choice(('xlsx', 'csv'))}", None),
            "audit": ("audit", "GET", f"/api/audit?document={document}", None),
            "page": ("page", "GET", page, None),
        }[action]

    def _note_failure(self, action: str, response: httpx.Response) -> None:
        gone = response.status_code == 404 and action in ("facts", "audit")  # removed since it was chosen
        if gone:
            self.outcome.note(f"{action} of what is gone")
            return
        told = response.json() if response.headers["content-type"].startswith("application/json") else {}
        self.outcome.fail(action, told.get("error", {}).get("code") or str(response.status_code))
        if response.status_code == 503:
            self._over.wait(1)

    # -- writing ---------------------------------------------------------------------------------

    def _rewrite(self, choose: random.Random, _: httpx.Client) -> None:
        """Change some files and sync them."""
        numbers = choose.sample(range(SYNCED), choose.randint(1, 3))
        for number in numbers:
            text = plan_of(number, choose.randint(1, 10_000))
            (self._folder / f"xa-{number}.txt").write_text(text, encoding="utf-8")
            self.ledger.begin(f"xa-{number}", canonical(f"xa-{number}.txt", text))
        if synced(self._data, self._folder):
            for number in numbers:
                self.ledger.done(f"xa-{number}")
            self.outcome.note("sync")
        else:
            self.outcome.fail("sync", "did not take everything")
        self._over.wait(choose.uniform(1, 5))

    def _upload_and_remove(self, choose: random.Random, client: httpx.Client) -> None:
        """Upload a file, wait until it is taken, remove the oldest upload where there are many."""
        k = self._sent = self._sent + 1
        name, text = f"gui-{k}", plan_of(FIRST_UPLOAD + k % NAMES, k)
        self.ledger.begin(name, canonical(f"{name}.txt", text))
        response = client.post("/api/documents", files={"files": (f"{name}.txt", text.encode())})
        if response.status_code != 202:
            self._note_failure("upload", response)
        elif self._settled(client, response.json()["id"]):
            self.ledger.done(name)
            self.outcome.note("upload")
        else:
            self.outcome.fail("upload", "not taken")
        oldest = f"gui-{k - UPLOADED}"
        if oldest in self.ledger.held():
            self.ledger.begin(oldest, None)
            response = client.delete(f"/api/documents/{oldest}")
            if response.status_code == 204:
                self.ledger.done(oldest)
                self.outcome.note("remove")
            else:
                self._note_failure("remove", response)
        self._over.wait(choose.uniform(0.5, 3))

    def _settled(self, client: httpx.Client, job: str) -> bool:
        until = time.monotonic() + SETTLE
        while time.monotonic() < until:
            response = client.get(f"/api/jobs/{job}")
            told = response.json() if response.status_code == 200 else {"state": "asked again"}
            if told["state"] == "done":
                return all(file["outcome"] == "added" for file in told["files"])
            if told["state"] == "failed":
                return False
            time.sleep(0.2)
        return False

    # -- the end ---------------------------------------------------------------------------------

    def _account(self) -> None:
        """What was acknowledged is there, whole; nothing else is."""
        library, expected = Library.open(self._data), self.ledger.held()
        there = {one.id for one in library.documents()}
        lost = [f"lost: {name}" for name in expected.keys() - there]
        lost += [f"back again: {name}" for name in there - expected.keys()]
        lost += [f"changed: {name}" for name in expected.keys() & there if library.text(name) != expected[name]]
        if damage := library.damage():
            lost.append(f"store: {damage}")
        self.outcome.lost += lost
