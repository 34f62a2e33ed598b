"""What is held and what it takes, measured at the moment when Prometheus asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.runs import Run

PROC = Path("/proc")
LOOKED_AT = 100  # runs among which the last of each kind and outcome is sought


class Told(Protocol):
    """What is asked of a library."""

    data: Path

    def status(self) -> dict[str, Any]:
        """Counts and problems."""
        ...

    def runs(self, count: int = ...) -> list[Run]:
        """The last runs."""
        ...


class Held(Collector):
    """What a library holds, how its last runs ended, and the room left for it."""

    def __init__(self, library: Told) -> None:
        self._library = library

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family each."""
        status = self._library.status()
        for name in ("documents", "passages", "generation"):
            if isinstance(status.get(name), int):
                yield GaugeMetricFamily(f"tracuu_{name}", f"The {name} served.", status[name])
        problems = len(status.get("problems", ()))
        yield GaugeMetricFamily("tracuu_index_problems", "What is wrong with the index; see tracuu doctor.", problems)
        yield self._last_runs()
        free = shutil.disk_usage(self._library.data).free
        yield GaugeMetricFamily("tracuu_disk_free_bytes", "Room left where the data folder is.", free)

    def _last_runs(self) -> GaugeMetricFamily:
        """Each kind's last run of each outcome, so that a failure newer than the last success can be told."""
        family = GaugeMetricFamily(
            "tracuu_last_run_timestamp_seconds",
            "When the last run of a kind and an outcome began.",
            labels=("kind", "outcome"),
        )
        seen: set[tuple[str, str]] = set()
        for run in self._library.runs(LOOKED_AT):
            key = (run.kind, run.outcome or "running")
            if key not in seen:
                seen.add(key)
                family.add_metric(key, datetime.fromisoformat(run.started).timestamp())
        return family


class Processes(Collector):
    """Memory and open files of the processes that serve together, where the system tells (Linux)."""

    def __init__(self, root: int) -> None:
        self._root = root

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family each; none where nothing can be known."""
        taken = [one for one in map(_taken, list(tree(self._root))) if one is not None]
        if taken:
            memory, files = map(sum, zip(*taken, strict=True))
            yield GaugeMetricFamily("tracuu_processes", "Processes of the service, readers of files too.", len(taken))
            yield GaugeMetricFamily("tracuu_memory_bytes", "Memory of all of them, shared pages counted once.", memory)
            yield GaugeMetricFamily("tracuu_open_files", "Open files and connections of all of them.", files)


def tree(root: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield root
    with suppress(OSError):
        for thread in (PROC / str(root) / "task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from tree(int(child))


def _taken(process: int) -> tuple[int, int] | None:
    """Memory in bytes and open files; ``None`` if it has just ended, or nobody tells."""
    folder = PROC / str(process)
    try:
        told = (folder / "smaps_rollup").read_text(encoding="ascii")
        files = len(list((folder / "fd").iterdir()))
    except OSError:
        return None
    return next(1024 * int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), files
