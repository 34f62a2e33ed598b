"""The whole job, timed: from passages to an index on disk, and from a question to its ten passages."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.arena import Arena, size
from benchmarks.peers.lineup import Entry
from benchmarks.peers.process import Process

TOP = 10
WARM = 5  # questions before the first that counts


@dataclass
class Times:
    """Of one contestant: seconds, milliseconds a question, megabytes."""

    indexed: float
    indexing_mb: float
    disk_mb: float
    opened: float = 0.0
    serving_mb: float = 0.0
    asked: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.asked)

    @property
    def p95(self) -> float:
        return sorted(self.asked)[int(len(self.asked) * 0.95)]


def timed(arena: Arena, passages: Path, questions: Sequence[str], rounds: int) -> dict[str, Times]:
    """Times by contestant.

    Each one indexes alone, in a process that ends with it. Then new processes of all open what was kept and stay, and
    the questions go round them in turn, so that a busy moment of the machine is shared by all. No question is asked
    twice: what a contestant remembers of questions gains it nothing.
    """
    times: dict[str, Times] = {}
    for entry in arena.entries:
        print(f"  {entry.name}: indexing", flush=True)
        with arena.bearing(entry):
            times[entry.name] = _indexed(arena, entry, passages)
    with ExitStack() as stack:
        servers = [(entry, stack.enter_context(arena.process(entry))) for entry in arena.standing()]
        for entry, server in servers:
            with arena.bearing(entry):
                times[entry.name].opened = server.tell("open", folder=str(_folder(arena, entry)))["seconds"]
                server.tell("ask", questions=questions[:WARM], k=TOP)
        for round_ in range(rounds):
            for entry, server in servers:
                if entry.name not in arena.failures:
                    with arena.bearing(entry):
                        _asked(arena, entry, server, times[entry.name], questions[WARM + round_ :: rounds])
    return {name: found for name, found in times.items() if name not in arena.failures}


def _indexed(arena: Arena, entry: Entry, passages: Path) -> Times:
    folder = _folder(arena, entry)
    shutil.rmtree(folder, ignore_errors=True)
    with arena.process(entry) as process:
        reply = process.tell("index", file=str(passages), folder=str(folder))
    arena.heard(entry, reply["refused"])
    return Times(reply["seconds"], reply["peak_mb"], size(folder))


def _asked(arena: Arena, entry: Entry, server: Process, times: Times, questions: Sequence[str]) -> None:
    reply = server.tell("ask", questions=questions, k=TOP)
    times.asked += reply["ms"]
    times.serving_mb = reply["peak_mb"]
    arena.heard(entry, reply["refused"])


def _folder(arena: Arena, entry: Entry) -> Path:
    return arena.folder / "timed" / entry.adapter
