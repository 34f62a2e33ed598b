"""Every page over documents full of markup, in a real browser: nothing of theirs runs, nothing leaves this machine."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
import uvicorn
from fastapi.testclient import TestClient
from made_up import open_made_up
from test_taken_away import PLAN

from web.app import create_web

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MARKUP = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>\"><svg onload=alert(1)>"
NAME = '"><script>alert(1)<'  # no file system takes a slash
REPORT = "addEventListener('securitypolicyviolation', e => console.error('Content Security', e.blockedURI))"
ENOUGH = 60  # pages followed from link to link; each kind of page is among the first
STARTS = [
    "/", f"/?q={quote('Xã nào phủ sóng 5G trên 60%? ' + MARKUP)}", f"/?q={quote('5G')}&xa={quote(MARKUP)}", "/?q=%00",
    f"/soan-thao?doan={quote(MARKUP + ' bố trí kinh phí thực hiện')}", f"/nghia-vu?co-quan={quote(MARKUP)}",
    f"/chi-tieu?van-ban={quote(MARKUP)}", f"/kiem-tra?van-ban={quote(MARKUP)}", f"/van-ban?q={quote(MARKUP)}", "/so-do",
    "/nap", "/tai-khoan", "/dang-nhap", f"/van-ban/{quote(MARKUP)}", f"/nap/lan/{quote(MARKUP)}",
    "/khong-co", "/api/khong-co",
    "/robots.txt", "/api/openapi.json", "/?lang=en", f"/?lang={quote(MARKUP)}", f"/?trang={quote(MARKUP)}",
]  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("markup")
    for number, name in enumerate((f"{NAME}.md", "binh-thuong.md")):
        text = PLAN.replace("- @SUM", f"- {MARKUP} @SUM").replace("XÃ ĐÁ BẠC", f"XÃ ĐÁ BẠC{number}")
        (folder / name).write_text(text.replace("95%", f"{90 + number}%"), encoding="utf-8")
    library = open_made_up(folder / "data")
    assert not library.sync([folder / f"{NAME}.md", folder / "binh-thuong.md"]).rejected
    app = create_web(library)
    finding = TestClient(app).get("/api/audit").json()["findings"][0]["id"]
    TestClient(app).post(f"/api/audit/findings/{finding}", json={"verdict": "dismissed", "note": MARKUP, "by": MARKUP})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (install the system package chromium)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=quiet, accept_downloads=False
        )
        yield context.pages[0]
        context.close()


def kind(address: str) -> tuple[str, ...]:
    """Pages of one kind differ in the names in their address only."""
    parts = urlsplit(address).path.strip("/").split("/")
    return (*parts[:1], *("*" if "%" in part or any(map(str.isdigit, part)) else part for part in parts[1:]))


def test_nothing_of_a_document_runs_and_nothing_is_asked_of_anybody_else(page: Page, base: str) -> None:
    origins: Counter[str] = Counter()
    wrong: list[str] = []
    page.on("request", lambda request: origins.update([urlsplit(request.url).netloc or urlsplit(request.url).scheme]))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog at {page.url}"), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "console", lambda said: wrong.append(f"{page.url}: {said.text}") if "Content Security" in said.text else None
    )
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('Content Security', e.blockedURI))"
    )
    waiting, seen, kinds = list(STARTS), set[str](), Counter[tuple[str, ...]]()
    while waiting and len(seen) < ENOUGH:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        wrong += _problems(page, base, address)
        found: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        for link in found:
            target = urljoin(address, link.partition("#")[0])
            assert urlsplit(link).scheme in ("", "http"), link
            if target not in seen and kinds[kind(target)] < 2 and not _is_file(target):
                kinds[kind(target)] += 1
                waiting.append(target)
    assert wrong == []
    assert set(origins) <= {urlsplit(base).netloc, "data", "blob"}, origins
    assert len(seen) > 35 and len(kinds) > 12


def _problems(page: Page, base: str, address: str) -> list[str]:
    answer = page.goto(base + address, wait_until="load")
    assert answer is not None
    policy = answer.headers.get("content-security-policy", "")
    problems = [] if policy.startswith("default-src 'none'") and "unsafe" not in policy else [f"{address}: {policy}"]
    if answer.status >= 500:
        problems.append(f"{address}: {answer.status}")
    if page.title() == "run":
        problems.append(f"{address}: ran")
    foreign: list[Any] = page.eval_on_selector_all(
        "main *, title", "all => all.filter(one => one.onerror || one.onload || one.tagName == 'SCRIPT').map(String)"
    )
    return [*problems, *(f"{address}: {one}" for one in foreign)]


def _is_file(address: str) -> bool:
    path = urlsplit(address).path
    return path.startswith("/api") or path.endswith((".docx", ".xlsx", ".csv", ".ics", ".png", "/original"))
