"""What is this machine and what is not; a service for others does not start without accounts."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from service import server
from service.access.addresses import is_loopback, names_this_machine, stays_here
from service.access.store import Access
from service.cli import main


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000", "a.localhost", "127.9.9.9"]
)
def test_names_of_this_machine(host: str) -> None:
    assert names_this_machine(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8000", "10.0.0.5",
     "0.0.0.0",  # noqa: S104
         "[::]", "notlocalhost", "127.0.0.1@evil.example", "[::1", "1.1.1.1#127.0.0.1"],
)  # fmt: skip
def test_names_that_others_may_have_made_up(host: str) -> None:
    assert not names_this_machine(host)


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "::1", "127.0.0.1"])
def test_loopback_in_figures(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["::ffff:10.0.0.1", "testclient", "", "0.0.0.0", "::"])  # noqa: S104
def test_everything_else_in_figures(address: str) -> None:
    assert not is_loopback(address)


def test_a_name_stays_here_only_if_all_its_addresses_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolves(*addresses: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: found)

    resolves("127.0.0.1")
    assert stays_here("may-nay")
    resolves("127.0.0.1", "10.0.0.5")
    assert not stays_here("may-nay")
    resolves()
    assert not stays_here("may-nay")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.1.2.3", "ten-khong-co.invalid"])  # noqa: S104
def test_serving_others_without_accounts_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("uvicorn.run", lambda *args, **named: pytest.fail("it started"))
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", "--host", host])
    assert result.exit_code == 1
    assert "chưa có tài khoản" in result.output
    assert "tracuu account add" in result.output
    assert not (tmp_path / "access.db").exists()


@pytest.mark.parametrize(("host", "accounts"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])  # noqa: S104
def test_serving_goes_on_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, accounts: bool) -> None:
    if accounts:
        Access.beside(tmp_path).accounts.add("lan", "quản trị", "trời nắng đẹp quá")
    started: list[str] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **named: started.append(named["host"]))
    monkeypatch.setenv("TRACUU_DATA", "")
    server.run("web.app:create", data=tmp_path, host=host)
    assert started == [host]


@pytest.mark.parametrize("name", ["library.db", "access.db"])
def test_a_folder_that_no_process_could_serve_is_told_of_before_any_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("uvicorn.run", lambda *args, **named: pytest.fail("it started"))
    (tmp_path / name).write_bytes(b"x" * 5000)
    damaged = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", "--workers", "2"])
    assert damaged.exit_code == 1
    assert "bị hỏng" in damaged.output
    assert "tracuu restore" in damaged.output


def test_a_folder_of_a_newer_release_is_told_of_before_any_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uvicorn.run", lambda *args, **named: pytest.fail("it started"))
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    newer = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", "--workers", "2"])
    assert newer.exit_code == 1
    assert "mới hơn" in newer.output


def test_accounts_all_removed_are_no_accounts(tmp_path: Path) -> None:
    access = Access.beside(tmp_path)
    access.accounts.remove(access.accounts.add("lan", "quản trị", "trời nắng đẹp quá"))
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", "--host", "0.0.0.0"])  # noqa: S104
    assert result.exit_code == 1
