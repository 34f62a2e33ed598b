"""Tokens for programs: shown once, kept by digest, with a role, an end and the time they were last used."""

from __future__ import annotations

from dataclasses import dataclass

from index.database import Database
from ingest.errors import BadRequest, NotFound
from service.access.secrets import digest, fresh
from service.access.times import Clock
from service.access.types import Account, Role, reaches

PREFIX = "tracuu_"  # so that a token left in a file is known for what it is
DAYS, MOST_DAYS = 90, 730
LABEL = 80  # characters
_NOTED = 60.0  # seconds within which a use is not written again
_DAY = 24 * 3600.0


@dataclass(frozen=True)
class Token:
    """What is known of a token; times in seconds since 1970."""

    id: int
    account: str
    label: str
    role: Role
    made: float
    until: float
    used: float | None


class Tokens:
    """The tokens of a data folder."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, account: Account, label: str, role: Role, days: int = DAYS) -> str:
        """A new token for an account; raises :class:`BadRequest` for a role above its own or an unfit term."""
        if not reaches(account.role, role):
            raise BadRequest(f"“{account.name}” không có vai trò {role}.", f"Vai trò của tài khoản là {account.role}.")
        if not 1 <= days <= MOST_DAYS or not 1 <= len(label.strip()) <= LABEL:
            raise BadRequest("Token cần một tên và một thời hạn.", f"Tên tối đa {LABEL} ký tự, hạn 1–{MOST_DAYS} ngày.")
        secret, now = PREFIX + fresh(), self._clock()
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO tokens (digest, account, label, role, made, until) VALUES (?, ?, ?, ?, ?, ?)",
                (digest(secret), account.id, label.strip(), role, now, now + days * _DAY),
            )
        return secret

    def all(self, account: Account | None = None) -> list[Token]:
        """The tokens of an account or of all, the newest first."""
        rows = self._database.connection.execute(
            """SELECT tokens.id, name, label, tokens.role, tokens.made, until, used
               FROM tokens JOIN accounts ON accounts.id = account
               WHERE ? IS NULL OR account = ? ORDER BY tokens.id DESC""",
            (account and account.id, account and account.id),
        )
        return [Token(*row) for row in rows]

    def account(self, secret: str) -> tuple[int, Role, bool] | None:
        """The id of the account behind a token, the token's role, and whether it is time to note its use."""
        if not secret.startswith(PREFIX):
            return None
        query = "SELECT account, role, until, used FROM tokens WHERE digest = ?"
        row = self._database.connection.execute(query, (digest(secret),)).fetchone()
        now = self._clock()
        if row is None or row[2] < now:
            return None
        return row[0], row[1], row[3] is None or row[3] < now - _NOTED

    def used(self, secret: str) -> None:
        """Note that a token is in use."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE tokens SET used = ? WHERE digest = ?", (self._clock(), digest(secret)))

    def revoke(self, id: int, account: Account | None = None) -> None:
        """End a token at once, of an account or anybody's; raises :class:`NotFound`."""
        owner = account and account.id
        with self._database.transaction() as connection:
            query = "DELETE FROM tokens WHERE id = ? AND (? IS NULL OR account = ?)"
            if not connection.execute(query, (id, owner, owner)).rowcount:
                raise NotFound(f"Không có token số {id}.", "Xem danh sách bằng lệnh tracuu token list.")
