"""Collections and who reads them. The common one is everybody's who is signed in; of the others, those named."""

from __future__ import annotations

import unicodedata

from index.database import Database
from index.placing import COMMON
from ingest.errors import BadRequest, NotFound
from service.access.times import now
from service.access.types import Account

LONGEST = 60  # characters


def checked(name: str) -> str:
    """A name fit for a collection; raises :class:`BadRequest`."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not 1 <= len(name) <= LONGEST or not name.isprintable() or "/" in name:
        raise BadRequest("Tên bộ sưu tập không dùng được.", f"Dùng 1 đến {LONGEST} ký tự, không có dấu gạch chéo.")
    return name


class Collections:
    """The collections of a data folder; an empty list of readers means nobody, administrators included."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> list[str]:
        """Every collection, the common one first."""
        rows = self._database.connection.execute("SELECT name FROM collections ORDER BY name")
        return [COMMON, *(name for (name,) in rows)]

    def add(self, name: str) -> bool:
        """Make a collection that nobody reads yet, unless it is there; whether it is new."""
        name = checked(name)
        if name == COMMON:
            return False
        with self._database.transaction() as connection:
            return bool(connection.execute("INSERT OR IGNORE INTO collections VALUES (?, ?)", (name, now())).rowcount)

    def readers(self, name: str) -> list[str]:
        """The names of those who read a collection; of the common one nobody is named."""
        rows = self._database.connection.execute(
            "SELECT name FROM readers JOIN accounts ON accounts.id = account WHERE collection = ? ORDER BY folded",
            (name,),
        )
        return [reader for (reader,) in rows]

    def read_by(self, account: int) -> frozenset[str]:
        """What an account reads."""
        query = "SELECT collection FROM readers WHERE account = ?"
        return frozenset({COMMON, *(name for (name,) in self._database.connection.execute(query, (account,)))})

    def grant(self, name: str, account: Account) -> None:
        """Let an account read; raises :class:`NotFound` or, for the common one, :class:`BadRequest`."""
        self._named(name)
        with self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO readers VALUES (?, ?)", (name, account.id))

    def revoke(self, name: str, account: Account) -> None:
        """Let an account read no longer; raises as :meth:`grant`."""
        self._named(name)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM readers WHERE collection = ? AND account = ?", (name, account.id))

    def _named(self, name: str) -> None:
        if name == COMMON:
            raise BadRequest(f"Bộ sưu tập “{COMMON}” của mọi người đã đăng nhập.", "Tạo bộ sưu tập khác cho riêng ai.")
        if name not in self.names():
            raise NotFound(f"Không có bộ sưu tập “{name}”.", "Xem danh sách bằng lệnh tracuu collection list.")
