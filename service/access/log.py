"""The audit log: who did what, when, from where; never the text of a document or of a question.

Rows are only ever added: triggers in the file refuse to change or delete them, and each row carries a seal over itself
and the seal before it, so that :meth:`Log.check` finds what was changed behind the program's back. Rows cut off at the
end leave no gap: whoever needs to prove their absence notes the last seal elsewhere (``tracuu log`` prints it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.database import Database
from service.access.times import now

LONGEST = 400  # characters of an object
DONE = "được"


class Event(NamedTuple):
    """One row; ``at`` in UTC, ISO 8601; ``object`` names documents, accounts or files, never their content."""

    id: int
    at: str
    who: str
    address: str
    action: str
    object: str
    outcome: str
    seal: str


class Log:
    """The log of a data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, who: str, address: str, action: str, object: str = "", outcome: str = DONE) -> None:
        """Write a row, on disk when it returns."""
        self.add_all(who, address, action, [(object, outcome)])

    def add_all(self, who: str, address: str, action: str, done: Iterable[tuple[str, str]]) -> None:
        """Write a row for each object and its outcome, together."""
        with self._database.transaction() as connection:
            last = connection.execute("SELECT id, seal FROM events ORDER BY id DESC LIMIT 1").fetchone()
            number, seal = last or (0, "")
            for object, outcome in done:
                number += 1
                printable = "".join(char for char in object if char.isprintable())[:LONGEST]
                told = (number, now(), who, address, action, printable, outcome)
                seal = _seal(seal, told)
                connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*told, seal))

    def recent(self, count: int, before: int | None = None) -> list[Event]:
        """The newest rows, the newest first, older than ``before`` if that is given."""
        rows = self._database.connection.execute(
            "SELECT * FROM events WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?", (before, before, count)
        )
        return [Event(*row) for row in rows]

    def check(self) -> int | None:
        """The number of the first row that is not as it was written, or follows a gap; ``None`` if all are."""
        seal, expected = "", 1
        for event in self._all():
            if event.id != expected or event.seal != _seal(seal, event[:-1]):
                return min(event.id, expected)
            seal, expected = event.seal, expected + 1
        return None

    def _all(self) -> Iterator[Event]:
        for row in self._database.connection.execute("SELECT * FROM events ORDER BY id"):
            yield Event(*row)


def _seal(before: str, told: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps([before, *told], ensure_ascii=False).encode()).hexdigest()
