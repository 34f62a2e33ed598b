"""Obligations chosen, put in order and told in words: the filter is one object for page, API, command and export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from ingest.types import Frozen
from service.audit.types import Level
from service.ports import Held
from service.registers.bodies import key_of
from service.registers.obligations import NEVER, Kind, Obligation, is_named
from service.registers.rhythms import check_rhythm
from service.registers.windows import Window, window_of
from service.words import contains, syllables

Role = Literal["lead", "partner", "recipient"]
Order = Literal["due", "-due", "lead", "document", "text"]


class ObligationFilter(Frozen):
    """Which obligations are asked for; what is left empty restricts nothing."""

    body: str = Field(default="", description="cơ quan; viết tắt cũng được (UBND xã, Sở KH&CN)")
    role: Role | None = Field(default=None, description="vai của cơ quan: chủ trì, phối hợp, nơi nhận báo cáo")
    kind: Kind | None = Field(default=None, description="nhiệm vụ trong bảng, hay trách nhiệm trong phần lời")
    due: str = Field(default="", description="hạn trong khoảng: quý III/2025, đến 31/12/2025, 2025-Q3")
    dated: Literal["yes", "no"] | None = Field(default=None, description="yes: chỉ việc có ngày; no: chỉ việc không có")
    overdue: date | None = Field(default=None, description="đã quá hạn tính đến ngày (năm-tháng-ngày)")
    rhythm: str = Field(default="", description="chu kỳ: once, week, month, quarter, half-year, year, regular…")
    level: Level | None = Field(default=None, description="cấp ban hành")
    place: str = Field(default="", description="xã hoặc tỉnh của văn bản")
    document: str = Field(default="", description="mã tài liệu")
    text: str = Field(default="", description="các chữ phải có trong việc; không dấu cũng được")
    sort: Order = Field(default="due", description="thứ tự: hạn, hạn muộn trước, chủ trì, văn bản, tên việc")

    @property
    def window(self) -> Window | None:
        """The days named by ``due``; raises :class:`~ingest.errors.BadRequest` if it names none."""
        return window_of(self.due) if self.due.strip() else None


YEAR = timedelta(days=366)  # within which everything that returns has returned
Condition = Callable[[Obligation], bool]


def select(rows: Sequence[Obligation], asked: ObligationFilter) -> list[Obligation]:
    """The rows that meet every condition, in the order asked for; what has no day comes last.

    Raises :class:`~ingest.errors.BadRequest` if the window of ``due`` cannot be read.
    """
    conditions = list(_conditions(rows, asked))
    found = [row for row in rows if all(condition(row) for condition in conditions)]
    return _ordered(found, asked)


def _conditions(rows: Sequence[Obligation], asked: ObligationFilter) -> Iterator[Condition]:
    window, words = asked.window, [f" {word} " for word in syllables(asked.text)]
    if asked.document:
        yield lambda row: row.held.id == asked.document
    if asked.level:
        yield lambda row: row.level == asked.level
    if asked.place.strip():
        yield lambda row: is_in(row.held, asked.place)
    if asked.kind:
        yield lambda row: row.kind == asked.kind
    if asked.rhythm:
        check_rhythm(asked.rhythm)
        yield lambda row: asked.rhythm in row.rhythms
    if window:
        yield lambda row: bool(_days(row, window))
    if asked.dated:
        yield lambda row: bool(row.dues) == (asked.dated == "yes")
    if asked.overdue:
        before = asked.overdue
        yield lambda row: row.once and row.day < before
    if words:
        yield lambda row: all(word in row.folded for word in words)
    if asked.body.strip():
        yield _of_body(rows, asked.body, asked.role)


def _of_body(rows: Sequence[Obligation], body: str, role: Role | None) -> Condition:
    """A body known by its full name is meant alone; part of a name means all bodies that have it."""
    key = key_of(body)
    exactly = any(is_named(_in_role(row, role), key, exactly=True) for row in rows)
    return lambda row: is_named(_in_role(row, role), key, exactly=exactly)


def _in_role(row: Obligation, role: Role | None) -> tuple[str, ...]:
    by_role = {"lead": row.leads, "partner": row.partners, "recipient": row.recipients}
    return by_role[role] if role else (*row.leads, *row.partners, *row.recipients)


def is_in(held: Held, place: str) -> bool:
    """Whether a document is of the commune or province, with or without "xã", "tỉnh"."""
    return any(name and contains(name, place) for name in (held.commune, held.province))


def _days(row: Obligation, window: Window) -> list[date]:
    """The days of a row within a window; of one that returns, those of the first year."""
    first = max(window.first, row.day)
    if row.once or not row.dues or first > window.last:
        return [due.day for due in row.dues if window.holds(due.day)]
    return row.due_within(first, min(window.last, first + YEAR))


def day_shown(row: Obligation, window: Window | None) -> date:
    """The day by which a row is listed: the first one within the window, else its first."""
    days = _days(row, window) if window else []
    return days[0] if days else row.day


def _ordered(rows: list[Obligation], asked: ObligationFilter) -> list[Obligation]:
    window = asked.window
    if asked.sort == "-due":
        return sorted(rows, key=lambda row: (row.day == NEVER, -day_shown(row, window).toordinal()))
    keys: dict[str, Callable[[Obligation], Any]] = {
        "due": lambda row: day_shown(row, window),
        "lead": lambda row: (not row.leads, [key_of(name) for name in row.leads], row.day),
        "document": lambda row: (row.held.id, row.fact.start),
        "text": lambda row: row.folded,
    }
    return sorted(rows, key=keys[asked.sort])
