"""One ranking from two: a weighted sum of scores, each side brought to 0…1.

Reciprocal ranks throw away how much better a passage is, and on Vietnamese legal
text they lose even to the dense side alone; a weighted sum does not. BM25 has a
zero of its own, no word in common, and is divided by its best score; a cosine has
none (unrelated passages average .87), so its zero is the end of the tail.
"""

from __future__ import annotations

from collections.abc import Mapping

DEPTH = 300
"""Passages asked of each side: the sum needs the tail to know what a low score is."""

DENSE_WEIGHT = 0.3
"""Share of the dense side; the rest is lexical. Best on law articles (.3 to .4) and plans (.2 to .3)
alike; general texts would like .6, at which the former lose more than these gain."""

KNOWN = 0.5
"""Share of known words from which on the lexical side has its full say (Vietnamese: > .9)."""


def dense_weight(coverage: float) -> float:
    """How much the dense side counts, from 0 to 1.

    ``coverage`` is the share of the question's words that the corpus knows at
    all. In an English question (.1 to .3) names and codes still count, while what
    the other words hit is chance: the lexical side steps back with its square.
    """
    return DENSE_WEIGHT + (1.0 - DENSE_WEIGHT) * (1.0 - min(1.0, coverage / KNOWN) ** 2)


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float], weight: float) -> dict[int, float]:
    """Fused scores, best first; ties in the order of ids. A side that missed a passage gives it 0."""
    near = scaled(dense, zero=min(dense.values(), default=0.0))
    worded = scaled(lexical, zero=0.0)
    fused = {one: weight * near.get(one, 0.0) + (1.0 - weight) * worded.get(one, 0.0) for one in {*near, *worded}}
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], pair[0])))


def scaled(scores: Mapping[int, float], zero: float) -> dict[int, float]:
    """``scores`` from ``zero`` to the best one mapped to 0…1; all 1 if the best is not above zero."""
    best = max(scores.values(), default=0.0)
    if best <= zero:
        return dict.fromkeys(scores, 1.0)
    return {one: (score - zero) / (best - zero) for one, score in scores.items()}
