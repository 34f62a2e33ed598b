"""An SQLite file: a connection a thread, every commit on disk, all or nothing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.files import exclusive
from index.schema import MIGRATIONS, migrate


class Database:
    """The SQLite file at ``path``, made or migrated by ``scripts`` when opened.

    Reading is safe from any thread, and sees whole transactions only. Writing
    happens inside :meth:`transaction`.
    """

    def __init__(self, path: Path, scripts: Sequence[str] = MIGRATIONS) -> None:
        self._path = path
        self._local = threading.local()
        path.parent.mkdir(parents=True, exist_ok=True)
        # one at a time: SQLite does not wait its turn to switch a new file to WAL
        with exclusive(path.with_name("opening.lock")):
            self.connection.execute("PRAGMA journal_mode = WAL")
            migrate(self.connection, scripts)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=60, isolation_level=None)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        connection: sqlite3.Connection | None = self._local.__dict__.pop("connection", None)
        self._local.__dict__.clear()
        if connection is not None:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; when it ends well the changes are on disk."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several reads of one state; within a transaction, of that transaction's state."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    def revision(self) -> int:
        """Grows with every change of what may be found."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        return int(row[0])

    def setting(self, key: str) -> str | None:
        """What was noted under ``key``."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def note_setting(self, key: str, value: str) -> None:
        """Note ``value`` under ``key``; call inside a transaction."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def bump(self) -> None:
        """Note such a change; call inside a transaction."""
        self.connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
