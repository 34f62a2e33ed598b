"""Sessions of browsers: kept here, by digest, so that signing out and a new password truly end them."""

from __future__ import annotations

from index.database import Database
from service.access.secrets import digest, fresh
from service.access.times import Clock
from service.access.types import Account

IDLE = 12 * 3600.0  # seconds without a request after which a session ends: a day at the office
LASTS = 7 * 24 * 3600.0  # seconds after which it ends anyway
_NOTED = 60.0  # seconds within which being seen is not written again


class Sessions:
    """The sessions of a data folder."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(self, account: Account) -> str:
        """A new session; returns what its cookie carries. Those that are over are cleared away."""
        secret, now = fresh(), self._clock()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (now - IDLE, now - LASTS))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (digest(secret), account.id, now, now))
        return secret

    def account(self, secret: str) -> tuple[int, bool] | None:
        """The id of the account behind a cookie, and whether it is time to note that it was seen."""
        query = "SELECT account, made, seen FROM sessions WHERE digest = ?"
        row = self._database.connection.execute(query, (digest(secret),)).fetchone()
        now = self._clock()
        if row is None or row[2] < now - IDLE or row[1] < now - LASTS:
            return None
        return row[0], row[2] < now - _NOTED

    def seen(self, secret: str) -> None:
        """Note that a session is in use."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE sessions SET seen = ? WHERE digest = ?", (self._clock(), digest(secret)))

    def end(self, secret: str) -> None:
        """End a session, if there is one."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (digest(secret),))
