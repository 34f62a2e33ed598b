"""Accounts: made, listed, changed, removed."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from index.database import Database
from ingest.errors import BadRequest, NotFound
from service.access import passwords
from service.access.times import now
from service.access.types import Account, Role

ADMIN: Role = "quản trị"
_NAME = re.compile(r"[\w.@+-]{2,64}")
_COLUMNS = "id, name, role, made, password IS NOT NULL"


def folded(name: str) -> str:
    """A name as it is compared: NFC, without case or surrounding space."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


class Accounts:
    """The accounts of a data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any(self) -> bool:
        """Whether there are accounts, so that everybody has to sign in."""
        return bool(self._database.connection.execute("SELECT EXISTS (SELECT 1 FROM accounts)").fetchone()[0])

    def all(self) -> list[Account]:
        """Every account by name."""
        rows = self._database.connection.execute(f"SELECT {_COLUMNS} FROM accounts ORDER BY folded")  # noqa: S608
        return [_account(row) for row in rows]

    def find(self, name: str) -> Account | None:
        """The account of a name, if there is one."""
        return self._one("folded", folded(name))

    def of_id(self, id: int) -> Account | None:
        """The account of a number, if it is still there."""
        return self._one("id", id)

    def of_subject(self, subject: str) -> Account | None:
        """The account of somebody whom a provider knows."""
        return self._one("subject", subject)

    def _one(self, column: str, value: str | int) -> Account | None:
        query = f"SELECT {_COLUMNS} FROM accounts WHERE {column} = ?"  # noqa: S608 our names
        row = self._database.connection.execute(query, (value,)).fetchone()
        return _account(row) if row else None

    def get(self, name: str) -> Account:
        """The account of a name; raises :class:`NotFound`."""
        found = self.find(name)
        if found is None:
            raise NotFound(f"Không có tài khoản “{name.strip()}”.", "Xem danh sách bằng lệnh tracuu account list.")
        return found

    def password_hash(self, account: Account) -> str | None:
        """The hash kept, ``None`` for those who come by a provider."""
        query = "SELECT password FROM accounts WHERE id = ?"
        row = self._database.connection.execute(query, (account.id,)).fetchone()
        return row[0] if row else None

    def add(self, name: str, role: Role, password: str | None, subject: str | None = None) -> Account:
        """Make an account; raises :class:`BadRequest` for a name that is taken or unfit, or an easy password."""
        name = unicodedata.normalize("NFC", name.strip())
        if not _NAME.fullmatch(name):
            raise BadRequest(
                "Tên tài khoản không dùng được.", "Dùng 2 đến 64 chữ cái, chữ số hoặc dấu . _ - @, không có dấu cách."
            )
        if password is not None:
            passwords.check(password, name)
        kept = passwords.hashed(password) if password is not None else None
        try:
            with self._database.transaction() as connection:
                connection.execute(
                    "INSERT INTO accounts (name, folded, role, password, subject, made) VALUES (?, ?, ?, ?, ?, ?)",
                    (name, folded(name), role, kept, subject, now()),
                )
        except sqlite3.IntegrityError:
            raise BadRequest(f"Đã có tài khoản “{name}”.", "Chọn tên khác, hoặc đổi vai trò của nó.") from None
        return self.get(name)

    def set_password(self, account: Account, password: str) -> None:
        """Change a password, which ends every session of the account; raises :class:`BadRequest` for an easy one."""
        passwords.check(password, account.name)
        kept = passwords.hashed(password)
        with self._database.transaction() as connection:
            connection.execute("UPDATE accounts SET password = ? WHERE id = ?", (kept, account.id))
            connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,))

    def renew_hash(self, account: Account, password: str) -> None:
        """Keep the same password with the parameters of today."""
        kept = passwords.hashed(password)
        with self._database.transaction() as connection:
            connection.execute("UPDATE accounts SET password = ? WHERE id = ?", (kept, account.id))

    def set_role(self, account: Account, role: Role) -> None:
        """Change what an account may do, at once; raises :class:`BadRequest` if nobody would administer any more."""
        with self._database.transaction() as connection:
            if role != ADMIN:
                self._keep_an_admin(connection, account)
            connection.execute("UPDATE accounts SET role = ? WHERE id = ?", (role, account.id))

    def remove(self, account: Account) -> None:
        """Remove an account with its sessions, tokens and grants; raises :class:`BadRequest` as :meth:`set_role`."""
        with self._database.transaction() as connection:
            if connection.execute("SELECT count(*) FROM accounts").fetchone()[0] > 1:
                self._keep_an_admin(connection, account)
            connection.execute("DELETE FROM accounts WHERE id = ?", (account.id,))

    def _keep_an_admin(self, connection: sqlite3.Connection, account: Account) -> None:
        query = "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = ? AND id <> ?)"
        if account.role == ADMIN and not connection.execute(query, (ADMIN, account.id)).fetchone()[0]:
            raise BadRequest(
                f"“{account.name}” là người quản trị duy nhất.", "Hãy giao vai trò ấy cho một tài khoản khác trước."
            )


def _account(row: tuple[int, str, Role, str, int]) -> Account:
    return Account(row[0], row[1], row[2], row[3], bool(row[4]))
