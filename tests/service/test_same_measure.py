"""Comparisons set only the same measure for the same time side by side."""

from __future__ import annotations

from ingest.types import Target
from service.answers.draft import Draft
from service.answers.matching import same_measure
from service.answers.sides import difference
from service.desk import Desk
from service.selection import Judged


def level(document: str, value: float, quote: str, deadline: str | None = "2030", key: str = "phu_song_5g") -> Judged:
    target = Target(
        document=document, indicator="x", key=key, comparator="=", value=value, unit="%", deadline=deadline,
        start=0, end=len(quote), quote=quote,
    )  # fmt: skip
    return Judged(target=target)


def values(sides: list[list[Judged]]) -> list[list[float]]:
    return [[one.target.value for one in side] for side in sides]


def test_times_that_only_one_commune_names_are_left_out(two: Desk) -> None:
    answer = two.ask("So sánh chỉ tiêu phủ sóng 5G của Bến Gỗ và Đá Nhảy")
    assert "15 điểm phần trăm" in answer.answer
    assert "45%" not in answer.answer and "50%" not in answer.answer
    assert len(answer.citations) == 2


def test_another_indicator_of_one_side_is_left_out() -> None:
    left = [level("a", 40, "phủ sóng 5G 40%"), level("a", 90, "phủ băng rộng 90%", key="bang_rong_co_dinh")]
    right = [level("b", 60, "phủ sóng 5G 60%")]
    assert values(same_measure([left, right], ("phu_song_5g",), timed=True)) == [[40], [60]]


def test_of_two_levels_for_one_time_the_one_worded_like_the_other_side_stands() -> None:
    left = [level("a", 100, "100% kết quả phát sinh mới được số hóa"), level("a", 60, "60% hồ sơ cũ được số hóa")]
    right = [level("b", 70, "70% hồ sơ cũ của thôn được số hóa")]
    assert values(same_measure([left, right], (), timed=True)) == [[60], [70]]


def test_sides_that_share_no_time_keep_their_own() -> None:
    left, right = [level("a", 40, "5G 40%", "2026")], [level("b", 60, "5G 60%", "2029")]
    assert values(same_measure([left, right], (), timed=False)) == [[40], [60]]


def test_times_asked_for_are_kept_whatever_the_others_have() -> None:
    left = [level("a", 40, "5G 40%", "2026"), level("a", 80, "5G 80%", "2030")]
    right = [level("b", 60, "5G 60%", "2030")]
    assert values(same_measure([left, right], (), timed=True)) == [[40, 80], [60]]
    assert values(same_measure([left, right], (), timed=False)) == [[80], [60]]


def test_over_a_figure_is_not_that_figure() -> None:
    left, right = level("a", 80, "80%"), level("b", 80, "trên 80%")
    over = right.target.model_copy(update={"comparator": ">"})
    told = difference(Draft("vi"), "Bến Gỗ", left.target, "Đá Nhảy", over)
    assert told == "Cùng con số nhưng không cùng mức: Bến Gỗ 80%, Đá Nhảy trên 80%."
