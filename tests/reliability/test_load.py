"""A crowd before a real server, for a moment; ``python -m tests.reliability load`` for longer."""

from __future__ import annotations

from pathlib import Path

from load import Load, shown
from serving import free_port


def test_a_crowd_is_answered_rightly_or_told_when_to_come_again(tmp_path: Path) -> None:
    outcome = Load(tmp_path, port=free_port(), workers=1, askers=60, seed=1).go(4)
    assert not outcome.lost, shown(outcome)
    assert not outcome.wrong, shown(outcome)
    assert outcome.answered
    assert outcome.put_off
    assert outcome.quotations
