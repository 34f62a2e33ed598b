"""Everything about access in one data folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Self

from index.database import Database
from service.access.accounts import Accounts
from service.access.browsers import Browsers
from service.access.collections import Collections
from service.access.log import Log
from service.access.schema import MIGRATIONS
from service.access.seldom import Seldom
from service.access.sessions import Sessions
from service.access.throttle import Throttle
from service.access.times import Clock
from service.access.tokens import Tokens
from service.access.types import Reader, Role, reaches

FILE = "access.db"


class Access:
    """Accounts, sessions, tokens, collections and the log, in a file of their own."""

    def __init__(self, path: Path, clock: Clock = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # nobody else's to read, nor what SQLite writes beside it
        self.database = Database(path, MIGRATIONS)
        self.clock = clock
        self.accounts = Accounts(self.database)
        self.sessions = Sessions(self.database, clock)
        self.tokens = Tokens(self.database, clock)
        self.browsers = Browsers(self.database, clock)
        self.throttle = Throttle(self.database, clock)
        self.collections = Collections(self.database)
        self.log = Log(self.database)
        self.seldom = Seldom(clock)

    @classmethod
    def beside(cls, data: Path) -> Self:
        """The access file of a data folder, made if it is not there."""
        return cls(data / FILE)

    def damage(self) -> str | None:
        """What SQLite finds wrong with the file, ``None`` if it is whole."""
        return self.database.damage()

    def reader(self, account: int, *, limit: Role | None = None) -> Reader | None:
        """Who an account is now, doing no more than ``limit`` (a token's role) allows; ``None`` if it is gone."""
        found = self.accounts.of_id(account)
        if found is None:
            return None
        role = found.role if limit is None or reaches(limit, found.role) else limit
        return Reader(found, role, self.collections.read_by(account), by_token=limit is not None)
