"""How long the first answer takes, and the next ones: over few documents, and over a hundred thousand passages.

Cold: a new process each time, `tracuu ask`, wall clock. Warm: one open library, one question after the other, each
for the first time. Absolute times are those of this machine; the ratios travel better.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path

import httpx

from benchmarks.report import Report, Scale, Table
from benchmarks.serving import served
from benchmarks.stores import DIGESTS, fill, large, questions, tracuu

MANY = 2_230  # public documents: a hundred thousand passages
WARMING = 20  # questions asked before the clock runs


@dataclass(frozen=True)
class Warm:
    """Answers of one open library, milliseconds, the shortest first."""

    name: str
    documents: int
    passages: int
    wall: list[float]
    processor: list[float]

    @property
    def row(self) -> tuple[str | int | float, ...]:
        """Sizes, then the middle and the slowest twentieth."""
        slow = int(len(self.wall) * 0.95)
        middle = statistics.median(self.wall)
        busy = statistics.median(self.processor)
        return (self.name, self.documents, self.passages, middle, self.wall[slow], self.wall[-1], busy)


def measure(scale: Scale) -> Report:
    """Cold and warm answers, the first page, and how answers slow down as documents become many."""
    runs, asked, documents = (3, 40, 30) if scale.short else (7, 400, MANY)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        sync, again = (_timed(data, "sync", DIGESTS) for _ in range(2))
        cold = [_timed(data, "ask", question) for question in questions(runs)]
        page, next_page = _pages(data)
        fill(data, scale)
        warm = [_warm("digests and documents of evaluation", data, asked)]
    try:
        warm.append(_warm("and public documents", large(scale, documents), asked))
    except FileNotFoundError as missing:
        print(f"no public documents: {missing} is not there")
    return Report(
        "latency",
        "How long does the first answer take, and the next ones?",
        tables=(
            Table(
                "From nothing",
                ("what", "seconds"),
                (
                    ("sync of the digests, first time", sync),
                    ("the same again, nothing changed", again),
                    ("tracuu ask, a new process (median)", statistics.median(cold)),
                    ("tracuu serve, from its start to its first page of an answer", page),
                    ("a page of another answer (median)", next_page),
                ),
            ),
            Table(
                "One question after the other",
                ("documents", "held", "passages", "p50 ms", "p95 ms", "slowest ms", "p50 of processor time ms"),
                tuple(one.row for one in warm),
                "Each question for the first time. The processor time is what remains on a machine that does nothing"
                " else.",
            ),
        ),
        findings=_findings(cold, warm),
    )


def _timed(data: Path, *arguments: str | Path) -> float:
    started = time.perf_counter()
    tracuu(data, *arguments)
    return time.perf_counter() - started


def _pages(data: Path) -> tuple[float, float]:
    """Seconds from the start of a server to its first page with an answer, and of later such pages."""
    started = time.perf_counter()
    with served(data, 1) as service:
        times: list[float] = []
        for question in questions(12):
            httpx.get(service.address, params={"q": question}, timeout=60).raise_for_status()
            times.append(time.perf_counter())
    later = [end - begin for begin, end in pairwise(times)]
    return times[0] - started, statistics.median(later)


def _warm(name: str, data: Path, count: int) -> Warm:
    from index.library import Library
    from service.desk import Desk

    library = Library.open(data)
    library.warm()
    desk = Desk(library)
    wall, processor = list[float](), list[float]()
    # those that warm are the last of the truth, so that each measured one is new
    for at, question in enumerate(islice(cycle(questions(420)), 420 - WARMING, 420 + count)):
        begun, busy = time.perf_counter(), time.process_time()
        desk.ask(question)
        if at >= WARMING:
            wall.append((time.perf_counter() - begun) * 1000)
            processor.append((time.process_time() - busy) * 1000)
    held = library.status()
    return Warm(name, held["documents"], held["passages"], sorted(wall), sorted(processor))


def _findings(cold: list[float], warm: list[Warm]) -> tuple[str, ...]:
    first = warm[0]
    told = [f"A cold answer takes {statistics.median(cold) * 1000 / statistics.median(first.wall):.0f} warm ones."]
    if len(warm) > 1:
        more = warm[1].passages / first.passages
        slower = statistics.median(warm[1].processor) / statistics.median(first.processor)
        told.append(f"{more:.0f} times the passages make an answer {slower:.1f} times as long.")
    return tuple(told)
