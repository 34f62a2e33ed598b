"""Names short enough for a column, and the words of an audit."""

from __future__ import annotations

from collections.abc import Mapping

from service.audit.types import Status
from service.ports import Held
from web.places import sentence_case, title_of
from web.words import Words

MARKS: Mapping[Status, str] = {
    "exceeds": "▲",
    "meets": "=",
    "lower": "▼",
    "later": "→",
    "different denominator": "≠",
    "mentioned without a figure": "…",
    "absent": "–",
    "not binding at this level": "",
    "substantive": "=",
    "in passing": "…",
}
MET: tuple[Status, ...] = ("meets", "exceeds", "substantive")


def status_word(status: Status, words: Words) -> str:
    """ "thấp hơn"."""
    return words(f"auditing.status.{status.replace(' ', '_')}")


def short_name(held: Held, words: Words) -> str:
    """Who it is in a column: the commune, else symbol, else issuer or file."""
    return sentence_case(held.commune or held.symbol or words.shortened(held.issuer or "") or held.source)


def full_name(held: Held, words: Words) -> str:
    """What it is in a heading."""
    return sentence_case(title_of(held, words))
