"""Faults at a few of the calls; ``python -m tests.reliability faults`` tries every one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import faults
import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(faults.compiler() is None, reason="faults are set by a small C library: no C compiler here")
@pytest.mark.parametrize(
    ("operation", "every"), [("sync", 90), ("upload", 13), ("decision", 2), ("migration", 17), ("restore", 60)]
)
def test_each_call_may_fail_or_be_the_last(tmp_path: Path, operation: str, every: int) -> None:
    run = subprocess.run(
        [
            sys.executable, "-m", "tests.reliability", "faults",
            "--operation", operation, "--every", str(every), "--home", str(tmp_path),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
