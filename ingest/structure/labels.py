"""Printed ordinals: what a line is labelled with, and which ordinal that is.

State documents (NĐ 30/2020, Phụ lục I): Phần, Chương, Mục, Điều, khoản ``1.``,
điểm ``a)``; or ``I.``, ``1.``, ``1.1.``, ``a)``. Party documents (HD 36-HD/VPTW)
write ``I-``, ``1-``, ``1.1-``. A pattern alone proves nothing: see
:mod:`ingest.structure.outline` for the proof by sequence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal["part", "chapter", "section", "article", "upper", "roman", "number", "dotted", "letter", "bracket"]

# The order of points: đ stands after d; f, j, w, z are no Vietnamese letters, and are seldom counted with.
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_SELDOM = frozenset(_LETTERS.index(letter) + 1 for letter in "fjwz")
_UPPER = "ABCDĐEGHIKLMNOPQRSTUVXY"
_ORDINAL_WORDS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC])X{0,4}(?:IX|IV|V?I{0,3})"
_ABOUT = re.compile(r"V/V\b", re.IGNORECASE)  # "về việc": no fifth part
_END = r"(?:\s*[.\-–—/:)]+\s*|\s+(?=\n|$)|$)"

_NAMED: tuple[tuple[Family, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^(Phần|PHẦN)\s+(thứ\s+\w+|THỨ\s+\w+|{_ROMAN}|\d+){_END}")),
    ("chapter", re.compile(rf"^(Chương|CHƯƠNG)\s+({_ROMAN}|\d+){_END}")),
    ("section", re.compile(rf"^(Mục|MỤC)\s+({_ROMAN}|\d+){_END}")),
    ("article", re.compile(r"^(Điều|ĐIỀU)\s+(\d+[a-zđ]?)(?:\s*[.:]\s*|\s*$)")),
)
_BARE: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        "dotted",
        re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})(?:\s*[.):]\s*|\s*[-–]\s+|\s+)(?=[^\W\d_]|[“\"'«(]|$)"),
    ),
    ("roman", re.compile(rf"^({_ROMAN})\s*[.\-–—/)]+\s*(?=\S|$)")),
    # "57-NQ/TW" and "16/5/2025" at the start of a line are no ordinals: a dash or slash needs a space behind it
    ("number", re.compile(r"^(\d{1,3})(?:\s*\.(?:\s+|(?=\D)|$)|\s*[-–—/]\s+)(?=[^\W_]|[“\"'«(]|$)")),
    ("bracket", re.compile(r"^\(?(\d{1,3})\)\s*(?=\S|$)")),
    ("letter", re.compile(r"^\(?([a-zđ])\)\s*(?=\S|$)")),
    ("letter", re.compile(r"^([a-zđ])\.\s+(?=\S|$)")),
    ("upper", re.compile(r"^([A-ZĐ])\s*[.\-–—/)]\s*(?=\S|$)")),
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed ordinal at the head of a block.

    ``printed`` is the path component ("II", "2.1", "a", "Điều 5"); ``value`` the
    ordinals it stands for, outermost first; ``length`` how many characters of the
    block it takes, with its punctuation.
    """

    family: Family
    printed: str
    value: tuple[int, ...]
    length: int

    @property
    def last(self) -> int:
        """The ordinal among its siblings."""
        return self.value[-1]


def read_labels(text: str) -> list[Label]:
    """Every way to read the head of a block as an ordinal, likeliest first."""
    found: list[Label] = []
    if _ABOUT.match(text):
        return found
    for family, pattern in _NAMED:
        if match := pattern.match(text):
            printed = f"{match.group(1)} {match.group(2)}"
            found.append(Label(family, printed, (_named_value(match.group(2)),), match.end()))
    for family, pattern in _BARE:
        if (match := pattern.match(text)) and (value := _value(family, match.group(1))):
            found.append(Label(family, match.group(1), value, match.end()))
    return found


def step(label: Label, before: int) -> int:
    """How many places a label stands behind the sibling whose ordinal is ``before``: 1 if it follows it.

    Both e), f) and e), g) follow; f, j, w and z are left out of most lists.
    """
    seldom = sum(value in _SELDOM for value in range(before + 1, label.last)) if label.family == "letter" else 0
    return label.last - before - seldom


def roman(text: str) -> int:
    """The value of a Roman numeral; 0 where it is none."""
    if not re.fullmatch(_ROMAN, text):
        return 0
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if v < nxt else v for v, nxt in zip(values, [*values[1:], 0], strict=True))


def upper_ordinal(text: str) -> int:
    """The place of a capital in the order of points (A, B, C, D, Đ, E, G…); 0 where it is none."""
    return _UPPER.index(text) + 1 if len(text) == 1 and text in _UPPER else 0


def _named_value(printed: str) -> int:
    if digits := re.match(r"\d+", printed):
        return int(digits.group())
    if value := roman(printed):
        return value
    return _ORDINAL_WORDS.get(printed.split()[-1].lower(), 0)


def _value(family: Family, printed: str) -> tuple[int, ...]:
    match family:
        case "roman":
            return (roman(printed),) if roman(printed) else ()
        case "letter":
            return (_LETTERS.index(printed) + 1,) if printed in _LETTERS else ()
        case "upper":
            return (_UPPER.index(printed) + 1,) if printed in _UPPER else ()
        case _:
            return tuple(int(part) for part in printed.split("."))
