"""A citation says where its words stand, also when they begin with the ordinal of a clause."""

from __future__ import annotations

from pathlib import Path

from made_up import open_made_up

from service.citations import Sources

PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐỒI CHÈ
Số: 12/KH-UBND
Đồi Chè, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Nuôi ong trên địa bàn xã Đồi Chè

I. NHIỆM VỤ
1. Giống ong
1.1. Mua đàn ong nội cho hai mươi hộ ở thôn Trong, hoàn thành trong tháng 10 năm 2025.
1.2. Mở lớp làm thùng ong tại nhà văn hóa thôn Ngoài.
2. Đầu ra
Ký hợp đồng bán mật với hợp tác xã.
"""


def test_a_quotation_that_begins_with_its_ordinal_is_placed_in_its_clause(tmp_path: Path) -> None:
    file = tmp_path / "doi-che.txt"
    file.write_text(PLAN, encoding="utf-8")
    library = open_made_up(tmp_path / "data")
    library.sync([file])
    sources = Sources(library)
    text = sources.text("doi-che")
    start, end = text.index("1.2. Mở lớp"), text.index("thôn Ngoài.") + len("thôn Ngoài.")
    cited = sources.cite("doi-che", start, end)
    assert cited.quote.startswith("1.2. Mở lớp")
    assert cited.section == ("I", "1", "1.2")
    before = next(one for one in sources.passages("doi-che") if one.path == ("I", "1", "1.2"))
    assert before.start > start  # the ordinal is no part of the passage


def test_words_between_all_passages_have_no_place(tmp_path: Path) -> None:
    file = tmp_path / "doi-che.txt"
    file.write_text(PLAN, encoding="utf-8")
    library = open_made_up(tmp_path / "data")
    library.sync([file])
    sources = Sources(library)
    start = sources.text("doi-che").index("1.2. Mở lớp")
    assert sources.passage_at("doi-che", start, start + 3) is None
