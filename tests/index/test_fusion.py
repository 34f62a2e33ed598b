"""One ranking from two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.fusion import DENSE_WEIGHT, dense_weight, fuse, scaled

SCORES = st.dictionaries(st.integers(0, 50), st.floats(0, 100), max_size=20)
SHARE = st.floats(0, 1)


@given(SCORES)
def test_scaled_scores_keep_the_order_between_0_and_1(scores: dict[int, float]) -> None:
    mapped = scaled(scores, min(scores.values(), default=0.0))
    assert mapped.keys() == scores.keys()
    assert all(0 <= score <= 1 for score in mapped.values())
    for one in scores:
        for other in scores:
            assert scores[one] <= scores[other] or mapped[one] >= mapped[other]


def test_words_in_common_count_from_nothing_and_cosines_from_the_tail() -> None:
    fused = fuse({1: 0.9, 2: 0.8}, {1: 5.0, 2: 10.0}, 0.5)
    assert fused == {1: 0.75, 2: 0.5}


@given(SCORES, SCORES, SHARE)
def test_everything_found_is_ranked_once_best_first(
    dense: dict[int, float], lexical: dict[int, float], weight: float
) -> None:
    fused = fuse(dense, lexical, weight)
    assert fused.keys() == dense.keys() | lexical.keys()
    assert list(fused.values()) == sorted(fused.values(), reverse=True)


@given(SCORES, SCORES, SHARE)
def test_what_both_sides_like_more_is_not_ranked_lower(
    dense: dict[int, float], lexical: dict[int, float], weight: float
) -> None:
    fused = fuse(dense, lexical, weight)
    for one in dense.keys() & lexical.keys():
        for other in dense.keys() & lexical.keys():
            if dense[one] >= dense[other] and lexical[one] >= lexical[other]:
                assert fused[one] >= fused[other]


@given(SHARE, SHARE)
def test_the_lexical_side_fades_with_the_words_it_does_not_know(one: float, other: float) -> None:
    assert DENSE_WEIGHT <= dense_weight(one) <= 1.0
    if one <= other:
        assert dense_weight(one) >= dense_weight(other)


def test_a_question_of_unknown_words_is_left_to_the_dense_side() -> None:
    assert dense_weight(0.0) == 1.0
    assert dense_weight(1.0) == DENSE_WEIGHT
