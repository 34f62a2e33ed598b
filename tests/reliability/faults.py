"""Every call that changes the file system fails once, or is the last: counted, then tried one by one.

``faults.c`` is loaded into a process of its own (LD_PRELOAD), native libraries included. For each operation
and each n: a fresh copy of a data folder, the operation with a fault at its n-th call, then the next start
must find all that was acknowledged, and the operation must work when it is asked for again.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from operations import OPERATIONS, check_unharmed, prepare

from ingest.errors import NotFound, StorageFull, TracuuError

MODES = {"no room": 1, "error": 2, "kill": 3}
DONE, FULL, TOLD, BUG = 0, 10, 11, 1


@dataclass
class Tally:
    """What was tried and what came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    told: int = 0
    lost: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    """Failures that were not told in words."""


def compiler() -> str | None:
    """The C compiler, ``None`` where there is none."""
    return shutil.which("cc") or shutil.which("gcc")


def loaded(home: Path) -> dict[str, str]:
    """The environment of a process in which faults can be set; compiles them."""
    library = home / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run([compiler() or "cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library), "TRACUU_FAULTS": "1"}


def set_fault(mode: int, at: int) -> None:
    """Of this process, from now on."""
    library = ctypes.CDLL(None)
    ctypes.c_long.in_dll(library, "fault_seen").value = 0
    ctypes.c_long.in_dll(library, "fault_at").value = at
    ctypes.c_int.in_dll(library, "fault_mode").value = mode


def seen() -> int:
    """The calls counted since."""
    return ctypes.c_long.in_dll(ctypes.CDLL(None), "fault_seen").value


class Sweep:
    """All faults over some operations; forks, so that it belongs in a process without threads."""

    def __init__(self, home: Path) -> None:
        self._home, self._base = home, home / "base"
        self._base.mkdir(parents=True)
        self.tally = Tally()
        assert self._forked(lambda: prepare(self._base)) == DONE

    def go(self, names: list[str], every: int = 1) -> Tally:
        """Try each ``every``-th call of each operation in each mode."""
        for name in names:
            for mode in MODES:
                for at in self._calls(name, mode, every):
                    self._try(name, mode, at)
        return self.tally

    def _calls(self, name: str, mode: str, every: int) -> Iterator[int]:
        """The places of a fault: as many as the operation, unharmed, makes such calls."""
        home = self._fresh()
        counted = home / "counted"

        def count() -> None:
            set_fault(MODES[mode], 1 << 40)
            OPERATIONS[name].act(home)
            calls = seen()
            set_fault(0, 0)
            counted.write_text(str(calls), encoding="utf-8")

        assert self._forked(count) == DONE, f"{name} does not work unharmed"
        yield from range(1, int(counted.read_text(encoding="utf-8")) + 1, every)

    def _try(self, name: str, mode: str, at: int) -> None:
        home, case = self._fresh(), f"{name}, {mode} at {at}"

        def act() -> None:
            set_fault(MODES[mode], at)
            OPERATIONS[name].act(home)

        code = self._forked(act)
        self.tally.tried[mode] += 1
        self.tally.told += code in (FULL, TOLD)
        if code == BUG:
            self.tally.unclear.append(case)
        if self._forked(lambda: self._check(name, home, acknowledged=code == DONE)) != DONE:
            self.tally.lost.append(case)

    def _check(self, name: str, home: Path, *, acknowledged: bool) -> None:
        operation = OPERATIONS[name]
        check_unharmed(home, but="hai" if name == "remove" else "")
        assert operation.is_done(home) or not acknowledged, "acknowledged and not there"
        try:
            operation.act(home)
        except NotFound:
            assert name == "remove"
        assert operation.is_done(home), "does not work afterwards"
        check_unharmed(home, but="hai" if name == "remove" else "")

    def _fresh(self) -> Path:
        home = self._home / "case"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._base, home)
        return home

    def _forked(self, work) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
        process = os.fork()
        if process == 0:
            code = BUG
            try:
                work()
                code = DONE
            except StorageFull:
                code = FULL
            except TracuuError:
                code = TOLD
            except BaseException as error:
                set_fault(0, 0)
                print("".join(traceback.format_exception(error)[-2:]), file=sys.stderr)
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        return BUG if code < 0 and code != -signal.SIGKILL else code


def again(arguments: list[str], home: Path) -> int:
    """Run the command once more, in a process with faults loaded; its exit code."""
    command = [sys.executable, "-m", "tests.reliability", *arguments]
    return subprocess.run(command, env=loaded(home), check=False).returncode
