"""References: one for each document cited, told from how it is printed; suspect ones say why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.facts.references import extract_references
from ingest.types import Metadata, Passage, Reference, Section

SHARED = Path(__file__).parents[4] / "shared"


def references(text: str, **own: str) -> list[Reference]:
    passage = Passage(start=0, end=len(text), ordinal=0, path=("I", "1"), titles=("", ""), kind="paragraph")
    section = Section(start=0, end=len(text), path=("I", "1"), title=None, depth=2, kind="para", body_start=0)
    return extract_references(text, [section], [passage], Metadata(**own))


def only(text: str, **own: str) -> Reference:
    (reference,) = references(text, **own)
    assert text[reference.start : reference.end] == reference.quote
    return reference


def test_type_symbol_date_and_issuer_are_read() -> None:
    found = only("Căn cứ Kế hoạch số 12/KH-UBND ngày 05/3/2025 của UBND tỉnh Bình Minh về cải cách;")
    assert (found.type, found.symbol, found.issued) == ("Kế hoạch", "12/KH-UBND", "2025-03-05")
    assert found.issuer == "UBND tỉnh Bình Minh"
    assert not found.suspect
    assert found.section == ("I", "1")


def test_a_date_in_words_and_a_comma_before_it_are_read() -> None:
    found = only("theo Nghị định số 7/2025/NĐ-CP, ngày 09 tháng 01 năm 2025 của Chính phủ quy định về phí")
    assert (found.issued, found.issuer) == ("2025-01-09", "Chính phủ")


def test_the_fullest_of_several_mentions_speaks_for_the_document() -> None:
    text = "Thực hiện Chỉ thị số 8-CT/TU.\nChỉ thị số 8- CT/TU ngày 02/4/2025 của Ban Thường vụ Tỉnh ủy;"
    found = only(text)
    assert found.issued == "2025-04-02"
    assert found.printed == "Chỉ thị số 8- CT/TU ngày 02/4/2025"
    assert not found.suspect


def test_an_issuer_ends_where_the_next_citation_begins() -> None:
    text = "Nghị quyết số 9/NQ-CP ngày 06/8/2024 của Chính phủ và Chương trình số 3-CTr/TU ngày 02/5/2025 của Tỉnh ủy"
    assert [found.issuer for found in references(text)] == ["Chính phủ", "Tỉnh ủy"]


def test_a_ministry_with_commas_in_its_name_is_one_issuer() -> None:
    found = only("Công văn số 5/BVHTTDL-VP ngày 01/02/2025 của Bộ Văn hóa, Thể thao và Du lịch về hè")
    assert found.issuer == "Bộ Văn hóa, Thể thao và Du lịch"


def test_laws_are_cited_with_a_number_or_with_a_date_alone() -> None:
    text = "Căn cứ Luật Dữ liệu số 60/2024/QH15;\nCăn cứ Luật Sông hồ ngày 18 tháng 02 năm 2025;"
    numbered, dated = references(text)
    assert (numbered.type, numbered.symbol, numbered.issuer) == ("Luật", "60/2024/QH15", "Quốc hội")
    assert (dated.symbol, dated.issued) == (None, "2025-02-18")


def test_a_law_in_a_preamble_needs_neither_number_nor_date() -> None:
    assert only("Căn cứ Luật Ngân sách nhà nước;").printed == "Luật Ngân sách nhà nước"


def test_the_documents_own_number_is_no_reference() -> None:
    assert references("Số: 77/KH-UBND\nKế hoạch số 77/KH-UBND ngày 01/02/2025", symbol="77/KH-UBND") == []


def test_an_annex_cites_the_document_that_it_belongs_to() -> None:
    note = "Số: 77/KH-UBND\n(Ban hành kèm theo Kế hoạch số 77/KH-UBND ngày 01/02/2025 của UBND xã Hồ Xanh)"
    (own,) = references(note, symbol="77/KH-UBND")
    assert (own.symbol, own.issued) == ("77/KH-UBND", "2025-02-01")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nghị quyết số 3-NQ/CP ngày 09/01/2025 của Chính phủ", "sai định dạng"),
        ("Kế hoạch số 25/KH-UBND theo hướng đa dạng hóa", "dẫn trơ"),
        ("Nghị quyết số 4-NQ/TW của Bộ Chính trị", "thiếu ngày"),
        ("Kế hoạch hành động số 6-KH/TU ngày 01/5/2025; Kế hoạch số 6-KH/TU", "tên gọi không thống nhất"),
        ("Quyết định số 5/QĐ-TTg ngày 01/4/2025; Quyết định số 5/QĐ-TTg ngày 01/5/2025", "ngày không thống nhất"),
        ("Nghị quyết số 5/NQ-CP ngày 01/4/2025 của Bộ Chính trị", "ký hiệu là của Chính phủ"),
        ("Quyết định số 4/2022/QĐ-UBND ngày 12/9/2023 của UBND tỉnh", "năm trong ký hiệu"),
        ("(Ban hành kèm theo Kế hoạch số ____ /KH-UBND ngày ___/7/2025 của UBND xã)", "để trống"),
    ],
)
def test_what_is_wrong_with_a_citation_is_said(text: str, reason: str) -> None:
    found = only(text)
    assert found.suspect
    assert reason in (found.reason or "")


def test_a_date_after_the_document_itself_is_suspect() -> None:
    found = only("Quyết định số 5/QĐ-TTg ngày 01/9/2025 của Thủ tướng Chính phủ", issued="2025-07")
    assert "sau ngày" in (found.reason or "")


def test_a_type_that_contradicts_the_symbol_is_corrected_from_the_rest_of_the_text() -> None:
    text = "Nghị quyết số 8-NQ/TW ngày 02/3/2024 của Bộ Chính trị\nnội dung của Nghị quyết số 8-KL/TW"
    right, wrong = references(text)
    assert not right.suspect
    assert wrong.suspect
    assert (wrong.symbol, wrong.correction) == ("8-NQ/TW", "Nghị quyết số 8-NQ/TW")


def test_issuers_with_and_without_their_place_agree() -> None:
    text = "Kế hoạch số 8-KH/TU ngày 01/5/2025 của BTV Tỉnh ủy; Kế hoạch số 8-KH/TU của Tỉnh ủy Thái Nguyên"
    assert not only(text).suspect


def test_a_symbol_with_its_year_needs_no_date() -> None:
    assert not only("Nghị quyết số 3/2025/QH15 của Quốc hội").suspect


@pytest.mark.shared
@pytest.mark.parametrize("document", ["xuan-thanh", "quan-chu"])
def test_gold_references_are_found_and_suspects_named(document: str) -> None:
    pipeline = pytest.importorskip("ingest.pipeline")
    if not SHARED.exists():
        pytest.skip("evaluation data is not beside the repository")
    lines = (SHARED / "gold" / "references.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [row for row in map(json.loads, lines) if row["doc"] == document and row["symbol"]]
    read = pipeline.read_document(SHARED / "corpus" / "seeds" / f"{document}.txt")
    found = {(reference.symbol, reference.suspect) for reference in read.references}
    assert {(row["symbol"], row["suspect"]) for row in gold} <= found


def test_a_short_name_that_nothing_explains_is_suspect() -> None:
    (found,) = references("Đẩy nhanh các việc của Đề án 06 ở chợ quê.")
    assert (found.printed, found.symbol, found.suspect) == ("Đề án 06", None, True)
    assert "không được định nghĩa" in (found.reason or "")


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị; theo Nghị quyết 57, các chợ mở sạp mạng.",
        "Đề án bán hàng qua mạng (sau đây gọi là Đề án 06); các thôn làm theo Đề án 06.",
        "Kế hoạch 2026 - 2030 của chợ; Chương trình 30 phút mỗi sáng; Đề án 12 nội dung.",
    ],
)
def test_a_name_that_is_explained_or_is_none_is_not_doubted(text: str) -> None:
    assert [one.printed for one in references(text) if one.symbol is None] == []
