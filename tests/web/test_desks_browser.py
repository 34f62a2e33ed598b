"""The drafter's and the auditor's desks in a real browser: with and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from desk_samples import DRAFT, FUNDING, app, desk_library
from test_browser import Opener, base, open_page
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

__all__ = ["app", "base", "desk_library", "open_page"]  # fixtures
WIDTHS = [1440, 390]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
CLAUSE = f"/soan-thao?doan={quote(FUNDING)}"
LOWER = "/kiem-tra/o?muc-khung=mt08&vb=ben-da"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The made-up draft as a file."""
    file = tmp_path / "du-thao.txt"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Moves the focus by Tab alone until it is on the element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"Tab never reached {selector}")


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("width", [*WIDTHS, 360])
@pytest.mark.parametrize(
    "address", ["/kiem-tra", "/kiem-tra/phat-hien", "/kiem-tra/van-ban?vb=nui-cau", LOWER, "/soan-thao", CLAUSE]
)
def test_no_page_scrolls_sideways(open_page: Opener, address: str, width: int) -> None:
    page = open_page(address, width=width)
    for fold in page.locator("main details > summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@SCRIPTS
def test_from_the_matrix_to_both_sides_and_to_the_very_words(open_page: Opener, scripts: bool) -> None:
    page = open_page("/kiem-tra", width=1440, scripts=scripts)
    page.click(".matrix a.mark:has-text('thấp hơn')")
    page.wait_for_selector(".sides")
    quoted = page.text_content("section[aria-labelledby=ben-ke-hoach] blockquote p")
    page.click("section[aria-labelledby=ben-ke-hoach] .source a")
    page.wait_for_selector("#doan")
    assert "".join(page.locator("mark").all_text_contents()) == quoted


def test_the_heads_of_the_matrix_stay_in_view(open_page: Opener) -> None:
    page = open_page("/kiem-tra", width=800)
    region = page.locator(".matrix")
    region.evaluate("node => node.scrollTo(300, 400)")
    frame, head, first = (
        page.locator(one).bounding_box() for one in (".matrix", ".matrix thead th >> nth=1", ".matrix .corner")
    )
    assert frame and head and first
    assert abs(head["y"] - frame["y"]) <= 2, "the names of the plans"
    assert abs(first["x"] - frame["x"]) <= 2, "the item"
    assert region.get_attribute("tabindex") == "0"
    assert region.get_attribute("role") == "region"


@SCRIPTS
def test_on_a_phone_the_matrix_is_a_list_by_document(open_page: Opener, scripts: bool) -> None:
    page = open_page("/kiem-tra", width=390, scripts=scripts)
    assert not page.locator(".matrix").is_visible()
    page.click(".plans th a:has-text('Bến Đá')")
    page.wait_for_selector(".items")
    page.click(".items a.mark:has-text('thấp hơn')")
    page.wait_for_selector(".sides")
    assert "Trên 70% người dân" in squeezed(page.text_content(".sides"))


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_a_finding_is_dismissed_with_a_note_and_taken_back(open_page: Opener, scripts: bool, width: int) -> None:
    page = open_page("/kiem-tra/phat-hien?chi=nui-cau&muc=A", scripts=scripts, width=width)
    first = page.locator("article.finding").first
    name = first.get_attribute("id")
    first.locator("input[name=ghi_chu]").fill("đơn vị đã sửa")
    first.locator("button[value=bo-qua]").click()
    page.wait_for_selector(".decided")
    assert page.url.endswith(f"#{name}")
    assert "Đã bỏ qua" in squeezed(page.text_content(f"#{name} .decided"))
    page.click(f"#{name} button[value=rut-lai]")
    page.wait_for_selector(f"#{name} input[name=ghi_chu]")
    assert page.locator(".decided").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_findings_are_filtered_and_accepted_by_keyboard_alone(open_page: Opener, width: int) -> None:
    page = open_page("/kiem-tra/phat-hien", scripts=False, width=width)
    tab_to(page, "#muc")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**muc=A**")
    tab_to(page, "button[value=ghi-nhan]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".decided")
    assert "Đã ghi nhận" in squeezed(page.text_content(".decided"))
    page.click("button[value=rut-lai] >> nth=0")


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_a_clause_is_pasted_wordings_chosen_and_taken_away(
    open_page: Opener, base: str, scripts: bool, width: int
) -> None:
    page = open_page("/soan-thao", scripts=scripts, width=width)
    page.fill("#doan", FUNDING)
    page.click("button.main")
    page.wait_for_selector("#cm-1")
    shown = page.locator("#cm-1 blockquote p")
    words = shown.evaluate(
        "node => [...node.childNodes].filter(n => n.nodeName !== 'DEL').map(n => n.textContent).join('')"
    )
    assert words == "Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã hằng năm và các nguồn hợp pháp khác."
    page.click("#cm-1 button.pick")
    page.wait_for_selector(".collected")
    assert page.url.endswith("#cm-1")
    link = page.get_attribute(".collected .ways a", "href")
    taken = page.request.get(f"{base}{link}")
    assert 'filename="cau-mau.docx"' in taken.headers["content-disposition"]
    page.click("#cm-1 button.pick")
    page.wait_for_selector(".collected", state="detached")


def test_differences_are_said_and_seen_and_not_by_colour_alone(open_page: Opener) -> None:
    page = open_page(CLAUSE, width=1440)
    for tag, line, word in (("ins", "underline", "thêm"), ("del", "line-through", "chỉ dự thảo có")):
        style = "node => getComputedStyle(node).textDecorationLine"
        assert page.locator(f"#cm-1 {tag} >> nth=0").evaluate(style) == line
        said = page.locator(f"#cm-1 {tag} >> nth=0").evaluate("node => getComputedStyle(node, '::before').content")
        assert word in said


def test_copying_a_wording_copies_it_with_its_source_and_without_the_draft_s_words(open_page: Opener) -> None:
    page = open_page(CLAUSE, width=1440)
    page.click("#cm-1 .copy")
    until(page, "document.getElementById('said').textContent !== ''")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã")
    assert "(Mục IV, Kế hoạch số 42/KH-UBND" in copied and "lấy" not in copied


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_a_draft_file_is_walked_checked_and_forgotten(
    open_page: Opener, draft: Path, scripts: bool, width: int
) -> None:
    page = open_page("/soan-thao", scripts=scripts, width=width)
    page.set_input_files("#tep", draft)
    page.click("button.main")
    page.wait_for_selector(".clauses", state="attached")
    before = page.text_content(".own")
    page.click("a[rel=next]")
    page.wait_for_url("**so=2**")
    assert page.text_content(".own") != before
    assert "Sai định dạng ký hiệu" in squeezed(page.text_content(".bases"))
    assert "thiếu" in squeezed(page.text_content(".outline-usual tr.missing"))
    page.click(".forget button")
    page.wait_for_url("**/soan-thao")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clause_is_found_and_chosen_by_keyboard_alone(open_page: Opener, width: int) -> None:
    page = open_page("/soan-thao", width=width)
    tab_to(page, "#doan")
    page.keyboard.type(FUNDING)
    tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cm-1")
    tab_to(page, "#cm-1 button.pick")
    page.keyboard.press("Enter")
    page.wait_for_selector(".collected")


def test_print_leaves_the_findings_and_the_matrix_whole(open_page: Opener) -> None:
    page = open_page("/kiem-tra", width=1440)
    page.emulate_media(media="print")
    assert page.locator(".matrix").evaluate("node => node.scrollHeight === node.clientHeight")
    assert not page.locator(".choose").is_visible()
