"""Which endpoints may be set, and what is said where one may not."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.errors import BadRequest
from service.cli import main
from service.doctor import examine
from service.phrasing.settings import PhrasingOff, needed, settings

HERE = "http://127.0.0.1:11434/v1"
AWAY = "https://mo-hinh.example/v1"


def told(**given: str) -> dict[str, str]:
    return {f"TRACUU_LLM_{name}": value for name, value in {"MODEL": "thu", **given}.items()}


def test_off_by_default() -> None:
    assert settings({}) is None


def test_an_endpoint_of_this_machine_needs_no_leave() -> None:
    found = settings(told(BASE_URL=HERE + "/", API_KEY="bi-mat", TIMEOUT="9"))
    assert found is not None
    assert (found.base_url, found.model, found.seconds, found.stall, found.remote) == (HERE, "thu", 9, 9, False)
    assert "bi-mat" not in repr(found) and "bi-mat" not in str(found.told())


@pytest.mark.parametrize(("url", "leave", "fine"), [
    (AWAY, "", False),
    (AWAY, "1", True),
    ("http://10.0.0.7:8000/v1", "1", False),
    ("http://10.0.0.7:8000/v1", "http", True),
    ("http://127.0.0.1.example/v1", "", False),
    ("http://localhost:8080/v1", "", True),
    ("http://[::1]:8080/v1", "", True),
    ("http://127.0.0.1@ke-xau.example/v1", "1", False),
    ("ftp://127.0.0.1/v1", "1", False),
    ("file:///etc/passwd", "1", False),
    ("http://127.0.0.1/v1?key=1", "1", False),
    ("http://127.0.0.1:99999/v1", "1", False),
    ("http://", "1", False),
])  # fmt: skip
def test_texts_leave_the_machine_only_by_leave_and_only_enciphered(url: str, leave: str, fine: bool) -> None:
    given = told(BASE_URL=url, REMOTE=leave)
    if fine:
        assert settings(given) is not None
    else:
        with pytest.raises(BadRequest):
            settings(given)


@pytest.mark.parametrize("wrong", [{"MODEL": ""}, {"TIMEOUT": "nhanh"}, {"TIMEOUT": "-1"}, {"TOKENS": "0"},
                                   {"STALL": "nan"}, {"TIMEOUT": "inf"}])  # fmt: skip
def test_half_set_or_senseless_is_told(wrong: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="TRACUU_LLM_"):
        settings(told(BASE_URL=HERE, **wrong))


def test_the_missing_library_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "openai" else known(name, *rest)
    )
    for name, value in told(BASE_URL=HERE).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PhrasingOff, match="pip install"):
        needed()


def test_doctor_tells_where_texts_go_and_never_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def line() -> str:
        return "".join(
            f"{one.ok} {one.message}" for one in examine(tmp_path / "none") if one.name.startswith("Mô hình")
        )

    assert line() == ""
    for name, value in told(BASE_URL=AWAY, API_KEY="bi-mat").items():
        monkeypatch.setenv(name, value)
    assert line().startswith("False") and "rời khỏi máy" in line()
    monkeypatch.setenv("TRACUU_LLM_REMOTE", "1")
    assert line().startswith("True") and "mo-hinh.example" in line() and "bi-mat" not in line()


def test_the_command_says_that_nothing_is_set(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "ask", "--phrase", "Xã nào?"])
    assert result.exit_code == 1
    assert "TRACUU_LLM_BASE_URL" in result.output


def test_nothing_but_phrasing_loads_the_library() -> None:
    code = "import sys, web.app, service.cli, service.api; print('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
