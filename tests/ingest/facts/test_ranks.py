"""Ranks: the many ways to say that a place wants to be among the first."""

from __future__ import annotations

import pytest

from ingest.facts.ranks import find_ranks


@pytest.mark.parametrize(
    ("said", "value", "comparator"),
    [
        ("thuộc nhóm 10 tỉnh dẫn đầu về trồng cây", 10, "<="),
        ("nằm trong top 03 vùng ven hồ", 3, "<="),
        ("là một trong 5 địa phương đi đầu", 5, "<="),
        ("vào nhóm 15 xã có chỉ số vườn cây cao nhất", 15, "<="),
        ("xếp thứ 20 trở lên trong cả nước", 20, "<="),
        ("đứng thứ 3 toàn huyện", 3, "="),
    ],
)
def test_a_rank_is_read(said: str, value: float, comparator: str) -> None:
    (rank,) = find_ranks(said)
    assert (rank.value, rank.comparator) == (value, comparator)
    assert said[slice(*rank.number)].lstrip("0") == str(value)


def test_several_ranks_of_a_clause_are_several() -> None:
    said = "thuộc nhóm 4 nước dẫn đầu khu vực và nhóm 60 nước dẫn đầu thế giới"
    assert [rank.value for rank in find_ranks(said)] == [4, 60]


@pytest.mark.parametrize(
    "said", ["các nhóm 5 hộ cùng làm", "đoàn 12 người", "đứng thứ tự ưu tiên", "xếp hàng từ 7 giờ", "nhóm 3 cây bàng"]
)
def test_what_is_counted_is_no_rank(said: str) -> None:
    assert list(find_ranks(said)) == []
