"""The pages in a real browser: with and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from serving import served
from waiting import until
from web_samples import FLAGSHIP, REFUSED

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = [1366, 390, 360]


@pytest.fixture(scope="module")
def base(app: FastAPI) -> Iterator[str]:
    """The address of the pages, served for real."""
    with served(app) as address:
        yield address


Opener = Callable[..., "Page"]


@pytest.fixture
def open_page(base: str, tmp_path: Path) -> Iterator[Opener]:
    """Opens pages in a browser with an empty profile; at the end nothing may have gone wrong or gone out."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (install the system package chromium)")
    problems: list[str] = []
    contexts: list[BrowserContext] = []
    with sync_api.sync_playwright() as playwright:

        def opener(address: str, *, width: int = 1366, scripts: bool = True) -> Page:
            context = playwright.chromium.launch_persistent_context(
                tmp_path / f"profile-{len(contexts)}",
                executable_path=CHROMIUM,
                args=QUIET,
                viewport={"width": width, "height": 768},
                java_script_enabled=scripts,
                permissions=["clipboard-read", "clipboard-write"],
            )
            contexts.append(context)
            page: Page = context.pages[0]
            page.on("console", lambda m: problems.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("requestfailed", lambda request: problems.extend(failed(request)))
            page.on("request", lambda request: problems.extend(foreign(request.url, base)))
            page.goto(base + address)
            return page

        yield opener
        for context in contexts:
            context.close()
    assert problems == []


def foreign(address: str, base: str) -> list[str]:
    own = urlsplit(address).scheme in ("data", "blob") or address.startswith(base)
    return [] if own else [f"request to another host: {address}"]


def failed(request: Request) -> list[str]:
    """A request that the page itself gave up, having moved on, has not failed."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


def asked(question: str) -> str:
    return f"/?q={quote(question)}"


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_ask_follow_the_first_citation_and_read_the_very_words(open_page: Opener, scripts: bool) -> None:
    page = open_page("/", scripts=scripts)
    page.fill("#q", FLAGSHIP)
    page.press("#q", "Enter")
    page.wait_for_selector("#dan-1")
    cited = page.text_content("#dan-1 blockquote p")
    page.click(".answer .marker >> nth=0")
    assert page.url.endswith("#dan-1")
    page.click("#dan-1 .source a")
    page.wait_for_selector("#doan")
    assert "".join(page.locator("mark").all_text_contents()) == cited
    box = page.locator("#doan").bounding_box()
    assert box and 0 < box["y"] < 768, "the cited passage is in view"
    assert squeezed(page.text_content('.outline [aria-current="location"]')) == "1 Đến hết năm 2025"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address",
    ["/", asked(FLAGSHIP), asked(REFUSED), "/van-ban", "/van-ban/tom-luoc-quan-chu", "/van-ban/ba-sao?tu=270&den=304"],
)
def test_no_page_scrolls_sideways(open_page: Opener, address: str, width: int) -> None:
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tab_reaches_the_skip_link_first_and_then_the_ask_box(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    order = []
    for _ in range(20):  # the skip link, the name, the desks, the languages
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert order[0] == "skip"
    assert "q" in order


def test_keys_ask_walk_and_leave(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    active = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
    page.keyboard.press("j")
    assert page.evaluate(active) == "dan-1"
    page.keyboard.press("j")
    assert page.evaluate(active) == "quotation"
    page.keyboard.press("k")
    assert page.evaluate(active) == "dan-1"
    page.keyboard.press("/")
    assert page.evaluate(active) == "q"
    page.keyboard.press("Escape")
    assert page.evaluate(active) == "BODY"


def test_the_copy_button_copies_quotation_and_source(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    cited = page.text_content("#dan-1 blockquote p")
    page.click("#dan-1 .copy")
    until(page, "document.getElementById('said').textContent !== ''")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"“{cited}” (Mục II.1, bản tóm lược Kế hoạch của UBND xã Xuân Thành)"


def test_copying_is_not_offered_where_it_cannot_work(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP), scripts=False)
    assert page.locator("button.copy").count() > 0
    assert not page.locator("button.copy").first.is_visible()


def test_the_outline_follows_the_reader(open_page: Opener) -> None:
    page = open_page("/van-ban/tom-luoc-quan-chu")
    page.evaluate("document.getElementById('m-16').scrollIntoView({behavior: 'instant'})")
    until(page, "document.querySelector('.outline [aria-current]')?.textContent.includes('TỔ CHỨC')")
    assert page.locator(".outline [aria-current]").count() == 1


def test_fonts_are_our_own_and_loaded(open_page: Opener) -> None:
    page = open_page("/van-ban/tom-luoc-quan-chu")
    until(page, "document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {family.strip('"') for family in loaded} == {"Be Vietnam Pro", "Source Serif 4"}


def test_print_leaves_the_question_the_answer_and_its_footnotes(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    page.emulate_media(media="print")
    assert page.locator("h1.asked").is_visible()
    assert page.locator("#dan-1 blockquote").is_visible()
    for hidden in ("header.site", ".ask", ".copy >> nth=0", "footer.site"):
        assert not page.locator(hidden).is_visible(), hidden


def assert_controls_are_named(page: Page) -> None:
    """Every control has a name, every id stands once, and what describes something is there."""
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select, button, a')].filter(e => "
        "!(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.textContent.trim())"
        ".map(e => e.outerHTML)"
    )
    assert unnamed == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    named = page.evaluate(
        "[...document.querySelectorAll('[aria-describedby], [aria-labelledby]')].flatMap(e => "
        "[e.getAttribute('aria-describedby'), e.getAttribute('aria-labelledby')]).filter(Boolean)"
        ".flatMap(n => n.split(' '))"
    )
    assert set(named) <= set(ids)
