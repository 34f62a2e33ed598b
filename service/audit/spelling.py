"""Text made comparable: one case, one placement of tone marks, one kind of dash and space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.text import plain

_SYLLABLE = re.compile(r"[^\W_]+", re.UNICODE)
BOILERPLATE = re.compile(
    r"khoa học,? (?:và )?công nghệ,? (?:và )?đổi mới sáng tạo(?:,? (?:và )?chuyển đổi số)?(?: quốc gia)?|chuyển đổi số"
)
"""The subject that every plan of the genre repeats in every sentence; it says nothing about likeness."""


def figure(value: float) -> str:
    """A number as Vietnamese writes it: "2,5"."""
    return f"{value:g}".replace(".", ",")


def syllables(text: str) -> list[str]:
    """The syllables and numbers of a text in comparable spelling."""
    return _SYLLABLE.findall(plain(text))


def pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    """Neighbouring syllables."""
    return set(pairwise(words))


def likeness(one: str, other: str) -> float:
    """Share of the shorter text's neighbouring syllables that the other has too, the common subject left out."""
    a, b = _matter(one), _matter(other)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


@lru_cache(maxsize=16384)
def _matter(text: str) -> frozenset[tuple[str, str]]:
    """The neighbouring syllables of a text without the common subject."""
    return frozenset(pairs(syllables(BOILERPLATE.sub(" ", plain(text)))))


def has_phrases(text: str, phrases: Sequence[str]) -> bool:
    """Whether all phrases stand in ``text`` (already :func:`plain`) as whole words."""
    return all(plain(phrase) in text and _phrase(phrase).search(text) for phrase in phrases)


@lru_cache(maxsize=4096)
def _phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(plain(phrase))}(?!\w)")


def find_phrase(text: str, phrase: str) -> re.Match[str] | None:
    """The first place of a phrase in ``text`` (already :func:`plain`)."""
    return _phrase(phrase).search(text)


@lru_cache(maxsize=1024)
def pattern(expression: str) -> re.Pattern[str]:
    """A regular expression of the vocabulary, to be matched against :func:`plain` text."""
    return re.compile(expression, re.UNICODE)
