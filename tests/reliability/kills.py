"""kill -9 at random instants while another process asks.

One data folder lives through all of it. A forked writer goes on with the known steps and tells when
a step begins and when it is acknowledged; it is killed; the next one must find everything that was
acknowledged, whole. A reader in a process of its own searches all the while: each answer must be
exactly one of the states between the last acknowledged and the last begun.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import struct
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from doubles import open_library
from world import Step, seen, steps, take

from index.library import Library

BEGUN, DONE, STOP, ASKED, WRONG = range(5)
LONGEST = 0.35  # seconds a writer lives: some three steps


@dataclass
class Tally:
    """What was tried and what came of it."""

    kills: int = 0
    in_a_step: int = 0
    asked: int = 0
    wrong: int = 0
    lost: int = 0
    seconds: float = 0.0


class Shared:
    """Numbers that several processes see."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 64)

    def __getitem__(self, at: int) -> int:
        return int(struct.unpack_from("q", self._memory, 8 * at)[0])

    def __setitem__(self, at: int, value: int) -> None:
        struct.pack_into("q", self._memory, 8 * at, value)


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does ``work`` and exits 0, or 1 if it raised."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended_well(process: int) -> bool:
    """Wait for a process; whether it did all of its work."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


class Run:
    """Kills over one data folder."""

    def __init__(self, home: Path, seed: int) -> None:
        self.data, self.folder, self.seed = home / "data", home / "van-ban", seed
        self.folder.mkdir(parents=True)
        self.shared = Shared()
        self.sequence: list[Step] = list(islice(steps(seed), 4_000))

    def go(self, kills: int) -> Tally:
        """Kill ``kills`` writers; the counts, of which ``lost`` and ``wrong`` should be 0."""
        choose, tally, started = random.Random(self.seed + 1), Tally(), time.monotonic()  # noqa: S311
        self._first()
        reader = forked(self._read)
        try:
            for _ in range(kills):
                tally.in_a_step += self._kill_one(choose)
                tally.kills += 1
                if not ended_well(forked(self._check)):
                    tally.lost += 1
                    break
        finally:
            self.shared[STOP] = 1
            read_well = ended_well(reader)
        tally.asked, tally.wrong = self.shared[ASKED], self.shared[WRONG] + (not read_well)
        tally.seconds = time.monotonic() - started
        return tally

    def _first(self) -> None:
        assert ended_well(forked(lambda: take(open_library(self.data), self.folder, self.sequence[0])))

    def _kill_one(self, choose: random.Random) -> bool:
        writer = forked(self._write)
        time.sleep(choose.uniform(0, LONGEST))
        in_a_step = self.shared[BEGUN] > self.shared[DONE]
        with suppress(ProcessLookupError):
            os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        return in_a_step

    def _write(self) -> None:
        library = open_library(self.data)
        while True:
            at = self.shared[DONE] + 1
            self.shared[BEGUN] = at
            take(library, self.folder, self.sequence[at])
            self.shared[DONE] = at

    def _check(self) -> None:
        """The next start: everything acknowledged is there, the step cut short wholly or not at all."""
        library = open_library(self.data)
        begun, done = self.shared[BEGUN], self.shared[DONE]
        state = seen(library)
        allowed = [self.sequence[at].after for at in range(done, begun + 1)]
        assert state in self._between(allowed), f"{state} after step {done} of {begun} begun: {allowed}"
        assert library.status()["problems"] == []
        library.recover()
        generations = [path.name for path in (self.data / "generations").iterdir()]
        assert len(generations) <= 2, generations
        assert library.damage() is None
        if state == self.sequence[begun].after:
            self.shared[DONE] = begun

    def _between(self, states: list[dict[str, int]]) -> list[dict[str, int]]:
        """The states, and those on the way: a step may be a sync followed by a removal, each for itself."""
        if len(states) < 2:
            return states
        before, after = states
        gone = before.keys() - after.keys()
        return [before, {**after, **{name: before[name] for name in gone}}, after]

    def _read(self) -> None:
        """Ask until told to stop; every answer is one state, and never an older one than was acknowledged."""
        library: Library = open_library(self.data)
        while not self.shared[STOP]:
            least = self.shared[DONE]
            try:
                state = seen(library)
                most = self.shared[BEGUN]
                allowed = [self.sequence[at].after for at in range(least, most + 1)]
                assert state in allowed, f"{state} between {least} and {most}: {allowed}"
            except Exception:
                traceback.print_exc()
                self.shared[WRONG] += 1
            self.shared[ASKED] += 1
