"""Which part of the one document is which part of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from service.precedents.alignment import comparable, overlap, shingles

T = TypeVar("T")
ENOUGH = 0.34  # shingles of the shorter text in common: a reworded sentence keeps a third of its runs of three words
CANDIDATES = 12


class Pair(NamedTuple):
    """Indexes into the two sequences; ``likeness`` 1 for the same words."""

    old: int
    new: int
    likeness: float


def matched(old: Sequence[str], new: Sequence[str], enough: float = ENOUGH) -> list[Pair]:
    """The best one-to-one matching of texts: identical ones first, in order; then the most alike."""
    same = list(_identical(old, new))
    taken_old, taken_new = {pair.old for pair in same}, {pair.new for pair in same}
    rest = [pair for pair in _alike(old, new, taken_old, taken_new) if pair.likeness >= enough]
    ranked = [*same, *sorted(rest, key=lambda pair: (-pair.likeness, abs(pair.old - pair.new)))]
    return sorted(_one_to_one(ranked), key=lambda pair: pair.old)


def _one_to_one(ranked: Iterable[Pair]) -> list[Pair]:
    """Of pairs, best first, those of which a better one has taken neither side."""
    old: set[int] = set()
    new: set[int] = set()
    kept: list[Pair] = []
    for pair in ranked:
        if pair.old not in old and pair.new not in new:
            kept.append(pair)
            old.add(pair.old)
            new.add(pair.new)
    return kept


def _identical(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in enumerate(new):
        places[comparable(text)].append(at)
    for at, text in enumerate(old):
        same = places.get(comparable(text))
        if same:
            yield Pair(at, same.pop(0), 1.0)


def _alike(old: Sequence[str], new: Sequence[str], taken_old: set[int], taken_new: set[int]) -> Iterator[Pair]:
    """Pairs that share a run of words; the ones that share most are weighed."""
    holding: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in enumerate(new):
        if at not in taken_new:
            for run in shingles(text):
                holding[run].append(at)
    for at, text in enumerate(old):
        if at in taken_old:
            continue
        shared: dict[int, int] = defaultdict(int)
        for run in shingles(text):
            for other in holding.get(run, ()):
                shared[other] += 1
        for other in sorted(shared, key=lambda other: -shared[other])[:CANDIDATES]:
            yield Pair(at, other, _likeness(text, new[other]))


def _likeness(one: str, other: str) -> float:
    """Shared runs, of the shorter text (three quarters) and of the longer one: a fragment is no whole."""
    a, b = shingles(one), shingles(other)
    longer = max(len(a), len(b)) or 1
    return 0.75 * overlap(one, other) + 0.25 * len(a & b) / longer


def displaced(pairs: Sequence[Pair]) -> set[int]:
    """Old indexes of the fewest pairs that stand in another order in the new sequence (patience sorting)."""
    ordered = sorted(pairs, key=lambda pair: pair.old)
    tops: list[int] = []  # tops[i]: the pair that ends the best chain of length i + 1
    before: list[int] = []  # before[i]: the pair in front of pair i in its chain, -1 if none
    for at, pair in enumerate(ordered):
        length = bisect_left([ordered[top].new for top in tops], pair.new)
        before.append(tops[length - 1] if length else -1)
        tops[length : length + 1] = [at]
    kept: set[int] = set()
    at = tops[-1] if tops else -1
    while at >= 0:
        kept.add(ordered[at].old)
        at = before[at]
    return {pair.old for pair in pairs} - kept


def best_pairs(
    old: Sequence[T], new: Sequence[T], cost: Callable[[T, T], float | None]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """One-to-one pairs of least cost first (``None``: never), and what is left of each side."""
    costs = [
        (price, a, b)
        for a, one in enumerate(old)
        for b, other in enumerate(new)
        if (price := cost(one, other)) is not None
    ]
    pairs = _one_to_one(Pair(a, b, -price) for price, a, b in sorted(costs))
    taken_old, taken_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    left_old = [one for at, one in enumerate(old) if at not in taken_old]
    left_new = [one for at, one in enumerate(new) if at not in taken_new]
    return [(old[pair.old], new[pair.new]) for pair in pairs], left_old, left_new
