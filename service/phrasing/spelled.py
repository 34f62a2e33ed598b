"""Numbers written as words, Vietnamese or English: "sáu mươi", "hai trăm", "sixty".

Only what cannot be another word counts: "một", "năm" (a year), "ba" alone and "one" are left out.
"""

from __future__ import annotations

import re

UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
ALONE = {"hai": 2, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
SCALES = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9}
ENGLISH = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
TENS = re.compile(
    r"(?<!\w)(?:(một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) mươi|mười)"
    r"(?: (một|mốt|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?(?!\w)"
)
SCALED = re.compile(
    r"(?<!\w)(một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười) (trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\s*lệ)(?!\w)"
)
SINGLE = re.compile(r"(?<!\w)(?<!thứ )(hai|bốn|sáu|bảy|tám|chín)(?!\w)")
WORDS = re.compile(
    rf"(?<!\w)(?:({'|'.join(word for word in ENGLISH if word.endswith('ty'))})[- ])?({'|'.join(ENGLISH)})"
    r"(?: (hundred|thousand|million))?(?!\w)"
)
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def spelled_numbers(text: str) -> list[float]:
    """The values of the numbers written as words."""
    text = text.casefold()
    found: list[float] = []
    for pattern, value in ((SCALED, _scaled), (TENS, _tens), (SINGLE, _single), (WORDS, _english)):
        found += [value(match) for match in pattern.finditer(text)]
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return found


def _scaled(match: re.Match[str]) -> float:
    return (10 if match[1] == "mười" else UNITS[match[1]]) * SCALES[match[2]]


def _tens(match: re.Match[str]) -> float:
    tens = UNITS[match[1]] if match[1] else 1
    return 10 * tens + (UNITS[match[2]] if match[2] else 0)


def _single(match: re.Match[str]) -> float:
    return ALONE[match[1]]


def _english(match: re.Match[str]) -> float:
    return (ENGLISH[match[2]] + (ENGLISH[match[1]] if match[1] else 0)) * ENGLISH_SCALES.get(match[3] or "", 1)
