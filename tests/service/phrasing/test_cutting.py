"""Sentences come out of a stream the same however it is cut into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.phrasing.cutting import Cutter

TEXT = (
    "Xã Ba Sao có 1.250 cây xanh [1]. Theo TP. Huế, mức là 1,5% [2][3]! Xong việc. [4] Câu cuối… \n"
    "- **Một dòng** [5]\n2. Dòng hai [6, 7].\n<think>nghĩ. Nghĩ nữa [8].</think>Hết [9]."
)
SENTENCES = [
    "Xã Ba Sao có 1.250 cây xanh [1].",
    "Theo TP. Huế, mức là 1,5% [2][3]!",
    "Xong việc. [4]",
    "Câu cuối…",
    "Một dòng [5]",
    "Dòng hai [6, 7].",
    "Hết [9].",
]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60))
def test_pieces_make_no_difference(sizes: list[int]) -> None:
    cutter, found, at = Cutter(), [], 0
    while at < len(TEXT):
        size = sizes[at % len(sizes)]
        found += cutter.feed(TEXT[at : at + size])
        at += size
    assert [*found, cutter.rest()] == SENTENCES


def test_thinking_aloud_that_never_ends_says_nothing() -> None:
    cutter = Cutter()
    assert cutter.feed("<think>Có lẽ [1]. Hay là [2]. ") == []
    assert cutter.rest() == ""
