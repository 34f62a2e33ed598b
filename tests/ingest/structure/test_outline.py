"""Ordinals become sections where they follow, and only there."""

from __future__ import annotations

from ingest.canonical import canonicalise
from ingest.readers.content import content_of_text
from ingest.structure.tree import Tree, build_tree
from ingest.text import clean


def _tree(source: str) -> tuple[str, Tree]:
    canonical = canonicalise(content_of_text(clean(source)))
    return canonical.text, build_tree(canonical.blocks, len(canonical.text))


def _outline(source: str) -> list[tuple[str, str | None]]:
    return [("/".join(s.path), s.title) for s in _tree(source)[1].sections]


STATE = """\
Số: 12/KH-UBND

Hồ Xanh, ngày 03 tháng 4 năm 2031

KẾ HOẠCH

Chăm sóc vườn cây công cộng

Căn cứ Quyết định số 9/QĐ-UBND ngày 01/3/2031, ủy ban ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Giữ vườn cây xanh tốt quanh năm.

2. Yêu cầu

- Làm đúng mùa, đúng giống.

II. VIỆC PHẢI LÀM

1. Tổ vườn tưới cây hai lần mỗi tuần.

2. Tổ giống ươm ít nhất 500 cây con.

a) Chọn hạt khỏe.

b) Gieo đúng vụ.

Trên đây là Kế hoạch chăm sóc vườn cây./.

Nơi nhận:
- Tổ vườn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Thị Mây

PHỤ LỤC I: DANH MỤC VIỆC

TT\tViệc\tThời gian
I\tViệc mùa mưa\t
1\tKhơi rãnh\tTháng 5/2031
2\tBuộc cây\tTháng 6/2031
"""


def test_a_state_plan_has_all_its_parts_in_order() -> None:
    assert _outline(STATE) == [
        ("HEADER", None),
        ("TITLE", "KẾ HOẠCH Chăm sóc vườn cây công cộng"),
        ("PREAMBLE", None),
        ("I", "MỤC ĐÍCH, YÊU CẦU"),
        ("I/1", "Mục đích"),
        ("I/2", "Yêu cầu"),
        ("II", "VIỆC PHẢI LÀM"),
        ("II/1", None),
        ("II/2", None),
        ("II/2/a", None),
        ("II/2/b", None),
        ("CLOSING", None),
        ("RECIPIENTS", "Nơi nhận:"),
        ("SIGNATURE", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"),
        ("Phụ lục I", "DANH MỤC VIỆC"),
        ("Phụ lục I/I", "Việc mùa mưa"),
    ]


def test_table_rows_know_their_path_and_their_cells() -> None:
    text, tree = _tree(STATE)
    row = next(row for row in tree.rows if row.number == "2")
    assert row.path == ("Phụ lục I", "I", "2")
    assert [text[a:b] for a, b in row.cells] == ["2", "Buộc cây", "Tháng 6/2031"]


def test_a_party_resolution_with_dashes_behind_its_ordinals() -> None:
    source = (
        "# Nghị quyết số 3-NQ/ĐU\n\nA- TÌNH HÌNH\n\n1- Vườn cây đã xanh.\n\n"
        "2- Đường làng còn bụi.\n\nB- VIỆC TỚI\n\nI- MỤC TIÊU\n\n1- Tới năm 2031\n\n- Đạt 90%.\n"
    )
    assert [path for path, _ in _outline(source)] == ["TITLE", "A", "A/1", "A/2", "B", "B/I", "B/I/1"]


def test_a_decree_with_chapters_articles_clauses_and_points() -> None:
    source = (
        "NGHỊ ĐỊNH\n\nQuy định về vườn cây\n\n**Chương I**\n\n**QUY ĐỊNH CHUNG**\n\n**Điều 1. Phạm vi**\n\n"
        "Nghị định này nói về vườn cây.\n\n**Điều 2. Giải thích từ ngữ**\n\n1. Vườn là nơi trồng cây.\n\n"
        "2. Cây gồm:\n\na) Cây lá;\n\nđ) Cây hoa.\n\n**Chương II**\n\n**VIỆC LÀM**\n\n"
        "**Điều 3. Tưới**\n\nTưới sáng.\n"
    )
    paths = [path for path, _ in _outline(source)]
    assert paths[1:] == [
        "Chương I",
        "Chương I/Điều 1",
        "Chương I/Điều 2",
        "Chương I/Điều 2/1",
        "Chương I/Điều 2/2",
        "Chương I/Điều 2/2/a",
        "Chương I/Điều 2/2/đ",
        "Chương II",
        "Chương II/Điều 3",
    ]


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    source = (
        "I. VIỆC\n\n1. Tổ vườn làm theo\nĐiều 5 của Quy ước làng và theo khoản\n"
        "2. Điều 7 khi cần, không chậm trễ, không bỏ sót.\n\n2. Tổ giống ươm cây.\n"
    )
    assert [path for path, _ in _outline(source)] == ["I", "I/1", "I/2"]


def test_starred_groups_stand_between_the_levels() -> None:
    source = (
        "## II. MỤC TIÊU\n\n### 2. Cụ thể:\n\n**\\* Giai đoạn 2031-2033:**\n\n#### 2.1. Nước\n\n"
        "- Đạt 30%.\n\n**\\* Giai đoạn 2035:**\n\n**2.2. Điện**\n\n- Đạt 50%.\n"
    )
    assert [path for path, _ in _outline(source)] == [
        "II",
        "II/2",
        "II/2/* Giai đoạn 2031-2033",
        "II/2/* Giai đoạn 2031-2033/2.1",
        "II/2/* Giai đoạn 2035",
        "II/2/* Giai đoạn 2035/2.2",
    ]


def test_numbering_that_skips_is_kept_and_reported() -> None:
    source = "I. VIỆC\n\n1. Tưới cây.\n\n2. Ươm hạt.\n\n4. Bón phân.\n"
    assert [path for path, _ in _outline(source)] == ["I", "I/1", "I/2", "I/4"]
    assert _tree(source)[1].warnings == ["Đánh số nhảy số ở mục I › 4."]


def test_a_second_list_inside_an_item_nests() -> None:
    source = "1. Tổ vườn làm các việc:\n\n1. Tưới cây.\n\n2. Ươm hạt.\n\n2. Tổ nước chia nước.\n"
    assert [path for path, _ in _outline(source)][:3] == ["1", "1/1", "1/2"]


def test_the_plan_attached_to_a_decision_starts_its_own_outline() -> None:
    source = (
        "QUYẾT ĐỊNH\n\nVề vườn cây\n\n**Điều 1.** Ban hành Kế hoạch kèm theo.\n\n**Điều 2.** Có hiệu lực ngay./.\n\n"
        "Nơi nhận:\n- Lưu.\n\nCHỦ TỊCH\n\nLò Thị Mây\n\nKẾ HOẠCH\n\nCHĂM SÓC VƯỜN\n\n"
        "(Kèm theo Quyết định số 5/QĐ-UBND)\n\nI. VIỆC\n\n1. Tưới cây.\n"
    )
    assert [path for path, _ in _outline(source)] == [
        "TITLE", "Điều 1", "Điều 2", "RECIPIENTS", "SIGNATURE", "TITLE", "I", "I/1",
    ]  # fmt: skip


def test_a_row_cut_by_a_page_stays_two_rows_of_one_path() -> None:
    header = "TT\tNội dung\tThời gian\n"
    source = f"PHỤ LỤC\n\n{header}4\tSửa bờ kè phía bắc của\tQuý I\n\n{header}\thồ và trồng cỏ\t\n5\tHọp dân\tQuý II\n"
    rows = [row for row in _tree(source)[1].rows if row.role == "body"]
    assert [(row.number, row.continues, row.path[-1]) for row in rows] == [
        ("4", False, "4"),
        ("4", True, "4"),
        ("5", False, "5"),
    ]


def test_an_ordinal_alone_on_its_line_belongs_to_the_next() -> None:
    source = (
        "**I. VIỆC**\n1.\nTổ vườn tưới\ncây hai lần mỗi tuần, khi nắng\nthì ba lần, khi mưa\nthì nghỉ.\n2. Ươm hạt.\n"
    )
    text, _ = _tree(source)
    assert text.split("\n")[1].startswith("1. Tổ vườn tưới cây")
    assert [path for path, _ in _outline(source)] == ["I", "I/1", "I/2"]


def test_figures_and_symbols_at_the_head_of_a_line_are_no_ordinals() -> None:
    for head in (
        "11.400 doanh nghiệp mới",
        "66.2/2025/NQ-CP về đất",
        "2025. Tiếp tục",
        "57-NQ/TW về khoa học",
        "1,5 - 2%",
    ):
        assert _outline(f"I. VIỆC\n\n{head} được giao.\n") == [("I", "VIỆC")]


def test_an_attached_plan_may_have_a_header_block_of_its_own() -> None:
    source = (
        "QUYẾT ĐỊNH\n\nVề vườn cây\n\n**Điều 1.** Ban hành Kế hoạch.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLò Thị Mây\n\n"
        "ỦY BAN NHÂN DÂN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "KẾ HOẠCH HÀNH ĐỘNG\n\nChăm sóc vườn\n\n(Kèm theo Quyết định số 5/QĐ-UBND)\n\nI. VIỆC\n\n1. Tưới cây.\n"
    )
    paths = [path for path, _ in _outline(source)]
    assert paths == ["TITLE", "Điều 1", "SIGNATURE", "HEADER", "TITLE", "I", "I/1"]


def test_numbers_in_brackets_divide_the_point_that_they_stand_in() -> None:
    outline = _outline(
        "KẾ HOẠCH\n\nTrồng cây\n\nI. MỤC TIÊU\n\n1. Năm nay\n\n"
        "a) Vườn\n\n(1) Một trăm cây bàng;\n\n(2) Hai luống hoa;\n\n"
        "b) Sân\n\n(1) Ba ghế đá.\n"
    )
    assert [path for path, _ in outline if path.startswith("I/1/")] == [
        "I/1/a",
        "I/1/a/1",
        "I/1/a/2",
        "I/1/b",
        "I/1/b/1",
    ]


def test_a_heading_in_capitals_goes_on_with_a_year_and_with_the_name_of_a_kind_of_document() -> None:
    source = (
        "KẾ HOẠCH\n\nTRỒNG CÂY BÀNG TRÊN ĐỊA BÀN XÃ HỒ XANH GIAI ĐOẠN\n2031 - 2035\n\nCăn cứ đề nghị của thôn;\n\n"
        "**I. CHẾ ĐỘ**\n**BÁO CÁO**\n\nMỗi năm các thôn báo cáo một lần về số cây đã trồng.\n\n"
        "**II. KINH PHÍ**\n\nDo xã lo.\n"
    )
    titles = dict(_outline(source))
    assert titles["TITLE"] == "KẾ HOẠCH TRỒNG CÂY BÀNG TRÊN ĐỊA BÀN XÃ HỒ XANH GIAI ĐOẠN 2031 - 2035"
    assert titles["I"] == "CHẾ ĐỘ BÁO CÁO"


def test_a_line_that_ends_within_a_name_goes_on() -> None:
    source = "KẾ HOẠCH\n\nTrồng cây\n\nI. PHÂN CÔNG\n\na) Hội Làm vườn Việt\nNam, Hội Nông dân lo cây giống.\n"
    tree = _tree(source)
    assert "Hội Làm vườn Việt Nam, Hội Nông dân lo cây giống." in tree[0]


def test_a_body_that_is_told_what_to_do_is_no_heading_though_a_bullet_follows() -> None:
    told = (
        "Phòng Kinh tế theo dõi, đôn đốc các thôn, các hội, các hợp tác xã và các hộ trồng cây dọc bờ mương làm đúng "
        "tiến độ đã ghi trong kế hoạch này; giúp xã báo cáo số cây đã trồng, số cây còn sống"
    )
    titles = dict(
        _outline(f"KẾ HOẠCH\n\nTrồng cây\n\nI. PHÂN CÔNG\n\n1. {told}\n\n- số cây đã mất.\n\n2. Các thôn\n\n- Tưới.\n")
    )
    assert titles["I/1"] is None
    assert titles["I/2"] == "Các thôn"


def test_f_may_stand_between_e_and_g_and_is_missed_by_nobody_where_it_does_not() -> None:
    letters = "abcdđefg"
    points = "".join(f"{letter}) Trồng thêm một hàng cây.\n\n" for letter in letters)
    tree = _tree(f"KẾ HOẠCH\n\nTrồng cây\n\nI. VIỆC LÀM\n\n{points}")[1]
    assert [section.path[-1] for section in tree.sections if len(section.path) == 2] == list(letters)
    assert tree.warnings == []
    without = _tree(f"KẾ HOẠCH\n\nTrồng cây\n\nI. VIỆC LÀM\n\n{points.replace('f) Trồng', '- Trồng')}")[1]
    assert [section.path[-1] for section in without.sections if len(section.path) == 2] == list("abcdđeg")
    assert without.warnings == []


def test_a_span_of_years_that_a_wrap_cut_in_two_is_no_bullet() -> None:
    source = (
        "KẾ HOẠCH\n\nTrồng cây\n\nI. VIỆC LÀM\n\n"
        "a) Trình xã đề án trồng cây bàng cho giai đoạn 2031\n- 2035, trước hết ở các đường làng.\n\nb) Tưới cây.\n"
    )
    assert "giai đoạn 2031 - 2035, trước hết" in _tree(source)[0]


def test_a_list_within_a_sentence_that_a_wrap_set_at_the_head_of_a_line_is_no_section() -> None:
    source = (
        "KẾ HOẠCH\n\nTrồng cây\n\nI. VIỆC LÀM\n\n1. Vườn xã dựa trên sức của ba việc:\n"
        "(1) Ươm giống tốt; (2) Tưới đúng giờ; (3) Tỉa đúng mùa.\n\n2. Tưới cây.\n"
    )
    assert [path for path, _ in _outline(source)] == ["TITLE", "I", "I/1", "I/2"]


def test_a_party_signature_with_strokes_is_one() -> None:
    source = (
        "HƯỚNG DẪN\n\nTrồng cây\n\n**I. VIỆC LÀM**\n\n**1.** Chi bộ trồng cây bàng.\n\n"
        "Nơi nhận:\n- Chi bộ,\n- Lưu VP.\n\n**K/T TRƯỞNG BAN**\nPHÓ TRƯỞNG BAN\n**Lò Thị Mây**\n"
    )
    assert _outline(source)[-1] == ("SIGNATURE", "K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN")


def test_the_last_paragraphs_of_a_numbered_item_are_no_closing() -> None:
    item = (
        "**2.** Các chi bộ trồng cây ở sân. Mỗi chi bộ giữ mười gốc.\n\nChỉ đạo các thôn chọn giống bàng lá nhỏ.\n\n"
        "Bố trí người tưới cây mỗi sáng.\n\nQuan tâm đào tạo người tỉa cây.{end}\n\nNơi nhận:\n- Chi bộ.\n"
    )
    head = "HƯỚNG DẪN\n\nTrồng cây\n\n**I. VIỆC LÀM**\n\n**1.** Ban tuyên giáo lo cây giống.\n\n"
    assert "CLOSING" not in dict(_outline(head + item.format(end="/.")))
    closed = item.format(end="").replace("Nơi nhận", "Trên đây là hướng dẫn trồng cây./.\n\nNơi nhận")
    assert "CLOSING" in dict(_outline(head + closed))
