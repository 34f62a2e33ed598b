"""The register of obligations as pages: filtered, by month, as a picture; refusals in place; files of the same."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from lasting_links import spans
from office import app, library
from openpyxl import load_workbook

from index.library import Library

__all__ = ["app", "library"]  # fixtures
QUOTE = re.compile(r'<blockquote lang="vi"><p[^>]*>(.*?)</p></blockquote>', re.DOTALL)
DUE = {"document": "cau-go", "due": "quý IV/2025", "kind": "task"}


def rows(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row">(.*?) <span', page)


def shown_rows(client: TestClient, **asked: str) -> list[str]:
    response = client.get("/nghia-vu", params=asked)
    assert response.status_code == 200
    return [html.unescape(text) for text in rows(response.text)]


def test_an_empty_library_says_how_to_fill_it(empty_client: TestClient) -> None:
    assert "tracuu sync" in empty_client.get("/nghia-vu").text


def test_the_register_lists_what_is_due_soonest_first(client: TestClient) -> None:
    assert shown_rows(client, **DUE) == ["Khảo sát cột đèn", "Thay bóng hỏng"]
    assert shown_rows(client, **DUE, sort="-due") == ["Thay bóng hỏng", "Khảo sát cột đèn"]


def test_a_row_has_its_day_lead_and_the_place_it_is_told(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={**DUE, "body": "Phòng Kinh tế", "role": "lead"}).text
    assert rows(page) == ["Khảo sát cột đèn"]
    assert "<b>31/10/2025</b>" in page
    assert re.search(r'data-label="Chủ trì">Phòng Kinh tế</td>', page)
    assert re.search(r'href="/tl/[^"]+#doan">Cầu Gỗ</a>', page)


def test_every_quotation_is_verbatim_at_the_span_its_link_names(client: TestClient, library: Library) -> None:
    for asked in ({}, {"view": "undated"}, DUE):
        page = client.get("/nghia-vu", params=asked).text
        quotes, sources = QUOTE.findall(page), spans(library, page)
        assert quotes and len(quotes) == len(sources)
        for quote, (document, start, end) in zip(quotes, sources, strict=True):
            assert html.unescape(re.sub(r"<[^>]+>", "", quote)) == library.text(document)[start:end]


def test_the_filter_reads_as_a_sentence_and_each_condition_can_be_dropped(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={**DUE, "role": "lead", "body": "Phòng Kinh tế"}).text
    told = re.search(r'<p class="in-force">(.*?)</p>', page, re.DOTALL)
    assert told
    words = re.sub(r"<[^>]+>", "", re.sub(r"<a .*?</a>", "", told[1])).split()
    said = "Đang xem: việc của Phòng Kinh tế (chủ trì) , chỉ nhiệm vụ , hạn: quý IV/2025 , trong Cầu Gỗ"
    assert " ".join(words) == said
    dropped = html.unescape(re.findall(r'href="([^"]+)" aria-label="Bỏ điều kiện: hạn', page)[0])
    assert "due=" not in dropped and "body=" in dropped
    assert client.get(dropped).status_code == 200


def test_what_has_no_day_is_kept_apart_and_said(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"document": "cau-go"}).text
    assert "bố trí kinh phí" not in "".join(rows(page))
    apart = client.get("/nghia-vu", params={"document": "cau-go", "view": "undated"}).text
    assert any("bố trí kinh phí" in row for row in rows(apart))
    assert "không ghi hạn" in apart


def test_a_window_tells_how_much_it_leaves_out_for_having_no_day(client: TestClient) -> None:
    page = client.get("/nghia-vu", params=DUE).text
    found = re.search(r'không ghi ngày: <a href="([^"]+)">(\d+) việc</a>', page)
    assert found
    assert len(rows(client.get(html.unescape(found[1])).text)) == int(found[2])


def test_overdue_says_that_nothing_is_known_of_the_work(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"document": "cau-go", "overdue": "2025-11-15"}).text
    assert rows(page) == ["Khảo sát cột đèn"], "what returns is never past due"
    assert "không biết việc đã xong hay chưa" in page


def test_a_month_is_a_table_with_headings(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"document": "cau-go", "view": "calendar", "month": "2025-10"}).text
    calendar = page[page.index('<table class="calendar"') : page.index("</table>")]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', calendar)[0] == "Thứ Hai"
    assert calendar.count('role="cell"') % 7 == 0
    day = next(cell for cell in calendar.split("<td ") if "Khảo sát cột đèn" in cell)
    assert "31/10/2025" in day
    assert 'month=2025-09"' in html.unescape(page) and 'month=2025-11"' in html.unescape(page)


def test_what_returns_stands_in_every_month(client: TestClient) -> None:
    for month, day in (("2025-11", "25/11/2025"), ("2026-03", "25/03/2026")):
        page = client.get("/nghia-vu", params={"document": "cau-go", "view": "calendar", "month": month}).text
        (cell,) = (cell for cell in page.split("<td ") if "tổng hợp kết quả" in cell)
        assert day in cell and "định kỳ" in cell


def test_without_a_month_the_calendar_opens_where_something_is_due(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"document": "cau-go", "view": "calendar"}).text
    assert '<td role="cell" class="inside">' in page


def test_the_picture_counts_what_the_register_lists(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"document": "cau-go", "kind": "task", "view": "timeline"}).text
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert "<title" in svg and "<desc" in svg
    marks = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg)
    assert [html.unescape(label) for _, label in marks] == [
        "Cầu Gỗ, tháng 10/2025: 1 việc",
        "Cầu Gỗ, tháng 12/2025: 1 việc",
    ]
    assert rows(client.get(html.unescape(marks[0][0])).text) == ["Khảo sát cột đèn"]
    assert "tháng 10/2025: 1</a>" in page[page.index("</svg>") :], "the same as a table"


def test_files_hold_exactly_what_is_filtered(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={**DUE, "view": "calendar", "page": "3"}).text
    links = [html.unescape(link) for link in re.findall(r'href="(/nghia-vu\.\w+[^"]*)"', page)]
    assert [link.split("?")[0] for link in links] == ["/nghia-vu.xlsx", "/nghia-vu.csv", "/nghia-vu.ics"]
    excel, text, calendar = (client.get(link) for link in links)
    assert load_workbook(io.BytesIO(excel.content))["Nghĩa vụ"].max_row == 3
    assert text.content.decode("utf-8-sig").count("cau-go.txt") == 2
    assert len(Calendar.from_ical(calendar.content).walk("VEVENT")) == 2
    assert 'filename="nghia-vu.xlsx"' in excel.headers["content-disposition"]


def test_what_is_kept_apart_is_taken_away_apart(client: TestClient) -> None:
    texts = []
    for view in ("", "undated"):
        page = client.get("/nghia-vu", params={"document": "cau-go", "view": view}).text
        link = html.unescape(re.search(r'href="(/nghia-vu\.csv[^"]*)"', page)[1])  # type: ignore[index]
        taken = list(csv.DictReader(io.StringIO(client.get(link).content.decode("utf-8-sig"), newline="")))
        assert [row["Việc"] for row in taken] == [html.unescape(row) for row in rows(page)]
        texts += [row["Việc"] for row in taken]
    assert len(texts) == client.get("/api/obligations", params={"document": "cau-go"}).json()["total"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"due": "hôm nào"}, "hôm nào"),
        ({"overdue": "31/12/2025"}, "31/12/2025"),
        ({"rhythm": "fortnight"}, "fortnight"),
        ({"role": "boss"}, "boss"),
        ({"typo": "x"}, "typo"),
    ],
)
def test_what_cannot_be_read_is_told_in_place_and_nothing_is_lost(
    client: TestClient, asked: dict[str, str], told: str
) -> None:
    response = client.get("/nghia-vu", params={**asked, "body": "Phòng Kinh tế"})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert told in html.unescape(response.text[response.text.index('role="alert"') :])
    assert 'value="Phòng Kinh tế"' in response.text


def test_finding_nothing_offers_examples_that_work(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"text": "núi lửa phun"}).text
    assert "Không việc nào khớp" in page
    offered = re.findall(r'<li><a href="(/nghia-vu\?[^"]+)"', page)
    assert offered and all(client.get(html.unescape(link)).status_code == 200 for link in offered)


def test_typed_words_are_never_markup(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"text": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_long_registers_are_paged_and_pages_stay_light(client: TestClient) -> None:
    first = client.get("/nghia-vu")
    assert len(rows(first.text)) == 40
    after = re.search(r'<a rel="next" href="([^"]+)"', first.text)
    assert after
    second = client.get(html.unescape(after[1]))
    assert rows(second.text) and rows(second.text) != rows(first.text)
    far = client.get("/nghia-vu", params={"page": "9999"})
    assert rows(far.text), "a page past the end is the last"
    for view in ("", "undated", "calendar", "timeline"):
        assert len(client.get("/nghia-vu", params={"view": view}).content) < 150_000


def test_the_page_speaks_english(client: TestClient) -> None:
    page = client.get("/nghia-vu", params={"lang": "en", "body": "Phòng Kinh tế", "overdue": "2026-01-01"}).text
    assert "work of Phòng Kinh tế" in page
    assert "past due on 01/01/2026" in page


def test_fields_left_empty_leave_the_address(client: TestClient) -> None:
    response = client.get("/nghia-vu?body=Phòng Kinh tế&role=&due=+&lang=en", follow_redirects=False)
    assert response.status_code == 303
    assert "role" not in response.headers["location"] and "due" not in response.headers["location"]
    assert "lang=en" in response.headers["location"] and "body=" in response.headers["location"]
