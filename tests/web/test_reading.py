"""The reader sets the whole text, lights exactly the span asked for, and tells where it stands."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from ingest.types import Document
from web.reading import listing, views
from web.reading.layout import Cell, Chunk, Layout
from web.reading.spans import Mark

LIT = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


def documents(library: Library) -> list[Document]:
    return [library.document(held.id) for held in library.documents()]


def cell_text(cell: Cell) -> str:
    return "".join(piece.text for piece in cell.pieces) + "\t" * (cell.span - 1)


def set_text(chunks: list[Chunk]) -> str:
    return "\n".join(
        "\t".join(map(cell_text, block.cells)) if block.cells else "".join(piece.text for piece in block.pieces)
        for chunk in chunks
        for block in chunk.blocks
    )


def lit(page: str) -> str:
    """The lit words of a page, white space as one space."""
    return squeezed(" ".join(html.unescape(re.sub("<[^>]+>", "", found)) for found in LIT.findall(page)))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_blocks_joined_are_the_canonical_text(library: Library) -> None:
    for document in documents(library):
        assert set_text(list(Layout(document).chunks())) == document.text, document.id


def test_every_passage_and_fact_is_lit_exactly(library: Library) -> None:
    for document in documents(library):
        for span in (*document.passages, *document.targets, *document.tasks, *document.references):
            layout = Layout(document, Mark(span.start, span.end))
            found = [
                piece.text
                for chunk in layout.chunks()
                for block in chunk.blocks
                for run in (block.pieces, *(cell.pieces for cell in block.cells))
                for piece in run
                if piece.marked
            ]
            quote = document.text[span.start : span.end]
            assert "".join(found) == quote.replace("\n", "").replace("\t", ""), (document.id, span)


def test_the_page_lights_the_cited_span_and_marks_its_section(client: TestClient, library: Library) -> None:
    document = library.document("ba-sao")
    target = document.targets[0]
    page = client.get(f"/van-ban/ba-sao?tu={target.start}&den={target.end}").text
    assert lit(page) == target.quote
    assert page.count('id="doan"') == 1
    assert re.search(r'aria-current="location"[^>]*><span class="label">1</span> Đến hết năm 2026', page)


def test_a_span_over_lines_and_cells_is_lit_in_each(client: TestClient, library: Library) -> None:
    document = library.document("ba-sao")
    row = document.rows[2]
    page = client.get(f"/van-ban/ba-sao?tu={row.start}&den={row.end}").text
    assert lit(page) == squeezed(document.text[row.start : row.end])
    assert page.count("<mark") == 4
    assert page.count('id="doan"') == 1


def test_a_span_that_is_not_in_the_text_says_so_and_still_opens(client: TestClient) -> None:
    response = client.get("/van-ban/ba-sao?tu=10&den=999999")
    assert response.status_code == 200
    assert "không có trong văn bản này" in response.text
    assert "<mark" not in response.text


def test_tables_are_tables_with_groups_over_their_columns(client: TestClient) -> None:
    page = client.get("/van-ban/ba-sao").text
    assert page.count("<table>") == 1
    assert page.count('<th scope="col">') == 4
    assert re.search(r'<th colspan="3">Chiếu sáng</th>', page)
    assert "<td>Khảo sát cột đèn</td>" in page


def test_a_heading_of_two_lines_stays_together(library: Library) -> None:
    blocks = [block for chunk in Layout(library.document("ba-sao")).chunks() for block in chunk.blocks]
    at = next(i for i, block in enumerate(blocks) if block.pieces and block.pieces[0].text == "Phụ lục I")
    assert (blocks[at].kind, blocks[at].level) == ("heading", 2)
    assert blocks[at + 1].kind == "continued"


def test_text_of_a_document_is_never_markup(client: TestClient) -> None:
    page = client.get("/van-ban/ba-sao").text
    assert "<b>thiếu vốn</b>" not in page
    assert "&lt;b&gt;thiếu vốn&lt;/b&gt;" in page


def test_the_head_tells_symbol_issuer_date_and_signer(client: TestClient) -> None:
    page = client.get("/van-ban/ba-sao").text
    for told in ("Kế hoạch số 12/KH-UBND của UBND xã Ba Sao", "Ủy ban nhân dân xã Ba Sao", "05/09/2025"):
        assert told in page
    assert "Lê Ninh" in client.get("/van-ban/tom-luoc-quan-chu").text


def test_only_a_digest_carries_the_banner(client: TestClient) -> None:
    assert "không phải nguyên văn" in client.get("/van-ban/tom-luoc-xuan-thanh").text
    assert "không phải nguyên văn" not in client.get("/van-ban/ba-sao").text


def test_the_margin_tells_figure_deadline_and_references(client: TestClient) -> None:
    margin = "".join(re.findall(r'<aside class="margin".*?</aside>', client.get("/van-ban/ba-sao").text, re.DOTALL))
    assert "<b>≥ 75%</b>" in margin
    assert "đến hết năm 2026" in margin
    assert "57-NQ/TW" in margin


def test_pages_of_a_paged_source_are_marked_where_they_begin(client: TestClient) -> None:
    page = client.get("/van-ban/thu-vien").text
    assert re.search(r"trang 2</span>Trang sau nói", page)


def test_every_link_of_the_outline_leads_to_an_anchor(client: TestClient, library: Library) -> None:
    for held in library.documents():
        page = client.get(f"/van-ban/{held.id}").text
        links = re.findall(r'href="#(m-\d+)"', page)
        assert set(links) <= set(re.findall(r'id="(m-\d+)"', page)), held.id


def test_a_long_document_opens_at_the_part_that_is_cited(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PART", 900)
    row = library.document("ba-sao").rows[3]
    page = client.get(f"/van-ban/ba-sao?tu={row.start}&den={row.end}").text
    assert "Thay bóng hỏng" in lit(page)
    assert "Đèn đường chiếu sáng: ≥" not in page
    assert 'href="/van-ban/ba-sao?phan=2#m-4"' in page
    assert "Đèn đường chiếu sáng: ≥" in client.get("/van-ban/ba-sao?phan=2").text


def test_the_list_tells_what_is_held_and_pages_through_it(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/van-ban").text
    assert page.count('<th scope="row"') == len(library.documents())
    assert page.count("bản tóm lược") == sum(held.digest for held in library.documents())
    monkeypatch.setattr(listing, "PAGE", 2)
    assert client.get("/van-ban?trang=2").text.count('<th scope="row"') == 2
    assert client.get("/van-ban?trang=x").text.count('<th scope="row"') == 2
