"""Signing in and keeping accounts in a real browser, with and without JavaScript, by keyboard, on a phone; axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from access_samples import PASSWORD, open_gate
from serving import served
from test_accessibility import GRAVE, axe, told
from test_browser import Opener, open_page  # noqa: F401 a fixture

from service.access.gate import Gate

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("cong"))


@pytest.fixture(scope="module")
def base(gate: Gate) -> Iterator[str]:
    """The address of the gated pages, served for real."""
    with served(gate) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_sign_in_by_keyboard_read_load_and_sign_out(
    open_page: Opener,  # noqa: F811
    tmp_path: Path,
    scripts: bool,
) -> None:
    page = open_page("/van-ban/ba-sao", scripts=scripts)
    assert page.title().startswith("Đăng nhập")
    page.focus("#ten")
    page.keyboard.type("dung")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/ba-sao")
    page.click("text=Nạp")
    page.select_option("#bo-suu-tap", "kin")
    sent = tmp_path / f"thu-{scripts}.txt"
    sent.write_text(f"BÁO CÁO\nVề việc thử gửi {scripts}\n", encoding="utf-8")
    page.set_input_files("#tep", str(sent))
    page.click("form.drop button[type=submit]")
    page.wait_for_url("**/nap/lan/*")
    page.click("text=Đăng xuất")
    page.wait_for_url("**/dang-nhap")
    page.goto(page.url.replace("/dang-nhap", "/van-ban"))
    assert "/dang-nhap" in page.url


def test_what_was_sent_is_in_the_collection_chosen(gate: Gate) -> None:
    """Follows the story above, with and without scripts."""
    library = gate.whole.state.library  # type: ignore[attr-defined]
    gate.whole.state.jobs._worker.submit(lambda: None).result(timeout=60)  # type: ignore[attr-defined]
    placed = library.placements()
    assert {placed.get("thu-True"), placed.get("thu-False")} == {"kin"}


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(open_page: Opener, width: int) -> None:  # noqa: F811
    page = open_page("/dang-nhap", width=width)
    _examined(page, width)
    page.fill("#ten", "an")
    page.fill("#mat-khau", PASSWORD)
    page.press("#mat-khau", "Enter")
    page.wait_for_selector("#q")
    origin = page.url.rstrip("/")
    for address in ("/", "/tai-khoan", "/quan-tri", "/quan-tri/nhat-ky"):
        page.goto(origin + address)
        _examined(page, width)
    page.goto(origin + "/tai-khoan")
    page.fill("#ten-token", f"thử {width}")
    page.click("text=Tạo token")
    page.wait_for_selector("code")
    _examined(page, width)


def _examined(page: object, width: int) -> None:
    found = axe.Axe().run(page).response["violations"]
    assert [told(one) for one in found if one["impact"] in GRAVE] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width  # type: ignore[attr-defined]
