"""Values for a cell: real numbers and dates, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from ingest.errors import BadRequest

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by a spreadsheet as a formula (CSV injection, OWASP)."""

LONGEST = 32_767  # characters; what Excel takes in one cell
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # not allowed in the XML of a workbook
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Value = str | int | float | date | bool | None


def value_of(raw: Any) -> Value:
    """A fact's field as a cell's value: numbers and whole dates as such, lists joined, the rest as text."""
    if raw is None or isinstance(raw, bool | int):
        return raw
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else raw
    if isinstance(raw, str):
        return _day(raw) or _text(raw)
    if isinstance(raw, Iterable):
        return _text("; ".join(map(str, raw))) or None
    raise BadRequest(f"Không ghi được giá trị kiểu {type(raw).__name__} vào bảng tính.", "Hãy báo lỗi này.")


def is_formula_like(value: Any) -> bool:
    """Whether a text would be taken for a formula if it were not marked as text."""
    return isinstance(value, str) and value.startswith(FORMULA)


def harmless(value: Any) -> Any:
    """For CSV, which cannot mark a cell as text: an apostrophe in front of what would be run as a formula."""
    return f"'{value}" if is_formula_like(value) else value


def writable(value: Any) -> Any:
    """A value as a workbook can hold it: what somebody typed into a filter stands there too, and may be anything."""
    return UNPRINTABLE.sub("", value)[:LONGEST] if isinstance(value, str) else value


def _text(raw: str) -> str:
    clean = UNPRINTABLE.sub("", raw).replace("\t", " | ")
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if DAY.fullmatch(raw) else None
    except ValueError:  # 2025-02-30, as printed in a plan
        return None
