"""The handbook in a real browser: searched with diacritics and without, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from serving import answering

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Quiet(SimpleHTTPRequestHandler):
    """Files of the site, nothing said on the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with answering(partial(Quiet, directory=str(site))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (install the system package chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nothing was asked of another host and nothing failed."""
    wrong: list[str] = []
    pages: list[Page] = []

    def opener(path: str, width: int = 1440) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.on("request", lambda one: wrong.append(one.url) if not own(one.url, address) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda one: wrong.append(f"{one.status} {one.url}") if failed(one) else None)
        page.goto(address + path)
        return page

    yield opener
    for page in pages:
        page.close()
    assert wrong == []


def failed(answer: Response) -> bool:
    """The theme looks for a list of pages beside each page, and does without where there is none."""
    return answer.status >= 400 and not answer.url.endswith("/sitemap.xml")


def own(url: str, address: str) -> bool:
    return urlsplit(url).scheme in ("data", "blob") or url.startswith(address)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("khung đối chiếu", "/frames/"),
        ("khung doi chieu", "/frames/"),
        ("KHUNG DOI CHI", "/frames/"),
        ("sao luu", "/admin/"),
        ("sao lưu", "/admin/"),
        ("TRACUU_PROXY", "/admin/"),
        ("frame of a province", "/en/frames/"),
    ],
)
def test_a_search_finds_with_diacritics_and_without(opened: Callable[..., Page], typed: str, found: str) -> None:
    page = opened("/")
    page.keyboard.press("f")
    page.locator("input[name=query]").press_sequentially(typed)
    results = page.locator(".md-search-result__link")
    results.first.wait_for(timeout=20_000)
    page.wait_for_function(
        "found => [...document.querySelectorAll('.md-search-result__link')].some(a => a.pathname === found)", arg=found
    )


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/", "/frames/", "/cli/", "/en/api/", "/admin/"])
def test_pages_fit_a_desk_and_a_phone(opened: Callable[..., Page], path: str, width: int) -> None:
    page = opened(path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.fonts].some(f => f.family.includes('Be Vietnam Pro') && f.status === 'loaded')")
    assert page.locator("article h1").is_visible()


def test_the_other_language_is_one_step_away(opened: Callable[..., Page]) -> None:
    page = opened("/frames/")
    page.locator("header .md-select button").hover()
    page.locator("header .md-select a[hreflang=en]").click()
    page.wait_for_url("**/en/frames/")
    assert page.locator("article h1").inner_text().startswith("Frames")
