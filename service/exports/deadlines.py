"""Deadlines as a calendar (RFC 5545): an all-day event for each task, target and report that has a day.

A month or a year means its last day; a reporting duty with a day that returns is a repeating event. What is
told without any day ("thường xuyên") is no event.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vRecur

from ingest.types import Duty, Fact, Target, Task
from service.audit.spelling import plain
from service.citations import Sources, locality_of, title_of, where
from service.conditions import first_day, is_moment, last_day
from service.phrases import level, listed
from service.ports import Archive, Held

PRODUCT = "-//Tracuu//Thoi han//VI"
AHEAD = timedelta(days=7)
LONGEST = 120  # characters of an event's title; the words in full stand in its description
MONTHLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?: của)? (?:hằng|hàng|mỗi) tháng")
QUARTERLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?: của)? tháng cuối (?:của )?(?:mỗi |từng )?quý")
QUARTER_ENDS = (3, 6, 9, 12)
YEARLY = re.compile(r"ngày (?:mùng )?(\d{1,2})(?:/| tháng )(\d{1,2})(?!/?\d)(?! năm \d)")
EVERY_YEAR = ("hằng năm", "hàng năm", "mỗi năm", "6 tháng", "sáu tháng", "hằng quý", "hàng quý", "quý")


class Due(NamedTuple):
    """A day on which something is due; ``repeat`` is the rule by which it returns, if it does."""

    day: date
    repeat: dict[str, str | int | date] | None = None


def write_deadlines(
    archive: Archive,
    path: Path,
    *,
    kinds: Sequence[str] = ("tasks", "duties"),
    documents: frozenset[str] | None = None,
    now: datetime | None = None,
) -> int:
    """Writes the deadlines of ``kinds`` ("tasks", "duties", "targets"); returns how many events.

    An event keeps its UID when the document is read again: it depends on the document and its words, not on
    offsets or the deadline, so that a calendar moves it instead of doubling it. ``now`` is the time stamp.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Thời hạn trong văn bản")
    uids: Counter[str] = Counter()
    sources = Sources(archive)
    count = 0
    for fact in _facts(archive, kinds, documents):
        held = sources.held.get(fact.document)
        for due in _dues(fact, held):
            uid = _uid(fact, uids)
            calendar.add_component(_event(fact, due, sources, uid, now or datetime.now(UTC)))
            count += 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(calendar.to_ical())
    return count


def _facts(archive: Archive, kinds: Sequence[str], documents: frozenset[str] | None) -> Iterator[Task | Duty | Target]:
    if "tasks" in kinds:
        yield from archive.tasks(documents=documents)
    if "duties" in kinds:
        yield from archive.duties(documents=documents)
    if "targets" in kinds:
        yield from archive.targets(documents=documents)


def _dues(fact: Task | Duty | Target, held: Held | None) -> Iterator[Due]:
    deadline = fact.deadline
    if deadline and is_moment(deadline):
        yield Due(last_day(deadline))
    elif deadline and isinstance(fact, Duty) and held is not None:
        yield from _returning(f"{plain(deadline)} {plain(fact.frequency or '')}", held)


def _returning(told: str, held: Held) -> Iterator[Due]:
    """The first day after the document's date (or in its period) and the rule of its return."""
    since = _since(held)
    if since is None:
        return
    for match in MONTHLY.finditer(told):
        day = int(match[1])
        if 1 <= day <= 31:
            yield Due(_next_month_day(since, day), _until({"freq": "monthly", "bymonthday": day}, held))
    for match in QUARTERLY.finditer(told):
        for month in QUARTER_ENDS:
            end = _next_year_day(since, int(match[1]), month)
            if end:
                yield Due(end, _until({"freq": "yearly"}, held))
    if any(word in told for word in EVERY_YEAR):
        for match in YEARLY.finditer(told):
            first = _next_year_day(since, int(match[1]), int(match[2]))
            if first:
                yield Due(first, _until({"freq": "yearly"}, held))


def _since(held: Held) -> date | None:
    for moment in (held.issued, held.period.start if held.period else None):
        if moment and is_moment(moment):
            return first_day(moment)
    return None


def _until(rule: dict[str, str | int | date], held: Held) -> dict[str, str | int | date]:
    end = held.period.end if held.period else None
    return {**rule, "until": last_day(end)} if end and is_moment(end) else rule


def _next_month_day(since: date, day: int) -> date:
    for ahead in range(13):
        month = since.month - 1 + ahead
        found = _valid(since.year + month // 12, month % 12 + 1, day)
        if found and found >= since:
            return found
    raise AssertionError(f"no month with a day {day}")  # every day from 1 to 31 returns within a year


def _next_year_day(since: date, day: int, month: int) -> date | None:
    days = (_valid(year, month, day) for year in (since.year, since.year + 1))
    return next((found for found in days if found and found >= since), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _uid(fact: Fact, seen: Counter[str]) -> str:
    own = "\x1f".join((type(fact).__name__, fact.document, " ".join(fact.quote.split())))
    digest = hashlib.sha256(own.encode()).hexdigest()[:24]
    seen[digest] += 1
    return f"{digest}-{seen[digest]}@tracuu"


def _event(fact: Task | Duty | Target, due: Due, sources: Sources, uid: str, now: datetime) -> Event:
    citation = sources.cite(fact.document, fact.start, fact.end)
    held = sources.held[fact.document]
    place = where(citation.model_copy(update={"section": fact.section or citation.section}))
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", _short(_told(fact)))
    origin = ", ".join(part for part in (title_of(held), locality_of(held), place, held.source) if part)
    event.add("description", f"“{' '.join(citation.quote.split())}”\n\nNguồn: {origin}\n{_printed(fact)}".strip())
    event.add("transp", "TRANSPARENT")
    if due.repeat:
        event.add("rrule", vRecur({key: [value] for key, value in due.repeat.items()}))
    event.add_component(_alarm())
    return event


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Sắp đến hạn")
    alarm.add("trigger", -AHEAD)
    return alarm


def _told(fact: Task | Duty | Target) -> str:
    if isinstance(fact, Task):
        return ": ".join(part for part in (listed(list(fact.lead)), " ".join(fact.text.split())) if part)
    if isinstance(fact, Duty):
        return ": ".join(part for part in (fact.actor, " ".join(fact.action.split())) if part)
    return f"{fact.indicator} {level(fact)}"


def _printed(fact: Task | Duty | Target) -> str:
    printed = fact.deadline_text if isinstance(fact, Task) else fact.deadline
    return f"Thời hạn ghi trong văn bản: {printed}" if printed else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "…"


def undated(facts: Iterable[Task | Duty | Target], held: dict[str, Held]) -> int:
    """How many facts have no day that a calendar could show."""
    return sum(not any(True for _ in _dues(fact, held.get(fact.document))) for fact in facts)
