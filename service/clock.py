"""Days as offices in Vietnam count them, wherever the machine stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # the same all year


def today() -> date:
    """The day it is in Vietnam."""
    return datetime.now(VIETNAM).date()
