"""The drafter's desk: a clause and its wordings, a whole draft, wordings collected, nothing stored."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import docx
import pytest
from desk_samples import DRAFT, FUNDING, app, desk_library
from fastapi.testclient import TestClient
from lasting_links import span

from index.library import Library

__all__ = ["app", "desk_library"]  # fixtures


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def wordings(library: Library, page: str) -> list[tuple[str, str, int, int]]:
    """(words of the source, document, start, end) of every variant, what only the draft has left out."""
    found = re.findall(
        r'<li id="cm-\d+".*?<blockquote lang="vi"><p>(.*?)</p>.*?href="(/tl/[^"]+)"',
        page,
        re.DOTALL,
    )
    plain = [(re.sub(r"<[^>]+>", "", re.sub(r"<del.*?</del>", "", quote)), href) for quote, href in found]
    return [(html.unescape(quote), *span(library, href)) for quote, href in plain]


def sent(client: TestClient, **fields: str) -> str:
    """Where the desk leads after these fields were sent."""
    response = client.post("/soan-thao", data=fields, follow_redirects=False)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


@pytest.fixture
def draft_page(client: TestClient) -> str:
    """The address of the made-up draft, sent as a file."""
    response = client.post("/soan-thao", files={"tep": ("du-thao.txt", DRAFT.encode())}, follow_redirects=False)
    return str(response.headers["location"])


def test_a_clause_gets_the_wordings_of_others_word_by_word(client: TestClient, desk_library: Library) -> None:
    page = client.get(sent(client, doan=FUNDING)).text
    assert "2 văn bản dùng" in text_of(page)
    first = page[page.index('id="cm-1"') :]
    assert '<del data-is="chỉ dự thảo có">lấy </del><ins data-is="thêm">được bố trí</ins>' in first
    found = wordings(desk_library, page)
    assert (
        found[0][0]
        == "Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã hằng năm và các nguồn hợp pháp khác."
    )
    assert all(desk_library.text(id)[start:end] == quote for quote, id, start, end in found)


def test_filters_restrict_where_wordings_come_from(client: TestClient, desk_library: Library) -> None:
    clause = "Phòng Văn hóa - Xã hội tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày 10 hằng tháng."
    organised = client.get(sent(client, doan=clause, phan="to_chuc", cap="xa")).text
    assert wordings(desk_library, organised)
    assert set(re.findall(r'<span lang="vi">([^<]+)</span> · \d+ văn bản dùng', organised)) == {"Tổ chức thực hiện"}
    assert '<option value="to_chuc" selected' in organised
    nowhere = client.get(sent(client, doan=clause, cap="trung_uong")).text
    assert wordings(desk_library, nowhere) == []
    assert "Thử bỏ bớt điều kiện" in text_of(nowhere)


def test_a_request_gets_wordings_without_marks(client: TestClient, desk_library: Library) -> None:
    page = client.get(sent(client, doan="mẫu câu về kinh phí thực hiện")).text
    assert "yêu cầu tìm câu mẫu" in text_of(page)
    assert wordings(desk_library, page) and '<ins data-is="thêm"' not in page


def test_a_wrong_citation_in_a_clause_is_told(client: TestClient) -> None:
    clause = "Căn cứ Nghị quyết số 57/NQ-TW ngày 22/12/2024 của Bộ Chính trị về khoa học và chuyển đổi số;"
    said = text_of(client.get(sent(client, doan=clause)).text)
    assert "Viện dẫn trong đoạn" in said
    assert "Đúng ra: Nghị quyết số 57-NQ/TW" in said


def test_wordings_are_collected_in_the_address_and_taken_away_as_word(client: TestClient) -> None:
    address = sent(client, doan=FUNDING)
    place = re.search(r'name="chon" value="([^"]+)" formaction', client.get(address).text)
    assert place is not None
    chosen = client.get(f"{address}&chon={place[1]}")
    assert "Câu mẫu đã chọn (1)" in text_of(chosen.text)
    assert f'name="thoi" value="{place[1]}"' in chosen.text
    link = re.search(r'href="(/soan-thao/cau-mau.docx[^"]+)"', chosen.text)
    assert link is not None
    word = docx.Document(io.BytesIO(client.get(html.unescape(link[1])).content))
    said = [paragraph.text for paragraph in word.paragraphs]
    assert said[:2] == ["Câu mẫu đã chọn", "Kinh phí"]
    assert said[2].startswith("“Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã")
    assert "Mục IV, Kế hoạch số 42/KH-UBND" in said[2]
    dropped = client.get(f"{address}&chon={place[1]}&thoi={place[1]}")
    assert "Câu mẫu đã chọn" not in text_of(dropped.text)


@pytest.mark.parametrize("place", ["5-2-ben-da", "0-99999999-ben-da", "0-10-khong-co", "x", "1-2", "-1-5-ben-da"])
def test_a_place_that_is_nowhere_is_not_collected(client: TestClient, place: str) -> None:
    assert "Câu mẫu đã chọn" not in text_of(client.get("/soan-thao", params={"chon": place}).text)
    refused = client.get("/soan-thao/cau-mau.docx", params={"chon": place})
    assert refused.status_code == 400
    assert "Chưa chọn câu mẫu nào" in refused.text


def test_a_whole_draft_is_walked_clause_by_clause(client: TestClient, draft_page: str) -> None:
    first = client.get(draft_page).text
    count = int(re.search(r"Các đoạn \((\d+)\)", first)[1])  # type: ignore[index]
    walked = []
    address = draft_page
    while address:
        page = client.get(address).text
        walked.append(text_of(page[page.index('class="own"') :].split("</p>")[0].split(">", 1)[1]))
        after = re.search(r'rel="next" href="([^"#]+)', page)
        address = html.unescape(after[1]) if after else ""
    assert len(walked) == len(set(walked)) == count
    assert FUNDING in walked


def test_a_draft_s_citations_and_outline_are_checked(client: TestClient, draft_page: str) -> None:
    said = text_of(client.get(draft_page).text)
    assert "Cần soát 57-NQ/TW : Sai định dạng ký hiệu" in said
    assert "Có thể thiếu 71/NQ-CP" in said
    assert "Mục tiêu, chỉ tiêu thiếu 3/3" in said
    assert "Tổ chức thực hiện có" in said


def test_the_best_wording_of_each_clause_is_taken_away_as_word(client: TestClient, draft_page: str) -> None:
    word = docx.Document(io.BytesIO(client.get(f"{draft_page.split('?')[0]}/cau-mau.docx").content))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert FUNDING in said
    assert "“Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã hằng năm" in said
    assert "So với dự thảo:" in said


def test_a_draft_is_not_taken_into_the_library(client: TestClient, desk_library: Library, draft_page: str) -> None:
    assert client.get(draft_page).status_code == 200
    assert "du-thao" not in {one.id for one in desk_library.documents()}
    assert not [file for file in Path(desk_library.data).rglob("*") if file.is_file() and b"Sim" in file.read_bytes()]


def test_a_draft_pasted_is_one_too_and_can_be_forgotten(client: TestClient) -> None:
    address = sent(client, doan=DRAFT)
    assert address.startswith("/soan-thao/du-thao/")
    path = address.split("?")[0]
    assert client.post(f"{path}/bo", follow_redirects=False).headers["location"] == "/soan-thao"
    gone = client.get(address)
    assert gone.status_code == 404
    assert "không ghi ra đĩa" in gone.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("du-thao.exe", b"MZ"),
        ("du-thao.pdf", b"khong phai pdf \xff\xfe"),
        ("du-thao.txt", b"  "),
        ("../../x.bin", b"a"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client: TestClient, name: str, data: bytes) -> None:
    refused = client.post("/soan-thao", files={"tep": (name, data)}, data={"cap": "xa"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text and 'class="hint"' in refused.text
    assert '<option value="xa" selected' in refused.text, "what was chosen is kept"


def test_nothing_sent_is_told(client: TestClient) -> None:
    refused = client.post("/soan-thao", data={"doan": "  "})
    assert refused.status_code == 400
    assert "Chưa có đoạn nào" in refused.text


def test_a_text_without_a_word_is_told(client: TestClient) -> None:
    assert client.get("/soan-thao", params={"doan": "?!…"}).status_code == 422


def test_what_is_typed_is_never_markup(client: TestClient) -> None:
    page = client.get(
        "/soan-thao", params={"doan": "<script>alert(1)</script> kinh phí thực hiện", "tinh": '"><b>'}
    ).text
    assert "<script>alert" not in page and '"><b>' not in page


def test_the_empty_desk_teaches_by_example(client: TestClient, empty_client: TestClient) -> None:
    page = client.get("/soan-thao").text
    examples = re.findall(r'href="(/soan-thao\?doan=[^"]+)"', page)
    assert len(examples) == 3
    assert all(client.get(html.unescape(one)).status_code == 200 for one in examples)
    assert "Chưa có văn bản nào" in empty_client.get("/soan-thao").text


def test_the_desk_speaks_english(client: TestClient) -> None:
    said = text_of(client.get("/soan-thao", params={"doan": FUNDING, "lang": "en"}).text)
    assert "How other documents word it" in said and "used by 2" in said
