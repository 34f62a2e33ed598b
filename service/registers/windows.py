"""Times as an officer types them, as windows of days: "quý III/2025", "đến 31/12/2025", "từ 1/7/2025 đến 30/9/2025".

Also such as move on with the days: "tháng sau", "quý này", "30 ngày tới", "next month".
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from ingest.errors import BadRequest
from service.clock import today
from service.conditions import Deadline, first_day, is_moment, last_day
from service.times import find_deadlines
from service.words import fold, squeeze

MOVING = re.compile(r"(?:(tuan|thang|quy|nam) (nay|sau|toi))|(?:(this|next) (week|month|quarter|year))")
DAYS = re.compile(r"(?:trong )?(\d{1,3}) ngay (?:toi|nua|sau)|(?:in the )?next (\d{1,3}) days")
PERIODS = {"tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}


class Window(NamedTuple):
    """From the first to the last day, both included."""

    first: date = date.min
    last: date = date.max

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first <= day <= self.last


def window_of(typed: str, day: date | None = None) -> Window:
    """The days that the words name, also in normal form (``2025-Q3``, ``2025-07-01..2025-07-15``).

    What moves on ("tháng sau") is counted from ``day``, else from today. Raises :class:`BadRequest` for words that
    name no time.
    """
    typed = typed.strip()
    moving = moving_window(typed, day or today())
    if moving is not None:
        return moving
    if is_moment(typed):
        return Window(first_day(typed), last_day(typed))
    found = [_window(deadline) for deadline in find_deadlines(typed)]
    if not found:
        raise BadRequest(
            f"Không hiểu thời hạn “{typed}”.", "Ghi như: quý III/2025, tháng 7/2025, năm 2026, đến 31/12/2025."
        )
    first = max(window.first for window in found)
    last = max((window.last for window in found if window.last < date.max), default=date.max)
    if first > last:
        raise BadRequest(f"Thời hạn “{typed}” kết thúc trước khi bắt đầu.", "Ghi ngày sớm hơn ở trước.")
    return Window(first, last)


def _window(deadline: Deadline) -> Window:
    if deadline.reading == "by":
        return Window(last=last_day(deadline.end))
    if deadline.reading == "from":
        return Window(first=first_day(deadline.start))
    if deadline.reading == "after":
        return Window(first=date.fromordinal(last_day(deadline.end).toordinal() + 1))
    return Window(first_day(deadline.start), last_day(deadline.end))


def moving_window(typed: str, day: date) -> Window | None:
    """The days that words name which move on with the day; ``None`` for others."""
    told = squeeze(fold(typed))
    if (days := DAYS.fullmatch(told)) is not None:
        return Window(day, day + timedelta(days=int(days[1] or days[2])))
    found = MOVING.fullmatch(told)
    if found is None:
        return None
    period = PERIODS.get(found[1], found[4])
    current = _period_of(period, day)
    if "nay" in told or "this" in told:
        return current
    return _period_of(period, current.last + timedelta(days=1))


def _period_of(period: str, day: date) -> Window:
    """The week, month, quarter or year that a day lies in."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return Window(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Window(first, (first + timedelta(days=31 * months)).replace(day=1) - timedelta(days=1))
