"""Memory and open files of a process and all its children, over time."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, mean
from time import monotonic

PROC = Path("/proc")
MEMORY_GROWTH = 0.05  # of the mean, over the second half
HANDLE_GROWTH = 4.0
TOLD = 1.0  # files of one kind more or less


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the beginning, proportional memory in MB, open files, processes."""

    at: float
    megabytes: float
    handles: int
    processes: int
    kinds: Counter[str] = field(default_factory=Counter)
    """The open files by kind, as :func:`kind_of` tells them apart."""


def tree(root: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield root
    with suppress(OSError):
        for thread in (PROC / str(root) / "task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from tree(int(child))


def look(root: int, since: float) -> Sample:
    """What the processes hold now; those that end meanwhile are left out."""
    kilobytes = processes = 0
    kinds: Counter[str] = Counter()
    for one in list(tree(root)):
        with suppress(OSError):
            rollup = (PROC / str(one) / "smaps_rollup").read_text()
            kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            kinds.update(_opened_by(one))
            processes += 1
    return Sample(monotonic() - since, kilobytes / 1024, kinds.total(), processes, kinds)


def _opened_by(process: int) -> Iterator[str]:
    for handle in (PROC / str(process) / "fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            yield kind_of(str(handle.readlink()))


def kind_of(target: str) -> str:
    """What a descriptor is open on, alike for all of a kind: "library.db-wal", "socket", "part.bin (deleted)"."""
    if not target.startswith("/"):
        return target.partition(":[")[0].removeprefix("anon_inode:").strip("[]")
    name, gone = target.removesuffix(" (deleted)").rpartition("/")[2], target.endswith(" (deleted)")
    return re.sub(r"[0-9a-f]{8,}|\d+", "#", name) + (" (deleted)" if gone else "")


@dataclass
class Watch:
    """Looks every ``pause`` seconds until stopped."""

    root: int
    pause: float
    samples: list[Sample] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        since = monotonic()
        while not self._over.wait(self.pause):
            self.samples.append(look(self.root, since))

    def report(self) -> Growth:
        """How much memory and open files grew over the second half, by the line through the samples."""
        half = [one for one in self.samples if one.at >= self.samples[-1].at / 2] if self.samples else []
        if len(half) < 3:
            return Growth(0.0, 0.0, 0.0, 0.0, 0.0)
        at, span = [one.at for one in half], half[-1].at - half[0].at

        def more(values: Sequence[float]) -> float:
            return linear_regression(at, values).slope * span

        memory, handles = [one.megabytes for one in half], [float(one.handles) for one in half]
        kinds = {kind for one in half for kind in one.kinds}
        grown = {kind: more([float(one.kinds[kind]) for one in half]) for kind in sorted(kinds)}
        return Growth(
            span, mean(memory), more(memory), mean(handles), more(handles),
            {kind: by for kind, by in grown.items() if abs(by) >= TOLD},
        )  # fmt: skip


@dataclass(frozen=True)
class Growth:
    """Over the last ``seconds``: mean memory (MB) and open files, and by how much each grew."""

    seconds: float
    megabytes: float
    megabytes_more: float
    handles: float
    handles_more: float
    kinds_more: dict[str, float] = field(default_factory=dict)
    """Of which kinds there are more, or fewer."""

    @property
    def flat(self) -> bool:
        """Whether neither grows."""
        return self.megabytes_more <= MEMORY_GROWTH * self.megabytes and self.handles_more <= HANDLE_GROWTH

    def __str__(self) -> str:
        kinds = "".join(f", {by:+.0f} {kind}" for kind, by in self.kinds_more.items())
        return (
            f"second half ({self.seconds:.0f} s): memory {self.megabytes:.0f} MB ({self.megabytes_more:+.1f}), "
            f"open files {self.handles:.0f} ({self.handles_more:+.1f}{kinds})"
        )
