"""Rounds and steps by number ("đợt 02", "bước 3"): what is said of the first does not answer for the second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.types import RankedPassage
from service.words import fold

NAMES = {"dot": "đợt", "vong": "vòng", "buoc": "bước"}
NUMBERED = re.compile(rf"(?<!\w)({'|'.join(NAMES)})\s+(?:thu\s+)?(\d{{1,2}})(?![\w/.,]\d|\w)")


def asked_round(question: str) -> tuple[str, int] | None:
    """The round that a question names, as folded label and number."""
    found = NUMBERED.search(fold(question))
    return (found[1], int(found[2])) if found else None


def rounds_in(text: str, label: str) -> set[int]:
    """The numbers of all rounds so labelled that a text names."""
    return {int(found[2]) for found in NUMBERED.finditer(fold(text)) if found[1] == label}


def of_that_round(question: str, hits: Sequence[RankedPassage]) -> list[RankedPassage]:
    """The passages without those that speak of other rounds only, if one speaks of the round asked about."""
    asked = asked_round(question)
    if asked is None:
        return list(hits)
    label, number = asked
    named = [(rounds_in(_said(hit), label), hit) for hit in hits]
    if not any(number in rounds for rounds, _ in named):
        return list(hits)
    return [hit for rounds, hit in named if not rounds or number in rounds]


def all_rounds(texts: Iterable[str], label: str) -> list[int]:
    """The numbers of the rounds that texts name, in order."""
    return sorted(set[int]().union(*(rounds_in(text, label) for text in texts)))


def _said(hit: RankedPassage) -> str:
    return " ; ".join((*hit.passage.titles, hit.text))
