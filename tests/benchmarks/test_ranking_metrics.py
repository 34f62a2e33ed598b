"""The measures of a ranking are those of scikit-learn, which wants a matrix of every document for each question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from benchmarks.metrics import ndcg, recall

judged = st.lists(st.integers(0, 3), min_size=2, max_size=30).filter(any)


@given(judged, st.integers(1, 12), st.randoms())
def test_ndcg_is_the_usual_one(gains: list[int], k: int, random: object) -> None:
    ranked = list(range(len(gains)))
    random.shuffle(ranked)  # type: ignore[attr-defined]
    scores = [0.0] * len(gains)
    for rank, one in enumerate(ranked):
        scores[one] = -float(rank)
    right = {one: gain for one, gain in enumerate(gains) if gain}
    assert ndcg(ranked, right, k) == pytest.approx(ndcg_score([gains], [scores], k=k))


def test_recall_is_the_share_of_what_is_right() -> None:
    assert recall(["a", "b", "c"], {"b": 1, "x": 2}, k=3) == 0.5
    assert recall(["a", "b", "c"], {"b": 1, "x": 2}, k=1) == 0.0
