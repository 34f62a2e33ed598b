"""Real server processes over one data folder: what one is told, the others know; a stop loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from made_up import HERE, open_made_up
from serving import free_port

ROOT = HERE.parents[1]
QUESTION = {"question": "Xã nào đặt 5G ≥ 60% đến hết năm 2025?"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serving") / "data"
    open_made_up(folder).sync([HERE / "plans" / "suoi-nga.txt"])
    return folder


@contextmanager
def serving(data: Path, workers: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server that is ready, with its address; killed at the end if it has not ended by itself."""
    port = free_port()
    paths = os.pathsep.join(map(str, (ROOT, HERE, HERE.parent / "encoders")))
    command = [sys.executable, "-m", "service", "--data", str(data), "serve", "--app", "serving_app:create"]
    with (data.parent / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port), "--workers", str(workers)],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{address}/readyz"), 150)
        yield server, address
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def wait_until(so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def get(address: str) -> Any:
    """Over a connection of its own, so that any of the processes may answer."""
    return httpx.get(address, timeout=30).raise_for_status().json()


def test_what_one_process_is_told_the_others_know(data: Path) -> None:
    with serving(data, 2) as (_, address):
        with ThreadPoolExecutor(8) as askers:  # slow ones at once: more than one process is at work
            slow = f"{address}/slow?seconds=0.3"
            wait_until(lambda: len({one["process"] for one in askers.map(get, [slow] * 8)}) == 2, 60)

        plan = (HERE / "plans" / "doi-man.txt").read_bytes()
        sent = httpx.post(f"{address}/api/documents", files=[("files", ("đồi mận.txt", plan))], timeout=30).json()
        wait_until(lambda: get(f"{address}/api/jobs/{sent['id']}")["state"] == "done", 30)
        for _ in range(12):
            assert get(f"{address}/api/jobs/{sent['id']}")["state"] == "done"
            held = {one["id"] for one in get(f"{address}/api/documents")["documents"]}
            assert held == {"suoi-nga", "đồi mận"}
            assert httpx.post(f"{address}/api/ask", json=QUESTION, timeout=30).json()["answered"]

        counted = httpx.get(f"{address}/metrics", timeout=30).text
        assert 'tracuu_requests_total{route="/api/ask",status="200"} 12.0' in counted
        assert 'tracuu_request_seconds_count{route="/api/ask"} 12.0' in counted


def test_connections_that_come_together_are_shared_among_the_processes(data: Path) -> None:
    with serving(data, 2) as (_, address):
        taken = asyncio.run(together(f"{address}/slow?seconds=0", 32))
        assert len(taken) == 2
        assert sum(taken.values()) == 32
        assert min(taken.values()) >= 6


async def together(address: str, count: int) -> Counter[int]:
    """How many of so many clients that come at once each process answers."""
    limits = httpx.Limits(max_connections=count)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        answered = await asyncio.gather(*(client.get(address) for _ in range(count)))
    return Counter(one.json()["process"] for one in answered)


def test_a_stop_ends_what_is_at_work_takes_nothing_new_and_keeps_uploads(data: Path) -> None:
    with serving(data, 1) as (server, address), ThreadPoolExecutor(2) as askers:
        at_work = askers.submit(httpx.get, f"{address}/slow?seconds=2", timeout=30)
        wait_until(lambda: 'tracuu_queue{state="at_work"} 1.0' in httpx.get(f"{address}/metrics").text, 30)
        plan = (HERE / "plans" / "rung-thong.txt").read_bytes()
        files = [("files", (f"rừng {number}.txt", plan + b"\n" * number)) for number in range(15)]
        sent = httpx.post(f"{address}/api/documents", files=files, timeout=30).json()
        server.send_signal(signal.SIGTERM)
        wait_until(lambda: not answers(f"{address}/healthz"), 5)
        assert at_work.result().status_code == 200
        assert server.wait(30) in (0, -signal.SIGTERM)
    with serving(data, 2) as (_, address):
        wait_until(lambda: get(f"{address}/api/jobs/{sent['id']}")["state"] == "done", 60)
        files = get(f"{address}/api/jobs/{sent['id']}")["files"]
        assert [one["outcome"] for one in files] == ["added"] * 15
