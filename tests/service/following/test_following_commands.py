"""``tracuu saved`` and ``tracuu digest`` as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from following_samples import PASSWORD, Place, Server, plan
from made_up import open_made_up

from index.library import Library
from service.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(place: Place, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: open_made_up(data)))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--data", str(place.library.data), *arguments])

    return invoke


def test_saved_listed_run_told_and_removed(place: Place, run: Run, tmp_path: Path) -> None:
    place.put("na-may", plan("Nà Mây"))
    assert "Ví dụ" in run("saved", "list").stdout
    assert "hiện có 1 mục" in run("saved", "add", "5G", "--what", "targets", "--text", "5G").stdout
    assert "1 5G (máy này): targets, có chữ “5G” · chưa có bản tin" in run("saved", "list").stdout
    place.put("ban-pin", plan("Bản Pin"))
    shown = run("saved", "run", "5G").stdout
    assert shown.startswith("mới ") and "2 mục, 1 mục mới." in shown
    found = json.loads(run("saved", "run", "1", "--json").stdout)
    assert [one["new"] for one in found["finds"]] == [True, False]
    assert "Mới (1)" in run("digest", "--date", "2025-09-22").stdout
    assert run("digest", "5G", "--date", "2025-09-29", "-o", str(tmp_path / "tin")).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "tin").iterdir()) == [
        "ban-tin-1-2025-09-29.html",
        "ban-tin-1-2025-09-29.txt",
    ]
    assert run("saved", "feed", "5G").stdout.endswith(".atom\n")
    assert json.loads(run("saved", "list", "--json").stdout)["saved"][0]["last"] == "2025-09-29"
    assert "Đã xóa" in run("saved", "remove", "5G").stdout
    missing = run("saved", "run", "5G")
    assert missing.exit_code == 1 and "tracuu saved list" in missing.stderr


def test_where_there_are_accounts_a_search_has_an_owner(place: Place, run: Run) -> None:
    place.access.accounts.add("an", "quản trị", PASSWORD)
    refused = run("saved", "add", "5G", "--what", "targets")
    assert refused.exit_code == 1 and "--owner" in refused.stderr
    assert run("saved", "add", "5G", "--what", "targets", "--owner", "an").exit_code == 0
    assert "(an)" in run("saved", "list").stdout


def test_a_weekly_digest_is_made_once_a_week(place: Place, run: Run) -> None:
    run("saved", "add", "5G", "--what", "targets")
    made = {
        day: "Bản tin" in run("digest", "--weekly", "mon", "--date", day).stdout
        for day in ("2025-09-24", "2025-09-25", "2025-09-28", "2025-09-29", "2025-09-30", "2025-10-06")
    }
    assert [day for day, was in made.items() if was] == ["2025-09-24", "2025-09-29", "2025-10-06"]


def test_a_digest_goes_by_mail_unless_it_is_empty_and_quiet(
    place: Place, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(tmp_path, "starttls")
    for name, value in server.settings().items():
        monkeypatch.setenv(name, value)
    run("saved", "add", "đủ", "--what", "targets", "--mail", "an@coquan.vn")
    run("saved", "add", "im", "--what", "targets", "--mail", "chi@coquan.vn", "--quiet")
    waiting = run("digest", "--date", "2025-09-22")
    assert waiting.exit_code == 0 and "1 thư chờ" in waiting.stderr
    with server.running() as post:
        assert "Đã gửi cho an@coquan.vn" in run("digest", "--only-mail").stderr
        place.put("na-may", plan("Nà Mây"))
        assert run("digest", "--date", "2025-09-29").stderr.count("Đã gửi") == 2
        assert run("digest", "--date", "2025-09-29").stderr == ""
    assert post.letters[0].rcpt_tos == ["an@coquan.vn"]
    assert sorted(letter.rcpt_tos[0] for letter in post.letters[1:]) == ["an@coquan.vn", "chi@coquan.vn"]
