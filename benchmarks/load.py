"""The service under load: how many answers a second, how long each takes, and whether memory stays flat.

Real server processes over the digests and the real documents beside the repository, asked the questions of our own
truth over the loopback address by a client in a process of its own. Latencies are the client's.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

import httpx

from benchmarks.report import Cell, Plot, Report, Scale, Table
from benchmarks.serving import Service, served
from benchmarks.stores import fill, questions

ASKERS = (1, 8, 32)
CROWD = 160  # askers at once, more than work and wait in two processes
PATIENCE = 120.0  # seconds that a client waits


@dataclass(frozen=True)
class Reply:
    """One request: its status, 0 for none, and seconds until the answer was there."""

    status: int
    seconds: float


@dataclass(frozen=True)
class Run:
    """Requests by some askers at once."""

    replies: list[Reply]
    seconds: float

    @property
    def answered(self) -> list[float]:
        """Milliseconds of those that were answered, the shortest first."""
        return sorted(one.seconds * 1000 for one in self.replies if one.status == 200)

    def percentile(self, share: float) -> float:
        """Milliseconds within which a share of the answers came."""
        return self.answered[min(int(len(self.answered) * share), len(self.answered) - 1)]

    def share(self, status: int) -> float:
        """Share of the requests that ended with ``status``."""
        return sum(one.status == status for one in self.replies) / len(self.replies)

    @property
    def failed(self) -> int:
        """Requests that were neither answered nor refused in words."""
        return sum(one.status not in (200, 503) for one in self.replies)


def measure(scale: Scale) -> Report:
    """Throughput, latency and memory of one and of two worker processes."""
    least, each, long = (40, 1, 300) if scale.short else (800, 5, 12_000)
    rows: list[tuple[Cell, ...]] = []
    kept: list[tuple[Cell, ...]] = []
    curves: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        fill(data, scale)
        for workers in (1, 2):
            with served(data, workers) as service:
                asyncio.run(ask(service, questions(60), 4))  # warm
                for askers in (*ASKERS, CROWD):
                    run = asyncio.run(ask(service, questions(max(least, askers * each)), askers))
                    rows.append(_row(workers, askers, run))
        for workers in (1, 2):  # takes long and needs no quiet machine
            with served(data, workers) as service:
                asyncio.run(ask(service, questions(60), 4))
                curve = soak(service, long)
                curves[f"{workers} workers"] = curve
                kept.append(_memory(workers, service, curve))
    return Report(
        "load",
        "How many people can ask at once, how long do they wait, and does memory stay flat?",
        tables=(
            Table(
                "Askers at once",
                ("workers", "askers", "requests", "answers/s", "p50 ms", "p95 ms", "p99 ms", "503 share", "failed"),
                tuple(rows),
                "A 503 is the refusal of the bounded queue, with Retry-After; the times are of those answered.",
            ),
            Table(
                "Memory",
                ("workers", "requests", "RSS at first MB", "RSS at the end MB", "PSS at the end MB", "KB/1,000 asks"),
                tuple(kept),
                "All processes together; PSS counts pages shared between them once; growth is the slope over the"
                " second half.",
            ),
        ),
        plots=(Plot("Memory under load", "requests", "RSS, MB", curves),),
        findings=_findings(rows, kept),
    )


async def ask(service: Service, asked: Iterator[str], askers: int) -> Run:
    """All questions, by so many askers at once, each asking its next as soon as it has its answer."""
    replies: list[Reply] = []
    limits = httpx.Limits(max_connections=askers, max_keepalive_connections=askers)
    async with httpx.AsyncClient(base_url=service.address, timeout=PATIENCE, limits=limits) as client:

        async def one_asker() -> None:
            for question in asked:
                started = time.perf_counter()
                status = await _status(client, question)
                replies.append(Reply(status, time.perf_counter() - started))

        started = time.perf_counter()
        await asyncio.gather(*(one_asker() for _ in range(askers)))
        return Run(replies, time.perf_counter() - started)


async def _status(client: httpx.AsyncClient, question: str) -> int:
    try:
        return (await client.post("/api/ask", json={"question": question})).status_code
    except httpx.HTTPError:
        return 0


def soak(service: Service, count: int, samples: int = 40) -> list[tuple[float, float]]:
    """Ask for long, eight at a time; ``(requests so far, MB resident)``."""
    curve = [(0.0, service.memory().resident)]
    asked = questions(count)
    for part in range(1, samples + 1):
        asyncio.run(ask(service, islice(asked, count // samples), 8))
        curve.append((float(part * (count // samples)), service.memory().resident))
    return curve


def growth(curve: list[tuple[float, float]]) -> float:
    """KB that memory grows by with 1,000 requests: the middle slope between all pairs of the second half."""
    half = curve[len(curve) // 2 :]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for at, a in enumerate(half) for b in half[at + 1 :]]
    return median(slopes) * 1024 * 1000


def _row(workers: int, askers: int, run: Run) -> tuple[Cell, ...]:
    times = [run.percentile(share) for share in (0.5, 0.95, 0.99)]
    speed = len(run.answered) / run.seconds
    return workers, askers, len(run.replies), speed, *times, run.share(503), run.failed


def _memory(workers: int, service: Service, curve: list[tuple[float, float]]) -> tuple[Cell, ...]:
    held = service.memory()
    return workers, int(curve[-1][0]), curve[0][1], held.resident, held.proportional, growth(curve)


def _number(cell: Cell) -> float:
    assert isinstance(cell, (int, float))
    return cell


def _findings(rows: list[tuple[Cell, ...]], kept: list[tuple[Cell, ...]]) -> tuple[str, ...]:
    speed = {(row[0], row[1]): _number(row[3]) for row in rows}
    busiest = ASKERS[-1]
    gain = speed[2, busiest] / speed[1, busiest]
    return (
        f"Two workers answer {gain:.2f} times as many questions a second as one, with {busiest} askers.",
        f"Memory grows by {_number(kept[0][5]):.0f} KB with 1,000 questions.",
    )
