"""Letters that wait to be sent: one a digest at most. What was sent is not sent again, whatever happens in between.

A letter is noted as *sending* before its text goes out, and as *sent* after the server took it. A crash in between, or
a line that broke, leaves it *unsure*: it may have arrived, so it goes out again only if somebody says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.database import Database
from index.failures import storage_told
from service.access.times import now

State = Literal["waiting", "sending", "sent", "refused", "unsure"]


@dataclass(frozen=True)
class Letter:
    """A digest to be sent; ``failure`` is why it was not, in words."""

    digest: int
    saved: int
    day: date
    recipient: str
    state: State
    tries: int
    failure: str


class Outbox:
    """The letters of a data folder; whoever sends holds a lock, see :func:`service.digest.post.deliver`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def letters(self, *states: State) -> list[Letter]:
        """The letters in some states, the oldest first."""
        rows = self._database.connection.execute(
            """SELECT digest, saved, day, recipient, state, tries, failure
               FROM letters JOIN digests ON digests.id = digest ORDER BY digest"""
        )
        return [
            Letter(digest, saved, date.fromisoformat(day), recipient, state, tries, failure)
            for digest, saved, day, recipient, state, tries, failure in rows
            if state in states
        ]

    def interrupted(self) -> None:
        """What was being sent when a process ended: nobody knows whether it arrived."""
        self._change(
            "UPDATE letters SET state = 'unsure', failure = ?, at = ? WHERE state = 'sending'",
            ("Bị ngắt trong khi gửi.", now()),
        )

    def note(self, letter: Letter, state: State, failure: str = "") -> None:
        """Note what becomes of a letter, on disk when it returns; beginning to send counts as a try."""
        self._change(
            "UPDATE letters SET state = ?, failure = ?, at = ?, tries = tries + ? WHERE digest = ?",
            (state, failure, now(), state == "sending", letter.digest),
        )

    def again(self) -> int:
        """Let what was refused, or may not have arrived, wait once more; how many those are."""
        return self._change(
            "UPDATE letters SET state = 'waiting', at = ? WHERE state IN ('refused', 'unsure')", (now(),)
        )

    @storage_told()
    def _change(self, statement: str, values: tuple[object, ...]) -> int:
        with self._database.transaction() as connection:
            return connection.execute(statement, values).rowcount
