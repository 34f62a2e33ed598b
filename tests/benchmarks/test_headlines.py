"""The table of the README says what was kept, and only where all of it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.headlines import BEGIN, END, PICKS, Pick, picked, refresh
from benchmarks.report import Circumstances, Report, Table, keep

TABLE = Table(
    "t", ("engine", "s"), (("a, fast", 1.5), ("a, slow", 1234.0), ("b", 3)), "the rows are told apart by their starts"
)
CIRCUMSTANCES = Circumstances(date="2026-01-02", machine="m", commit="c0ffee")


def pick(*rows: str, words: str = "{}; {}") -> Pick:
    return Pick("part", 0, "what", tuple((row,) for row in rows), (1,), words)


def test_figures_stand_in_the_order_of_the_pick() -> None:
    report = {"tables": [{"rows": TABLE.rows}]}
    assert picked(pick("b", "a, slow"), report) == "3; 1,234"
    assert picked(pick("a", words="{}"), report) == "1.5"
    assert picked(pick("b", "c"), report) is None


def test_a_readme_shows_what_was_measured_and_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.headlines.PICKS", (pick("b", words="{} s"), Pick("other", 0, "?", (), (), "")))
    readme = tmp_path / "README.md"
    readme.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n", encoding="utf-8")
    keep(Report("part", "?", (TABLE,)), CIRCUMSTANCES, tmp_path)
    refresh(readme, tmp_path)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("above\n") and text.endswith("\nbelow\n")
    assert "| what | 3 s |" in text and "part: 2026-01-02, m, commit c0ffee" in text and "old" not in text


def test_a_part_that_was_skipped_replaces_nothing(tmp_path: Path) -> None:
    keep(Report("part", "?", skipped="no data"), CIRCUMSTANCES, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_pick_has_a_place_for_each_of_its_cells() -> None:
    for one in PICKS:
        assert one.words.count("{}") == len(one.rows) * len(one.columns), one.what
