"""More askers at once than a server takes on: each is answered rightly, or told when to come again."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx
from soak import SHOWN, Server, synced
from soak_world import QUESTIONS, Checker, Ledger, commune_of, plan_of

from index.library import Library

PLANS = 12
PATIENCE = 60.0  # seconds for one answer


@dataclass
class Outcome:
    """What became of every request; safe from several threads."""

    answered: list[float] = field(default_factory=list)
    """Seconds that each answer took."""
    put_off: int = 0
    quotations: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def tried(self) -> int:
        """Requests sent."""
        return len(self.answered) + self.put_off + len(self.lost)

    def __str__(self) -> str:
        cuts = quantiles(self.answered, n=20) if len(self.answered) > 1 else [0.0] * 19
        return (
            f"{len(self.answered)} answered, half within {cuts[9]:.1f} s, 95 % within {cuts[18]:.1f} s; {self.put_off} "
            f"told when to come again; {self.quotations} quotations checked"
        )


class Load:
    """A run over one data folder: ``askers`` who ask again at once, for so many seconds."""

    def __init__(self, home: Path, *, port: int, workers: int, askers: int, seed: int) -> None:
        self._home, self._port, self._workers, self._askers, self._seed = home, port, workers, askers, seed
        self._over, self.outcome = threading.Event(), Outcome()

    def go(self, seconds: float) -> Outcome:
        """Asks until the time is over."""
        folder, data, ledger = self._home / "files", self._home / "data", Ledger()
        folder.mkdir(parents=True)
        for number in range(PLANS):
            (folder / f"xa-{number}.txt").write_text(plan_of(number, 0), encoding="utf-8")
        assert synced(data, folder), "the documents cannot be taken"
        ledger.hold(Library.open(data))
        server = Server(data, self._port, self._workers)
        try:
            server.wait()
            checker, started = Checker(ledger, Library.open(data)), time.monotonic()
            arguments = [(server.address, checker, random.Random(f"{self._seed} {n}")) for n in range(self._askers)]  # noqa: S311
            askers = [threading.Thread(target=self._ask, args=one) for one in arguments]
            for one in askers:
                one.start()
            self._over.wait(seconds)
            self._over.set()
            for one in askers:
                one.join()
            self.outcome.seconds = time.monotonic() - started
        finally:
            self._over.set()
            if not server.stop():
                self.outcome.lost.append("the server did not end when asked to")
        return self.outcome

    def _ask(self, address: str, checker: Checker, choose: random.Random) -> None:
        outcome = self.outcome
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            while not self._over.is_set():
                question = choose.choice(QUESTIONS).format(commune=commune_of(choose.randrange(PLANS)))
                asked = time.monotonic()
                try:
                    response = client.post("/api/ask", json={"question": question})
                except httpx.HTTPError as error:
                    with outcome.lock:
                        outcome.lost.append(type(error).__name__)
                    continue
                self._note(response, asked, checker)

    def _note(self, response: httpx.Response, asked: float, checker: Checker) -> None:
        outcome, heard = self.outcome, time.monotonic()
        if response.status_code == 200:
            quotations, wrong = checker.faults(response.json(), asked, heard)
            with outcome.lock:
                outcome.answered.append(heard - asked)
                outcome.quotations += quotations
                outcome.wrong += wrong
            return
        again = response.headers.get("retry-after", "")
        # 408: on a machine without time to spare the crowd itself takes seconds from the head of a request to its body
        polite = response.status_code in (408, 503) and again.isdecimal() and response.json()["error"]["message"]
        with outcome.lock:
            outcome.put_off += bool(polite)
            outcome.lost += [] if polite else [f"{response.status_code} {response.text[:200]}"]
        self._over.wait(0.2)  # sooner than told: that is what a crowd does


def shown(outcome: Outcome) -> str:
    """The outcome and the first of what was wrong or lost."""
    return "\n".join([str(outcome), *outcome.wrong[:SHOWN], *outcome.lost[:SHOWN]])
