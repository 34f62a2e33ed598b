"""What a backup holds: every file with its hash, and the counts by which a restored folder is checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ingest.errors import TracuuError
from ingest.types import Frozen

NAME = "manifest.json"
FORMAT = 1
"""Changes when an earlier program could no longer restore a backup."""

STORE = "library.db"
_COUNTS = {
    "documents": "SELECT count(*) FROM documents WHERE NOT collection",
    "collections": "SELECT count(*) FROM documents WHERE collection",
    "passages": "SELECT count(*) FROM passages",
    "vectors": "SELECT count(*) FROM vectors",
    "revision": "SELECT value FROM meta WHERE key = 'revision'",
}


class BadBackup(TracuuError):
    """A file that is no backup, is damaged, or comes from a newer program; nothing was changed."""

    code = "ban_sao_luu_khong_dung_duoc"
    status = 422


class Member(Frozen):
    """One file of a backup."""

    name: str
    size: int
    sha256: str


class Manifest(Frozen):
    """What a backup holds; ``missing``: originals that the data folder itself had lost."""

    format: int = FORMAT
    schema_version: int
    created: str
    counts: dict[str, int]
    missing: tuple[str, ...] = ()
    files: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(member.size for member in self.files)


def schema_version(store: Path) -> int:
    """The version of the tables in an SQLite file."""
    connection = sqlite3.connect(store)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def counts(store: Path) -> dict[str, int]:
    """How much is in a store, of whatever release."""
    connection = sqlite3.connect(store)
    try:
        return {name: int(connection.execute(query).fetchone()[0]) for name, query in _COUNTS.items()}
    finally:
        connection.close()
