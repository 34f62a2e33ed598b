"""Header blocks as State and Party documents print them (NĐ 30/2020, Phụ lục I; HD 36-HD/VPTW)."""

from __future__ import annotations

import pytest

from ingest.pipeline import document_of
from ingest.readers.content import content_of_text
from ingest.types import Document

BODY = """
KẾ HOẠCH

Chăm sóc vườn cây năm 2026

Căn cứ Kế hoạch số 5/KH-UBND ngày 01/3/2026 của UBND tỉnh Lào Cai; cơ quan ban hành kế hoạch như sau:

I. MỤC TIÊU

- Đạt ≥ 60% hộ dân có vườn cây xanh.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Lò Thị Mây
"""
STATE = "Ủy ban nhân dân xã Bắc Hà"
PARTY = "Đảng ủy xã Bắc Hà"
PLACE = "Bắc Hà, ngày 03 tháng 4 năm 2026"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def _read(header: str) -> Document:
    return document_of(content_of_text(header + "\n" + BODY), name="x.txt", sha256="0")


@pytest.mark.parametrize(
    ("header", "issuer", "symbol"),
    [
        (f"ỦY BAN NHÂN DÂN\nXÃ BẮC HÀ\n-----\n{MOTTO}\n\nSố: 12/KH-UBND\n{PLACE}", STATE, "12/KH-UBND"),
        (f"{MOTTO}\n\nỦY BAN NHÂN DÂN\nXÃ BẮC HÀ\n\nSố: 12/KH-UBND\n{PLACE}", STATE, "12/KH-UBND"),
        (f"ỦY BAN NHÂN DÂN XÃ BẮC HÀ {MOTTO}\nSố: 12/KH-UBND {PLACE}", STATE, "12/KH-UBND"),
        (f"UBND XÃ BẮC HÀ\n{MOTTO}\n\nSố: 12/KH-UBND\n\n{PLACE}", STATE, "12/KH-UBND"),
        (
            f"ĐẢNG BỘ TỈNH LÀO CAI\nĐẢNG ỦY XÃ BẮC HÀ\n*\nSố 12-KH/ĐU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n{PLACE}",
            PARTY,
            "12-KH/ĐU",
        ),
    ],
)
def test_issuer_symbol_place_and_date_are_read(header: str, issuer: str, symbol: str) -> None:
    document = _read(header)
    assert (document.issuer, document.symbol) == (issuer, symbol)
    assert (document.commune, document.province, document.issued) == ("xã Bắc Hà", "tỉnh Lào Cai", "2026-04-03")
    assert document.family == ("party" if issuer == PARTY else "state")


def test_a_title_that_begins_with_v_v_is_the_subject_and_no_clause_five() -> None:
    header = f"ỦY BAN NHÂN DÂN\nXÃ BẮC HÀ\n-----\n{MOTTO}\n\nSố: 12/KH-UBND\n{PLACE}"
    title = "V/V TƯỚI VƯỜN CÂY MÙA KHÔ CHO CÁC BẢN\nVEN HỒ XÃ BẮC HÀ"
    body = BODY.replace("Chăm sóc vườn cây năm 2026", title)
    found = document_of(content_of_text(f"{header}\n{body}"), name="x.txt", sha256="0")
    assert found.subject == "TƯỚI VƯỜN CÂY MÙA KHÔ CHO CÁC BẢN VEN HỒ XÃ BẮC HÀ"
    assert [one.path for one in found.sections if one.kind == "heading"] == [("I",)]
