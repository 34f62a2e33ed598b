"""Which collection each document belongs to. One that was never placed belongs to the common one."""

from __future__ import annotations

from index.database import Database

COMMON = "chung"
"""The collection of everybody who is signed in."""

_VERSION = "placements"


def place(database: Database, document: str, collection: str) -> None:
    """Put a document, also one that comes later, into a collection; call inside a transaction."""
    connection = database.connection
    if placement(database, document) == collection:
        return
    connection.execute("INSERT OR REPLACE INTO placed VALUES (?, ?)", (document, collection))
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = ?", (_VERSION,))


def placement(database: Database, document: str) -> str:
    """The collection that a document, held or not, belongs to."""
    row = database.connection.execute("SELECT collection FROM placed WHERE document = ?", (document,)).fetchone()
    return str(row[0]) if row else COMMON


def placements(database: Database) -> dict[str, str]:
    """The collection of every document held, digests that stepped back and plain collections included."""
    rows = database.connection.execute(
        "SELECT id, coalesce(placed.collection, ?) FROM documents LEFT JOIN placed ON document = id", (COMMON,)
    )
    return dict(rows.fetchall())


def version(database: Database) -> int:
    """Grows with every document that is put elsewhere."""
    return int(database.setting(_VERSION) or 0)
