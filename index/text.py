"""Words of Vietnamese text as the lexical index sees them.

Everything is NFC and case-folded, and spelt one way: the tone mark on the main
vowel (``uỷ`` = ``ủy``, ``hoà`` = ``hòa``) and ``y`` after h, k, l, m, s, t, qu
(``kĩ`` = ``kỹ``, ``tỉ`` = ``tỷ``), since both spellings occur in one document.
These forms are for matching only; what is shown is always the source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.text import new_placement

VERSION = "1"
"""Changes whenever the same text would give other terms; derived indexes are then rebuilt."""

MAX_TERM = 64
"""Longest term kept, in code points: longer ones are noise (URLs, base64), never words."""

_SYLLABLE = re.compile(r"[^\W_]+")
_DASHES = re.compile("[‐‑‒–—−]")
_JOINED = re.compile(r"\s*([-/])\s*")
_SYMBOL = re.compile(
    # số, ký hiệu as printed, perhaps spaced or broken by a line wrap: "57 -NQ/TW", "30/2020/NĐ-CP"
    r"(?P<document>\d{1,5}[^\W\d_]?(?:\s?/\s?(?:19|20)\d\d)?(?:\s?[-/]\s?[A-ZĐƯ]{2}[^\W_]*)+)"
    # figures, dates, codes: "0,5%", "24/11/2025", "2025-2027", "5G", "57-nq/tw"
    r"|(?P<compound>(?=[^\W\d_]*\d)[^\W_]+(?:[-/.,][^\W_]+)*(?:\s?%)?)"
    r"|(?P<sign>>=|<=|[≥≤<>~±])"
)
_SIGNS = {">=": "≥", "<=": "≤"}
_SHORT_I = re.compile(r"(h|k|l|m|s|t|qu)([iíìỉĩị])")
_I_TO_Y = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, in reading order, repeated as often as they occur."""

    syllables: tuple[str, ...]
    symbols: tuple[str, ...]

    @property
    def bigrams(self) -> list[str]:
        """Pairs of neighbouring syllables: most Vietnamese words are two syllables long."""
        return bigrams(self.syllables)

    @property
    def folded(self) -> list[str]:
        """The syllables without diacritics."""
        return [fold_word(syllable) for syllable in self.syllables]


def normal(text: str) -> str:
    """``text`` in NFC and case-folded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def fold(text: str) -> str:
    """``text`` without diacritics: ``Đổi mới`` → ``Doi moi``."""
    marked = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """:func:`fold` for one word, remembered: a language has few of them."""
    return fold(word)


@lru_cache(maxsize=1 << 16)
def spelling(syllable: str) -> str:
    """The one spelling under which a case-folded syllable is indexed."""
    if len(syllable) > MAX_TERM:
        return syllable[:MAX_TERM]
    short = _SHORT_I.fullmatch(syllable)
    if short:
        return short[1] + _I_TO_Y[short[2]]
    return new_placement(syllable)


def syllables(text: str) -> tuple[str, ...]:
    """The syllables and numbers of ``text``, in their indexed spelling."""
    return tuple(map(spelling, _SYLLABLE.findall(normal(text))))


def bigrams(words: tuple[str, ...] | list[str]) -> list[str]:
    """Neighbours joined by ``_``, a sign that no syllable contains."""
    return [f"{left}_{right}" for left, right in pairwise(words)]


def symbols(text: str) -> tuple[str, ...]:
    """Document symbols, figures, codes and comparison signs, each as one term.

    Spaces inside a symbol and the kind of dash are folded away; ``Đ`` and ``đ``
    are the same letter, ``D`` is another.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFC", text))
    return tuple(_symbol(match) for match in _SYMBOL.finditer(plain) if _is_symbol(match))


def _is_symbol(match: re.Match[str]) -> bool:
    """A bare whole number is already a syllable."""
    return len(match[0]) <= MAX_TERM and not (match.lastgroup == "compound" and match[0].isdecimal())


def _symbol(match: re.Match[str]) -> str:
    printed = _SIGNS.get(match[0], match[0])
    return "".join(normal(_JOINED.sub(r"\1", printed)).split())


def analyse(text: str) -> Terms:
    """The terms of ``text``; never fails, whatever the text."""
    return Terms(syllables(text), symbols(text))


def is_unaccented(text: str) -> bool:
    """Whether ``text`` has letters but no Vietnamese letter beyond a–z."""
    lowered = normal(text)
    return fold(lowered) == lowered and any(char.isalpha() for char in lowered)
