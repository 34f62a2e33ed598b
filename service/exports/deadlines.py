"""Deadlines as a calendar (RFC 5545): an all-day event for each task, target and report that has a day.

A month or a year means its last day; a reporting duty with a day that returns is a repeating event. What is
told without any day ("thường xuyên") is no event.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event, vRecur

from ingest.text import shortened
from ingest.types import Duty, Target, Task
from service.citations import Sources, caution, locality_of, title_of, where
from service.phrases import level, listed
from service.ports import Archive
from service.registers.due import Due, dues_of

PRODUCT = "-//Tracuu//Thoi han//VI"
AHEAD = timedelta(days=7)
LONGEST = 120  # characters of an event's title; the words in full stand in its description


def write_deadlines(
    archive: Archive,
    path: Path,
    *,
    kinds: Sequence[str] = ("tasks", "duties"),
    documents: frozenset[str] | None = None,
    now: datetime | None = None,
) -> int:
    """Writes the deadlines of ``kinds`` ("tasks", "duties", "targets"); returns how many events."""
    count, content = calendar_of(_facts(archive, kinds, documents), Sources(archive), now)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return count


def calendar_of(
    facts: Iterable[Task | Duty | Target], sources: Sources, now: datetime | None = None
) -> tuple[int, bytes]:
    """How many events the facts make, and the calendar file; ``now`` is the time stamp.

    An event keeps its UID when the document is read again: it depends on the document and its words, not on
    offsets or the deadline, so that a calendar moves it instead of doubling it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Thời hạn trong văn bản")
    uids: Counter[str] = Counter()
    stamp = now or datetime.now(UTC)
    count = 0
    for fact in facts:
        for due in dues_of(fact, sources.held.get(fact.document)):
            calendar.add_component(_event(fact, due, sources, _uid(fact, uids), stamp))
            count += 1
    return count, calendar.to_ical()


def _facts(archive: Archive, kinds: Sequence[str], documents: frozenset[str] | None) -> Iterator[Task | Duty | Target]:
    if "tasks" in kinds:
        yield from archive.tasks(documents=documents)
    if "duties" in kinds:
        yield from archive.duties(documents=documents)
    if "targets" in kinds:
        yield from archive.targets(documents=documents)


def _uid(fact: Task | Duty | Target, seen: Counter[str]) -> str:
    told = fact.indicator if isinstance(fact, Target) else _told(fact)
    own = "\x1f".join((type(fact).__name__, fact.document, " ".join(fact.quote.split()), told))
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
    event.add("summary", shortened(_told(fact), LONGEST))
    origin = ", ".join(
        part for part in (title_of(held), locality_of(held), place, held.source, caution(citation)) if part
    )
    event.add("description", f"“{' '.join(citation.quote.split())}”\n\nNguồn: {origin}\n{_printed(fact)}".strip())
    event.add("transp", "TRANSPARENT")
    if due.every:
        event.add("rrule", _rule(due))
    event.add_component(_alarm())
    return event


def _rule(due: Due) -> vRecur:
    """By which it returns: a month without such a day is left out, as RFC 5545 has it."""
    rule: dict[str, object] = {"freq": ["yearly"]}
    if due.every == "month":
        rule = {"freq": ["monthly"], "bymonthday": [due.day.day]}
    return vRecur(rule | ({"until": [due.until]} if due.until else {}))


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
