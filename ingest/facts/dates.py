"""Dates as documents print them, in ISO form: a day, a month or nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

_DAY = r"(?P<day>\d{1,2}|[._…\s]*)"
_MONTH = r"(?P<month>\d{1,2}|[._…\s]*)"
_WORDS = re.compile(
    rf"ngày(?:\s+|(?=[._…])){_DAY}\s*tháng(?:\s+|(?=[._…])){_MONTH}\s*năm\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?:ngày\s*)?(?<![\d/.])(?P<day>\d{1,2}|_{2,}|[.…]{2,})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<year>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)


class FoundDate(NamedTuple):
    """A date and where it stands; ``iso`` is ``2025-11-24``, ``2025-11`` (day blank) or ``None``."""

    iso: str | None
    start: int
    end: int


def _iso(match: re.Match[str]) -> str | None:
    month, day = match["month"].strip(" ._…"), match["day"].strip(" ._…")
    if not month:
        return None
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return f"{match['year']}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def find_dates(text: str) -> list[FoundDate]:
    """Every full date of a text, in words ("ngày 01 tháng 4 năm 2025") or figures ("01/4/2025")."""
    found = [FoundDate(_iso(m), m.start(), m.end()) for m in (*_WORDS.finditer(text), *_FIGURES.finditer(text))]
    return sorted(found, key=lambda date: date.start)


def first_date(text: str) -> str | None:
    """The first date of a text, ``None`` when its day and month are blank or there is none."""
    return next((date.iso for date in find_dates(text)), None)
