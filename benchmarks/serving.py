"""A real service in processes of its own, asked over the loopback address, and the memory it holds."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.report import ROOT

READY = 180.0  # seconds
MEGABYTE = 2**20


@dataclass(frozen=True)
class Memory:
    """Of all processes together, in MB: what each sees added up, and with shared pages counted once."""

    resident: float
    proportional: float


@dataclass(frozen=True)
class Service:
    """A running service; ``pid`` is the process that was started, its workers are children."""

    pid: int
    address: str

    def memory(self) -> Memory:
        """What its processes hold now."""
        held = [_rollup(pid) for pid in self.processes()]
        return Memory(sum(one["Rss"] for one in held) / 1024, sum(one["Pss"] for one in held) / 1024)

    def processes(self) -> list[int]:
        """The process that was started and all its descendants that compute (not helpers of the interpreter)."""
        found = [self.pid]
        for pid in found:
            found += _children(pid)
        return [pid for pid in found if _rollup(pid).get("Rss", 0)]


@contextmanager
def served(data: Path, workers: int) -> Iterator[Service]:
    """A service over ``data``, ready when it is given; stopped and waited for at the end."""
    port = free_port()
    command = [sys.executable, "-m", "service", "--data", str(data), "serve", "--port", str(port)]
    log = data.with_suffix(".log")
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603
            [*command, "--workers", str(workers)], cwd=ROOT, stdout=out, stderr=out
        )
    try:
        service = Service(process.pid, f"http://127.0.0.1:{port}")
        _wait_until_ready(service, process, log)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{service.address}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the service did not get ready: {log.read_text()[-2000:]}")


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _rollup(pid: int) -> dict[str, int]:
    """Kilobytes by name; empty for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
