"""Phrasing in a real browser: sentences appear while the model is still writing; without scripts a page has them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from phrasing_samples import LIE, MARKUP, SHORT, TRUE
from scripted_model import Handler, Model, says, scripted
from serving import served
from test_browser import Opener, asked, assert_controls_are_named, open_page
from web_samples import FLAGSHIP, REFUSED

from index.library import Library
from web.app import create_web

pytestmark = pytest.mark.browser

__all__ = ["open_page"]  # fixture
WIDTHS = [1440, 390]


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    with scripted(says(TRUE)) as model:
        yield model


@pytest.fixture(scope="module")
def app(library: Library, model: Model) -> FastAPI:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACUU_LLM_BASE_URL", model.url)
        patch.setenv("TRACUU_LLM_MODEL", "mo-hinh-thu")
        return create_web(library)


@pytest.fixture(scope="module")
def base(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.mark.parametrize("width", WIDTHS)
def test_sentences_appear_one_by_one_by_keyboard_alone(open_page: Opener, model: Model, width: int) -> None:
    goes_on = threading.Event()

    def writes(handler: Handler) -> None:
        handler.begin()
        handler.event(f"{TRUE} {LIE} ")
        goes_on.wait(20)
        handler.event(f"{SHORT} {MARKUP}")
        handler.event(reason="stop")

    model.script = writes
    page = open_page(asked(FLAGSHIP), width=width)
    address = page.url
    page.focus(".phrasing button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".phrasing .sentences p")
    assert page.locator(".phrasing .sentences p").all_text_contents() == [TRUE], "the model has not ended"
    assert page.locator(".phrasing .by").is_visible()
    goes_on.set()
    page.wait_for_selector(".phrasing .ending p")
    assert page.locator(".phrasing .sentences p").all_text_contents() == [TRUE, SHORT]
    told = " ".join(page.locator(".phrasing .ending p").all_text_contents())
    assert "Đã bỏ 1 câu: con số không khớp đoạn được dẫn." in told and "mã lệnh" in told
    assert not page.locator(".phrasing form").is_visible()
    assert page.text_content(".phrasing [role=status]") == "Đã diễn đạt xong."
    assert page.evaluate("document.activeElement.id") == "dien-dat", "the focus is not lost"
    assert page.locator("section.answer").is_visible() and page.locator("#dan-1").is_visible()
    page.click(".phrasing .marker >> nth=0")
    assert page.url == address + "#dan-1"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_controls_are_named(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_a_page_has_the_sentences(open_page: Opener, model: Model, width: int) -> None:
    model.script = says(f"{TRUE} {LIE}")
    page = open_page(asked(FLAGSHIP), scripts=False, width=width)
    with page.expect_navigation():
        page.click(".phrasing button")
    assert page.locator(".phrasing .sentences p").all_text_contents() == [TRUE]
    assert "Đã bỏ 1 câu" in (page.text_content(".phrasing .ending") or "")
    assert page.locator("section.answer").is_visible() and page.locator("#dan-1").is_visible()
    page.click(".phrasing .marker")
    assert page.url.endswith("#dan-1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_model_that_breaks_off_leaves_what_stood(open_page: Opener, model: Model) -> None:
    model.script = says(f"{TRUE} {SHORT[:30]}", reason=None)
    page = open_page(asked(FLAGSHIP))
    page.click(".phrasing button")
    page.wait_for_selector(".phrasing .ending p")
    assert page.locator(".phrasing .sentences p").all_text_contents() == [TRUE]
    assert "ngắt giữa chừng" in (page.text_content(".phrasing .ending") or "")


def test_a_refusal_offers_nothing(open_page: Opener) -> None:
    page = open_page(asked(REFUSED))
    assert page.locator(".phrasing").count() == 0


def test_axe_finds_nothing_serious_in_it(open_page: Opener, model: Model) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    model.script = says(f"{TRUE} {LIE}")
    page = open_page(asked(FLAGSHIP), width=390)
    for _ in range(2):
        found = axe.Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        if page.locator(".phrasing form").is_visible():
            page.click(".phrasing button")
            page.wait_for_selector(".phrasing .ending p")
