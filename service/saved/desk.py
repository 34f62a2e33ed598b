"""The desk of saved searches: what each finds in the documents that its owner reads, and what of it is new."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.placing import COMMON
from ingest.errors import NotFound
from service.clock import today
from service.registers.desk import RegisterDesk
from service.saved.finding import Find, find
from service.saved.store import SavedSearches
from service.saved.types import PassageFilter, Saved, Wish

if TYPE_CHECKING:
    from index.library import Library
    from service.access.store import Access

MOST = 8  # registers of different readers kept at once


@dataclass(frozen=True)
class Found:
    """What a saved search finds on a day, the new first; ``new`` of it was not there when it was last told."""

    finds: tuple[Find, ...]
    new: frozenset[Find]


class SavedDesk:
    """Over a whole library: what is shown of it is what the owner of a search reads, now."""

    def __init__(self, library: Library, access: Access) -> None:
        self.access, self.searches = access, SavedSearches(access.database)
        self._library = library
        self._registers: OrderedDict[frozenset[str] | None, RegisterDesk] = OrderedDict()
        self._making = threading.Lock()

    def registers(self, account: int | None) -> RegisterDesk:
        """The registers of the documents that somebody reads; raises :class:`NotFound` if his account is gone."""
        reads = self._reads(account)
        with self._making:
            if reads not in self._registers:
                whole = reads is None
                self._registers[reads] = RegisterDesk(
                    self._library if whole else self._library.visible_to(reads or frozenset())
                )
            self._registers.move_to_end(reads)
            while len(self._registers) > MOST:
                self._registers.popitem(last=False)
            return self._registers[reads]

    def at_one_state(self, saved: Saved) -> AbstractContextManager[None]:
        """All that is found of a search and quoted within is of one state of the documents."""
        searching = isinstance(saved.wish.asked, PassageFilter)
        return self.registers(saved.account).archive.steady(searching=searching)

    def _reads(self, account: int | None) -> frozenset[str] | None:
        """The collections that somebody reads; ``None`` for all, as long as there are no accounts."""
        if account is None:
            return frozenset({COMMON}) if self.access.accounts.any() else None
        reader = self.access.reader(account)
        if reader is None:
            raise NotFound("Tài khoản của tìm kiếm này không còn.", "Xem danh sách bằng lệnh tracuu account list.")
        return reader.collections

    def add(self, account: int | None, wish: Wish) -> Saved:
        """Save a search; what it finds today is not new. Raises :class:`~ingest.errors.BadRequest`."""
        there = find(self.registers(account), wish.asked, today(), wish.language)
        return self.searches.add(account, wish, (mark for one in there for mark in one.marks))

    def run(self, saved: Saved, day: date | None = None) -> Found:
        """What a search finds now, and what of it no digest has told yet; changes nothing."""
        finds = find(self.registers(saved.account), saved.wish.asked, day or today(), saved.wish.language)
        new = frozenset(unknown(finds, self.searches.told(saved.id)))
        return Found(tuple(sorted(finds, key=lambda one: one not in new)), new)


def unknown(finds: Iterable[Find], told: Mapping[bytes, int]) -> Sequence[Find]:
    """The finds of which no mark was told."""
    return [one for one in finds if told_by(one, told) is None]


def told_by(one: Find, told: Mapping[bytes, int]) -> int | None:
    """The digest that told a find first, 0 if it was there when the search was saved; ``None`` if none did."""
    return min((told[mark] for mark in one.marks if mark in told), default=None)
