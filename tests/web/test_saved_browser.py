"""Following something in a real browser: saved from a desk by keyboard, with and without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from access_samples import PASSWORD, open_gate
from serving import served
from test_access_browser import WIDTHS, _examined
from test_browser import Opener, open_page  # noqa: F401 a fixture

from service.access.gate import Gate

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("cong"))


@pytest.fixture(scope="module")
def base(gate: Gate) -> Iterator[str]:
    """The address of the gated pages, served for real."""
    with served(gate) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_search_is_saved_looked_at_and_ended(
    open_page: Opener,  # noqa: F811
    width: int,
    scripts: bool,
) -> None:
    page = open_page(f"/dang-nhap?ve={quote('/nghia-vu?due=quý IV/2025')}", width=width, scripts=scripts)
    page.fill("#ten", "chi")
    page.fill("#mat-khau", PASSWORD)
    page.press("#mat-khau", "Enter")
    page.wait_for_url("**/nghia-vu?**")
    page.focus("details.save summary")
    page.keyboard.press("Enter")
    name = f"Việc quý IV, {width} {scripts}"
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(name)
    if scripts:  # axe needs them
        _examined(page, width)
    page.keyboard.press("Enter")
    page.wait_for_url("**/da-luu?xong=luu")
    if scripts:
        _examined(page, width)
    page.click(f"h2 >> text={name}")
    page.wait_for_selector("text=Không có gì mới.")
    if scripts:
        _examined(page, width)
    page.click("text=Lập bản tin hôm nay")
    page.wait_for_selector("text=Bản tin ngày")
    page.click("text=← Đã lưu")
    page.click(f"button[aria-label='Lập địa chỉ nguồn tin của {name}']")
    page.wait_for_selector("code")
    if scripts:
        _examined(page, width)
    page.click("details summary:has-text('Thôi theo dõi')")
    page.click("button.grave")
    page.wait_for_selector("text=Đã thôi theo dõi.")
    assert page.locator(f"text={name}").count() == 0
