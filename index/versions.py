"""What documents were before their changes: text, sections and facts, so that an old citation can still be shown.

A version is named by the sha256 of its canonical text, which is what offsets count in:
the same file read by newer code may give another text, and is then another version.
"""

from __future__ import annotations

import sqlite3

from index.schema import hashed, packed, unpacked
from index.types import SHORT, Version
from ingest.errors import NotFound
from ingest.types import Document

_LONGEST_ORDINAL = 4  # digits; more are the beginning of a hash


def name_of(text: str) -> str:
    """The name of the version with this canonical text, as :attr:`~index.types.Version.name` has it."""
    return hashed(text)[:SHORT]


def keep(connection: sqlite3.Connection, document: Document, taken: str | None, until: str) -> None:
    """Keep what a document was until now; call inside a transaction."""
    connection.execute(
        """INSERT INTO versions SELECT ?, coalesce(max(ordinal), 0) + 1, ?, ?, ?, ?, ?
           FROM versions WHERE id = ?""",
        (
            document.id,
            document.sha256,
            hashed(document.text),
            taken,
            until,
            packed(document.model_dump_json(by_alias=True)),
            document.id,
        ),
    )


def known(connection: sqlite3.Connection, id: str) -> list[Version]:
    """The versions of a document, the oldest first, the one held now last; none if it is not held."""
    held = connection.execute(
        "SELECT sha256, text, taken FROM documents WHERE id = ? AND NOT collection", (id,)
    ).fetchone()
    if held is None:
        return []
    rows = connection.execute(
        "SELECT ordinal, sha256, content, taken, until FROM versions WHERE id = ? ORDER BY ordinal", (id,)
    ).fetchall()
    last = rows[-1][0] if rows else 0
    rows.append((last + 1, held[0], hashed(held[1]), held[2], None))
    return [Version.model_validate(dict(zip(Version.model_fields, row, strict=True))) for row in rows]


def chosen(versions: list[Version], name: str) -> Version:
    """The version called ``name``: its ordinal, or how its hash begins; the newest such one.

    Raises :class:`NotFound`.
    """
    short = len(name) <= _LONGEST_ORDINAL and name.isdecimal()
    for version in reversed(versions):
        if version.ordinal == int(name) if short else len(name) >= SHORT and version.content.startswith(name):
            return version
    raise NotFound(
        f"Văn bản này không có bản nào mang số “{name}”.",
        "Xem các bản đang giữ ở trang So sánh của văn bản, hoặc bằng lệnh tracuu show MÃ --versions.",
    )


def load(connection: sqlite3.Connection, id: str, ordinal: int) -> Document:
    """A former version as it was read; raises :class:`NotFound`."""
    row = connection.execute("SELECT document FROM versions WHERE id = ? AND ordinal = ?", (id, ordinal)).fetchone()
    if row is None:
        raise NotFound("Bản cũ này không còn được giữ.", "Văn bản có thể vừa được gỡ; tải lại trang.")
    return Document.model_validate_json(unpacked(row[0]))


def successor(connection: sqlite3.Connection, sha256: str) -> str | None:
    """The document a former version of which was read from these bytes."""
    row = connection.execute("SELECT id FROM versions WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
    return row[0] if row else None


def replaced(connection: sqlite3.Connection, begins: str) -> list[str]:
    """The documents of which a former version was read from a file whose sha256 begins so."""
    query = "SELECT DISTINCT id FROM versions WHERE sha256 >= ? AND sha256 < ? ORDER BY id"
    return [id for (id,) in connection.execute(query, (begins, begins + "g"))]  # no hexadecimal sign is behind g


def removed(connection: sqlite3.Connection, id: str) -> str | None:
    """When a document was last removed; ``None`` if it never was, or if even that was to be forgotten."""
    row = connection.execute("SELECT max(removed) FROM removals WHERE id = ?", (id,)).fetchone()
    return row[0] if row else None


def forget_removal(connection: sqlite3.Connection, id: str) -> None:
    """Forget even that a document was removed; call inside a transaction."""
    connection.execute("DELETE FROM removals WHERE id = ?", (id,))
    connection.execute("DELETE FROM placed WHERE document = ?", (id,))
