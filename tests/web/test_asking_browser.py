"""The ask desk in a real browser: by keyboard alone, with and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from test_browser import Opener, asked, assert_controls_are_named, base, open_page
from waiting import until
from web_samples import FLAGSHIP

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

__all__ = ["base", "open_page"]  # fixtures
ACTIVE = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
WIDTHS = [1440, 390]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def suggested(page: Page, typed: str) -> None:
    page.fill("#q", typed)  # one change, so that the list is the one for all of it
    page.wait_for_selector("#suggestions li")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address",
    ["/tim", "/tim?q=" + quote("phủ sóng 5G") + "&cap=xa&co=chi-tieu&xa=" + quote("xã Quân Chu"), asked(FLAGSHIP)],
)
def test_no_page_scrolls_sideways(open_page: Opener, address: str, width: int) -> None:
    page = open_page(address, width=width)
    for fold in page.locator("details summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_a_misread_question_is_mended_by_keyboard_alone(open_page: Opener, scripts: bool, width: int) -> None:
    page = open_page(asked(FLAGSHIP), scripts=scripts, width=width)
    page.focus(".understood summary")
    page.keyboard.press("Enter")
    assert page.locator("#mend-value").is_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("#mend-value:focus").count():
            break
    assert page.locator("#mend-value:focus").count() == 1
    page.keyboard.press("Control+a")
    page.keyboard.type("30")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("#mend-deadline:focus").count():
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("2027")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "muc=30" in page.url and "han=2027" in page.url
    assert "mức ≥ 30%" in (page.text_content(".understood") or "")
    assert "Tây Giang" in (page.text_content("section.answer") or "")


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_search_is_narrowed_and_widened_by_links(open_page: Opener, scripts: bool, width: int) -> None:
    page = open_page("/", scripts=scripts, width=width)
    page.fill("#q", "phủ sóng 5G")
    page.click("form.ask button.second")
    page.wait_for_selector(".results")
    assert page.url.split("?")[0].endswith("/tim")
    page.click(".facets a >> text=xã Quân Chu")
    page.wait_for_selector(".sentence")
    assert page.locator(".result").count() > 0
    page.click(".sentence .remove")
    page.wait_for_selector(".results")
    assert page.locator(".sentence").count() == 0


def test_a_suggestion_is_chosen_by_keyboard(open_page: Opener) -> None:
    page = open_page("/")
    assert page.get_attribute("#q", "role") == "combobox"
    suggested(page, "Xã nào đặt chỉ tiêu phủ só")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    assert page.get_attribute("#q", "aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "q", "the focus stays in the box"
    page.keyboard.press("Enter")
    assert page.input_value("#q") == "Xã nào đặt chỉ tiêu Phủ sóng 5G"
    assert page.get_attribute("#q", "aria-expanded") == "false"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("section.answer, section.refusal").count() == 1


def test_enter_never_takes_a_suggestion_for_other_words(open_page: Opener) -> None:
    page = open_page("/")
    suggested(page, "phủ só")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.type("ng 6G")
        page.keyboard.press("Enter")
    assert page.input_value("#q") == "phủ sóng 6G"


def test_escape_closes_the_suggestions_first_and_then_leaves(open_page: Opener) -> None:
    page = open_page("/")
    suggested(page, "phu so")
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#q", "aria-activedescendant") == page.locator("#suggestions li").last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") is None, "past the last one is the box itself"
    page.keyboard.press("Escape")
    assert not page.locator("#suggestions").is_visible()
    assert page.input_value("#q") == "phu so"
    assert page.evaluate(ACTIVE) == "q"
    page.keyboard.press("Escape")
    assert page.evaluate(ACTIVE) == "BODY"


def test_a_suggestion_is_chosen_by_pointer(open_page: Opener) -> None:
    page = open_page("/", width=390)
    suggested(page, "quan c")
    page.click("#suggestions li >> nth=0")
    assert page.input_value("#q") == "xã Quân Chu"


def test_without_scripts_the_box_is_a_plain_box(open_page: Opener) -> None:
    page = open_page("/", scripts=False)
    assert page.get_attribute("#q", "role") is None
    assert not page.locator("#history").is_visible()
    page.fill("#q", FLAGSHIP)
    with page.expect_navigation():
        page.press("#q", "Enter")
    assert page.locator("section.answer").count() == 1


def test_keys_walk_through_results(open_page: Opener) -> None:
    page = open_page("/tim?q=" + quote("phủ sóng 5G"))
    page.keyboard.press("Escape")
    for key, place in (("j", "kq-1"), ("j", "kq-2"), ("k", "kq-1")):
        page.keyboard.press(key)
        assert page.evaluate(ACTIVE) == place
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    assert page.evaluate(ACTIVE) == "q"


def test_what_was_asked_is_kept_here_until_it_is_deleted(open_page: Opener, base: str) -> None:
    page = open_page(asked(FLAGSHIP))
    page.goto(base + "/tim?q=" + quote("hồ sơ trực tuyến"))
    page.goto(base + "/")
    links = page.locator("#history ol a")
    assert links.all_text_contents() == ["hồ sơ trực tuyến", FLAGSHIP]
    page.locator("#history ol button").first.focus()
    page.keyboard.press("Enter")
    assert links.all_text_contents() == [FLAGSHIP]
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the focus is not lost"
    page.click("#history ol a")
    page.wait_for_selector("section.answer")


def test_the_history_can_be_switched_off(open_page: Opener, base: str) -> None:
    page = open_page(asked(FLAGSHIP))
    page.goto(base + "/")
    page.uncheck("#history input")
    assert json.loads(page.evaluate("localStorage.getItem('tracuu.history')")) == []
    page.goto(base + asked(FLAGSHIP))
    page.goto(base + "/")
    assert page.locator("#history ol a").count() == 0
    assert not page.is_checked("#history input"), "and on again from the same place"


def test_a_damaged_history_harms_nothing(open_page: Opener) -> None:
    page = open_page("/")
    hostile = [
        {"q": "x", "url": "javascript:alert(1)"},
        {"q": 5},
        None,
        {"q": "<b>ổn</b>", "url": "/?q=5G", "kind": "ask"},
    ]
    page.evaluate("text => localStorage.setItem('tracuu.history', text)", json.dumps(hostile))
    page.reload()
    assert page.locator("#history ol a").all_text_contents() == ["<b>ổn</b>"]
    page.evaluate("localStorage.setItem('tracuu.history', '{')")
    page.reload()
    assert page.locator("#history ol a").count() == 0


def test_the_sign_of_at_least_is_drawn_by_our_own_fonts(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    until(page, "document.fonts.status === 'loaded'")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(r => r.name).filter(n => n.includes('signs'))")
    assert any("be-vietnam-pro-signs" in name for name in loaded)
    assert any("source-serif-4-signs" in name for name in loaded)


def test_every_control_has_a_name(open_page: Opener) -> None:
    page = open_page(asked(FLAGSHIP))
    page.click(".understood summary")
    assert_controls_are_named(page)
