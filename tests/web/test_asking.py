"""Asking on the page: answers with numbered citations, refusals, errors in place, two languages."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient
from lasting_links import SOURCE, spans
from web_samples import FLAGSHIP, REFUSED

from index.library import Library
from ingest.types import Target
from service.types import Answer, Citation, NearMiss
from web.asking.views import answer_view
from web.words import load

QUOTE = re.compile(r'<blockquote lang="vi"><p[^>]*>(.*?)</p></blockquote>', re.DOTALL)


def test_the_empty_page_teaches_by_examples(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count('<li><a href="/?q=') == len(load("vi").examples)
    assert 'name="q"' in page
    assert "Trả lời trong" not in page


def test_an_empty_library_says_how_to_fill_it(empty_client: TestClient) -> None:
    assert "tracuu sync" in empty_client.get("/").text
    assert "tracuu sync" in empty_client.get("/van-ban").text
    asked = empty_client.get("/", params={"q": FLAGSHIP})
    assert asked.status_code == 503
    assert "tracuu sync" in asked.text


def test_the_flagship_is_answered_with_a_citation_that_opens_the_passage(client: TestClient) -> None:
    page = client.get("/", params={"q": FLAGSHIP}).text
    answer = page[page.index('<section class="answer"') : page.index('<section class="near"')]
    assert "Xuân Thành" in answer
    assert 'href="#dan-1"' in answer
    assert 'id="dan-1"' in answer
    opened = client.get(html.unescape(SOURCE.search(answer)[1])).text  # type: ignore[index]
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", opened)
    assert marked and marked[1] == QUOTE.search(answer)[1]  # type: ignore[index]


def test_every_quotation_shown_stands_at_the_span_its_link_names(client: TestClient, library: Library) -> None:
    for question in (FLAGSHIP, REFUSED, "Phòng Văn hóa - Xã hội báo cáo khi nào?", "Nhiệm vụ nào hạn tháng 7/2025?"):
        page = client.get("/", params={"q": question}).text
        quotes, sources = QUOTE.findall(page), spans(library, page)
        assert quotes and len(quotes) == len(sources)
        for quote, (document, start, end) in zip(quotes, sources, strict=True):
            assert html.unescape(re.sub(r"<[^>]+>", "", quote)) == library.text(document)[start:end]


def test_how_the_question_was_read_and_what_nearly_meets_it_are_shown(client: TestClient) -> None:
    page = client.get("/", params={"q": FLAGSHIP}).text
    assert re.search(r"<b>Hiểu là:</b> \S", page)
    assert "Gần đúng nhưng không đạt" in page
    assert re.search(r'<p class="why"><b>Xã Tây Giang:</b> ', page)


def test_a_refusal_is_plain_and_shows_the_nearest_evidence(client: TestClient) -> None:
    page = client.get("/", params={"q": REFUSED}).text
    assert "Chưa trả lời được" in page
    assert "Long Hòa" in page
    assert "Đoạn gần nhất, không phải câu trả lời" in page
    assert '<section class="answer"' not in page


@pytest.mark.parametrize("question", ["?", "…", "x" * 5000])
def test_a_bad_question_is_answered_in_place_in_words(client: TestClient, question: str) -> None:
    response = client.get("/", params={"q": question})
    assert response.status_code == 422
    assert "Chưa hỏi được" in response.text
    assert 'name="q"' in response.text
    assert "Traceback" not in response.text


def test_a_question_is_never_markup(client: TestClient) -> None:
    page = client.get("/", params={"q": 'Xã nào phủ sóng 5G "><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_english_is_chosen_by_address_and_remembered(client: TestClient) -> None:
    first = client.get("/?lang=en")
    assert '<html lang="en">' in first.text
    assert '<html lang="en">' in client.get("/van-ban").text
    assert '<html lang="vi">' in client.get("/?lang=vi").text
    assert '<html lang="vi">' in client.get("/?lang=xx").text


def test_the_language_switch_keeps_the_question(client: TestClient) -> None:
    page = client.get("/", params={"q": "phủ sóng 5G"}).text
    assert 'href="/?q=ph%E1%BB%A7+s%C3%B3ng+5G&amp;lang=en"' in page


def made(text: str, *quotes: str, answered: bool = True) -> Answer:
    citations = tuple(
        Citation(n=n, document="a", source="a.md", title="Kế hoạch A", quote=q, start=0, end=len(q))
        for n, q in enumerate(quotes, 1)
    )
    return Answer(question="?", answered=answered, kind="target", answer=text, citations=citations)


def test_markers_become_links_only_where_there_is_a_citation() -> None:
    (line,) = answer_view(made("Một [1] hai [2].", "q"), {}, load("vi")).lines
    assert [(bit.text, bit.marker) for bit in line.bits] == [("Một ", None), ("[1]", 1), (" hai [2].", None)]


def test_a_quotation_repeated_in_the_answer_stands_once_under_its_line() -> None:
    view = answer_view(made("A, mục 1: “lời ấy” → hạn: 2026 [1]\n- B đạt 5 cây [2]", "lời ấy", "5 cây"), {}, load("vi"))
    first, second = view.lines
    assert "".join(bit.text for bit in first.bits) == "A, mục 1:  hạn: 2026 [1]"
    assert [q.n for q in first.quotations] == [1]
    assert second.item and second.quotations == ()
    assert [q.n for q in view.citations] == [2]


def test_a_near_miss_names_its_commune_unless_the_reason_does(library: Library) -> None:
    held = {document.id: document for document in library.documents()}
    target: Target = library.document("ba-sao").targets[0]
    citation = Citation(
        n=1, document="ba-sao", source="ba-sao.md", title="", quote=target.quote, start=target.start, end=target.end
    )
    misses = tuple(NearMiss(why=why, citation=citation) for why in ("hạn muộn hơn", "của Ba Sao, không phải nơi hỏi"))
    answer = made("không có", answered=False).model_copy(update={"near_misses": misses})
    assert [q.who for q in answer_view(answer, held, load("vi")).near_misses] == ["Xã Ba Sao", ""]
