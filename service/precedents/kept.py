"""Drafts on the desk: held in memory for an hour, under a name nobody can guess, and written nowhere."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from ingest.errors import NotFound
from ingest.types import Document

LASTS = 3600.0  # seconds since it was last looked at
MOST = 20  # drafts at once; a long one takes a few MB

T = TypeVar("T")


class Kept(NamedTuple):
    """A draft, when it was last looked at, and what was made of it since; all of it goes together."""

    seen: float
    draft: Document
    made: dict[Hashable, Any]


class KeptDrafts:
    """Drafts by key; the one untouched the longest goes first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._drafts: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._clock = clock

    def put(self, draft: Document) -> str:
        """Keeps a draft and returns its key."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._drafts[key] = Kept(self._clock(), draft, {})
            self._clear()
        return key

    def get(self, key: str) -> Document:
        """The draft of a key; raises :class:`NotFound` once it is forgotten."""
        return self._kept(key).draft

    def made(self, key: str, of: Hashable, make: Callable[[Document], T]) -> T:
        """What ``make`` makes of a draft, made once for each ``of`` (the last one only is kept)."""
        kept = self._kept(key)
        try:
            result: T = kept.made[of]
        except KeyError:
            result = make(kept.draft)
            kept.made.clear()
            kept.made[of] = result
        return result

    def _kept(self, key: str) -> Kept:
        with self._lock:
            self._clear()
            if key not in self._drafts:
                raise NotFound(
                    "Dự thảo này không còn trên bàn.",
                    "Dự thảo chỉ được giữ một giờ trong bộ nhớ và không ghi ra đĩa; hãy dán hoặc gửi lại tệp.",
                )
            self._drafts[key] = kept = self._drafts[key]._replace(seen=self._clock())
            self._drafts.move_to_end(key)
            return kept

    def forget(self, key: str) -> None:
        """Forgets a draft, if it is still there."""
        with self._lock:
            self._drafts.pop(key, None)

    def _clear(self) -> None:
        now = self._clock()
        stale = [key for key, kept in self._drafts.items() if now - kept.seen > LASTS]
        for key in [*stale, *list(self._drafts)[: max(0, len(self._drafts) - MOST)]]:
            self._drafts.pop(key, None)
