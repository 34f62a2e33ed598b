"""Figures of a text: value, upper value of a range, comparator, unit and place.

Vietnamese print: a comma before decimals, dots between thousands, leading zeros in front of small counts
("1,5 - 2", "1.500 doanh nghiệp", "05 thôn"). English questions are read too. Numbers that measure nothing
(document symbols, dates, years, ordinals, 5G, "07 nhiệm vụ") are no figures.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.facts.comparators import comparator_after, comparator_before
from ingest.facts.units import names_things, normal_unit, unit_after, unit_in_words, word_after
from ingest.types import Comparator, Span
from ingest.vocabulary import accent_optional

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
# In front: no letter, digit or the separators of symbols and dates; a hyphen only as a dash of its own.
_BEFORE = r"(?<![\w.,/:§])(?<!\w[-–])(?<!\d[-–—]\s)(?<!\w/\s)"
# Behind: no further digit, no date or symbol, no letter unless a unit is written closed up ("1Gbps").
_AFTER = r"(?![.,]?\d)(?!\s?/\s?\d{1,4}(?!\d|\s?\w))(?!\s?[-/]\s?[A-ZĐ]{2})"
_DASH = r"\s*(?:[-–—]|÷)\s*"
_ORDINAL = (
    "số", "điều", "khoản", "điểm", "mục", "chương", "phần", "phụ lục", "biểu", "mẫu", "lần", "lần thứ", "thứ",
    "năm", "tháng", "ngày", "quý", "khóa", "giai đoạn", "kỳ", "nhiệm kỳ", "đề án", "trang", "tiểu dự án",
    "dự án", "hợp phần", "nhóm", "cấp", "top", "task", "no.", "article", "appendix", "item", "phase",
    "resolution", "number",
)  # fmt: skip


# "Tỷ lệ hộ có Internet (%) ≥ 90": the unit stands in brackets in front, as in a table without its cells.
_IN_BRACKETS = re.compile(r"\((%[^()\d]{0,24})\)[^()\d;]{0,24}$")


class Figure(Span):
    """A measured number. ``number`` is the span of its digits; the whole span adds comparator and unit.

    ``explicit`` tells that a comparator was printed (≥, "trên", "đạt"…); without one the comparator is "=".
    """

    value: float
    value_max: float | None = None
    comparator: Comparator = "="
    explicit: bool = False
    unit: str = ""
    number: tuple[int, int]
    baseline: float | None = None


class _Digits(NamedTuple):
    low: str
    high: str | None
    start: int
    end: int  # behind the digits, and behind the "%" inside of "1% - 3%"


def parse_number(printed: str, english: bool = False) -> float:
    """The value of a printed number: "1.500" is 1500, "1,5" is 1.5, "05" is 5; English: "1,500" is 1500.

    A dot before one or two final digits is a decimal point ("0.7"), as typed on an English keyboard.
    """
    if english and printed.count(".") <= 1:
        return float(printed.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", printed) else
                     printed.replace(",", "."))  # fmt: skip
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", printed):
        return float(printed.replace(".", "").replace(",", "."))
    return float(printed.replace(",", ".")) if printed.count(",") + printed.count(".") <= 1 else float(
        re.sub(r"[.,](?=.*[.,])", "", printed).replace(",", ".")
    )  # fmt: skip


@cache
def _figure() -> re.Pattern[str]:
    percent = rf"\s*(?:%|{accent_optional('phần trăm')}|percent)"
    words = "|".join((accent_optional("đến"), accent_optional("tới"), "to", "and"))
    to = rf"{_DASH}(?:{accent_optional('dưới')}\s+)?|\s*(?:{words})\s+"
    return re.compile(
        rf"{_BEFORE}(?P<low>{_NUMBER})"
        rf"(?:(?P<mid>{percent})?(?P<to>{to})(?P<high>{_NUMBER}))?{_AFTER}",
        re.IGNORECASE,
    )


@cache
def _ordinal() -> re.Pattern[str]:
    words = "|".join(accent_optional(word) for word in _ORDINAL)
    return re.compile(rf"(?:(?<!\w)(?:{words})|[№#*×x])\s*$", re.IGNORECASE)


@cache
def _from() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{accent_optional('từ')}|from|between)\s*$", re.IGNORECASE)


@cache
def _changed() -> re.Pattern[str]:
    words = "|".join(accent_optional(word) for word in ("lên", "xuống", "xuống còn", "còn", "lên đến"))
    return re.compile(rf"(?<!\w)(?:{words})\s$", re.IGNORECASE)


@cache
def _raised() -> re.Pattern[str]:
    words = "|".join(
        accent_optional(word) for word in ("lên", "xuống", "còn", "lên đến", "xuống còn", "up to", "down to")
    )
    return re.compile(rf"[^;.\d]{{0,24}}?(?<!\w)(?:{words})\s[^;.,\d]{{0,24}}$", re.IGNORECASE)


def _is_year(printed: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", printed))


def _digits(text: str, match: re.Match[str]) -> _Digits:
    """The numbers of a match; what only looks like a range ("2 và 3", "đến 2030") keeps its first number."""
    low, high = match["low"], match["high"]
    if high is not None:
        spoken = bool(re.search(r"\w", match["to"])) and not re.match(r"\s*[-–—÷]", match["to"])
        word = match["to"].strip().casefold()
        opened = bool(_from().search(text, max(0, match.start() - 12), match.start()))
        joined = word != "and" or opened
        dated = _is_year(high) and not _is_year(low)
        if dated or (spoken and not (opened or match["mid"])) or not joined or parse_number(high) <= parse_number(low):
            high = None
    if high is None:
        return _Digits(low, None, match.start("low"), match.end("low"))
    return _Digits(low, high, match.start("low"), match.end("high"))


def _measures(text: str, digits: _Digits, unit: str, explicit: bool) -> bool:
    """Whether digits measure something: not a year, an ordinal, a name such as 5G, "07 nhiệm vụ"."""
    if unit.startswith(("%", "điểm %")):
        return not re.search(r"[*×/]\s*$", text[max(0, digits.start - 3) : digits.start])
    if re.match(r"[^\W\d_]", text[digits.end : digits.end + 1]) and not unit:
        return False
    if _ordinal().search(text, max(0, digits.start - 24), digits.start):
        return False
    if (_is_year(digits.low) and not unit) or re.fullmatch("00+", digits.low):
        return False
    if digits.high and _is_year(digits.low) and _is_year(digits.high):
        return False
    if not unit and names_things(text, digits.end):
        return False
    return bool(unit) or explicit


def _read(text: str, digits: _Digits, english: bool) -> Figure | None:
    unit, end = unit_after(text, digits.end) or ("", digits.end)
    before = comparator_before(text, digits.start)
    after = comparator_after(text, end)
    said = before is not None or after is not None or bool(_changed().search(text, 0, digits.start))
    if not unit:
        floor = before is not None and before.comparator in (">=", ">")
        opening = text[max(0, digits.start - 24) : digits.start]
        unit, end = unit_in_words(opening, text, digits.end, floor) or (unit, end)
    if not _measures(text, digits, unit, said):
        return None
    named = _IN_BRACKETS.search(text, max(0, digits.start - 60), digits.start) if not unit else None
    if named and said:
        unit = normal_unit(named[1])
    if not unit and not english:
        unit, end = word_after(text, digits.end) or (unit, end)
    start, comparator, explicit = digits.start, "=", False
    if before:
        start, comparator, explicit = before.at, before.comparator, before.comparator != "="
    if after:
        end, comparator, explicit = after.at, after.comparator, True
        opened = _from().search(text, max(0, start - 12), start)
        start = opened.start() if opened else start
    if digits.high is not None:
        comparator, explicit = "range", True
    return Figure(
        start=start,
        end=end,
        value=parse_number(digits.low, english),
        value_max=parse_number(digits.high, english) if digits.high is not None else None,
        comparator=comparator,
        explicit=explicit,
        unit=unit,
        number=(digits.start, digits.end),
    )


def find_figures(text: str, english: bool | None = None) -> list[Figure]:
    """Every figure of a text in reading order; spans never overlap.

    Args:
        text: Vietnamese with or without diacritics, or English.
        english: how commas are read; by default English if the text has English function words.
    """
    if english is None:
        english = bool(re.search(r"\b(?:the|of|which|what|by|at least|percent)\b", text, re.IGNORECASE))
    found: list[Figure] = []
    at = 0
    while match := _figure().search(text, at):
        digits = _digits(text, match)
        figure = _read(text, digits, english)
        at = max(digits.end, figure.end if figure else 0)
        if figure is None:
            continue
        if found and figure.start < found[-1].end:
            figure = figure.model_copy(update={"start": min(figure.number[0], found[-1].end)})
        found.append(figure)
    return _without_baselines(text, found)


def _without_baselines(text: str, figures: list[Figure]) -> list[Figure]:
    """ "từ 40% lên 60%" aims at 60; the 40 becomes its baseline."""
    kept: list[Figure] = []
    for figure in figures:
        last = kept[-1] if kept else None
        if (
            last
            and last.unit[:1] == figure.unit[:1]
            and _from().search(text, max(0, last.number[0] - 12), last.number[0])
            and _raised().search(text[last.end : figure.number[0]])
        ):
            kept.pop()
            figure = figure.model_copy(update={"baseline": last.value})
        kept.append(figure)
    return kept
