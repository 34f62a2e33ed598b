"""What became of the files of watched folders: each is taken once, and a broken one is tried when it changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from index.database import Database
from index.failures import storage_told


class Stamp(NamedTuple):
    """What tells that a file is as it was: its bytes, when it was last written (ns since 1970), who reads it."""

    size: int
    modified: int
    reader: str


class Noted(NamedTuple):
    """What became of a file: the document that holds it, or why it was refused."""

    stamp: Stamp
    document: str | None
    message: str = ""
    hint: str = ""


class Inbox:
    """The notes in the store; they go with it, so that a store that is empty again is filled again."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def under(self, folder: Path) -> dict[str, Noted]:
        """What is noted of the files in a folder, by path."""
        within = f"{folder}{os.sep}"
        rows = self._store.connection.execute(
            "SELECT path, size, modified, reader, document, message, hint FROM inbox"
            " WHERE substr(path, 1, ?) = ? ORDER BY path",
            (len(within), within),
        )
        return {path: Noted(Stamp(size, at, reader), *told) for path, size, at, reader, *told in rows}

    @storage_told()
    def note(self, noted: dict[str, Noted]) -> None:
        """Note what became of some files, on disk when it returns."""
        with self._store.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO inbox VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(path, *one.stamp, *one[1:]) for path, one in noted.items()],
            )

    @storage_told()
    def forget(self, paths: list[str]) -> None:
        """Forget files that are gone, or that are to be taken again."""
        with self._store.transaction() as connection:
            connection.executemany("DELETE FROM inbox WHERE path = ?", [(path,) for path in paths])
