"""The years that a document speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Period

_YEAR = r"(20\d\d)"
_RANGE = re.compile(
    rf"(?:giai đoạn|từ năm|trong các năm|thời kỳ)?\s*{_YEAR}\s*(?:[-–]|đến(?: năm)?)\s*{_YEAR}", re.IGNORECASE
)
_UNTIL = re.compile(rf"(?:đến|tới)(?: hết)?(?: cuối)? năm\s+{_YEAR}", re.IGNORECASE)
_IN = re.compile(rf"(?:trong |của )?năm\s+{_YEAR}", re.IGNORECASE)
_CITED = re.compile(
    r"ngày\s+\d{1,2}(?:\s*/\s*\d{1,2}\s*/\s*|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}|\d+/20\d\d/", re.IGNORECASE
)
_VISION = re.compile(rf"(?:tầm nhìn|định hướng)(?: đến)?(?: năm)?\s+{_YEAR}", re.IGNORECASE)


def _of_title(title: str, issued: str | None) -> Period | None:
    """The period that a title states: a range, "năm 2026", or "đến năm 2030" from the year of issue."""
    title = _VISION.sub("", _CITED.sub("", title))
    span = _RANGE.search(title)
    if span:
        return Period(start=span[1], end=span[2])
    until = _UNTIL.search(title)
    if until:
        return Period(start=issued[:4] if issued else None, end=until[1])
    single = _IN.findall(title)
    return Period(start=single[-1], end=single[-1]) if single else None


def extract_period(title: str, headings: Sequence[str], issued: str | None) -> Period | None:
    """From the title; else from the first to the last year that the headings of the aims name."""
    stated = _of_title(title, issued)
    if stated:
        return stated
    years = [year for heading in headings if heading != title for year in _heading_years(heading)]
    if not years:
        return None
    start = min(*years, issued[:4]) if issued else min(years)
    return Period(start=start, end=max(years))


def _heading_years(heading: str) -> list[str]:
    if len(heading) > 120 or not re.search(r"đến|giai đoạn|tầm nhìn|năm|mục tiêu", heading, re.IGNORECASE):
        return []
    return re.findall(r"\b20[2-9]\d\b", _CITED.sub("", heading))
