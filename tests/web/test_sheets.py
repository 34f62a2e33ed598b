"""A page beside its picture, what others say, what changed: with and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lasting_links import spans
from sheets import Sheet, make
from test_browser import Opener, base, open_page
from web_samples import PLAN

from index.encoder import Encoder
from index.library import Library
from service.provenance import places
from web.app import create_web
from web.reading.listing import Filter

__all__ = ["base", "open_page"]  # fixtures
WIDTHS = [1440, 390]


def sheets() -> bytes:
    first = Sheet().text(90, 90, "I. MỤC TIÊU", bold=True)
    first.lines(120, "Mỗi xóm cử hai người trông coi bờ kè và nạo", "vét kênh mương trước mùa lũ.")
    second = Sheet().text(90, 90, "II. TỔ CHỨC THỰC HIỆN", bold=True)
    second.lines(120, "Văn phòng xã ghi sổ và báo cáo hằng tháng.")
    return make([first, second])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Callable[[], Encoder]) -> Library:
    folder = tmp_path_factory.mktemp("giay")
    (folder / "giay.pdf").write_bytes(sheets())
    (folder / "ba-sao.md").write_text(PLAN.replace("≥ 75%", "≥ 60%"), encoding="utf-8")
    (folder / "khac.txt").write_text(PLAN.replace("BA SAO", "HỒ TRÊN").replace("Ba Sao", "Hồ Trên"), encoding="utf-8")
    library = Library(tmp_path_factory.mktemp("data"), encoder)
    library.sync([folder])
    (folder / "ba-sao.md").write_text(PLAN, encoding="utf-8")
    assert not library.sync([folder]).rejected
    return library


@pytest.fixture(scope="module")
def app(library: Library) -> FastAPI:
    return create_web(library)


def span(library: Library, id: str, words: str) -> tuple[int, int]:
    start = library.text(id).index(words)
    return start, start + len(words)


def test_the_same_words_are_lit_in_text_and_picture(client: TestClient, library: Library) -> None:
    start, end = span(library, "giay", "bờ kè và nạo vét kênh")
    page = client.get(f"/van-ban/giay/trang/1?tu={start}&den={end}").text
    assert "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page)) == "bờ kè và nạo vét kênh"
    found = [tuple(map(float, one)) for one in re.findall(r'class="lit" x="([\d.]+)" y="([\d.]+)"', page)]
    assert found == [
        (pytest.approx(place.x0, abs=1e-3), pytest.approx(place.y0, abs=1e-3))
        for place in places(library.document("giay"), start, end)
    ]
    assert 'src="/api/documents/giay/pages/1.png?v=' in page


def test_a_line_of_the_picture_leads_to_its_words(client: TestClient) -> None:
    page = client.get("/van-ban/giay/trang/1").text
    href = html.unescape(re.findall(r'<a href="([^"]+)" tabindex="-1"><rect class="line"', page)[1])
    lit = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", client.get(href).text))
    assert lit == "Mỗi xóm cử hai người trông coi bờ kè và nạo"


def test_pages_turn_and_a_passage_on_another_page_is_told(client: TestClient, library: Library) -> None:
    start, end = span(library, "giay", "ghi sổ")
    page = client.get(f"/van-ban/giay/trang/1?tu={start}&den={end}").text
    assert "đứng ở trang khác" in page and f'href="/van-ban/giay/trang/2?tu={start}&amp;den={end}#doan"' in page
    assert 'rel="prev"' not in page and 'rel="next"' in page
    assert client.get("/van-ban/giay/trang/3").status_code == 404
    assert client.get("/van-ban/giay/trang/x").status_code == 422


def test_a_file_without_pages_says_why_there_is_no_picture(client: TestClient) -> None:
    page = client.get("/van-ban/ba-sao/trang/1").text
    assert "không có trang cố định" in page and "<img" not in page
    assert "Đèn đường chiếu sáng" in page
    reader = client.get("/van-ban/ba-sao").text
    assert "/trang/" not in reader


def test_the_reader_offers_paper_original_neighbours_and_change(client: TestClient, library: Library) -> None:
    start, end = span(library, "giay", "ghi sổ")
    page = client.get(f"/van-ban/giay?tu={start}&den={end}").text
    assert f'href="/van-ban/giay/trang/2?tu={start}&amp;den={end}#doan"' in page
    ways = f"/van-ban/giay/lan-can?tu={start}&amp;den={end}", "/api/documents/giay/original", "/van-ban/giay/so-sanh"
    for way in ways:
        assert f'href="{way}"' in page, way
    assert "lớp chữ của tệp" in page
    assert 'href="/van-ban/ba-sao/so-sanh?ban=truoc"' in client.get("/van-ban/ba-sao").text


def test_neighbours_quote_other_documents_only(client: TestClient, library: Library) -> None:
    start, end = span(library, "ba-sao", "Đèn đường chiếu sáng: ≥ 75% số xóm")
    page = client.get(f"/van-ban/ba-sao/lan-can?tu={start}&den={end}").text
    others = page.split('id="others"')[1]
    documents = {document for document, _, _ in spans(library, others)}
    assert "khac" in documents and "ba-sao" not in documents
    assert client.get("/van-ban/ba-sao/lan-can?tu=1&den=999999").status_code == 400


def test_what_changed_since_the_version_before_is_quoted_on_both_sides(client: TestClient) -> None:
    page = client.get("/van-ban/ba-sao/so-sanh?ban=truoc").text
    raised = page.split("Nâng (1)")[1].split("</section>")[0]
    assert "≥ 60% số xóm" in raised and "≥ 75% số xóm" in raised
    assert client.get("/van-ban/giay/so-sanh?ban=truoc").status_code == 404


def test_two_documents_are_compared_and_those_alike_offered(client: TestClient) -> None:
    offered = client.get("/van-ban/ba-sao/so-sanh").text
    assert "/van-ban/ba-sao/so-sanh?voi=khac" in offered and "/van-ban/ba-sao/so-sanh?ban=" in offered
    page = client.get("/van-ban/ba-sao/so-sanh?voi=khac").text
    assert "/van-ban/khac/so-sanh?voi=ba-sao" in page
    assert client.get("/van-ban/ba-sao/so-sanh?voi=khong-co").status_code == 404


def test_the_list_is_filtered_told_and_sorted(client: TestClient, library: Library) -> None:
    page = client.get("/van-ban", params={"loai": "Kế hoạch", "sap": "chi-tieu"}).text
    assert page.count('<th scope="row"') == 2
    assert "2 trên 3 văn bản: kế hoạch." in page
    nothing = client.get("/van-ban", params={"tim": "chim cánh cụt"}).text
    assert "tên có “chim cánh cụt”" in nothing and "bỏ bớt điều kiện" in nothing
    assert Filter.of({"sap": "khong-co"}).sort == "moi"
    word = client.get("/van-ban", params={"tim": "ho tren"}).text
    assert word.count('<th scope="row"') == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_reader_to_the_paper_and_on(open_page: Opener, library: Library, width: int, scripts: bool) -> None:
    start, end = span(library, "giay", "ghi sổ")
    page = open_page(f"/van-ban/giay?tu={start}&den={end}", width=width, scripts=scripts)
    page.click("text=Xem đoạn này trên ảnh trang 2")
    page.wait_for_selector(".paper img")
    page.wait_for_load_state("load")  # the picture has its size
    assert page.locator("mark").text_content() == "ghi sổ"
    image, lit = page.locator(".paper img").bounding_box(), page.locator("rect.lit").bounding_box()
    assert image and lit
    (place,) = places(library.document("giay"), start, end)
    assert lit["x"] - image["x"] == pytest.approx(place.x0 * image["width"], abs=2)
    assert lit["y"] - image["y"] == pytest.approx(place.y0 * image["height"], abs=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
    page.click("text=Trang trước")
    assert "/trang/1" in page.url


@pytest.mark.browser
def test_pages_turn_by_the_keyboard(open_page: Opener) -> None:
    page = open_page("/van-ban/giay/trang/1")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/trang/2")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/trang/1")


@pytest.mark.browser
def test_selected_words_are_copied_with_their_source(open_page: Opener) -> None:
    page = open_page("/van-ban/ba-sao")
    button = page.locator(".copy-selected")
    assert not button.is_visible()
    page.locator("p:has-text('Cây xanh ven đường')").click(click_count=3)
    button.wait_for(state="visible")
    button.click()
    page.locator("#said:not(:empty)").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"“- Cây xanh ven đường: 1.250 cây.” \(Mục I.1, Kế hoạch số 12/KH-UBND .*\)", copied), copied


@pytest.mark.browser
def test_the_list_is_filtered_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/van-ban", width=390)
    page.focus("input[name=tim]")
    page.keyboard.type("hồ trên")
    page.keyboard.press("Enter")
    page.wait_for_url("**tim=**")
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
