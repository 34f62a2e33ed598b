"""What is indexed of a passage: windows of a few sentences, each with the passage's context in front.

One vector for a page of text is near to nothing in particular, and BM25 punishes
length; a passage is as good as its best window. On law articles (200 to 400 words)
this lifts dense nDCG@10 from .81 to .87 and BM25 from .91 to .92. The passages of
plans are short: there a window is the passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

WORDS = 120
"""Longest window: two or three clauses of a law, a quarter of what the model can read."""

_BOUNDARY = re.compile(r"(?<=[.;:!?])\s+|\n+")


def windows(context: str, text: str) -> list[str]:
    """The indexed texts of a passage, at least one; sentences stay whole unless they are too long."""
    return [f"{context}\n{window}" if context else window for window in _windows(text)]


def _windows(text: str) -> list[str]:
    packed: list[str] = []
    words = WORDS
    for unit in _units(text):
        count = len(unit.split())
        if words + count > WORDS:
            packed.append(unit)
            words = count
        else:
            packed[-1] += f" {unit}"
            words += count
    return packed or [text]


def _units(text: str) -> Iterator[str]:
    """Sentences and lines, those that are too long cut into pieces."""
    for unit in filter(str.strip, _BOUNDARY.split(text)):
        words = unit.split()
        if len(words) <= WORDS:
            yield unit
        else:
            yield from (" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS))


def best_windows(ask: Callable[[int], list[tuple[int, float]]], k: int, limit: int) -> dict[int, float]:
    """The ``k`` best passages, each with the score of its best window, best first.

    ``ask(n)`` gives the ``n`` best windows as ``(passage, score)``, best first, of
    ``limit`` that there are; it is asked again for more until ``k`` passages are found.
    """
    depth = k
    while True:
        depth = min(2 * depth, limit)
        if depth < 1:
            return {}
        found = ask(depth)
        best: dict[int, float] = {}
        for passage, score in found:
            best.setdefault(passage, score)
        if len(best) >= k or len(found) < depth or depth == limit:
            return dict(list(best.items())[:k])
