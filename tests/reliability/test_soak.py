"""A short soak, and that the soak would see what it is there to see; ``python -m tests.reliability soak`` for hours."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from made_up import open_made_up
from serving import free_port
from soak_watch import Sample, Watch, look
from soak_world import Checker, Ledger, canonical, plan_of
from test_kills import ROOT

from index.types import SHORT
from index.versions import name_of

NAME = "xa-1"


@pytest.fixture
def checked(tmp_path: Path) -> tuple[Checker, str]:
    """A store that holds one plan, and the text of it."""
    file = tmp_path / f"{NAME}.txt"
    file.write_text(plan_of(1, 1), encoding="utf-8")
    library, ledger, text = open_made_up(tmp_path / "data"), Ledger(), canonical(file.name, plan_of(1, 1))
    ledger.begin(NAME, text)
    assert not library.sync([file]).rejected
    ledger.done(NAME)
    return Checker(ledger, library), text


def cited(text: str, start: int, **other: Any) -> dict[str, Any]:
    citation = {"document": NAME, "start": start, "end": start + 20, "quote": text[start : start + 20]}
    return citation | {"version": name_of(text)} | other


def faults(checker: Checker, *citations: dict[str, Any], asked: float | None = None) -> str:
    now = monotonic()
    found, wrong = checker.faults({"citations": list(citations)}, now if asked is None else asked, now)
    assert found == len(citations)
    return "; ".join(wrong)


def test_a_quotation_is_compared_letter_by_letter_at_its_place(checked: tuple[Checker, str]) -> None:
    checker, text = checked
    assert not faults(checker, cited(text, 40), cited(text, 80))
    assert "not verbatim" in faults(checker, cited(text, 40, quote=text[40:59] + "x"))
    assert "not verbatim" in faults(checker, cited(text, 40, quote=text[41:61]))
    assert "a document that was not held" in faults(checker, cited(text, 40, document="xa-2"))
    assert "a version that did not hold then" in faults(checker, cited(text, 40, version="0" * SHORT))


def test_what_was_replaced_or_removed_before_the_question_is_not_quoted(checked: tuple[Checker, str]) -> None:
    checker, text = checked
    before, new = monotonic(), canonical("xa-1.txt", plan_of(1, 2))
    checker.ledger.begin(NAME, new)
    assert not faults(checker, cited(text, 40)), "not acknowledged yet: either may be quoted"
    both = faults(checker, cited(text, 40), cited(new, 40))
    assert "two versions" in both
    assert "is not in the store" in both  # nobody has synced it
    checker.ledger.done(NAME)
    assert "a version that did not hold then" in faults(checker, cited(text, 40))
    assert not faults(checker, cited(text, 40), asked=before), "asked before it was acknowledged"
    checker.ledger.begin(NAME, None)
    checker.ledger.done(NAME)
    assert "a document that was not held" in faults(checker, cited(new, 40))


def test_growth_is_told_from_noise() -> None:
    def after(growth: float) -> Watch:
        noise = (0.0, 3.0, -2.0, 1.0)
        samples = [Sample(float(at), 500 + growth * at + noise[at % 4], 80 + at % 3, 4) for at in range(400)]
        return Watch(0, math.inf, samples)

    assert after(0.0).report().flat
    assert not after(0.2).report().flat
    assert after(0.2).report().megabytes_more == pytest.approx(40, rel=0.05)


def test_a_process_is_measured_with_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seen = look(process.pid, 0.0)
        process.communicate(b"\n")
    assert seen.processes == 2
    assert seen.megabytes > 5
    assert seen.handles >= 6


def test_a_server_of_two_processes_under_mixed_load(tmp_path: Path) -> None:
    run = subprocess.run(
        [
            sys.executable, "-m", "tests.reliability", "soak", "--minutes", "0.3", "--askers", "2",
            "--home", str(tmp_path), "--port", str(free_port()),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
