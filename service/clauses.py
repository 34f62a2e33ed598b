"""Sentences and clauses of a question, and the documents that each of them names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.mentions import Mention
from service.scope import Named
from service.words import fold

BREAKS = re.compile(r"(?<=[.?!])\s+|\s*;\s*|,\s+(?=(?:còn|trong khi|con|while|whereas)(?!\w))", re.IGNORECASE)


def clauses_of(text: str) -> list[tuple[int, int]]:
    """The spans of the clauses of a question, in order."""
    breaks = list(BREAKS.finditer(text.rstrip()))
    starts = [0, *(one.end() for one in breaks)]
    ends = [*(one.start() for one in breaks), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def places_of(text: str, side: Named, mentions: Sequence[Mention], named: Sequence[Named]) -> list[tuple[int, int]]:
    """Where a question names the documents of a side: themselves, or the place they are of."""
    own = set(side.documents)
    mentioned = [(one.start, one.end) for one in mentions if own & set(one.documents)]
    names = [one.name for one in named if own & set(one.documents)]
    spelled = [r"[\W_]+".join(map(re.escape, fold(name).split())) for name in names]
    placed = [found.span() for found in re.finditer(rf"(?<!\w)(?:{'|'.join(spelled) or '(?!)'})(?!\w)", fold(text))]
    inside = [(start, end) for start, end in placed if not any(a <= start and end <= b for a, b in mentioned)]
    return sorted([*mentioned, *inside])


def are_apart(text: str, mentions: Sequence[Mention], named: Sequence[Named]) -> bool:
    """Whether a question names two documents, each in a clause of its own."""
    clauses = clauses_of(text)
    if len(named) < 2 or len(clauses) < 2:
        return False
    found = [places_of(text, side, mentions, [side]) for side in named]
    at = [next((n for n, (start, end) in enumerate(clauses) if start <= own[0][0] < end), -1) for own in found if own]
    return len(at) == len(named) == len(set(at))
