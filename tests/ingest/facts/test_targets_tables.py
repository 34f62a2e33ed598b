"""Targets in tables: one per value cell, dated by column or group; tasks keep their own deadline."""

from __future__ import annotations

from typing import Literal

from ingest.facts.targets import extract_targets
from ingest.types import Row, Section, Target

Role = Literal["header", "group", "body"]


def read(lines: list[tuple[Role, list[str]]], issued: str | None = "2025-11", title: str = "CHỈ TIÊU") -> list[Target]:
    """The targets of a document that is one appendix with one table."""
    heading = f"Phụ lục I {title}\n"
    text, rows = heading, []
    for role, cells in lines:
        start, spans = len(text), []
        for cell in cells:
            spans.append((len(text), len(text) + len(cell)))
            text += cell + "\t"
        text = text[:-1] + "\n"
        number = cells[0] if role == "body" else ""
        rows.append(
            Row(
                start=start,
                end=len(text) - 1,
                table=0,
                path=("Phụ lục I", number) if number else ("Phụ lục I",),
                number=number,
                role=role,
                cells=tuple(spans),
            )
        )
    section = Section(
        start=0, end=len(text), path=("Phụ lục I",), title=title, depth=1, kind="appendix", body_start=len(heading)
    )
    found = extract_targets(text, [], [section], rows, subject=None, period=None, issued=issued)
    assert all(text[target.start : target.end] == target.quote for target in found)
    return found


def test_a_column_for_each_year_gives_a_target_for_each_cell() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2030"]),
            ("body", ["1", "Tỷ lệ chợ được phủ sóng 5G", "%", "≥ 40", "100"]),
            ("body", ["2", "Số mô hình chợ số", "Mô hình", "01", "05"]),
        ]
    )
    assert {(t.comparator, t.value, t.unit, t.deadline, t.deadline_from) for t in found} == {
        (">=", 40, "%", "2026", "table"),
        ("=", 100, "%", "2030", "table"),
        ("=", 1, "mô hình", "2026", "table"),
        ("=", 5, "mô hình", "2030", "table"),
    }
    assert {t.section for t in found if t.key == "phu_song_5g"} == {("Phụ lục I", "1")}


def test_the_quote_is_indicator_and_value_where_only_the_unit_stands_between() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2030"]),
            ("body", ["1", "Tỷ lệ chợ có Internet", "%", "40", "90"]),
        ]
    )
    assert {t.deadline: t.quote for t in found} == {
        "2026": "Tỷ lệ chợ có Internet\t%\t40",
        "2030": "1\tTỷ lệ chợ có Internet\t%\t40\t90",
    }


def test_a_group_row_dates_the_rows_below_it() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi"]),
            ("group", ["I", "Đến năm 2030", "", "", ""]),
            ("body", ["1", "Tỷ lệ chợ có Internet", "%", "> 70", "Phòng Kinh tế"]),
            ("group", ["II", "Đến năm 2045", "", "", ""]),
            ("body", ["2", "Tỷ lệ bến đò có camera", "%", "8 - 10", "Công an xã"]),
        ]
    )
    assert [(t.comparator, t.value, t.value_max, t.deadline) for t in found] == [
        (">", 70, None, "2030"),
        ("range", 8, 10, "2045"),
    ]


def test_columns_of_past_years_hold_results() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2024", "Kế hoạch năm 2026"]),
            ("body", ["1", "Tỷ lệ chợ có Internet", "%", "35", "60"]),
        ]
    )
    assert [(t.value, t.deadline) for t in found] == [(60, "2026")]


def test_the_unit_may_stand_in_the_name_or_in_the_cell() -> None:
    found = read(
        [
            ("header", ["TT", "Tên chỉ tiêu", "Mục tiêu năm 2030"]),
            ("body", ["1", "Tỷ lệ chợ có Internet (%)", "60"]),
            ("body", ["2", "Quy mô kinh tế số", "≥ 30% GRDP"]),
        ]
    )
    assert [(t.value, t.unit) for t in found] == [(60, "%"), (30, "% GRDP")]


def test_words_in_a_value_cell_are_no_target() -> None:
    assert (
        read(
            [
                ("header", ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả"]),
                ("body", ["1", "Trình độ chợ số", "Thứ bậc", "Đạt mức tiên tiến"]),
            ]
        )
        == []
    )


def test_a_figure_in_a_task_takes_the_deadline_of_its_row() -> None:
    (target,) = read(
        [
            ("header", ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời gian hoàn thành"]),
            ("body", ["7", "Bảo đảm 100% chợ có biển hiệu số", "Phòng Kinh tế", "Báo cáo", "Tháng 9/2026"]),
        ],
        title="DANH MỤC NHIỆM VỤ",
    )
    assert (target.value, target.deadline, target.deadline_from) == (100, "2026-09", "table")
    assert target.quote == "Bảo đảm 100% chợ có biển hiệu số"


def test_a_task_table_without_figures_holds_no_targets() -> None:
    assert (
        read(
            [
                ("header", ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời gian hoàn thành"]),
                ("body", ["1", "Mở lớp học chữ số", "Trường học", "Kế hoạch số 12-KH/TU", "Tháng 7/2026"]),
            ],
            title="DANH MỤC NHIỆM VỤ",
        )
        == []
    )


def test_years_below_a_spanning_header_cell_date_their_own_columns() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "ĐVT", "ƯTH năm 2025", "Giai đoạn 2026 - 2028"]),
            ("body", ["Năm 2026", "Năm 2027", "Năm 2028"]),
            ("body", ["1", "Số chợ số", "Chợ", "2", "3", "5", "8"]),
        ]
    )
    assert {(t.value, t.unit, t.deadline) for t in found} == {
        (3, "chợ", "2026"),
        (5, "chợ", "2027"),
        (8, "chợ", "2028"),
    }


def test_a_row_without_a_number_belongs_to_the_one_above_it() -> None:
    found = read(
        [
            ("header", ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2027"]),
            ("body", ["1", "Chợ phiên", "", "", ""]),
            ("body", ["", "Số gian hàng", "Gian hàng", "30", "40"]),
        ]
    )
    assert {(t.indicator, t.value, t.deadline) for t in found} == {
        ("Chợ phiên: Số gian hàng", 30, "2026"),
        ("Chợ phiên: Số gian hàng", 40, "2027"),
    }


def test_a_row_wider_than_its_header_is_left_alone() -> None:
    assert (
        read(
            [
                ("header", ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026"]),
                ("body", ["1", "Số chợ số", "Chợ", "3", "5", "8", "9"]),
            ]
        )
        == []
    )


def test_cells_without_words_and_bare_numbers_of_price_lists_are_no_targets() -> None:
    prices: list[tuple[Role, list[str]]] = [
        ("header", ["TT", "Chỉ tiêu phân tích", "Số mẫu", "Đơn giá", "Năm 2026"]),
        ("body", ["1", "Nước hồ bơi", "12", "159.593", "2.872.674"]),
    ]
    assert read(prices) == []
    shares: list[tuple[Role, list[str]]] = [
        ("header", ["TT", "Khoản thu", "Xã hưởng", "Thời gian"]),
        ("body", ["1", "Phí gửi xe", "70%", "2026"]),
    ]
    assert read(shares) == []
