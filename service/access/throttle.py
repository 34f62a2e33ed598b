"""How often one may try to sign in: counted in the file, so that it holds over several processes."""

from __future__ import annotations

from index.database import Database
from service.access.times import Clock
from service.access.types import TooManyAttempts

WITHIN = 15 * 60.0  # seconds
OF_A_NAME = 10
OF_AN_ADDRESS = 30  # an office often has one address


class Throttle:
    """Counts attempts before they are looked at, so that many at once cannot slip through."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def attempt(self, name: str, address: str) -> None:
        """Note an attempt; raises :class:`TooManyAttempts`, alike for names that exist and that do not."""
        now = self._clock()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE at < ?", (now - WITHIN,))
            by_name, by_address = connection.execute(
                "SELECT coalesce(sum(name = ?), 0), coalesce(sum(address = ?), 0) FROM attempts", (name, address)
            ).fetchone()
            if by_name >= OF_A_NAME or by_address >= OF_AN_ADDRESS:
                minutes = round(WITHIN / 60)
                raise TooManyAttempts(
                    "Đã thử đăng nhập quá nhiều lần.", f"Hãy đợi {minutes} phút rồi thử lại, hoặc nhờ người quản trị."
                )
            connection.execute("INSERT INTO attempts VALUES (?, ?, ?)", (now, name, address))

    def forgive(self, name: str, address: str) -> None:
        """Forget the attempts of somebody who did sign in from there."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE name = ? AND address = ?", (name, address))
