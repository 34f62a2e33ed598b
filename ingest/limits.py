"""A sign of life from whoever reads a long file, with how far he is, heard by whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Reading = Literal["pages", "recognise", "convert", "structure", "facts"]


@dataclass(frozen=True, slots=True)
class Step:
    """What the reading of one file is at: page ``done`` of ``total``, 0 of 0 where nothing is counted."""

    stage: Reading
    done: int = 0
    total: int = 0


Listener = Callable[[Step | None], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Makes ``listener`` hear every step that is taken inside the block, by this thread or by its worker."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tick(stage: Reading | None = None, done: int = 0, total: int = 0) -> None:
    """Says that reading goes on, and at which step where it is known."""
    say(Step(stage, done, total) if stage else None)


def say(step: Step | None) -> None:
    """Passes a step on to whoever listens."""
    listener = _listener.get()
    if listener is not None:
        listener(step)
