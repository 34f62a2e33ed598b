"""The commands of who looks after a data folder: old versions, removal, backup, restore, what happened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up import open_made_up

from index.library import Library
from service.access.store import Access
from service.cli import main

Run = Callable[..., Result]


@pytest.fixture
def held(tmp_path: Path) -> Library:
    """A plan that was replaced once."""
    library, file = open_made_up(tmp_path / "data"), tmp_path / "na-may.txt"
    for goal in ("60%", "75%"):
        file.write_text(f"KẾ HOẠCH\nXã Nà Mây\n\nI. MỤC TIÊU\n- Phủ sóng 5G đạt {goal} số bản.\n", encoding="utf-8")
        assert not library.sync([file]).rejected
    return library


@pytest.fixture
def run(held: Library, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: open_made_up(data)))

    def invoke(*arguments: str, data: Path = held.data) -> Result:
        return CliRunner().invoke(main, ["--data", str(data), *arguments])

    return invoke


def test_versions_are_listed_and_shown(run: Run) -> None:
    listed = run("show", "na-may", "--versions").stdout.splitlines()
    assert len(listed) == 2
    assert "đã thay" in listed[0] and "đang giữ" in listed[1]
    name = json.loads(run("show", "na-may", "--versions", "--json").stdout)["versions"][0]["content"][:8]
    assert name in listed[0]
    for version in ("1", name):
        assert "60%" in json.loads(run("show", "na-may", "--version", version, "--json").stdout)["text"]
    missing = run("show", "na-may", "--version", "7")
    assert missing.exit_code == 1 and "không có bản nào" in missing.stderr


def test_a_backup_is_made_checked_and_restored(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "luu.zip")
    assert "1 tài liệu" in run("backup", file).stdout
    assert "nguyên vẹn" in run("backup", file, "--verify").stdout
    again = run("backup", file)
    assert again.exit_code == 1 and "--overwrite" in again.stderr
    assert run("backup", file, "--overwrite").exit_code == 0
    assert "Đã phục hồi" in run("restore", file, data=tmp_path / "moi").stdout
    assert json.loads(run("list", "--json", data=tmp_path / "moi").stdout)[0]["id"] == "na-may"
    refused = run("restore", file, data=tmp_path / "moi")
    assert refused.exit_code == 1 and "--replace" in refused.stderr
    (tmp_path / "luu.zip").write_bytes(b"PK")
    damaged = run("restore", file, data=tmp_path / "khac")
    assert damaged.exit_code == 1 and "hỏng" in damaged.stderr


def test_removing_keeps_the_day_and_purging_does_not(run: Run) -> None:
    assert "Đã gỡ" in run("remove", "na-may").stdout
    assert "đã được gỡ ngày" in run("show", "na-may").stderr
    assert "xóa sạch" in run("remove", "na-may", "--purge").stdout
    assert "Không có văn bản nào" in run("show", "na-may").stderr
    assert run("remove", "na-may").exit_code == 1


def test_the_doctor_says_what_a_crash_has_left_and_what_to_do(run: Run, held: Library, tmp_path: Path) -> None:
    process = os.fork()
    if process == 0:
        held._generations.publish = lambda number: os._exit(9)  # type: ignore[method-assign]
        (tmp_path / "moi.txt").write_text("Hợp tác xã đưa nông sản lên sàn", encoding="utf-8")
        held.sync([tmp_path / "moi.txt"])
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    told = run("doctor")
    assert told.exit_code == 1
    assert "✗ Lần chạy cuối: Lần nạp lúc" in told.stdout and "bị cắt ngang" in told.stdout
    assert "→ Chạy lại tracuu sync" in told.stdout
    assert "phần chỉ mục dở dang" in told.stdout
    assert "✓ Kho dữ liệu: nguyên vẹn" in told.stdout
    held.sync([tmp_path / "moi.txt"])
    well = run("doctor")
    assert "✓ Lần chạy cuối: Lần nạp lúc" in well.stdout and "đã xong" in well.stdout


def test_the_doctor_names_a_store_that_is_damaged(run: Run, held: Library) -> None:
    held._store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held._store.close()
    store = held.data / "library.db"
    content = bytearray(store.read_bytes())
    content[8192 : len(content) // 2] = b"\xff" * (len(content) // 2 - 8192)
    store.write_bytes(content)
    told = run("doctor")
    assert told.exit_code == 1
    assert "hỏng" in told.stdout and "tracuu restore" in told.stdout


def test_accounts_that_are_damaged_are_named_and_nothing_is_unforeseen(run: Run, held: Library) -> None:
    assert "Tài khoản" not in run("doctor").stdout
    Access.beside(held.data).accounts.add("an", "quản trị", "một câu dài để thử")
    assert "✓ Tài khoản và nhật ký: nguyên vẹn" in run("doctor").stdout
    for rest in held.data.glob("access.db-*"):
        rest.unlink()
    (held.data / "access.db").write_bytes(b"x" * 5000)
    told = run("doctor")
    assert told.exit_code == 1
    assert "✗ Tài khoản và nhật ký: hỏng" in told.stdout
    refused = run("account", "list")
    assert refused.exit_code == 1
    assert "access.db" in refused.stderr and "tracuu restore" in refused.stderr
