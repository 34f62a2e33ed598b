"""Comparators: the words in front of a figure and behind it, and the prepositions that are none."""

from __future__ import annotations

import pytest

from ingest.facts.numbers import find_figures


def comparator(text: str) -> str:
    (figure,) = find_figures(text)
    return figure.comparator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥ 60% số chợ", ">="),
        (">= 60% số chợ", ">="),
        ("tối thiểu 60% số chợ", ">="),
        ("Tối thiểu có 5 doanh nghiệp", ">="),
        ("ít nhất đạt 60% số chợ", ">="),
        ("không thấp hơn 60% số chợ", ">="),
        ("từ 60% trở lên", ">="),
        ("60% trở lên", ">="),
        ("từ 85 điểm trở lên", ">="),
        ("trên 60% số chợ", ">"),
        ("đạt trên 60% số chợ", ">"),
        ("hơn 60% số chợ", ">"),
        ("vượt 60% kế hoạch giao", ">"),
        ("đạt 60% số chợ", "="),
        ("60% số chợ", "="),
        ("dưới 3% số hộ", "<"),
        ("không quá 3% số hộ", "<="),
        ("tối đa 3% số hộ", "<="),
        ("3% trở xuống", "<="),
        ("khoảng 3% số hộ", "~"),
        ("xấp xỉ 3% số hộ", "~"),
        ("tren 60% so cho", ">"),
        ("it nhat 60% so cho", ">="),
        ("not less than 60%", ">="),
        ("over 60% of schools", ">"),
        ("60% or more", ">="),
        ("about 60% of schools", "~"),
        ("below 60%", "<"),
    ],
)
def test_words_around_a_figure(text: str, expected: str) -> None:
    assert comparator(text) == expected


@pytest.mark.parametrize("text", ["trên địa bàn có 60% số chợ", "từ nguồn vốn xã hội, 60% số chợ", "hơn nữa, đạt 60%"])
def test_prepositions_away_from_the_figure_compare_nothing(text: str) -> None:
    assert comparator(text) == "="


def test_hundred_or_more_stays_as_printed() -> None:
    assert comparator("Có ≥ 100% hộ dân dùng nước sạch") == ">="
