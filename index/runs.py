"""A short journal of what changed the store, so that a run cut short is known afterwards.

A run is noted when it starts and when it ends; one that never ended, found by the
next that holds the writer lock, was cut short by a crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Literal

from index.database import Database, now
from index.failures import storage_error
from ingest.types import Frozen

KEPT = 200  # runs remembered

Kind = Literal["sync", "take", "remove", "repair", "restore"]


class Run(Frozen):
    """One run: ``outcome`` is ``None`` while it goes on, ``cut`` if it never came to its end."""

    kind: Kind
    started: str
    ended: str | None
    outcome: Literal["done", "failed", "cut"] | None
    told: str = ""


@contextmanager
def recorded(runs: Runs, kind: Kind, told: str = "") -> Iterator[None]:
    """Notes a run, and how it ended; the caller holds the writer lock."""
    number = runs.begin(kind, told)
    try:
        yield
    except BaseException as error:
        with suppress(sqlite3.Error):  # the disk may be full, and the failure itself is what is to be told
            runs.end(number, str(storage_error(error) or f"{type(error).__name__}: {error}"))
        raise
    runs.end(number)


class Runs:
    """The journal in the store; beginning and ending need the writer lock."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def begin(self, kind: Kind, told: str = "") -> int:
        """Note that a run begins, and that what had not ended before it was cut short; gives its number."""
        with self._store.transaction() as connection:
            self._cut()
            cursor = connection.execute("INSERT INTO runs (kind, started, told) VALUES (?, ?, ?)", (kind, now(), told))
            connection.execute("DELETE FROM runs WHERE number <= ?", ((cursor.lastrowid or 0) - KEPT,))
        return cursor.lastrowid or 0

    def end(self, number: int, failure: str | None = None) -> None:
        """Note how a run ended; ``failure`` says why it failed."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, outcome = ?, told = trim(told || ' ' || ?) WHERE number = ?",
                (now(), "failed" if failure is not None else "done", failure or "", number),
            )

    def _cut(self) -> None:
        self._store.connection.execute("UPDATE runs SET outcome = 'cut' WHERE outcome IS NULL")

    def last(self, count: int) -> Sequence[Run]:
        """The last runs, the newest first."""
        rows = self._store.connection.execute(
            "SELECT kind, started, ended, outcome, told FROM runs ORDER BY number DESC LIMIT ?", (count,)
        )
        return [Run.model_validate(dict(zip(Run.model_fields, row, strict=True))) for row in rows]
