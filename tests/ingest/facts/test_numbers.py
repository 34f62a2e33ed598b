"""Figures: printed numbers are read as Vietnamese print them, and only what measures is a figure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.numbers import find_figures, parse_number


def only(text: str) -> tuple[str, float, float | None, str]:
    figures = find_figures(text)
    assert len(figures) == 1, figures
    figure = figures[0]
    return figure.comparator, figure.value, figure.value_max, figure.unit


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.500", 1500),
        ("1.500.000", 1_500_000),
        ("1,5", 1.5),
        ("1.500,25", 1500.25),
        ("05", 5),
        ("0,7", 0.7),
        ("0.7", 0.7),
    ],
)
def test_printed_numbers_have_vietnamese_values(printed: str, value: float) -> None:
    assert parse_number(printed) == value


def test_english_commas_part_thousands() -> None:
    assert parse_number("1,500", english=True) == 1500
    assert parse_number("1.5", english=True) == 1.5


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_survive_printing_and_reading(value: int) -> None:
    assert parse_number(f"{value:,}".replace(",", ".")) == value


@given(st.integers(min_value=0, max_value=99_999), st.integers(min_value=0, max_value=99))
def test_decimals_survive_printing_and_reading(whole: int, hundredths: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    assert parse_number(printed) == pytest.approx(whole + hundredths / 100)


@given(st.integers(min_value=0, max_value=100), st.sampled_from(["trên", "tối thiểu", "đạt", "khoảng", "dưới", "≥"]))
def test_any_percentage_is_found_behind_any_comparator(value: int, word: str) -> None:
    text = f"Tỷ lệ lớp học có máy chiếu {word} {value}% vào cuối kỳ."
    figures = find_figures(text)
    assert [figure.value for figure in figures] == [value]
    assert figures[0].unit == "%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có từ 8 - 10% số chợ", ("range", 8, 10, "%")),
        ("đạt 1,5 - 2% GRDP", ("range", 1.5, 2, "% GRDP")),
        ("từ 15% đến 20% số hộ", ("range", 15, 20, "%")),
        ("có 12 bác sĩ trên một vạn dân", ("=", 12, None, "bác sĩ/vạn dân")),
        ("nâng cấp lên 02 Gbps/s", ("=", 2, None, "Gbps")),
        ("dành 4%/tổng chi ngân sách cho việc này", ("=", 4, None, "% tổng chi ngân sách")),
        ("mở thêm 1.200 gian hàng/năm", ("=", 1200, None, "gian hàng/năm")),
        ("tăng 5 điểm %", ("=", 5, None, "điểm %")),
        ("thu về 3,5 tỷ đồng", ("=", 3.5, None, "tỷ đồng")),
        ("tăng 7%/năm", ("=", 7, None, "%/năm")),
        ("hoàn thành 60 phần trăm", ("=", 60, None, "%")),
        ("60 phan tram tro len", (">=", 60, None, "%")),
        ("at least 60 percent of villages", (">=", 60, None, "%")),
        ("more than 1,500 households by 2030", (">", 1500, None, "hộ")),
        ("mỗi trường tối thiểu 20 tủ sách", (">=", 20, None, "tủ")),
    ],
)
def test_value_range_and_unit(text: str, expected: tuple[str, float, float | None, str]) -> None:
    assert only(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 12/QĐ-UBND ngày 03/02/2025",
        "mạng 5G và 4G",
        "giai đoạn 2026-2030, tầm nhìn 2045",
        "bám sát 05 quan điểm, 07 nhiệm vụ, giải pháp",
        "chính quyền địa phương 2 cấp",
        "theo tinh thần 5 rõ",
        "báo cáo 01 tháng/lần, 6 tháng, 9 tháng",
        "Điều 12, khoản 3 của Luật",
        "nhiệm vụ số 50",
        "trước ngày 20/11",
        "NQ57 và nq57.vn",
    ],
)
def test_dates_symbols_names_and_ordinals_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_a_raise_aims_at_its_upper_end() -> None:
    (figure,) = find_figures("Nâng tỷ lệ chợ có Internet từ 35% lên 70% vào năm 2027")
    assert (figure.value, figure.baseline, figure.comparator) == (70, 35, "=")


def test_several_figures_keep_their_order_and_never_overlap() -> None:
    text = "Trên 20% xã, ít nhất 30% thôn và 05 mô hình"
    figures = find_figures(text)
    assert [(figure.comparator, figure.value) for figure in figures] == [(">", 20), (">=", 30), ("=", 5)]
    assert all(left.end <= right.start for left, right in pairwise(figures))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_without_a_crash_and_spans_stay_inside(text: str) -> None:
    last = 0
    for figure in find_figures(text):
        assert last <= figure.start <= figure.number[0] < figure.number[1] <= figure.end <= len(text)
        last = figure.end


@given(st.text(alphabet="0123456789.,%-–/ từ đến trên ≥ năm tỷ đồng()", max_size=60))
def test_noise_made_of_digits_and_marks_is_read_without_a_crash(text: str) -> None:
    for figure in find_figures(text):
        assert text[figure.number[0]].isdigit()


def test_a_year_behind_a_percentage_is_no_end_of_a_range() -> None:
    (figure,) = find_figures("xa nao dat 60% den 2025")
    assert (figure.value, figure.value_max, figure.unit) == (60, None, "%")


def test_vietnamese_thousands_in_an_english_question_do_not_break_it() -> None:
    assert parse_number("1.000.000", english=True) == 1_000_000
