"""A digest: what a saved search found for the first time, and what falls due in the days ahead.

Only marks of what was told are kept, and for which digest. What a digest says is read again each time it is shown, in
the documents that the owner reads by then: what was removed, or is no longer for him, is not in it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from service.citations import Sources
from service.registers.selection import ObligationFilter
from service.registers.windows import moving_window
from service.saved.desk import SavedDesk, told_by, unknown
from service.saved.finding import Find, find, in_words, sooner
from service.saved.types import Saved
from service.types import Citation

EVERY = 10_000  # digests: more than anybody has
YEAR = timedelta(days=366)
MOST = 100  # entries of a part; of the others only how many they are is told


@dataclass(frozen=True)
class Entry:
    """Something new, or due on ``day``; ``citation`` is what says it."""

    told: str
    citation: Citation
    day: date | None = None


@dataclass(frozen=True)
class Part:
    """New things, or things due: the first :data:`MOST` of ``total``."""

    entries: tuple[Entry, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many are not among the entries."""
        return self.total - len(self.entries)


@dataclass(frozen=True)
class Digest:
    """A digest of a saved search for a day; ``asked`` is its filter in words, ``until`` the last day looked ahead."""

    number: int
    saved: Saved
    day: date
    until: date
    asked: str
    new: Part
    due: Part

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.new.total and not self.due.total


def make(desk: SavedDesk, saved: Saved, day: date) -> Digest:
    """The digest of a search for a day: made once, and the same when it is asked for again.

    Raises :class:`~ingest.errors.NotFound` if the owner's account is gone.
    """
    with desk.at_one_state(saved):
        if desk.searches.digest_of(saved.id, day) is None:
            told = desk.searches.told(saved.id)
            finds = _finds(desk, saved, day)
            fresh = [mark for one in unknown(finds, told) for mark in one.marks]
            desk.searches.keep_digest(saved, day, fresh, _better_known(finds, told))
        return last(desk, saved, day=day)[0]


def _better_known(finds: Iterable[Find], told: Mapping[bytes, int]) -> dict[bytes, int]:
    """Further marks of what was told: after the next reading it may be known by these alone."""
    first = ((one, told_by(one, told)) for one in finds)
    return {mark: digest for one, digest in first if digest is not None for mark in one.marks if mark not in told}


def last(desk: SavedDesk, saved: Saved, count: int = EVERY, *, day: date | None = None) -> list[Digest]:
    """The last digests of a search, or that of a day, the newest first, as its owner may see them now."""
    wanted = [(number, of) for number, of in desk.searches.digests(saved.id, count) if day in (None, of)]
    told = desk.searches.told(saved.id)
    with desk.at_one_state(saved):
        known: dict[date | None, list[Find]] = {}
        shown = []
        for number, of in wanted:
            at = of if _moves(saved, of) else None
            if at not in known:
                known[at] = _finds(desk, saved, of)
            new = [one for one in known[at] if told_by(one, told) == number]
            shown.append(_shown(desk, saved, number, of, new))
        return shown


def _moves(saved: Saved, day: date) -> bool:
    """Whether what is found is another thing on another day."""
    asked = saved.wish.asked
    return isinstance(asked, ObligationFilter) and moving_window(asked.due, day) is not None


def preview(desk: SavedDesk, saved: Saved, day: date) -> Digest:
    """What the digest of a search for a day would say; changes nothing. Its number is 0."""
    with desk.at_one_state(saved):
        new = unknown(_finds(desk, saved, day), desk.searches.told(saved.id))
        return _shown(desk, saved, 0, day, list(new))


def _finds(desk: SavedDesk, saved: Saved, day: date) -> list[Find]:
    return find(desk.registers(saved.account), saved.wish.asked, day, saved.wish.language)


def _shown(desk: SavedDesk, saved: Saved, number: int, day: date, new: list[Find]) -> Digest:
    registers, wish = desk.registers(saved.account), saved.wish
    sources, until = Sources(registers.archive), day + timedelta(days=wish.ahead)
    return Digest(
        number=number,
        saved=saved,
        day=day,
        until=until,
        asked=in_words(wish.kind, wish.asked, registers.held, wish.language),
        new=_part([(one, _next_day(saved, one, day)) for one in _different(new)], sources),
        due=_part(_due(desk, saved, day, until), sources),
    )


def _next_day(saved: Saved, one: Find, day: date) -> date | None:
    """The next day on which something to be done is due; a target says itself by when."""
    if not isinstance(saved.wish.asked, ObligationFilter):
        return None
    return next(iter(one.days(day, day + YEAR)), None)


def _different(finds: Iterable[Find]) -> Iterator[Find]:
    """What is said twice is told once."""
    seen: set[bytes] = set()
    for one in finds:
        if seen.isdisjoint(one.marks):
            yield one
        seen.update(one.marks)


def _due(desk: SavedDesk, saved: Saved, day: date, until: date) -> list[tuple[Find, date | None]]:
    """What of a search falls due from a day to another, the soonest first."""
    if not saved.wish.ahead:
        return []
    asked = sooner(saved.wish.asked)
    finds = find(desk.registers(saved.account), asked, day, saved.wish.language)
    dated = [(one, days[0]) for one in _different(finds) if (days := one.days(day, until))]
    return [(one, at) for one, at in sorted(dated, key=lambda pair: pair[1])]


def _part(found: list[tuple[Find, date | None]], sources: Sources) -> Part:
    entries = [Entry(one.told, one.citation(sources), day) for one, day in found[:MOST]]
    return Part(tuple(entry for entry in entries if sources.is_verbatim(entry.citation)), len(found))
