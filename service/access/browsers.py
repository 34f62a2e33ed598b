"""Browsers that have signed in to an account before, known by a cookie that says nothing else.

Such a browser is not in by it: it still needs the password. It is only not stopped by what strangers do
(:mod:`service.access.throttle`).
"""

from __future__ import annotations

from index.database import Database
from service.access.secrets import digest, fresh
from service.access.times import Clock
from service.access.types import Account

LASTS = 180 * 24 * 3600.0  # seconds since it signed in last
MOST = 20  # of an account; the one that signed in longest ago is forgotten first


class Browsers:
    """The browsers known for the accounts of a data folder."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def mark(self, account: Account, secret: str) -> bytes | None:
        """The mark of a browser that is known for an account; ``None`` if it is not."""
        query = "SELECT digest FROM browsers WHERE digest = ? AND account = ? AND seen >= ?"
        asked = (digest(secret), account.id, self._clock() - LASTS)
        row = self._database.connection.execute(query, asked).fetchone()
        return bytes(row[0]) if row else None

    def remember(self, account: Account, secret: str) -> str:
        """Note that a browser signed in; returns what its cookie is to carry.

        What it carries stays if it is known for any account; anything else somebody may have put there.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM browsers WHERE seen < ?", (now - LASTS,))
            known = connection.execute("SELECT 1 FROM browsers WHERE digest = ?", (digest(secret),)).fetchone()
            secret = secret if known else fresh()
            connection.execute("INSERT OR REPLACE INTO browsers VALUES (?, ?, ?)", (digest(secret), account.id, now))
            connection.execute(
                "DELETE FROM browsers WHERE account = ? AND digest NOT IN"
                " (SELECT digest FROM browsers WHERE account = ? ORDER BY seen DESC, rowid DESC LIMIT ?)",
                (account.id, account.id, MOST),
            )
        return secret
