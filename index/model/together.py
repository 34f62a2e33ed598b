"""One computation for the questions that several threads ask at the same time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.types import Vectors


@dataclass(eq=False)
class _Asked:
    """One text, and what became of it; woken with neither answer nor error, its thread leads the next batch."""

    text: str
    woken: threading.Event = field(default_factory=threading.Event)
    vector: Vectors | None = None
    error: BaseException | None = None

    def answer(self) -> Vectors:
        if self.error is not None:
            raise self.error
        if self.vector is None:
            raise RuntimeError("woken without an answer")
        return self.vector


class Together:
    """Encodes single texts of many threads in common batches.

    Nobody waits for company: who finds a lane free computes at once, alone. Those who come while all ``lanes``
    are taken wait; when one becomes free, the first of them leads and takes the others along, ``most`` at most.
    An error of a batch is raised in every thread that had a text in it.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Vectors], lanes: int, most: int) -> None:
        self._encode = encode
        self._free = lanes
        self._most = most
        self._waiting: deque[_Asked] = deque()
        self._lock = threading.Lock()

    def __call__(self, text: str) -> Vectors:
        """The vector of ``text``."""
        mine = _Asked(text)
        with self._lock:
            leads = self._free > 0
            if leads:
                self._free -= 1
            else:
                self._waiting.append(mine)
        if not leads:
            mine.woken.wait()
        if mine.vector is None and mine.error is None:
            self._lead(mine)
        return mine.answer()

    def _lead(self, mine: _Asked) -> None:
        with self._lock:
            company = min(len(self._waiting), self._most - 1)
            batch = [mine, *(self._waiting.popleft() for _ in range(company))]
        try:
            for one, vector in zip(batch, self._encode([one.text for one in batch]), strict=True):
                one.vector = vector
        except BaseException as error:
            for one in batch:
                one.error = error
        finally:
            self._hand_over()
            for one in batch[1:]:
                one.woken.set()

    def _hand_over(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().woken.set()
            else:
                self._free += 1
