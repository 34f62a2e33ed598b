"""A contestant's process, seen from the one that measures it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers.environment import variables
from benchmarks.report import ROOT

PATIENCE = 60  # seconds from the end of input to the end of the process


class ContestantError(Exception):
    """A contestant could not do what it was told; the message is the last line of its trace."""


class Process:
    """Runs a worker (:mod:`benchmarks.peers.worker`) until the ``with`` block ends; ``log`` gets what it prints."""

    def __init__(self, adapter: str, python: Path, log: Path, more: Mapping[str, str]) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = log.open("a", encoding="utf-8")
        self._child = subprocess.Popen(  # noqa: S603
            [str(python), "-m", "benchmarks.peers.worker", adapter],
            cwd=ROOT,
            env=variables(more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )

    def tell(self, do: str, **given: Any) -> dict[str, Any]:
        """The reply to a command; raises :class:`ContestantError` if it failed or the process is gone."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(json.dumps({"do": do, **given}) + "\n")
            self._child.stdin.flush()
        except BrokenPipeError as error:
            raise ContestantError(f"its process ended; see {self._log.name}") from error
        line = self._child.stdout.readline()
        if not line:
            raise ContestantError(f"its process ended; see {self._log.name}")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            self._log.write(reply["error"])
            raise ContestantError(str(reply["error"]).strip().splitlines()[-1])
        return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.close()
            self._child.wait(PATIENCE)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._child.kill()
            self._child.wait()
        finally:
            self._child.stdout.close()
            self._log.close()
