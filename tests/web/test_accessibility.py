"""axe-core over every desk, on a desk's screen and on a phone: nothing serious may be found."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from test_browser import Opener, base, open_page  # noqa: F401 the fixtures of the browser stories
from web_samples import FLAGSHIP

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/",
    f"/?q={quote(FLAGSHIP)}",
    f"/tim?q={quote('chuyển đổi số')}",
    "/van-ban",
    "/chi-tieu",
    "/nghia-vu",
    "/nghia-vu?view=calendar&month=2025-12",
    "/nghia-vu?view=timeline",
    "/soan-thao",
    "/kiem-tra",
    "/nap",
    "/so-do",
)
GRAVE = ("serious", "critical")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(open_page: Opener, address: str) -> None:  # noqa: F811
    for width in (1440, 390):
        page = open_page(address, width=width)
        found = axe.Axe().run(page).response["violations"]
        assert [told(one) for one in found if one["impact"] in GRAVE] == []


def test_axe_finds_nothing_serious_in_the_reader(open_page: Opener) -> None:  # noqa: F811
    page = open_page("/van-ban")
    link = page.locator("table.documents th a").first.get_attribute("href")
    assert link
    for width in (1440, 390):
        found = axe.Axe().run(open_page(link, width=width)).response["violations"]
        assert [told(one) for one in found if one["impact"] in GRAVE] == []


def told(violation: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"]) for node in violation["nodes"][:4])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} – {places}"
