"""Every page over documents full of markup, in a real browser: nothing of theirs runs, nothing leaves this machine."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from made_up import open_made_up
from serving import served
from test_taken_away import PLAN

from index.library import Library
from service.server import gated
from web.app import create_web, with_pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MARKUP = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>\"><svg onload=alert(1)>"
NAME = '"><script>alert(1)<'  # no file system takes a slash
BARRED = "Content Security"
REPORT = f"addEventListener('securitypolicyviolation', e => console.error('{BARRED}', e.blockedURI))"
ENOUGH = 60  # pages followed from link to link; each kind of page is among the first
STARTS = [
    "/", f"/?q={quote('Xã nào phủ sóng 5G trên 60%? ' + MARKUP)}", f"/?q={quote('5G')}&xa={quote(MARKUP)}", "/?q=%00",
    f"/soan-thao?doan={quote(MARKUP + ' bố trí kinh phí thực hiện')}", f"/nghia-vu?co-quan={quote(MARKUP)}",
    f"/chi-tieu?van-ban={quote(MARKUP)}", f"/kiem-tra?van-ban={quote(MARKUP)}", f"/van-ban?q={quote(MARKUP)}", "/so-do",
    "/nap", "/tai-khoan", "/dang-nhap", f"/van-ban/{quote(MARKUP)}", f"/nap/lan/{quote(MARKUP)}",
    "/khong-co", "/api/khong-co",
    "/robots.txt", "/api/openapi.json", "/?lang=en", f"/?lang={quote(MARKUP)}", f"/?trang={quote(MARKUP)}",
]  # fmt: skip
INSIDE = [
    "/tai-khoan", "/quan-tri", "/quan-tri/nhat-ky", f"/quan-tri?xong={quote(MARKUP)}",
    f"/tai-khoan?xong={quote(MARKUP)}",
    f"/quan-tri/nhat-ky?truoc={quote(MARKUP)}", f"/quan-tri/{quote(MARKUP)}", "/nap", f"/van-ban/{quote(NAME)}",
    f"/dang-nhap?ve={quote('/' + MARKUP)}",
]  # fmt: skip
PASSWORD = "một câu dài để thử"  # noqa: S105 of an account that lives as long as a test
COLLECTION = '"><svg onload=alert(1)><img src=x onerror=alert(1)>'  # no name of one takes a slash


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two plans, one with markup in its name and its text."""
    folder = tmp_path_factory.mktemp("markup")
    for number, name in enumerate((f"{NAME}.md", "binh-thuong.md")):
        text = PLAN.replace("- @SUM", f"- {MARKUP} @SUM").replace("XÃ ĐÁ BẠC", f"XÃ ĐÁ BẠC{number}")
        (folder / name).write_text(text.replace("95%", f"{90 + number}%"), encoding="utf-8")
    library = open_made_up(folder / "data")
    assert not library.sync([folder / f"{NAME}.md", folder / "binh-thuong.md"]).rejected
    return library


@pytest.fixture(scope="module")
def base(library: Library) -> Iterator[str]:
    app = create_web(library)
    finding = TestClient(app).get("/api/audit").json()["findings"][0]["id"]
    TestClient(app).post(f"/api/audit/findings/{finding}", json={"verdict": "dismissed", "note": MARKUP, "by": MARKUP})
    with served(app) as address:
        yield address


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


@dataclass
class Crawl:
    """What was seen on the way from link to link, and what was wrong with it."""

    page: Page
    base: str
    origins: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    kinds: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        page, wrong = self.page, self.wrong
        page.on("request", lambda sent: self.origins.update([urlsplit(sent.url).netloc or urlsplit(sent.url).scheme]))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog at {page.url}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if BARRED in said.text else None)
        page.add_init_script(REPORT)

    def go(self, starts: Iterable[str]) -> None:
        """Opens pages and follows their links, each kind of page once or twice."""
        waiting = list(starts)
        while waiting and len(self.seen) < ENOUGH:
            address = waiting.pop(0)
            if address not in self.seen:
                self.seen.add(address)
                self.wrong += _problems(self.page, self.base, address)
                waiting += self._links(address)

    def _links(self, address: str) -> Iterator[str]:
        read = "links => links.map(link => link.getAttribute('href'))"
        found: list[str] = self.page.eval_on_selector_all("a[href]", read)
        for link in found:
            target = urljoin(address, link.partition("#")[0])
            assert urlsplit(link).scheme in ("", "http"), link
            if target not in self.seen and self.kinds[kind(target)] < 2 and not _is_file(target):
                self.kinds[kind(target)] += 1
                yield target

    def check(self) -> None:
        """Nothing ran, nothing failed, nothing was asked of anybody else."""
        assert self.wrong == []
        assert set(self.origins) <= {urlsplit(self.base).netloc, "data", "blob"}, self.origins


def test_nothing_of_a_document_runs_and_nothing_is_asked_of_anybody_else(page: Page, base: str) -> None:
    crawl = Crawl(page, base)
    crawl.go(STARTS)
    crawl.check()
    assert len(crawl.seen) > 35
    assert len(crawl.kinds) > 12


def test_nothing_typed_into_the_pages_behind_the_sign_in_runs(
    page: Page, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_RATE", "0")
    gate = gated(library, with_pages)
    access = gate.access
    account = access.accounts.add("an", "quản trị", PASSWORD)
    access.collections.add(COLLECTION)
    access.collections.grant(COLLECTION, account)
    access.tokens.add(account, MARKUP[:80], "đọc")
    access.log.add(MARKUP, MARKUP, MARKUP, MARKUP, MARKUP)
    with served(gate) as address:
        crawl = Crawl(page, address)
        crawl.go([f"/dang-nhap?ve={quote('/' + MARKUP)}", f"/dang-nhap?ve={quote('//' + MARKUP)}"])
        for name, password in ((MARKUP, MARKUP), ("an", PASSWORD)):
            page.goto(f"{address}/dang-nhap?ve=/tai-khoan")
            page.fill("#ten", name)
            page.fill("#mat-khau", password)
            page.click("main button[type=submit]")
        assert urlsplit(page.url).path == "/tai-khoan"
        crawl.go(INSIDE)
        assert {("tai-khoan",), ("quan-tri",)} <= {kind(one) for one in crawl.seen}
        crawl.check()


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
