"""A clerk is told in a sentence; the details are in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from index.library import Library
from service.cli import main
from service.journal import NAME, keep_journal


def test_an_unexpected_failure_is_one_sentence_and_a_journal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> Library:
        raise RuntimeError("boom")

    monkeypatch.setattr(Library, "open", broken)
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "list"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output and "boom" not in result.output
    assert "Lỗi" in result.output
    journal = (tmp_path / NAME).read_text(encoding="utf-8")
    assert "RuntimeError" in journal and "boom" not in journal
    assert f"{Path(__file__).name}:" in journal


def test_a_folder_that_cannot_be_written_keeps_no_journal(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")
    assert keep_journal(tmp_path / "tep" / "data") is None


def test_one_missing_path_does_not_stop_the_others(
    mini: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from made_up import HERE

    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: mini))
    missing = tmp_path / "khong-co.txt"
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "sync", str(HERE / "plans"), str(missing)])
    assert result.exit_code == 3
    assert "khong-co.txt" in result.output and "không nhận" in result.output
    assert "không đổi" in result.output
