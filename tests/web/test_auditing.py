"""The auditor's desk: plans at a glance, the matrix, both sides of a cell, findings decided on, files taken away."""

from __future__ import annotations

import html
import io
import re
from urllib.parse import urlsplit

import docx
import pytest
from desk_samples import PLANS, app, desk_library
from fastapi.testclient import TestClient
from lasting_links import span
from openpyxl import load_workbook

from index.library import Library

__all__ = ["app", "desk_library"]  # fixtures

LOWER = "/kiem-tra/o?muc-khung=mt08&vb=ben-da"
FINDINGS = "/kiem-tra/phat-hien"


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def findings_in(page: str) -> list[str]:
    return re.findall(r'<article id="ph-(\w+)"', page)


def texts(library: Library) -> dict[str, str]:
    return {one.id: library.text(one.id) for one in library.documents()}


def quotations(library: Library, page: str) -> list[tuple[str, str, int, int]]:
    """(quotation, document, start, end) of every quotation with a link into the reader."""
    found = re.findall(
        r'<blockquote lang="vi"><p>(.*?)</p></blockquote>\s*<p class="source">'
        r'.*?href="(/tl/[^"]+)"',
        page,
        re.DOTALL,
    )
    return [(html.unescape(re.sub(r"<[^>]+>", "", quote)), *span(library, href)) for quote, href in found]


def test_the_plans_that_carry_the_frame_out_are_there_at_once(client: TestClient) -> None:
    page = client.get("/kiem-tra").text
    said = text_of(page)
    assert "3 văn bản đối chiếu với Nghị quyết 57-NQ/TW" in said
    for name, _, _ in PLANS.values():
        assert f"xã {name}" in said
    for word in ("thấp hơn", "cao hơn", "đạt", "không nêu", "không áp dụng"):
        assert word in said
    assert len(page.encode()) < 150_000


def test_every_cell_says_a_word_and_leads_to_both_sides(client: TestClient, desk_library: Library) -> None:
    page = client.get("/kiem-tra").text
    table = page[page.index('<div class="scroll matrix"') :]
    cells = re.findall(r'<td><a class="mark [a-z]+" href="([^"]+)">(.*?)</a></td>', table, re.DOTALL)
    assert len(cells) == 32 * 3
    assert all(text_of(word) for _, word in cells)
    assert html.unescape(next(href for href, word in cells if "thấp hơn" in word)) == LOWER
    cell = client.get(LOWER).text
    assert "thấp hơn" in text_of(cell)
    assert "> 80 % · 2030" in text_of(cell)
    shown = quotations(desk_library, cell)
    assert ("ben-da" in {id for _, id, _, _ in shown}) and "Trên 70% người dân" in shown[0][0]
    held = texts(desk_library)
    assert all(held[id][start:end] == quote for quote, id, start, end in shown)


def test_the_frame_s_side_is_told_in_our_words_where_its_text_is_not_held(client: TestClient) -> None:
    assert "lời tóm lược của chương trình" in text_of(client.get(LOWER).text)


def test_one_plan_lists_what_is_wanting_before_what_is_met(client: TestClient) -> None:
    said = text_of(client.get("/kiem-tra/van-ban?vb=ben-da").text)
    order = [said.index(word) for word in ("Không nêu (", "Thấp hơn (", "Đạt (", "Không áp dụng (")]
    assert order == sorted(order)


def test_kinds_of_the_frame_are_pages_of_the_matrix(client: TestClient) -> None:
    said = text_of(client.get("/kiem-tra?bang=nhom").text)
    assert "Nhận thức, quyết tâm, trách nhiệm người đứng đầu" in said
    assert "nhắc qua" in said


def test_a_plan_held_can_be_the_frame_and_documents_can_be_chosen(client: TestClient, desk_library: Library) -> None:
    page = client.get("/kiem-tra?khung=nui-cau&vb=ben-da&vb=nui-cau").text
    said = text_of(page)
    assert "2 văn bản đối chiếu với" in said
    assert "Chính là văn bản khung." in said
    cell = re.search(r'href="(/kiem-tra/o\?[^"]+vb=ben-da)"><span[^>]*>▼', page)
    assert cell is not None
    both = quotations(desk_library, client.get(html.unescape(cell[1])).text)
    assert {id for _, id, _, _ in both} == {"nui-cau", "ben-da"}


@pytest.mark.parametrize(
    "address",
    [
        "/kiem-tra?khung=khong-co",
        "/kiem-tra?vb=khong-co",
        "/kiem-tra/o?vb=ben-da&muc-khung=khong-co",
        f"{FINDINGS}/0000?vb=ben-da",
    ],
)
def test_what_is_not_there_is_told_in_words(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert 'class="hint"' in page.text


def test_findings_are_filtered_and_counted(client: TestClient) -> None:
    page = client.get(FINDINGS).text
    total = len(findings_in(page))
    assert f"{total} trên {total} phát hiện" in text_of(page)
    grave = client.get(f"{FINDINGS}?muc=A").text
    assert 0 < len(findings_in(grave)) < total
    assert set(re.findall(r"severity-([ABC])", grave)) == {"A"}
    assert f"nặng ({len(findings_in(grave))})" in text_of(grave)
    alone = client.get(f"{FINDINGS}?muc=A&chi=nui-cau&loai=target").text
    assert "vô nghĩa" in text_of(alone) and len(findings_in(alone)) == 1
    assert "nặng · Chỉ tiêu · Kế hoạch số 17/KH-UBND" in text_of(alone)
    none = client.get(f"{FINDINGS}?muc=A&loai=ocr").text
    assert "Không có phát hiện nào như vậy." in text_of(none)


def test_quotations_of_findings_are_verbatim(client: TestClient, desk_library: Library) -> None:
    held = texts(desk_library)
    shown = quotations(desk_library, client.get(FINDINGS).text)
    assert len(shown) >= 5
    assert all(held[id][start:end] == quote for quote, id, start, end in shown)


def test_a_decision_is_kept_shown_filtered_and_taken_back(client: TestClient) -> None:
    first = findings_in(client.get(f"{FINDINGS}?chi=nui-cau").text)[0]
    address, back = f"{FINDINGS}/{first}?vb=nui-cau", f"{FINDINGS}?chi=nui-cau"
    taken = client.post(
        address, data={"viec": "bo-qua", "ghi_chu": "đã đính chính", "ve": back}, follow_redirects=False
    )
    assert (taken.status_code, taken.headers["location"]) == (303, f"{back}#ph-{first}")
    assert first in findings_in(client.get(f"{FINDINGS}?xu-ly=bo-qua").text)
    assert first not in findings_in(client.get(f"{FINDINGS}?xu-ly=chua").text)
    assert "Đã bỏ qua" in text_of(client.get(back).text) and "đã đính chính" in client.get(back).text
    client.post(address, data={"viec": "rut-lai", "ve": back})
    assert first in findings_in(client.get(f"{FINDINGS}?xu-ly=chua").text)
    assert first not in findings_in(client.get(f"{FINDINGS}?xu-ly=bo-qua").text)


def test_dismissing_without_a_reason_is_refused_and_nothing_is_kept(client: TestClient) -> None:
    first = findings_in(client.get(f"{FINDINGS}?chi=ben-da").text)[0]
    refused = client.post(f"{FINDINGS}/{first}?vb=ben-da", data={"viec": "bo-qua", "ghi_chu": " "})
    assert refused.status_code == 400
    assert "phải ghi lý do" in text_of(refused.text)
    assert first in findings_in(client.get(f"{FINDINGS}?xu-ly=chua").text)


@pytest.mark.parametrize("back", ["https://elsewhere.example/kiem-tra/", "//elsewhere.example/kiem-tra/", "/", ""])
def test_after_a_decision_nobody_is_led_elsewhere(client: TestClient, back: str) -> None:
    first = findings_in(client.get(f"{FINDINGS}?chi=ben-da").text)[0]
    for work in ("ghi-nhan", "rut-lai"):
        sent = client.post(f"{FINDINGS}/{first}?vb=ben-da", data={"viec": work, "ve": back}, follow_redirects=False)
        assert urlsplit(sent.headers["location"]).netloc == ""
        assert sent.headers["location"].startswith(FINDINGS)


def test_a_page_of_another_site_decides_nothing(client: TestClient) -> None:
    first = findings_in(client.get(f"{FINDINGS}?chi=ben-da").text)[0]
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    assert client.post(f"{FINDINGS}/{first}?vb=ben-da", data={"viec": "ghi-nhan"}, headers=foreign).status_code == 403
    assert first in findings_in(client.get(f"{FINDINGS}?xu-ly=chua").text)


def test_the_files_hold_what_is_seen(client: TestClient) -> None:
    seen = findings_in(client.get(f"{FINDINGS}?chi=nui-cau&muc=A").text)
    word = docx.Document(io.BytesIO(client.get(f"{FINDINGS}.docx?chi=nui-cau&muc=A").content))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    heads = [one for one in paragraphs if re.match(r"\d+\. Nặng \(A\)", one)]
    assert len(heads) == len(seen)
    assert "Chỉ gồm phát hiện: nặng" in paragraphs
    assert not any("Ma trận" in one or "xã Bến Đá" in one for one in paragraphs)
    sheet = load_workbook(io.BytesIO(client.get(f"{FINDINGS}.xlsx?chi=nui-cau&muc=A").content)).active
    assert sheet is not None
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == set(seen)


def test_the_report_holds_the_matrix_and_names_its_documents(client: TestClient) -> None:
    response = client.get("/kiem-tra/bao-cao.docx?vb=ben-da&vb=nui-cau")
    assert "attachment" in response.headers["content-disposition"]
    word = docx.Document(io.BytesIO(response.content))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"thấp hơn", "cao hơn"} <= cells
    assert any("42/KH-UBND" in cell for cell in cells)
    assert not any("8/KH-UBND" in cell for cell in cells)
    assert any("“- Trên 70% người dân" in cell or "“Trên 70% người dân" in cell for cell in cells)


def test_names_are_found_by_their_words_and_the_chosen_stay(client: TestClient) -> None:
    offered = re.findall(r'name="vb" value="([\w-]+)"( checked)?', client.get("/kiem-tra?vb=ben-da&tim=42").text)
    assert offered == [("ben-da", " checked")]
    everything = re.findall(r'name="vb" value="([\w-]+)"', client.get("/kiem-tra?vb=ben-da").text)
    assert set(everything) == set(PLANS)


def test_an_empty_library_teaches_what_the_page_does(empty_client: TestClient) -> None:
    page = empty_client.get("/kiem-tra")
    assert page.status_code == 200
    assert "Chưa có văn bản nào để kiểm tra" in page.text


def test_the_desk_speaks_english(client: TestClient) -> None:
    said = text_of(client.get("/kiem-tra?lang=en").text)
    assert "not applicable" in said and "lower" in said
    assert 'aria-current="page">Audit' in client.get("/kiem-tra?lang=en").text
