"""What is changed or taken away on the command line is in the audit log, with who typed it."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from made_up import HERE, HashingEncoder

from index.library import Library
from service.access.log import Event
from service.access.store import Access
from service.access.written import user
from service.cli import main
from service.modelling import training
from service.modelling.significance import Rise

PLANS = HERE / "plans"
Run = Callable[..., Result]
Rows = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data: cls(data, HashingEncoder)))
    return tmp_path / "data"


@pytest.fixture
def run(data: Path) -> Run:
    def typed(*words: object, data: Path = data) -> Result:
        return CliRunner().invoke(main, ["--data", str(data), *map(str, words)])

    return typed


@pytest.fixture
def rows(data: Path) -> Rows:
    """Action and object of the rows that were added since one asked last, the oldest first."""
    seen = 0

    def fresh() -> list[tuple[str, str]]:
        nonlocal seen
        found: list[Event] = [one for one in reversed(Access.beside(data).log.recent(1000)) if one.id > seen]
        seen = max([seen, *(one.id for one in found)])
        assert all((one.who, one.address, one.outcome) == (user(), "", "được") for one in found)
        return [(one.action, one.object) for one in found]

    return fresh


def test_removing_and_purging(run: Run, rows: Rows) -> None:
    run("sync", PLANS)
    assert {action for action, _ in rows()} == {"nạp"}
    assert run("remove", "doi-man", "suoi-nga").exit_code == 0
    assert rows() == [("gỡ", "doi-man"), ("gỡ", "suoi-nga")]
    assert run("remove", "doi-man", "--purge").exit_code == 0
    assert rows() == [("xóa sạch", "doi-man")]


def test_what_was_removed_before_a_mistyped_name_is_there(run: Run, rows: Rows) -> None:
    run("sync", PLANS)
    rows()
    assert run("remove", "doi-man", "khong-co", "suoi-nga").exit_code == 1
    assert rows() == [("gỡ", "doi-man")]


def test_a_document_that_a_sync_makes_go(run: Run, rows: Rows, tmp_path: Path) -> None:
    for name in ("một", "hai"):
        (tmp_path / f"{name}.txt").write_text(f"KẾ HOẠCH\nXã {name}\n\nI. MỤC TIÊU\n- Đạt 60%.\n", encoding="utf-8")
    run("sync", tmp_path / "một.txt", tmp_path / "hai.txt")
    rows()
    (tmp_path / "hai.txt").write_bytes((tmp_path / "một.txt").read_bytes())
    again = run("sync", tmp_path / "hai.txt")
    assert "Văn bản “hai” đọc từ tệp này trước đây được gỡ" in again.output
    assert rows() == [("gỡ", "hai")]
    assert [one.id for one in Library.open(tmp_path / "data").documents()] == ["một"]
    run("sync", tmp_path / "hai.txt")
    assert rows() == []


def test_documents_that_a_sync_puts_elsewhere(run: Run, rows: Rows) -> None:
    run("sync", PLANS / "doi-man.txt")
    rows()
    run("sync", PLANS / "doi-man.txt", "--collection", "nhân sự")
    assert rows() == [("lập bộ sưu tập", "nhân sự"), ("chuyển bộ sưu tập", "doi-man: nhân sự")]
    run("sync", PLANS / "doi-man.txt", PLANS / "suoi-nga.txt", "--collection", "nhân sự")
    assert rows() == [("nạp", "suoi-nga")]


def test_a_backup_and_a_restore(run: Run, rows: Rows, data: Path, tmp_path: Path) -> None:
    run("sync", PLANS / "doi-man.txt")
    run("backup", tmp_path / "lưu.zip")
    assert rows() == [("nạp", "doi-man"), ("sao lưu", "lưu.zip")]
    assert run("backup", tmp_path / "lưu.zip").exit_code == 1
    assert run("backup", tmp_path / "lưu.zip", "--verify").exit_code == 0
    assert rows() == []
    elsewhere = tmp_path / "moi"
    assert run("restore", tmp_path / "lưu.zip", data=elsewhere).exit_code == 0
    restored = Access.beside(elsewhere).log
    assert [(one.who, one.action, one.object) for one in restored.recent(2)] == [
        (user(), "phục hồi", "lưu.zip"), (user(), "nạp", "doi-man"),
    ]  # fmt: skip
    assert restored.check() is None
    assert run("restore", tmp_path / "lưu.zip", data=elsewhere).exit_code == 1
    assert len(restored.recent(10)) == 2


def test_saved_searches_and_digests(run: Run, rows: Rows, tmp_path: Path) -> None:
    run("sync", PLANS)
    rows()
    secret = "từ trong câu hỏi"  # noqa: S105 words of a question
    run("saved", "add", secret, "--what", "targets", "--text", secret)
    run("digest", "-o", tmp_path / "tin", "--date", "2026-11-23")
    run("saved", "remove", "1")
    assert rows() == [
        ("lưu tìm kiếm", "1"), ("xuất", "ban-tin-1-2026-11-23.html"), ("xuất", "ban-tin-1-2026-11-23.txt"),
        ("xóa tìm kiếm", "1"),
    ]  # fmt: skip


@pytest.mark.parametrize("kept", [True, False])
def test_a_model_that_was_kept(
    run: Run, rows: Rows, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    made = training.Trained(
        base="goc", pairs={}, learnt_documents=(), held_out=(), questions=10, passages=10, steps=1, batch=2, seed=57,
        seconds=1.0, loss=1.0, before={"all": 0.5}, after={"all": 0.6},
        rise=Rise(mean=0.1, low=0.05, high=0.15, p=0.001), kept=str(tmp_path / "cua-ta") if kept else None,
    )  # fmt: skip
    monkeypatch.setattr(training, "train", lambda *_: made)
    monkeypatch.setattr(training, "base_model", lambda named: "goc")
    data.mkdir()
    assert run("train", tmp_path / "cua-ta").exit_code == 0
    assert rows() == ([("huấn luyện", "cua-ta")] if kept else [])


def test_a_command_whose_row_cannot_be_written_does_not_say_that_it_is_done(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", PLANS / "doi-man.txt")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("service.access.log.Log.add", full)
    told = run("remove", "doi-man")
    assert told.exit_code == 1
    assert "Đã gỡ" not in told.output


def test_who_types_is_the_systems_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "ai-do")
    monkeypatch.setenv("LOGNAME", "ai-do")
    monkeypatch.setattr(pwd, "getpwuid", lambda number: SimpleNamespace(pw_name="tracuu"))
    monkeypatch.setattr(os, "getlogin", lambda: "lan")
    assert user() == "(dòng lệnh: lan dùng tracuu)"
    monkeypatch.setattr(os, "getlogin", lambda: "tracuu")
    assert user() == "(dòng lệnh: tracuu)"

    def nobody(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(os, "getlogin", nobody)
    assert user() == "(dòng lệnh: tracuu)"

    def nameless(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nameless)
    assert user() == f"(dòng lệnh: {os.getuid()})"
