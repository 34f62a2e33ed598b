"""How often one may try to sign in: counted in the file, so that it holds over several processes.

A name must not be shut to its owner because strangers guess at it. So a browser that has signed in to a name before
is counted by itself, and nothing that others do stops it; all other tries at that name, wherever they come from,
share what they may do, and are slowed down, never stopped, when there are many (OWASP: "slow down online guessing
attacks with device cookies").
"""

from __future__ import annotations

import ipaddress
import math

from index.database import Database
from service.access.times import Clock
from service.access.types import TooManyAttempts

WITHIN = 15 * 60.0  # seconds
OF_A_BROWSER = 10  # at one name, by a browser that has signed in to it before, or by who is in
OF_A_PAIR = 10  # at one name from one address
OF_A_NAME = 20  # from all addresses; from then on one in so many seconds:
PAUSE = 60.0
OF_AN_ADDRESS = 30  # an office often has one address
STRANGERS = b""  # the lane of all who have not signed in to the name before
WHO_IS_IN = b"in"  # the lane of those who are in and give their password once more


class Throttle:
    """Counts attempts before they are looked at, so that many at once cannot slip through."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def attempt(self, name: str, address: str, lane: bytes = STRANGERS) -> None:
        """Note an attempt; raises :class:`TooManyAttempts`, alike for names that exist and that do not.

        ``lane`` is the mark of a browser that is known for the name.
        """
        now, source = self._clock(), network(address)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE at < ?", (now - WITHIN,))
            if lane == STRANGERS:
                wait = self._strangers_wait(name, source, now)
            else:
                wait = WITHIN if self._count("name = ? AND lane = ?", name, lane) >= OF_A_BROWSER else 0.0
            if wait > 0:
                raise _too_many(wait)
            connection.execute("INSERT INTO attempts VALUES (?, ?, ?, ?)", (now, name, source, lane))

    def _strangers_wait(self, name: str, source: str, now: float) -> float:
        """Seconds until one of those who are not known may try this name from there; 0 if now."""
        if (
            self._count("address = ? AND lane = ?", source, STRANGERS) >= OF_AN_ADDRESS
            or self._count("name = ? AND address = ? AND lane = ?", name, source, STRANGERS) >= OF_A_PAIR
        ):
            return WITHIN
        if self._count("name = ? AND lane = ?", name, STRANGERS) < OF_A_NAME:
            return 0.0
        query = "SELECT max(at) FROM attempts WHERE name = ? AND lane = ?"
        last: float = self._database.connection.execute(query, (name, STRANGERS)).fetchone()[0]
        return last + PAUSE - now

    def _count(self, condition: str, *values: str | bytes) -> int:
        query = f"SELECT count(*) FROM attempts WHERE {condition}"  # noqa: S608 our conditions
        return int(self._database.connection.execute(query, values).fetchone()[0])

    def forgive(self, name: str, address: str, lane: bytes = STRANGERS) -> None:
        """Forget the attempts of somebody who did sign in: by this browser, or from there."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM attempts WHERE name = ? AND lane = ? AND (address = ? OR lane <> ?)",
                (name, lane, network(address), STRANGERS),
            )


def network(address: str) -> str:
    """What counts as one address: of IPv6 the network of a site, for its machines take as many as they like."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
    return address


def _too_many(wait: float) -> TooManyAttempts:
    minutes = math.ceil(wait / 60)
    return TooManyAttempts(
        "Đã thử đăng nhập quá nhiều lần.",
        f"Hãy đợi {minutes} phút rồi thử lại, đăng nhập bằng trình duyệt đã từng đăng nhập, hoặc nhờ người quản trị.",
    )
