"""Times as an officer types them, as windows of days: "quý III/2025", "đến 31/12/2025", "từ 1/7/2025 đến 30/9/2025"."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ingest.errors import BadRequest
from service.conditions import Deadline, first_day, is_moment, last_day
from service.times import find_deadlines


class Window(NamedTuple):
    """From the first to the last day, both included."""

    first: date = date.min
    last: date = date.max

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first <= day <= self.last


def window_of(typed: str) -> Window:
    """The days that the words name, also in normal form (``2025-Q3``, ``2025-07-01..2025-07-15``).

    Raises :class:`BadRequest` for words that name no time.
    """
    typed = typed.strip()
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
