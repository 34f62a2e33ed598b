"""What may have been meant by a syllable typed with slips: other marks, keys of Telex, a letter lost or swapped.

Telex writes marks as letters: ``phuwowng`` is "phương", ``dduwowcj`` "được". Where the keyboard was not set to it
those letters stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from service.usage import Usage, genre
from service.words import fold

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
HORN, BREVE, HAT, BAR = "\u031b", "\u0306", "\u0302", "đ"
TYPED = re.compile(r"(dd|[bcdghklmnpqrstvx]*)([aeiouy].*)")
_TONES = frozenset(TONES.values())
WRONG_KEY = 2.0  # slips that a key of Telex counts which stands for another mark: it was typed on purpose
FORMS = 10  # of one folded form, the most frequent
LONG = 4  # letters of a syllable from which a letter may be lost, or two be swapped


@dataclass(frozen=True, slots=True)
class Meant:
    """A syllable that may have been meant; ``slips`` is how many marks and letters differ from what was typed."""

    word: str
    slips: float


def meant_by(typed: str, usage: Usage, *, known: bool) -> Iterator[Meant]:
    """The syllables that may have been meant by a case-folded one; of a ``known`` one only those with other marks."""
    base = fold(typed)
    marks = marks_of(typed)
    for word in usage.forms(base)[:FORMS]:
        yield Meant(word, max(1, len(marks ^ marks_of(word)) / 2))
    if known:
        return
    plain, keys = _telex(typed)
    for word in usage.forms(plain)[:FORMS] if plain != base else ():
        yield Meant(word, WRONG_KEY * len((marks | keys) ^ marks_of(word)))
    for near in dict.fromkeys((*_without_a_letter().get(plain, ()), *_swapped().get("".join(sorted(plain)), ()))):
        for word in usage.forms(near)[:FORMS]:
            yield Meant(word, 1 + 0.5 * len((marks | keys) ^ marks_of(word)))


def toneless(word: str) -> str:
    """A word without its tone."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))


def marks_of(word: str) -> frozenset[str]:
    """The tone and the marks of the letters of a word."""
    return frozenset(char for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char) or char == BAR)


def _telex(typed: str) -> tuple[str, frozenset[str]]:
    """The letters of a syllable typed in Telex, without marks, and the marks that its keys stand for."""
    letters = re.sub(r"(?<![aou])w", "uw", fold(typed))
    match = TYPED.fullmatch(letters)
    if match is None:
        return letters, frozenset()
    onset, rest = match[1], match[2]
    keys = {TONES[char] for char in rest if char in TONES}
    if onset == "dd":
        onset = "d"
        keys.add(BAR)
    if "w" in rest:
        keys.add(BREVE if "aw" in rest else HORN)
    rest = re.sub(r"[wsfrxj]", "", rest)
    single = re.sub(r"([aeo])\1", r"\1", rest)
    if single != rest:
        keys.add(HAT)
    return onset + single, frozenset(keys)


@cache
def _without_a_letter() -> Mapping[str, Sequence[str]]:
    """Folded syllables by what is left of them when one letter is lost."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for folded in genre().forms:
        if len(folded) >= LONG:
            for at in range(len(folded)):
                found[folded[:at] + folded[at + 1 :]][folded] = None
    return {left: tuple(whole) for left, whole in found.items()}


@cache
def _swapped() -> Mapping[str, Sequence[str]]:
    """Folded syllables by their letters in alphabetical order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for folded in genre().forms:
        if len(folded) >= LONG:
            found["".join(sorted(folded))].append(folded)
    return found
