"""A permalink opens the reader at the words cited, whatever became of the document, and is at hand to be copied."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from lasting_links import SOURCE
from serving import served
from syllable_encoder import SyllableEncoder
from waiting import until

from index.library import Library
from service.standards.permalinks import permalink
from web.app import create_web

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WORDS = "Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 60% số bản."
QUESTION = "Xã nào đặt mục tiêu phủ sóng 5G đến 2026?"


def plan(goal: str = "60%", before: str = "") -> str:
    return (
        "ỦY BAN NHÂN DÂN\nXÃ NÀ MÂY\nSố: 12/KH-UBND\nNà Mây, ngày 05 tháng 9 năm 2025\n\n"
        "KẾ HOẠCH\nChuyển đổi số xã Nà Mây\n\nI. MỤC TIÊU\n1. Đến hết năm 2026\n"
        f"{before}- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt {goal} số bản.\n- Mở lớp buổi tối ở nhà văn hóa bản.\n"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "na-may.txt"
    path.write_text(plan(), encoding="utf-8")
    return path


@pytest.fixture
def held(own: Library, file: Path) -> Library:
    assert not own.sync([file]).rejected
    return own


@pytest.fixture
def client(held: Library) -> TestClient:
    return TestClient(create_web(held))


def link_of(library: Library, words: str = WORDS) -> str:
    document = library.document("na-may")
    start = document.text.index(words)
    return permalink(document, document.text, start, start + len(words))


def replaced(library: Library, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert not library.sync([file]).rejected


def lit(page: str) -> str:
    return html.unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)))


def test_the_source_of_an_answer_is_a_permalink_that_opens_the_words(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION}).text
    opened = client.get(html.unescape(SOURCE.search(page)[1]))  # type: ignore[index]
    assert opened.status_code == 200 and WORDS in lit(opened.text)
    assert 'role="alert"' not in opened.text and "Đây là bản" not in opened.text
    assert "data-copy-link" in page


def test_a_document_that_was_replaced_says_so_and_where_the_words_are_now(
    client: TestClient, held: Library, file: Path
) -> None:
    link = link_of(held)
    replaced(held, file, plan(before="- Phát loa mỗi sáng thứ hai.\n"))
    page = client.get(link).text
    assert lit(page) == WORDS
    assert "Đây là bản cũ, đã thay ngày" in page and "vẫn có đúng những chữ này" in page
    now = re.search(r'này\. <a href="(/tl/[^"]+)">Xem ở bản đang giữ', page)
    assert now is not None
    current = client.get(html.unescape(now[1])).text
    assert lit(current) == WORDS and "bản cũ" not in current
    replaced(held, file, plan("99%"))
    gone = client.get(link).text
    assert lit(gone) == WORDS and "không còn đúng những chữ này" in gone
    english = client.get(f"{link.partition('#')[0]}&lang=en").text
    assert "This is the version cited. The version held no longer has these very words." in english


def test_words_that_are_not_to_be_found_are_told_with_how_they_began(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_of(held)
    file.write_text(plan("99%"), encoding="utf-8")
    other = Library(tmp_path / "data-2", SyllableEncoder)
    other.sync([file])
    answer = TestClient(create_web(other)).get(link)
    assert answer.status_code == 404
    assert "Không còn thấy đoạn được dẫn, bắt đầu bằng “Tỷ lệ phủ sóng 5G trên”" in answer.text
    assert "<mark" not in answer.text and "99%" in answer.text
    anywhere = TestClient(create_web(Library(tmp_path / "data-3", SyllableEncoder))).get(link)
    assert anywhere.status_code == 404 and "Không có văn bản mà địa chỉ này dẫn tới" in anywhere.text


def test_every_section_and_lit_passage_has_a_way_to_its_permalink(client: TestClient, held: Library) -> None:
    start = held.text("na-may").index(WORDS)
    page = client.get(f"/van-ban/na-may?tu={start}&den={start + len(WORDS)}").text
    ways = [html.unescape(href) for href in re.findall(r'href="(/van-ban/na-may/dia-chi[^"]*)"', page)]
    assert len(ways) >= 2
    for way in ways:
        led = client.get(way, follow_redirects=False)
        assert led.status_code == 303 and led.headers["location"].startswith("/tl/vn/doc/ke-hoach/")
        assert client.get(led.headers["location"]).status_code == 200
    whole = client.get("/van-ban/na-may/dia-chi", follow_redirects=False).headers["location"]
    assert "doan" not in whole and client.get(whole).status_code == 200


def test_the_permalink_of_an_old_version_leads_to_it(client: TestClient, held: Library, file: Path) -> None:
    old = held.versions("na-may")[0].name
    replaced(held, file, plan("75%"))
    page = client.get(f"/van-ban/na-may?phien-ban={old}").text
    way = re.search(r'href="(/van-ban/na-may/dia-chi\?phien-ban=[^"]+)"', page)
    assert way is not None
    shown = client.get(html.unescape(way[1])).text
    assert "60%" in shown and "Đây là bản được dẫn." in shown
    assert f"akn.xml?version={old}" in shown


def test_an_address_that_was_cut_off_is_told(client: TestClient) -> None:
    answer = client.get("/tl/vn/doc/x?doan=1-2")
    assert answer.status_code == 400 and "Sao chép lại trọn địa chỉ" in answer.text


@pytest.fixture
def address(held: Library) -> Iterator[str]:
    with served(create_web(held)) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, True), (390, False)])
def test_the_story_in_a_browser(address: str, held: Library, width: int, scripts: bool) -> None:
    """Ask, copy the address of the quotation, open it: the words are lit and in sight."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (install the system package chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        page = context.new_page()
        page.goto(f"{address}/?q={QUESTION}")
        link = address + str(page.locator("#dan-1 .source a").first.get_attribute("href"))
        if scripts:
            page.locator("#dan-1 [data-copy-link]").click()
            until(page, "document.getElementById('said').textContent === 'Đã chép địa chỉ bền'")
            assert page.evaluate("navigator.clipboard.readText()") == link
        page.goto(link)
        mark = page.locator("mark#doan")
        assert WORDS in "".join(page.locator("mark").all_inner_texts())
        box = mark.bounding_box()
        assert box is not None and 0 <= box["y"] < 800
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert urlsplit(page.url).path.startswith("/tl/vn/doc/")
        browser.close()
