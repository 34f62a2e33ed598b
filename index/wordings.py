"""What a target measures, in words that can be compared: by meaning in the encoder's space, and word by word."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple

from index.text import fold, fold_word, spelling, syllables
from ingest.facts import indicators
from ingest.facts.numbers import find_figures
from ingest.facts.scopes import readable_name
from ingest.types import Target
from ingest.vocabulary import indicators as vocabulary
from ingest.vocabulary import read

_NAMING = 8  # syllables of a derived key
_MONEY = re.compile(r"đồng|usd")
_ASIDE = re.compile(r"\(.*?\)")


class Wording(NamedTuple):
    """Words that say what is measured, in what, and of which whole; ``key`` is that of the indicator, if known."""

    text: str
    measure: str
    whole: str = ""
    key: str | None = None


def of_target(target: Target) -> Wording:
    """The wording of a target; without text where a key comes from a heading, not from the target's own words."""
    text = target.indicator
    if target.key is not None:
        figures = find_figures(target.quote, english=False)
        text = readable_name(target.quote, figures[0], target.quote, None) if len(figures) == 1 else ""
        text = text if indicators.match(text) == target.key else ""
    whole = indicators.denominator(target.scope) if target.scope else None
    return Wording(text, _measure(target.unit), whole.key if whole else "", target.key)


@cache
def of_vocabulary() -> tuple[Wording, ...]:
    """The name and the patterns of every indicator."""
    return tuple(
        Wording(text, _measure(entry.unit), "", entry.key)
        for entry in vocabulary()
        for text in dict.fromkeys((entry.name, *map(" ".join, entry.patterns)))
    )


@cache
def version() -> str:
    """Changes with the vocabulary."""
    told = [(one, denominators(one.key)) for one in of_vocabulary()]
    return sha256(repr((told, sorted(_empty()))).encode()).hexdigest()[:16]


def denominators(key: str | None) -> tuple[str, ...]:
    """The wholes that an indicator of the vocabulary may be a share of; empty if it says nothing of them."""
    entry = indicators.get(key) if key else None
    return entry.denominators if entry else ()


def _measure(unit: str) -> str:
    """One name for units whose figures compare: shares of one aggregate, sums of money, counts of one thing."""
    plain = " ".join(_ASIDE.sub("", unit).casefold().split())
    return "tiền" if _MONEY.search(plain) and not plain.startswith("%") else plain


@cache
def _empty() -> frozenset[str]:
    return frozenset(map(spelling, str(read("tu-chuc-nang")["tieng"]).split()))


@lru_cache(maxsize=65_536)
def content(text: str) -> tuple[str, ...]:
    """The syllables that tell what a text is about, each once, in order."""
    return tuple(dict.fromkeys(word for word in syllables(text) if word not in _empty()))


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    """How much a syllable tells, by how few indicators use it; and how much one tells that none uses."""
    used: dict[str, set[str | None]] = defaultdict(set)
    for wording in of_vocabulary():
        for word in content(wording.text):
            used[word].add(wording.key)
    count = len(vocabulary())
    return {word: math.log1p(count / len(keys)) for word, keys in used.items()}, math.log1p(count)


def overlap(one: str, other: str) -> float:
    """The share of the content of two texts, by weight, that both have; 0 where a number stands in one only."""
    ours, theirs = set(content(one)), set(content(other))
    if any(char.isdigit() for word in ours ^ theirs for char in word):
        return 0.0
    weights, unused = _weights()
    union = sum(weights.get(word, unused) for word in ours | theirs)
    return sum(weights.get(word, unused) for word in ours & theirs) / union if union else 0.0


def is_within(one: str, other: str) -> bool:
    """Whether one text says all that the other says, with any diacritics: where each has words of its own,
    "con thương binh" and "con bệnh binh", they mean two things."""
    ours, theirs = (set(map(fold_word, content(text))) for text in (one, other))
    return ours <= theirs or theirs <= ours


def slug(wording: Wording) -> str:
    """The first words of a wording, its unit and its whole, as part of a key."""
    unit = "" if wording.measure == "%" else wording.measure
    words = (*content(wording.text)[:_NAMING], *syllables(unit), *wording.whole.split("_"))
    return "-".join(fold(word) for word in words if word)
