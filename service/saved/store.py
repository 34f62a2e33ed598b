"""Saved searches, their digests and what was told, beside the accounts that own them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from index.database import Database
from index.failures import storage_told
from ingest.errors import BadRequest, NotFound
from service.access.secrets import digest as digest_of
from service.access.secrets import fresh
from service.access.times import now
from service.saved.types import FILTERS, Saved, Wish

MOST = 100  # searches an owner may save
EVERYBODY = -1
"""Stands for the owner where somebody may touch the searches of all: on the command line."""

_SELECT = """
    SELECT saved.id, account, ifnull(accounts.name, ''), saved.name, kind, asked, ahead, mail, quiet, language,
           feed IS NOT NULL, saved.made, (SELECT max(day) FROM digests WHERE saved = saved.id)
    FROM saved LEFT JOIN accounts ON accounts.id = account"""


class SavedSearches:
    """The saved searches of a data folder. ``owner`` is an account's number, ``None`` for this machine's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, owner: int | None = EVERYBODY) -> list[Saved]:
        """The searches of an owner, or of everybody, by owner and name."""
        query = f"{_SELECT} WHERE ? = ? OR account IS ? ORDER BY account, saved.name"
        rows = self._database.connection.execute(query, (owner, EVERYBODY, owner))
        return [_saved(row) for row in rows]

    def get(self, id: int, owner: int | None = EVERYBODY) -> Saved:
        """One of an owner's; raises :class:`NotFound`, also for one of somebody else."""
        found = next((one for one in self.all(owner) if one.id == id), None)
        if found is None:
            raise NotFound(f"Không có tìm kiếm đã lưu số {id}.", "Xem danh sách: tracuu saved list, hoặc trang Đã lưu.")
        return found

    def by_feed(self, secret: str) -> Saved:
        """The one whose feed has this secret; raises :class:`NotFound`."""
        row = self._database.connection.execute(f"{_SELECT} WHERE feed = ?", (digest_of(secret),)).fetchone()
        if row is None:
            raise NotFound("Không có nguồn tin nào ở địa chỉ này.", "Lập địa chỉ khác ở trang Đã lưu.")
        return _saved(row)

    @storage_told()
    def add(self, owner: int | None, wish: Wish, there: Iterable[bytes]) -> Saved:
        """Save a search, with the marks of what it finds now; raises :class:`BadRequest` for a name that is taken."""
        values = (owner, wish.name, wish.kind, wish.asked.model_dump_json(exclude_defaults=True), wish.ahead, wish.mail)
        try:
            with self._database.transaction() as connection:
                self._check_room(connection, owner)
                cursor = connection.execute(
                    "INSERT INTO saved (account, name, kind, asked, ahead, mail, quiet, language, made)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*values, wish.quiet, wish.language, now()),
                )
                id = cursor.lastrowid or 0
                _note(connection, id, dict.fromkeys(there, 0))
        except sqlite3.IntegrityError:
            raise BadRequest(
                f"Đã có tìm kiếm tên “{wish.name}”.", "Đặt tên khác, hoặc xóa tìm kiếm cũ trước."
            ) from None
        return self.get(id)

    def _check_room(self, connection: sqlite3.Connection, owner: int | None) -> None:
        count = connection.execute("SELECT count(*) FROM saved WHERE account IS ?", (owner,)).fetchone()[0]
        if count >= MOST:
            raise BadRequest(f"Đã lưu {MOST} tìm kiếm, không lưu thêm được.", "Xóa bớt tìm kiếm không dùng nữa.")

    @storage_told()
    def remove(self, id: int) -> None:
        """Forget a search with its digests, letters and feed."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved WHERE id = ?", (id,))

    @storage_told()
    def new_feed(self, id: int) -> str:
        """A new secret for the address of a feed; the old address ends. It is given once, and kept as a digest."""
        secret = fresh()
        with self._database.transaction() as connection:
            connection.execute("UPDATE saved SET feed = ? WHERE id = ?", (digest_of(secret), id))
        return secret

    # -- digests ---------------------------------------------------------------------------------

    def told(self, id: int) -> dict[bytes, int]:
        """What was told of a search: mark → the digest that told it first, 0 if it was there when it was saved."""
        return dict(self._database.connection.execute("SELECT mark, digest FROM told WHERE saved = ?", (id,)))

    def digests(self, id: int, count: int) -> list[tuple[int, date]]:
        """The last digests of a search, the newest first: number and day."""
        rows = self._database.connection.execute(
            "SELECT id, day FROM digests WHERE saved = ? ORDER BY day DESC LIMIT ?", (id, count)
        )
        return [(number, date.fromisoformat(day)) for number, day in rows]

    def digest_of(self, id: int, day: date) -> int | None:
        """The digest made of a search for a day."""
        query = "SELECT id FROM digests WHERE saved = ? AND day = ?"
        row = self._database.connection.execute(query, (id, day.isoformat())).fetchone()
        return row[0] if row else None

    @storage_told()
    def keep_digest(self, saved: Saved, day: date, fresh: Iterable[bytes], again: Mapping[bytes, int]) -> int:
        """Note a digest with the marks it tells first; ``again`` are other marks of what was told before."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO digests (saved, day, made) VALUES (?, ?, ?)", (saved.id, day.isoformat(), now())
            )
            number = cursor.lastrowid or 0
            _note(connection, saved.id, {**again, **dict.fromkeys(fresh, number)})
        return number

    @storage_told()
    def post(self, digest: int, recipient: str) -> None:
        """A letter for a digest, unless there is one."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO letters (digest, recipient, state, at) VALUES (?, ?, 'waiting', ?)",
                (digest, recipient, now()),
            )


def _note(connection: sqlite3.Connection, id: int, marks: Mapping[bytes, int]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO told VALUES (?, ?, ?)", [(id, mark, digest) for mark, digest in marks.items()]
    )


def _saved(row: tuple[int, int | None, str, str, str, str, int, str, int, str, int, str, str | None]) -> Saved:
    id, account, owner, name, kind, asked, ahead, mail, quiet, language, feed, made, last = row
    shape = FILTERS[kind]  # type: ignore[index]
    wish = Wish.model_validate(
        {
            "name": name,
            "kind": kind,
            "asked": shape.model_validate(json.loads(asked)),
            "ahead": ahead,
            "mail": mail,
            "quiet": bool(quiet),
            "language": language,
        }
    )
    return Saved(id, account, owner, wish, bool(feed), made, date.fromisoformat(last) if last else None)
