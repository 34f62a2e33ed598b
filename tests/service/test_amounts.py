"""What a question for a figure counts."""

from __future__ import annotations

import pytest

from ingest.types import Target
from service.amounts import asked_amount


@pytest.mark.parametrize(
    ("question", "counted", "noun"),
    [
        ("đạt bao nhiêu %", "percent", ""),
        ("dat may phan tram ho", "percent", ""),
        ("what share of households", "percent", ""),
        ("bố trí bao nhiêu tỷ đồng", "money", ""),
        ("thưởng bao nhiêu tiền", "money", ""),
        ("kéo dài bao nhiêu ngày làm việc", "count", "ngay lam"),
        ("có mấy tổ", "count", "to"),
        ("How many villages should be covered", "count", "villages"),
        ("How many 3G/4G stations will be converted", "count", ""),
        ("What is the budget for the election", "money", ""),
        ("How many billion đồng has the town set aside", "money", ""),
        ("quan trắc ở mấy điểm", "count", "diem"),
        ("cao hơn mấy điểm", "percent", ""),
    ],
)
def test_the_noun_behind_how_many_is_what_is_counted(question: str, counted: str, noun: str) -> None:
    amount = asked_amount(question)
    assert amount is not None
    assert (amount.counted, amount.noun) == (counted, noun)


@pytest.mark.parametrize("question", ["mức là bao nhiêu", "ai chủ trì", "bao nhiêu so với năm trước"])
def test_a_question_without_a_counted_noun_counts_nothing(question: str) -> None:
    assert asked_amount(question) is None


def test_only_figures_of_the_counted_kind_answer() -> None:
    days, money = asked_amount("bao nhiêu ngày làm việc"), asked_amount("bao nhiêu triệu đồng")
    assert days is not None and money is not None
    assert days.fits("trong 12 ngày làm việc") and not days.fits("đạt 12%")
    assert money.fits("hỗ trợ 1.500 triệu đồng") and not money.fits("12 ngày")


def test_an_increase_may_be_told_as_a_share() -> None:
    groups, held = asked_amount("phải tăng thêm bao nhiêu nhóm trẻ"), asked_amount("có bao nhiêu nhóm trẻ")
    assert groups is not None and held is not None
    assert groups.fits("tăng thêm ít nhất 20% số nhóm trẻ")
    assert not held.fits("20% số nhóm trẻ được cân đo")


def test_a_count_of_something_unnamed_is_no_share_and_no_year() -> None:
    amount = asked_amount("How many new masts will be built")
    assert amount is not None
    assert amount.fits("dựng mới 125 cột")
    assert not amount.fits("đạt 95% trong năm 2026")


def test_a_share_is_no_count_of_enterprises() -> None:
    target = Target(
        indicator="doanh nghiệp", comparator=">=", value=30, unit="%", start=0, end=5, quote="30% doanh nghiệp"
    )
    amount = asked_amount("bao nhiêu doanh nghiệp")
    assert amount is not None
    assert not amount.measures(target)
