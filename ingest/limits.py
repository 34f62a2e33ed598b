"""A sign of life from whoever reads a long file, heard by the process that waits for it."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Makes ``listener`` hear every tick in this process."""
    _listeners[:] = [listener]


def tick() -> None:
    """Says that reading goes on: a page, a sheet or a part has been done."""
    for listener in _listeners:
        listener()
