"""An SQLite file: a connection a thread, every commit on disk, all or nothing."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.files import exclusive, make_folder, sync_path
from index.schema import MIGRATIONS, migrate


def now() -> str:
    """This moment: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Opened:
    """A thread's connection, closed as soon as the thread has ended.

    Left to Python it would wait for the collector of cycles, for it is part of one: a server whose threads come and
    go would keep their files open until then.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._process = os.getpid()

    def __del__(self) -> None:
        if os.getpid() == self._process:  # and is no copy that a fork made
            self.connection.close()


class Database:
    """The SQLite file at ``path``, made or migrated by ``scripts`` when opened.

    Reading is safe from any thread, and sees whole transactions only. Writing
    happens inside :meth:`transaction`.
    """

    def __init__(self, path: Path, scripts: Sequence[str] = MIGRATIONS) -> None:
        self._path = path
        self._local = threading.local()
        make_folder(path.parent)
        new = not path.exists()
        # one at a time: SQLite does not wait its turn to switch a new file to WAL
        with exclusive(path.with_name("opening.lock")):
            self.connection.execute("PRAGMA journal_mode = WAL")
            migrate(self.connection, scripts)
        if new:
            sync_path(path.parent)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        opened: _Opened | None = getattr(self._local, "opened", None)
        if opened is None:
            # used by its thread alone, but it may be another that lets go of it
            opened = _Opened(sqlite3.connect(self._path, timeout=60, isolation_level=None, check_same_thread=False))
            opened.connection.execute("PRAGMA synchronous = FULL")
            opened.connection.execute("PRAGMA foreign_keys = ON")
            self._local.opened = opened
        return opened.connection

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        opened: _Opened | None = self._local.__dict__.pop("opened", None)
        if opened is not None:
            opened.connection.close()

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

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """What is deleted within is overwritten with zeros, in the log too when it ends."""
        self.connection.execute("PRAGMA secure_delete = ON")
        try:
            yield
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.connection.execute("PRAGMA secure_delete = OFF")

    def damage(self) -> str | None:
        """What SQLite finds wrong with the file, ``None`` if it is whole."""
        found = self.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return None if found == "ok" else str(found)

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
