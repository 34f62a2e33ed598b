"""Levels of several sides brought to one measure: the same indicator, the same unit, the same time, one of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from service.selection import Judged
from service.words import grams_of

Levels = Sequence[Judged]


def same_measure(sides: Sequence[Levels], order: Sequence[str], *, timed: bool) -> list[list[Judged]]:
    """The levels of each side that the others have as well; a side that shares nothing keeps its own.

    Args:
        sides: the levels of each side.
        order: indicator keys, the one the question names best first.
        timed: whether the question names times; then those that were found stand, whatever the others have.
    """
    ranked = {key: place for place, key in enumerate(order)}
    kept = _shared(sides, lambda one: one.target.key)
    first = min((ranked.get(one.target.key or "", len(order)) for side in kept for one in side), default=0)
    named = [[one for one in side if ranked.get(one.target.key or "", len(order)) == first] for side in kept]
    kept = named if len(ranked) > 1 and all(named) else kept
    kept = _shared(kept, lambda one: one.target.unit)
    if not timed:
        kept = _shared(kept, lambda one: one.target.deadline)
    return [_one_of_each(own, [one for other in kept if other is not own for one in other]) for own in kept]


def _shared(sides: Sequence[Levels], trait: Callable[[Judged], Hashable]) -> list[list[Judged]]:
    """The levels whose trait is found on two sides or more."""
    seen = Counter(value for side in sides for value in {trait(one) for one in side})
    common = {value for value, count in seen.items() if count > 1 and value is not None}
    return [[one for one in side if trait(one) in common] or list(side) for side in sides]


def _one_of_each(own: Levels, others: Iterable[Judged]) -> list[Judged]:
    """For each indicator and time the level worded most like those of the other sides."""
    texts = [grams_of(one.target.quote) for one in others]
    best: dict[Hashable, Judged] = {}
    for one in own:
        place = (one.target.document, one.target.key, one.target.deadline)
        if place not in best or _likeness(one, texts) > _likeness(best[place], texts):
            best[place] = one
    return list(best.values())


def _likeness(one: Judged, texts: Sequence[frozenset[str]]) -> float:
    """The best share of shared words; among equals the level printed first stands."""
    own = grams_of(one.target.quote)
    return max((len(own & other) / len(own | other) for other in texts if own | other), default=0.0)
