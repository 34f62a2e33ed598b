"""What was computed of the store last, kept until the store changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A value that belongs to one revision; shared by all threads, each of which must leave it as it is.

    Two threads that ask at once may both compute it: that costs time once, and no lock afterwards. What is not
    ``small`` enough to be kept is computed each time.
    """

    def __init__(
        self, revision: Callable[[], int], make: Callable[[], T], small: Callable[[T], bool] = lambda value: True
    ) -> None:
        self._revision = revision
        self._make = make
        self._small = small
        self._known: tuple[int, T] | None = None

    def __call__(self) -> T:
        """The value for what the store holds now."""
        revision, known = self._revision(), self._known
        if known is not None and known[0] == revision:
            return known[1]
        value = self._make()
        if self._revision() == revision:  # else it may be of a state between, which nobody may be given later
            self._known = (revision, value) if self._small(value) else None
        return value
