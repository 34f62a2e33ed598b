"""How plans say "at least", "more than", "about" around a figure.

A word such as *trên* or *từ* is also a preposition ("trên địa bàn"), so a word of one syllable counts
only right in front of the figure; longer ones may be followed by "có", "đạt", "là": "tối thiểu có 5".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ingest.types import Comparator
from ingest.vocabulary import accent_optional, comparator_words

_BRIDGE = (
    "có", "đạt", "là", "bằng", "được", "phải", "thêm", "cho", "đến", "tới", "đủ", "hoàn thành", "xây dựng",
    "hình thành", "mỗi năm", "mỗi xã", "mỗi thôn", "mức", "tỷ lệ", "tỉ lệ", "ở mức", "từ",
    "of", "to", "a", "is", "at",
)  # fmt: skip
_LONGEST = 48  # characters in front of a figure that are looked at
_FROM = re.compile(rf"(?<!\w){accent_optional('từ')}\s*$|(?<!\w)from\s*$", re.IGNORECASE)


class Found(NamedTuple):
    """A comparator and the far end of its words: where they start (before) or stop (after)."""

    comparator: Comparator
    at: int


def _choice(words: Iterable[str]) -> str:
    return "|".join(_word(word) for word in sorted(words, key=len, reverse=True))


def _word(word: str) -> str:
    pattern = accent_optional(word)
    return rf"(?<!\w){pattern}(?!\w)" if word[:1].isalpha() else pattern


@cache
def _before() -> list[tuple[Comparator, re.Pattern[str]]]:
    bridge = rf"(?:\s+(?:{_choice(_BRIDGE)}))*"
    found: list[tuple[Comparator, re.Pattern[str]]] = []
    for entry in comparator_words():
        words = entry.before + entry.english
        short = [word for word in words if " " not in word]
        long = [word for word in words if " " in word]
        if not words or entry.comparator == "range":
            continue
        parts = [rf"(?:{_choice(short)})"] if short else []
        # "đạt tỷ lệ từ 60%" is a floor: a plain equals sign never reaches over another word.
        parts += [rf"(?:{_choice(long)}){'' if entry.comparator == '=' else bridge}"] if long else []
        found.append((entry.comparator, re.compile(rf"(?:{'|'.join(parts)})\s*$", re.IGNORECASE)))
    return found


@cache
def _after() -> list[tuple[Comparator, re.Pattern[str]]]:
    return [
        (
            entry.comparator,
            re.compile(rf"\s*\(?(?:{_choice(entry.after + entry.english_after)})", re.IGNORECASE),
        )
        for entry in comparator_words()
        if entry.after or entry.english_after
    ]


def comparator_before(text: str, number: int) -> Found | None:
    """The comparator printed in front of the figure that starts at ``number``; the nearest one wins.

    "từ" alone in front of a single figure is a floor: "từ 60%".
    """
    floor = max(0, number - _LONGEST)
    window = text[floor:number]
    found = [
        (match.start(), len(match.group()), comparator)
        for comparator, pattern in _before()
        if (match := pattern.search(window))
    ]
    if found:
        # Of overlapping readings ("quá" in "không quá") the longest; they all end at the figure.
        start, _, comparator = max(found, key=lambda item: item[1])
        return Found(comparator, floor + start)
    match = _FROM.search(window)
    return Found(">=", floor + match.start()) if match else None


def comparator_after(text: str, end: int) -> Found | None:
    """The comparator printed behind the figure and unit that stop at ``end``: "trở lên", "or more"."""
    for comparator, pattern in _after():
        match = pattern.match(text, end)
        if match:
            return Found(comparator, match.end())
    return None
