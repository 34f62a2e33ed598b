"""How long the first answer takes, and the next ones, on the digests that ship.

    python -m benchmarks.latency

Cold: a new process each time, `tracuu ask`, wall clock. Warm: one open service, the same questions in turn.
Absolute times are those of this machine; the ratio cold to warm travels better.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUESTIONS = (
    "which commune targets 5G ≥60% by 2025",
    "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên đến hết năm 2025?",
    "xa nao danh nhieu ngan sach nhat cho KHCN nam 2030",
    "Đoạn về giáo dục, hướng nghiệp STEM",
    "Ai ký kế hoạch của xã Bình Giang?",
)
COLD_RUNS = 5
WARM_ROUNDS = 10


def _tracuu(data: Path, *arguments: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "service", "--data", str(data), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - started


def _warm(data: Path) -> list[float]:
    sys.path.insert(0, str(ROOT))
    from index.library import Library
    from service.desk import Desk

    desk = Desk(Library.open(data))
    times: list[float] = []
    for round_ in range(WARM_ROUNDS + 1):
        for question in QUESTIONS:
            started = time.perf_counter()
            desk.ask(question)
            if round_:  # the first round opens the index and fills its caches
                times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        synced = _tracuu(data, "sync", "corpus/ke-hoach")
        resynced = _tracuu(data, "sync", "corpus/ke-hoach")
        cold = [_tracuu(data, "ask", QUESTIONS[i % len(QUESTIONS)]) for i in range(COLD_RUNS)]
        warm = _warm(data)
    p50, p95 = statistics.median(warm), warm[int(len(warm) * 0.95)]
    print(f"{'sync of the digests, first time':40} {synced:8.2f} s")
    print(f"{'the same again, nothing changed':40} {resynced:8.2f} s")
    print(f"{'tracuu ask, new process (median)':40} {statistics.median(cold):8.2f} s")
    print(f"{'warm service, p50':40} {p50:8.1f} ms")
    print(f"{'warm service, p95':40} {p95:8.1f} ms")
    print(f"{'cold to warm':40} {statistics.median(cold) * 1000 / p50:8.0f} : 1")


if __name__ == "__main__":
    main()
