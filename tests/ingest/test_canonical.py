"""Hard wraps, Markdown marks and furniture go; words and their order stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical import canonicalise
from ingest.readers.content import content_of_text
from ingest.text import clean, normal_form

WRAPPED = """\
I. MỤC TIÊU
1. Đến hết năm 2031
- Tỷ lệ hộ dân trong vùng ven hồ được dùng nước sạch hợp chuẩn đạt

trên 90%, trong đó các thôn ở xa trung tâm đạt ít nhất 70% vào cuối kỳ kế
hoạch.
- Trồng mới hàng cây dọc bờ kè, bố trí thùng phân loại rác tại mọi ngõ
xóm và dọn kênh mỗi tuần.
7. Giữ gìn bờ kè
Các tổ dân phố cắt cử người trông coi bờ kè, báo ngay cho ủy ban khi thấy
sụt lở hoặc nứt nẻ.
"""


def _lines(source: str) -> list[str]:
    return canonicalise(content_of_text(clean(source))).text.split("\n")


def test_wrapped_sentences_are_rejoined_across_blank_lines() -> None:
    assert _lines(WRAPPED) == [
        "I. MỤC TIÊU",
        "1. Đến hết năm 2031",
        "- Tỷ lệ hộ dân trong vùng ven hồ được dùng nước sạch hợp chuẩn đạt trên 90%, trong đó các thôn ở xa"
        " trung tâm đạt ít nhất 70% vào cuối kỳ kế hoạch.",
        "- Trồng mới hàng cây dọc bờ kè, bố trí thùng phân loại rác tại mọi ngõ xóm và dọn kênh mỗi tuần.",
        "7. Giữ gìn bờ kè",
        "Các tổ dân phố cắt cử người trông coi bờ kè, báo ngay cho ủy ban khi thấy sụt lở hoặc nứt nẻ.",
    ]


def test_markdown_marks_are_hints_and_leave_the_text() -> None:
    source = "## **II. VIỆC PHẢI LÀM**\n\n### **1. Họp dân**\n\n**3. Tổ nước:** Chủ trì *(khi cần)* việc chia nước.\n"
    assert _lines(source) == ["II. VIỆC PHẢI LÀM", "1. Họp dân", "3. Tổ nước: Chủ trì (khi cần) việc chia nước."]


def test_a_printed_star_is_told_from_emphasis() -> None:
    assert _lines(r"**\* Giai đoạn 2030:**")[0] == "* Giai đoạn 2030:"


def test_an_emphasis_that_runs_over_lines_joins_them() -> None:
    assert _lines("**IV. TỔ CHỨC\nTHỰC HIỆN**\n\n**1. Họp tổ**\n") == ["IV. TỔ CHỨC THỰC HIỆN", "1. Họp tổ"]


def test_a_symbol_at_the_start_of_a_line_is_no_ordinal() -> None:
    source = "\n\n".join(["Thực hiện Nghị quyết số\n57-NQ/TW về phát triển vùng hồ và\nQuyết định số\n06/QĐ-UBND."] * 5)
    assert _lines(source)[0] == "Thực hiện Nghị quyết số 57-NQ/TW về phát triển vùng hồ và Quyết định số 06/QĐ-UBND."


def test_page_numbers_are_set_aside() -> None:
    page = "\n".join(f"- Việc thứ {i} của trang được giao cho tổ dân phố trong quý." for i in range(14))
    canonical = canonicalise(content_of_text(f"{page}\n2\n{page}\n3\n{page}"))
    assert canonical.furniture == ("2", "3")
    assert not re.search(r"^\d$", canonical.text, re.MULTILINE)


def test_rows_keep_their_cells_whether_tabs_or_pipes_part_them() -> None:
    tabs = "TT\tNội dung\tThời gian\n1\tHọp dân\tTháng 5/2031\n"
    pipes = "| TT | Nội dung | Thời gian |\n|---|---|---|\n| 1 | Họp dân | Tháng 5/2031 |\n"
    stacked = "|\n**TT**\n|\n**Nội dung**\n|\n**Thời gian**\n|\n|\n1\n|\nHọp\ndân\n|\nTháng 5/2031\n|\n"
    for source in (tabs, pipes, stacked):
        assert _lines(source) == ["TT\tNội dung\tThời gian", "1\tHọp dân\tTháng 5/2031"]


def test_a_table_used_for_layout_gives_its_cells_as_lines() -> None:
    source = "|\n**ỦY BAN NHÂN DÂN**\nXÃ HỒ XANH\n----\n|\nSố: 05/KH-UBND\n|\n\n**KẾ HOẠCH**\n"
    assert _lines(source) == ["ỦY BAN NHÂN DÂN", "XÃ HỒ XANH", "Số: 05/KH-UBND", "KẾ HOẠCH"]


def test_form_feeds_begin_pages() -> None:
    canonical = canonicalise(content_of_text("Trang một có chữ.\fTrang hai cũng có chữ."))
    assert canonical.page_at(0) == 1
    assert canonical.page_at(canonical.text.index("hai")) == 2


LINES = st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60), max_size=12)


@given(LINES)
def test_blocks_are_exactly_the_lines_of_the_canonical_text(lines: list[str]) -> None:
    canonical = canonicalise(content_of_text(clean("\n".join(lines))))
    assert [canonical.text[b.start : b.end] for b in canonical.blocks] == [b.text for b in canonical.blocks]
    assert "\n".join(b.text for b in canonical.blocks) == canonical.text


WORDS = st.lists(
    st.sampled_from("nước đường điện 60% Ủy ban, xã. 57-NQ/TW và; (a) – ≥".split()), min_size=1, max_size=30
)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_no_word_is_lost_or_moved(paragraphs: list[list[str]]) -> None:
    source = "\n\n".join(" ".join(words) for words in paragraphs)
    canonical = canonicalise(content_of_text(clean(source)))
    kept = normal_form(canonical.text + " " + " ".join(canonical.furniture)).split()
    assert sorted(kept) == sorted(normal_form(source).split())
    if not canonical.furniture:
        assert kept == normal_form(source).split()


@pytest.mark.shared
def test_nothing_but_declared_furniture_leaves_the_five_plans(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "seeds").glob("*.txt")):
        source = clean(path.read_text(encoding="utf-8"))
        canonical = canonicalise(content_of_text(source))
        expected = re.sub(r"\\(.)", r"\1", re.sub(r"^\s*#+ ", "", source, flags=re.MULTILINE))
        furniture = set(canonical.furniture)
        kept_lines = [line for line in expected.split("\n") if line.strip() not in furniture]
        assert normal_form(canonical.text) == normal_form("\n".join(kept_lines)), path.name


def test_a_bullet_left_alone_by_a_wrap_joins_its_text() -> None:
    assert _lines("Các đội:\n-\nQuét lá ngoài sân.\n–\nTưới cây\ntrong vườn.\n") == [
        "Các đội:", "- Quét lá ngoài sân.", "– Tưới cây trong vườn.",
    ]  # fmt: skip


def test_a_dash_above_a_line_in_capitals_or_a_blank_is_a_rule() -> None:
    assert _lines("ĐỘI LÀM VƯỜN\n-\nSỔ TAY\n-\n\nCây cối.\n") == ["ĐỘI LÀM VƯỜN", "SỔ TAY", "Cây cối."]


STACKED = """\
|
STT
|
Tên nhiệm vụ
|
Kết quả
|
Thời hạn hoàn thành
|
|
1
|
Trồng
cây
|
-
Hàng cây dọc bờ kè.
-
Bồn hoa trước cổng.
|
01/5/2031
|
|
2
|
Quét lá
|
Sân sạch
|
Tháng 6/2031
|
"""


def test_a_cell_of_several_bullets_keeps_its_row_whole() -> None:
    assert _lines(STACKED)[1:] == [
        "1\tTrồng cây\t- Hàng cây dọc bờ kè. - Bồn hoa trước cổng.\t01/5/2031",
        "2\tQuét lá\tSân sạch\tTháng 6/2031",
    ]
