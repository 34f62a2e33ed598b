"""Deadlines: by when, in which period; as printed, and in one normal form that sorts and compares.

Normal forms: ``2030``, ``2025..2027``, ``2026-07``, ``2026-Q3``, ``2025-11-15``, and ranges of months,
quarters or days (``2026-01..2026-06``). "Hằng năm", "thường xuyên" are frequencies: no deadline.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from ingest.types import Span
from ingest.vocabulary import accent_optional, deadline_words

Stated = Literal["by", "in", "from-to", "before", "from", "after"]
_YEAR = r"(?:19|20)\d\d"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ENGLISH_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name
}
# Words of the vocabulary stand with their noun ("đến năm"); here the bare ones: "đến 2030", "tầm nhìn 2045".
_BARE_WORDS: dict[str, tuple[str, ...]] = {
    "den": (
        "đến",
        "tới",
        "hết",
        "cuối",
        "tầm nhìn",
        "mốc",
        "hoàn thành",
        "xong",
        "to",
        "towards",
        "vision",
        "end of",
    ),
    "trong": ("vào", "trong", "of"),
    "tu": ("từ",),
}
_READINGS: dict[str, Stated] = {"den": "by", "truoc": "before", "trong": "in", "tu": "from", "sau": "after"}
_FILLER = (
    "năm",
    "hết",
    "cuối",
    "thời điểm",
    "mốc",
    "khoảng",
    "các",
    "ngày",
    "tháng",
    "the",
    "year",
    "end of",
    "the year",
)


class Deadline(Span):
    """A deadline as found in a text. ``norm`` is its normal form; ``stated`` how the text puts it.

    ``start_year`` is where a period begins ("giai đoạn 2025-2027"), else the year of the deadline itself.
    """

    norm: str
    stated: Stated
    start_year: int
    end_year: int
    printed: str


class _Read(NamedTuple):
    norm: str
    stated: Stated | None = None


def _words(*phrases: str) -> str:
    return "(?:" + "|".join(accent_optional(p) for p in sorted(phrases, key=len, reverse=True)) + ")"


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(year: str, month: str) -> str | None:
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None


def _quarter(year: str, quarter: str) -> str | None:
    number = _ROMAN.get(quarter.casefold()) or (int(quarter) if quarter.isdigit() else 0)
    return f"{year}-Q{number}" if 1 <= number <= 4 else None


def _span(first: str | None, last: str | None) -> str | None:
    if not first or not last or first == last:
        return last
    return f"{first}..{last}" if first < last else None


def _read_date(m: re.Match[str]) -> _Read | None:
    norm = _day(m["y"], m["m"], m["d"])
    return _Read(norm) if norm else None


def _read_english_date(m: re.Match[str]) -> _Read | None:
    month = _ENGLISH_MONTHS[m["m"].casefold().rstrip(".")]
    norm = _day(m["y"], str(month), m["d"]) if m["d"] else _month(m["y"], str(month))
    return _Read(norm) if norm else None


def _read_month(m: re.Match[str]) -> _Read | None:
    norm = _span(_month(m["y"], m["m1"]) if m["m1"] else None, _month(m["y"], m["m"]))
    return _Read(norm, "from-to" if ".." in norm else None) if norm else None


def _read_quarter(m: re.Match[str]) -> _Read | None:
    first = _quarter(m["y1"] or m["y"], m["q1"]) if m["q1"] else None
    norm = _span(first, _quarter(m["y"], m["q"]))
    return _Read(norm, "from-to" if ".." in norm else None) if norm else None


def _read_half(m: re.Match[str]) -> _Read | None:
    first = bool(re.match("đ|d|f", m["half"], re.IGNORECASE))
    return _Read(f"{m['y']}-01..{m['y']}-06" if first else f"{m['y']}-07..{m['y']}-12", "in")


def _read_period(m: re.Match[str]) -> _Read | None:
    norm = _span(m["y1"], m["y"])
    return _Read(norm, "from-to" if ".." in norm else None) if norm else None


def _read_year(m: re.Match[str]) -> _Read | None:
    return _Read(m["y"])


_Reader = Callable[[re.Match[str]], "_Read | None"]


@cache
def _patterns() -> list[tuple[re.Pattern[str], _Reader]]:
    """From the most to the least exact; a later one never reads what an earlier one has read."""
    y, dash = rf"(?P<y>{_YEAR})(?![\d/])", r"\s*(?:-|–|—|to|đến|den|tới)\s*"
    day, month, year_word = _words("ngày"), _words("tháng"), _words("năm")
    months = "|".join(sorted(_ENGLISH_MONTHS, key=len, reverse=True))
    quarter = r"(?:IV|III|II|I|[1-4])"
    of = rf"(?:\s*[/.-]\s*|\s+{year_word}\s+|\s+of\s+|\s+)"
    and_, start = r"(?:\s*[,-]\s*|\s+(?:và|va|and|đến|den)\s+)", r"(?:first|second)"
    halves = _words("6 tháng", "06 tháng", "sáu tháng", "nửa")
    opening = _words("giai đoạn", "từ năm", "từ", "nhiệm kỳ", "các năm", "năm", "from", "between", "period")
    table: list[tuple[str, _Reader]] = [
        (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _read_date),
        (rf"(?:{day}\s+)?(?P<d>\d{{1,2}})\s*(?P<sep>[/.-])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*{y}", _read_date),
        (rf"(?:{day}\s+)?(?P<d>\d{{1,2}})\s+{month}\s+(?P<m>\d{{1,2}}){of}{y}", _read_date),
        (rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m>{months})\.?,?\s+{y}", _read_english_date),
        (rf"(?P<m>{months})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{y}", _read_english_date),
        (rf"{halves}\s+(?P<half>{_words('đầu', 'cuối')})(?:\s+{year_word})?\s+{y}", _read_half),
        (rf"(?P<half>{start})\s+half\s+of\s+{y}", _read_half),
        (
            rf"{_words('quý', 'quarter', 'quarters')}\s+(?:(?P<q1>{quarter})(?:{of}(?P<y1>{_YEAR}))?"
            rf"{and_}(?:{_words('quý')}\s+)?)?(?P<q>{quarter}){of}{y}",
            _read_quarter,
        ),
        (rf"(?P<q1>(?!))?(?P<y1>(?!))?Q(?P<q>[1-4]){of}{y}", _read_quarter),
        (rf"(?:{month}|T)\s*(?:(?P<m1>\d{{1,2}}){and_}(?:{month}\s+)?)?(?P<m>\d{{1,2}}){of}{y}", _read_month),
        (
            rf"(?:{opening}\s+)?(?P<y1>{_YEAR})(?:{dash}|\s*,\s*|\s+(?:and|và|va)\s+)(?:{year_word}\s+)?{y}",
            _read_period,
        ),
        (rf"(?:{_words('giai đoạn')}\s+(?:{_words('đến')}\s+)?)?(?:{year_word}\s+)?{y}", _read_year),
    ]
    return [(re.compile(rf"(?<![\w/.-]){pattern}", re.IGNORECASE), reader) for pattern, reader in table]


@cache
def _leads() -> list[tuple[Stated, re.Pattern[str]]]:
    filler = rf"(?:\s+{_words(*_FILLER)})*"
    return [
        (_READINGS[entry.reading], re.compile(rf"(?<!\w){_words(*words)}{filler}\s*$", re.IGNORECASE))
        for entry in deadline_words()
        if (words := entry.words + entry.english + _BARE_WORDS.get(entry.reading, ()))
    ]


# "số 57-NQ/TW ngày 22/12/2024", "193/2025/QH15", "Luật … năm 2023": the date of a document, not a deadline.
_CITED = re.compile(r"(?:\d[\w]*\s?[-/]\s?[\w/&-]*[A-ZĐ]{2,}[\w/&-]*\s*,?\s*|\(\s*)$")
_LOOKBACK = 28


def _lead(text: str, start: int) -> tuple[Stated, int] | None:
    floor = max(0, start - _LOOKBACK)
    window = text[floor:start]
    found = [(match.start(), stated) for stated, pattern in _leads() if (match := pattern.search(window))]
    if not found:
        return None
    at, stated = min(found)
    return stated, floor + at


def _is_cited(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    return "d" in match.re.groupindex and bool(_CITED.search(before))


def _make(text: str, match: re.Match[str], read: _Read) -> Deadline:
    lead = _lead(text, match.start())
    start = lead[1] if lead else match.start()
    stated: Stated = read.stated or (lead[0] if lead else "in")
    if stated == "from-to" and lead and lead[0] == "before":
        stated = "before"
    first, last = parse(read.norm)
    return Deadline(
        start=start,
        end=match.end(),
        norm=read.norm,
        stated=stated,
        start_year=first.year,
        end_year=last.year,
        printed=text[start : match.end()],
    )


def find_deadlines(text: str) -> list[Deadline]:
    """Every deadline or period of a text in reading order, Vietnamese or English.

    Dates of cited documents ("57-NQ/TW ngày 22/12/2024") are left out.
    """
    taken: list[tuple[int, int]] = []
    found: list[Deadline] = []
    for pattern, reader in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            read = reader(match)
            if read is None:
                continue
            taken.append(match.span())
            if not _is_cited(text, match):
                found.append(_make(text, match, read))
    return sorted(found, key=lambda deadline: deadline.start)


_BARE = re.compile(rf"^\s*(?:(?P<d>\d{{1,2}})\s*[/-]\s*)?(?P<m>\d{{1,2}})\s*[/-]\s*(?P<y>{_YEAR})\s*$")


def normalise(printed: str) -> str | None:
    """The normal form of one printed deadline, ``None`` where it states no time ("Thường xuyên", "Hằng năm").

    Of several ("năm 2025 và 2026") it is the last that counts; a bare "7/2025", as in a cell, is a month.
    """
    bare = _BARE.match(printed)
    if bare:
        return _day(bare["y"], bare["m"], bare["d"]) if bare["d"] else _month(bare["y"], bare["m"])
    found = find_deadlines(printed)
    return max(found, key=lambda deadline: parse(deadline.norm)[1]).norm if found else None


def _first_day(norm: str) -> date:
    year = int(norm[:4])
    if len(norm) == 4:
        return date(year, 1, 1)
    if norm[5] == "Q":
        return date(year, 3 * int(norm[6]) - 2, 1)
    return date(year, int(norm[5:7]), int(norm[8:10]) if len(norm) > 7 else 1)


def _last_day(norm: str) -> date:
    first = _first_day(norm)
    if len(norm) == 10:
        return first
    month = 12 if len(norm) == 4 else (first.month + 2 if norm[5] == "Q" else first.month)
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def parse(norm: str) -> tuple[date, date]:
    """First and last day of a normal form: ``2025..2027`` is 2025-01-01 to 2027-12-31.

    Raises:
        ValueError: the string is not a normal form.
    """
    first, _, last = norm.partition("..")
    try:
        return _first_day(first), _last_day(last or first)
    except IndexError as error:
        raise ValueError(f"not a deadline in normal form: {norm!r}") from error
