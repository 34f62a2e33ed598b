"""Kills at random instants, a few here; ``python -m tests.reliability --kills 1000`` for many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from serving import free_port

ROOT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_and_no_answer_is_wrong(tmp_path: Path) -> None:
    """In a process of its own, since it forks and pytest may have threads."""
    kills = os.environ.get("TRACUU_KILLS", "8")
    run = subprocess.run(
        [sys.executable, "-m", "tests.reliability", "kills", "--kills", kills, "--home", str(tmp_path), "--seed", "7"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_server_killed_takes_its_work_up_again(tmp_path: Path) -> None:
    kills = os.environ.get("TRACUU_KILLS", "2")
    port = str(free_port())
    run = subprocess.run(
        [
            sys.executable, "-m", "tests.reliability", "http",
            "--kills", kills, "--home", str(tmp_path), "--port", port,
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_several_processes_write_and_serve_one_data_folder(tmp_path: Path) -> None:
    run = subprocess.run(
        [
            sys.executable, "-m", "tests.reliability", "together",
            "--rounds", "2", "--home", str(tmp_path), "--port", str(free_port()),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
