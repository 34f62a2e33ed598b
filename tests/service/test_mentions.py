"""Documents named in questions: by symbol, by type and number, with dates; asked about or carried out."""

from __future__ import annotations

import pytest

from index.types import DocumentSummary
from service.mentions import blanked, find_mentions


def held(id: str, type: str, symbol: str | None, issuer: str = "", issued: str | None = None) -> DocumentSummary:
    return DocumentSummary(id=id, source=f"{id}.md", sha256="0", type=type, symbol=symbol, issuer=issuer, issued=issued)


HELD = [
    held("nq", "Nghị quyết", "91-NQ/TW", "Bộ Chính trị", "2024-05-06"),
    held("cu", "Nghị quyết", "17-NQ/TW", "Ban Chấp hành Trung ương", "2010-02-03"),
    held("kh-1", "Kế hoạch", "352/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai"),
    held("kh-2", "Kế hoạch", "0418/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai"),
    held("qd", "Quy định", "284-QĐ/TW", "Ban Bí thư"),
    held("07_7225-BXD-VP_thu", "Công văn", None),
]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Theo NQ91 đến năm 2030 mức nào", ["nq"]),
        ("NQ 17 năm 2010 đặt mức nào", ["cu"]),
        ("Kế hoạch 352 giao ai chủ trì", ["kh-1"]),
        ("ke hoach 418 giao ai chu tri", ["kh-2"]),
        ("Kế hoạch 352 và 418 khác gì", ["kh-1", "kh-2"]),
        ("Under Resolution 91, which share?", ["nq"]),
        ("What does Regulation 284 require?", ["qd"]),
        ("Quy định số 284-QĐ/TW quy định gì", ["qd"]),
        ("Công văn 7225 giao việc gì", ["07_7225-BXD-VP_thu"]),
        ("Kế hoạch 352 có 418 nhiệm vụ", ["kh-1"]),
        ("trang nq91.vn có gì", []),
        ("Kế hoạch năm 2026 có gì", []),
    ],
)
def test_documents_are_known_by_type_and_number(question: str, documents: list[str]) -> None:
    assert [id for one in find_mentions(question, HELD) for id in one.documents] == documents


def test_what_others_carry_out_is_not_what_is_asked_about() -> None:
    roles = {
        question: find_mentions(question, HELD)[0].role
        for question in ("Kế hoạch thực hiện NQ91 của xã nào", "Plans implementing Resolution 91", "NQ91 đặt mức nào")
    }
    assert list(roles.values()) == ["object", "object", "subject"]


def test_a_date_belongs_to_the_document_and_is_no_condition() -> None:
    question = "Nghị quyết 91-NQ/TW ngày 07/5/2024 của Bộ Chính trị đặt mức nào đến 2030"
    (mention,) = find_mentions(question, HELD)
    assert mention.dated == "2024-05-07"
    left = blanked(question, [mention])
    assert "2024" not in left and "Bộ Chính trị" not in left and left.endswith("đặt mức nào đến 2030")
