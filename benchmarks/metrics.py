"""Measures of a ranking against what is right, shared by every part that asks how good a search is."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


def ndcg(ranked: Sequence[Id], right: Mapping[Id, int], k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``k``, from 0 to 1."""
    found = sum(right.get(one, 0) / math.log2(rank + 2) for rank, one in enumerate(ranked[:k]))
    best = sorted(right.values(), reverse=True)[:k]
    return found / sum(gain / math.log2(rank + 2) for rank, gain in enumerate(best))


def recall(ranked: Sequence[Id], right: Mapping[Id, int], k: int = 10) -> float:
    """Share of what is right among the first ``k``, from 0 to 1."""
    return sum(one in right for one in ranked[:k]) / len(right)
