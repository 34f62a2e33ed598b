"""What strangers can have written into the log is written once in a while: they must not fill the disk with it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from service.access.times import Clock

PAUSE = 60.0  # seconds
MOST = 10_000  # remembered


class Seldom:
    """Whether something was not told of for a while; safe from several threads, counted in each process by itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, *what: str) -> bool:
        """Whether it is to be told now; what was told is kept quiet for :data:`PAUSE` seconds."""
        now = self._clock()
        with self._lock:
            if now - self._told.get(what, now - PAUSE) < PAUSE:
                return False
            self._told[what] = now
            self._told.move_to_end(what)
            if len(self._told) > MOST:
                self._told.popitem(last=False)
        return True
