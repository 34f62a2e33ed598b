"""The official's two desks in a real browser: by keyboard alone, with and without JavaScript, on a desk and a phone."""

from __future__ import annotations

import pytest
from office import app, library
from test_browser import Opener, assert_controls_are_named, base, open_page

pytestmark = pytest.mark.browser

__all__ = ["app", "base", "library", "open_page"]  # fixtures
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
WIDTH = pytest.mark.parametrize("width", [1440, 390])
ADDRESSES = [
    "/nghia-vu",
    "/nghia-vu?view=undated",
    "/nghia-vu?view=calendar&month=2025-12",
    "/nghia-vu?view=timeline",
    "/chi-tieu",
    "/chi-tieu?year=2030",
    "/chi-tieu/phu_song_5g",
]


@WIDTH
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways(open_page: Opener, address: str, width: int) -> None:
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@SCRIPTS
@WIDTH
def test_from_the_register_to_the_words(open_page: Opener, scripts: bool, width: int) -> None:
    """Typed, chosen and opened by keyboard alone."""
    page = open_page("/nghia-vu", width=width, scripts=scripts)
    page.focus('input[name="body"]')
    page.keyboard.type("Phòng Kinh tế")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # "chủ trì"
    page.keyboard.press("Tab")
    page.keyboard.type("quý IV/2025")
    page.keyboard.press("Enter")
    page.wait_for_selector(".in-force .condition")
    assert "role=lead" in page.url
    assert "kind=" not in page.url, "the address can be passed on"
    row = page.locator(".register tbody tr", has_text="Khảo sát cột đèn")
    assert row.is_visible()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    quoted = row.locator("blockquote p").text_content()
    page.wait_for_load_state("networkidle")  # the font of quotations
    row.locator(".source-cell > a").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#doan")
    assert "".join(page.locator("mark").all_text_contents()).replace("\t", "") == (quoted or "").replace("\t", "")


@SCRIPTS
@WIDTH
def test_from_the_table_to_the_words(open_page: Opener, scripts: bool, width: int) -> None:
    page = open_page("/chi-tieu", width=width, scripts=scripts)
    page.select_option('select[name="year"]', "2025")
    page.focus(".sentence button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".in-force .condition")
    page.locator(".targets td a", has_text="≥ 60%").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".voice blockquote")
    assert "60" in (page.text_content(".voice blockquote") or "")
    page.locator(".voice .source a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#doan")


def test_the_calendar_on_a_phone_lists_only_days_with_work(open_page: Opener) -> None:
    page = open_page("/nghia-vu?document=cau-go&kind=task&view=calendar&month=2025-10", width=390)
    assert page.locator(".calendar td:visible").count() == 1
    assert page.locator(".calendar td:visible").inner_text().startswith("31/10/2025")


def test_marks_of_the_picture_are_reached_by_tab_and_lead_on(open_page: Opener) -> None:
    page = open_page("/nghia-vu?document=cau-go&kind=task&view=timeline")
    page.focus(".scroll")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".register")
    assert page.locator(".register tbody tr").count() == 1


def test_wide_things_scroll_in_regions_that_keys_can_reach(open_page: Opener) -> None:
    page = open_page("/chi-tieu", width=390)
    regions = page.evaluate(
        "[...document.querySelectorAll('.scroll')].map(e => [e.tabIndex, !!e.getAttribute('aria-label')])"
    )
    assert regions and all(region == [0, True] for region in regions)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_control_is_named_and_ids_are_single(open_page: Opener, address: str) -> None:
    page = open_page(address)
    assert_controls_are_named(page)


def test_print_leaves_the_register_without_its_form(open_page: Opener) -> None:
    page = open_page("/nghia-vu?document=cau-go")
    page.emulate_media(media="print")
    assert page.locator(".register").is_visible()
    for hidden in (".sentence", ".files", "nav.ways", "header.site"):
        assert not page.locator(hidden).is_visible(), hidden
