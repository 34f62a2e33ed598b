"""The search page: results with their reasons, filters as a sentence, facets, shareable addresses."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lasting_links import spans

from index.library import Library
from service.types import FoundHit
from web.asking.results import results
from web.words import load

QUOTE = re.compile(r'<blockquote lang="vi"><p class="clamped">(.*?)</p></blockquote>', re.DOTALL)
VALUE = re.compile(r'<li><a href="([^"]+)"( aria-current="true")?>(.*?)</a> <span class="count">(\d+)</span></li>')


def plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def values(page: str) -> dict[str, tuple[str, bool, int]]:
    found = VALUE.findall(page)
    return {plain(label).removeprefix("✓ "): (html.unescape(href), bool(on), int(n)) for href, on, label, n in found}


def test_every_result_is_verbatim_at_the_span_it_links_to(client: TestClient, library: Library) -> None:
    page = client.get("/tim", params={"q": "phủ sóng 5G"}).text
    quotes, sources = QUOTE.findall(page), spans(library, page)
    assert len(quotes) == len(sources) == 10
    for quote, (document, start, end) in zip(quotes, sources, strict=True):
        assert plain(quote) == library.text(document)[start:end]


def test_the_words_of_the_query_are_marked_and_named_as_reason(client: TestClient) -> None:
    page = client.get("/tim", params={"q": "phu song 5g"}).text
    assert re.search(r"<mark>[Pp]hủ sóng 5G</mark>", QUOTE.search(page)[0])  # type: ignore[index]
    reasons = page[page.index('<details class="reasons">') :]
    assert "hủ sóng 5G”" in reasons[: reasons.index("</details>")]
    assert "Xếp theo nghĩa" in reasons


def test_a_facet_narrows_and_can_be_taken_back(client: TestClient, library: Library) -> None:
    whole = client.get("/tim", params={"q": "phủ sóng 5G"}).text
    address, chosen, count = values(whole)["xã Quân Chu"]
    assert not chosen and count > 0
    narrowed = client.get(address).text
    assert {document for document, _, _ in spans(library, narrowed)} == {"tom-luoc-quan-chu"}
    back, chosen, same = values(narrowed)["xã Quân Chu"]
    assert chosen and same == count
    assert parse_qs(urlsplit(back).query) == {"q": ["phủ sóng 5G"]}


def test_filters_are_told_as_a_sentence_whose_parts_can_be_removed(client: TestClient) -> None:
    address = {"q": "phủ sóng", "xa": ["xã Quân Chu", "xã Tây Giang"], "nam": "2025", "co": "chi-tieu"}
    page = client.get("/tim", params=address).text
    sentence = page[page.index('<p class="sentence">') : page.index("</p>", page.index('<p class="sentence">'))]
    told = " ".join(plain(sentence).split()).replace(" ×", "")
    assert "văn bản của xã Quân Chu hoặc xã Tây Giang; ban hành năm 2025; những đoạn có chỉ tiêu." in told
    assert sentence.count('class="remove"') == 4
    assert 'aria-label="Bỏ điều kiện xã Quân Chu"' in sentence
    assert 'name="xa" value="xã Quân Chu"' in page, "another search keeps the filters"


def test_a_search_within_passages_with_targets_finds_only_those(client: TestClient, library: Library) -> None:
    page = client.get("/tim", params={"q": "phủ sóng 5G", "co": "chi-tieu"}).text
    targets = {(t.document, t.start, t.end) for t in library.targets()}
    for document, start, end in spans(library, page):
        assert any(d == document and a < int(end) and int(start) < b for d, a, b in targets)


def test_pages_follow_each_other_without_repeating(client: TestClient, library: Library) -> None:
    first = client.get("/tim", params={"q": "chuyển đổi số"}).text
    following = html.unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])  # type: ignore[index]
    second = client.get(following).text
    assert set(spans(library, first)).isdisjoint(spans(library, second))
    assert 'rel="prev"' in second and 'id="kq-11"' in second


def test_nothing_found_says_so_and_leaves_the_filters_in_sight(client: TestClient) -> None:
    page = client.get("/tim", params={"q": "5G", "tinh": "tỉnh Không Có"}).text
    assert "Không có đoạn nào thỏa" in page
    assert "Bỏ điều kiện tỉnh Không Có" in page


@pytest.mark.parametrize("address", ["/tim?q=5G&cap=huyen", "/tim?q=5G&co=vang&nam=", "/tim?q=5G&trang=-3&xa="])
def test_what_no_filter_knows_is_passed_over(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert '<p class="sentence">' not in response.text


def test_a_page_beyond_the_last_is_the_last_looked_at(client: TestClient) -> None:
    assert client.get("/tim", params={"q": "5G", "trang": "99999999"}).status_code == 200


def test_without_words_the_page_teaches_by_examples(client: TestClient) -> None:
    page = client.get("/tim").text
    assert page.count('<li><a href="/tim?q=') == len(load("vi").examples)


def test_a_bad_query_is_answered_in_place(client: TestClient, empty_client: TestClient) -> None:
    response = client.get("/tim", params={"q": "?"})
    assert response.status_code == 422
    assert "Chưa hỏi được" in response.text
    assert "data-remember" not in response.text, "nothing to come back to"
    assert empty_client.get("/tim", params={"q": "5G"}).status_code == 503


def test_a_query_is_never_markup(client: TestClient) -> None:
    page = client.get("/tim", params={"q": '"><script>alert(1)</script>', "xa": "<b>x"}).text
    assert "<script>alert" not in page and "<b>x" not in page


def test_english_pages_name_the_facets_in_english(client: TestClient) -> None:
    page = client.get("/tim", params={"q": "phủ sóng 5G", "cap": "xa", "lang": "en"}).text
    assert "documents of" in page and "Year of issue" in page
    assert "Năm ban hành" not in page


def test_pages_stay_light(client: TestClient) -> None:
    for address in ("/tim?q=chuyển đổi số", "/?q=Xã nào đặt chỉ tiêu phủ sóng 5G?"):
        assert len(client.get(address).content) < 150_000


def hit(quote: str, *matched: tuple[int, int]) -> FoundHit:
    return FoundHit(
        document="a", source="a.md", title="A", quote=quote, start=0, end=len(quote), score=1.0, matched=matched
    )


def test_a_match_across_the_cells_of_a_row_is_cut_at_the_cell() -> None:
    (one,) = results([hit("12\tphủ\tsóng xa", (3, 11))], {}, load("vi"))
    assert [[(run.text, run.matched) for run in cell] for cell in one.cells] == [
        [("12", False)],
        [("phủ", True)],
        [("sóng", True), (" xa", False)],
    ]


def test_words_that_differ_in_case_only_are_named_once() -> None:
    (one,) = results([hit("Phủ sóng, phủ sóng", (0, 8), (10, 18))], {}, load("vi"))
    assert one.matched == ("Phủ sóng",)
    assert (one.by_words, one.by_meaning) == ("ngoài danh sách", "ngoài danh sách")
