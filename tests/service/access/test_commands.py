"""The commands of access, as typed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up import HERE, HashingEncoder, open_made_up

from index.library import Library
from service.access.store import Access
from service.cli import main

PASSWORD = "trời nắng đẹp quá"  # noqa: S105 of accounts that live as long as a test


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data: cls(data, HashingEncoder)))
    return tmp_path / "data"


def typed(data: Path, *words: str, lines: str = "") -> Result:
    return CliRunner().invoke(main, ["--data", str(data), *words], input=lines)


def test_accounts_from_the_first_to_the_last(data: Path) -> None:
    assert "Chưa có tài khoản nào" in typed(data, "account", "list").output
    made = typed(data, "account", "add", "lan", "--role", "quan tri", lines=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert typed(data, "account", "add", "hoa", "--stdin", lines=f"{PASSWORD}\n").exit_code == 0
    assert typed(data, "account", "role", "hoa", "nạp").exit_code == 0
    listed = typed(data, "account", "list").output
    assert "quản trị" in listed and "nạp" in listed and "argon2" not in listed
    assert typed(data, "account", "password", "hoa", "--stdin", lines="mật khẩu mới dài\n").exit_code == 0
    assert typed(data, "account", "remove", "lan").exit_code == 1
    assert typed(data, "account", "remove", "hoa").exit_code == 0
    assert typed(data, "account", "remove", "hoa").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [("account", "add", "x"), ("account", "add", "lan", "--role", "vua"), ("account", "role", "khong-co", "đọc")],
)
def test_what_cannot_be_done_is_said(data: Path, words: tuple[str, ...]) -> None:
    result = typed(data, *words, lines=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 1
    assert "Lỗi:" in result.output and "→" in result.output
    assert not Access.beside(data).accounts.any()


def test_a_token_is_printed_alone_and_once(data: Path) -> None:
    typed(data, "account", "add", "lan", "--stdin", lines=f"{PASSWORD}\n")
    result = typed(data, "token", "add", "lan", "báo cáo tuần", "--days", "7")
    secret = result.stdout.strip()
    assert Access.beside(data).tokens.account(secret)
    listed = typed(data, "token", "list").output
    assert "báo cáo tuần" in listed and secret not in listed and "chưa dùng" in listed
    assert typed(data, "token", "revoke", "1").exit_code == 0
    assert Access.beside(data).tokens.account(secret) is None
    assert typed(data, "token", "add", "lan", "quá quyền", "--role", "nạp").exit_code == 1


def test_documents_are_put_into_a_collection_and_moved(data: Path) -> None:
    plans = HERE / "plans"
    synced = typed(data, "sync", str(plans / "doi-man.txt"), "--collection", "nhân sự")
    assert synced.exit_code == 0, synced.output
    assert typed(data, "sync", str(plans)).exit_code == 0
    assert open_made_up(data).placements() == {"doi-man": "nhân sự", "rung-thong": "chung", "suoi-nga": "chung"}
    assert "nhân sự: 1 văn bản · người đọc: không ai" in typed(data, "collection", "list").output
    assert typed(data, "collection", "move", "nhân sự", "suoi-nga").exit_code == 0
    assert typed(data, "sync", str(plans / "doi-man.txt"), "--collection", "chung").exit_code == 0
    assert open_made_up(data).placements() == {"doi-man": "chung", "rung-thong": "chung", "suoi-nga": "nhân sự"}
    assert typed(data, "collection", "move", "nhân sự", "khong-co").exit_code == 1


def test_readers_are_let_and_stopped(data: Path) -> None:
    typed(data, "account", "add", "lan", "--stdin", lines=f"{PASSWORD}\n")
    assert typed(data, "collection", "grant", "nhân sự", "lan").exit_code == 1
    typed(data, "collection", "add", "nhân sự")
    assert typed(data, "collection", "grant", "nhân sự", "lan").exit_code == 0
    assert "người đọc: lan" in typed(data, "collection", "list").output
    assert typed(data, "collection", "revoke", "nhân sự", "lan").exit_code == 0
    assert "không ai" in typed(data, "collection", "list").output


def test_a_removed_document_comes_back_where_it_was(data: Path) -> None:
    file = HERE / "plans" / "doi-man.txt"
    typed(data, "sync", str(file), "--collection", "nhân sự")
    open_made_up(data).remove("doi-man")
    typed(data, "sync", str(file))
    assert open_made_up(data).placements() == {"doi-man": "nhân sự"}


def test_the_log_is_shown_and_checked(data: Path) -> None:
    typed(data, "sync", str(HERE / "plans"))
    typed(data, "export", "targets", "-o", str(data / "ra.jsonl"))
    shown = typed(data, "log")
    assert shown.exit_code == 0
    assert "nạp suoi-nga" in shown.output and "xuất targets ra.jsonl" in shown.output and "✓" in shown.output
    connection = sqlite3.connect(data / "access.db")
    connection.executescript("DROP TRIGGER events_stay; UPDATE events SET who = 'ai đó' WHERE id = 2")
    connection.close()
    broken = typed(data, "log")
    assert broken.exit_code == 1
    assert "từ dòng 2" in broken.output
