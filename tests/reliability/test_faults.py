"""Faults at a few of the calls; ``python -m tests.reliability faults`` tries every one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import faults
import pytest

ROOT = Path(__file__).parents[2]
OPERATIONS = ("sync", "upload", "decision", "migration", "restore")


@pytest.mark.skipif(faults.compiler() is None, reason="faults are set by a small C library: no C compiler here")
def test_each_call_may_fail_or_be_the_last(tmp_path: Path) -> None:
    chosen = [word for operation in OPERATIONS for word in ("--operation", operation)]
    run = subprocess.run(
        [sys.executable, "-m", "tests.reliability", "faults", *chosen, "--every", "61", "--home", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
