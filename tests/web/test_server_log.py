"""What a real server writes about itself: each request by its route, and never what was asked, sent or read."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from made_up import HERE as SERVICE
from serving import free_port

from ingest.errors import BadRequest
from service.logs import JsonLines, Readable, form_wanted
from service.request_log import HEADER

ROOT = SERVICE.parents[1]
MARKER = "Vuaroinhe7731"  # a word of ours that is nowhere else


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[tuple[str, Path]]:
    """A server, its address and its log; stopped at the end."""
    port = free_port()
    paths = os.pathsep.join(map(str, (ROOT, SERVICE, SERVICE.parent / "encoders", Path(__file__).parent)))
    command = [sys.executable, "-m", "service", "--data", str(folder / "data"), "serve", "--port", str(port)]
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--app", "operated_app:create"],
            env={**os.environ, "PYTHONPATH": paths, **environment}, stdout=out, stderr=out,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: httpx.get(f"{address}/healthz", timeout=5).status_code == 200)
        yield address, log
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


def wait_until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if so():
                return
        time.sleep(0.05)
    raise AssertionError("waited too long")


def account(data: Path) -> dict[str, str]:
    """A first account, whose password is the word; the header that proves it by a token."""
    own = [sys.executable, "-m", "service", "--data", str(data)]
    added = [*own, "account", "add", "lan", "--role", "quản trị", "--stdin"]
    subprocess.run(added, input=f"{MARKER}\n".encode(), cwd=ROOT, check=True, capture_output=True)
    made = subprocess.run(
        [*own, "token", "add", "lan", "đo", "--role", "quản trị"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    secret = next(word for word in made.stdout.split() if word.startswith("tracuu_"))
    return {"Authorization": f"Bearer {secret}"}


def sign_in(address: str) -> None:
    """Once with the right password, once with a wrong one."""
    for name, status in (("lan", 303), (MARKER, 401)):
        form = {"ten": name, "mat_khau": MARKER, "ve": f"/?q={MARKER}"}
        answer = httpx.post(f"{address}/dang-nhap", params={"ve": MARKER}, data=form, timeout=30)
        assert answer.status_code == status


def use(address: str, headers: dict[str, str]) -> None:
    """Everything that somebody could bring a word in by."""
    with httpx.Client(base_url=address, timeout=30, headers=headers) as client:
        client.post("/api/ask", json={"question": f"Xã {MARKER} đặt mục tiêu 5G bao nhiêu?"})
        client.get("/api/search", params={"q": MARKER})
        client.get("/", params={"q": MARKER})
        client.get("/", headers={"Authorization": f"Bearer {MARKER}", "Cookie": f"tracuu_session={MARKER}"})
        client.get("/api/search", params={"q": MARKER, "k": "0"})
        client.get(f"/khong-co/{MARKER}")
        client.post("/api/ask", content=f'{{"question": {MARKER}')
        client.post("/api/precedents", json={"text": f"{MARKER} phủ sóng 5G"})
        plan = (SERVICE / "plans" / "suoi-nga.txt").read_text(encoding="utf-8").replace("thầy cô giáo", MARKER)
        for name, content in (("kế hoạch.txt", plan.encode()), ("hỏng.pdf", b"%PDF-1.7 " + MARKER.encode() * 20)):
            sent = client.post("/api/documents", files={"files": (name, content)}).json()
            wait_until(lambda job=sent["id"]: client.get(f"/api/jobs/{job}").json()["state"] == "done")  # type: ignore[misc]
        client.get("/api/documents/kế hoạch")
        client.delete("/api/documents/kế hoạch")
        for path in ("/api/fail", "/fail"):
            failed = client.get(path, params={"word": MARKER})
            assert failed.status_code == 500
            assert failed.headers[HEADER] in failed.text


def lines_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_the_log_of_a_server_tells_routes_and_no_words(tmp_path: Path) -> None:
    headers = account(tmp_path / "data")
    with serving(tmp_path, TRACUU_LOG="json") as (address, log):
        question = {"question": "Xã nào phủ sóng 5G?"}
        asked = httpx.post(f"{address}/api/ask", json=question, timeout=30, headers=headers)
        unknown = httpx.post(f"{address}/api/ask", json=question, timeout=30)
        sign_in(address)
        use(address, headers)
    written = log.read_text(encoding="utf-8")
    assert MARKER.casefold() not in written.casefold()
    assert headers["Authorization"].split()[1] not in written
    assert "lan" not in {str(value) for line in lines_of(log) for value in line.values()}
    lines = lines_of(log)
    told = next(one for one in lines if one.get("request_id") == asked.headers[HEADER])
    assert (told["method"], told["route"], told["status"]) == ("POST", "/api/ask", asked.status_code)
    assert 0 < told["ms"] < 30_000
    assert told["account"] == 1
    assert unknown.status_code == 401
    assert "account" not in next(one for one in lines if one.get("request_id") == unknown.headers[HEADER])
    assert {"/dang-nhap"} <= {one.get("route") for one in lines}
    assert sum(one["message"] == "a thread failed" for one in lines) == 2
    requests = [one for one in lines if one["message"] == "request"]
    assert {"/", "/api/search", "/api/documents/{id}", "none"} <= {one["route"] for one in requests}
    assert len({one["request_id"] for one in requests}) == len(requests)
    failures = [one for one in lines if one["message"] == "unexpected failure"]
    assert len(failures) == 2
    for one in failures:
        assert one["failure"][0] == "ValueError"
        assert "operated_app.py" in one["failure"][1]
        assert "KeyError" in one["failure"]
        assert any(told["request_id"] == one["request_id"] and told["status"] == 500 for told in requests)


def test_the_log_for_people_tells_no_words_either(tmp_path: Path) -> None:
    with serving(tmp_path, TRACUU_LOG="text") as (address, log):
        use(address, {})
    written = log.read_text(encoding="utf-8")
    assert MARKER.casefold() not in written.casefold()
    assert "request method=POST route=/api/ask status=" in written
    assert "ValueError" in written


def logged(formatter: logging.Formatter, tell: Callable[[logging.Logger], None], name: str) -> str:
    stream, logger = io.StringIO(), logging.Logger(name)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    tell(logger)
    return stream.getvalue()


@pytest.mark.parametrize("formatter", [JsonLines(), Readable()])
def test_a_library_is_told_by_its_place_and_an_error_by_its_kind(
    formatter: logging.Formatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(logger: logging.Logger) -> None:
        logger.warning("ill-formed: %s", MARKER)
        try:
            raise OSError(28, MARKER, MARKER)
        except OSError:
            logger.exception("not written")

    monkeypatch.delenv("TRACUU_DEBUG", raising=False)
    foreign, own = logged(formatter, tell, "pypdf.reader"), logged(formatter, tell, "service.loading")
    assert MARKER not in foreign
    assert "test_server_log.py" in foreign
    assert "OSError ENOSPC" in own
    assert "not written" in own
    assert own.count(MARKER) == 1  # said by our own code, which is read for what it says
    monkeypatch.setenv("TRACUU_DEBUG", "1")
    assert f"ill-formed: {MARKER}" in logged(formatter, tell, "pypdf.reader")


def test_a_form_of_lines_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACUU_LOG", "xml")
    with pytest.raises(BadRequest, match="TRACUU_LOG"):
        form_wanted()
