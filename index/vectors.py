"""Vectors by encoder and by the text they were made of, so that nothing is encoded twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np

from index.types import Vectors


def key(text: str) -> bytes:
    """The key of the vector of an indexed text."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def missing(connection: sqlite3.Connection, encoder: str, keys: Sequence[bytes]) -> list[bytes]:
    """Those of ``keys``, each once and in order, that have no vector of ``encoder``."""
    wanted = list(dict.fromkeys(keys))
    return [one for one in wanted if not _held(connection, encoder, one)]


def _held(connection: sqlite3.Connection, encoder: str, one: bytes) -> bool:
    row = connection.execute("SELECT 1 FROM vectors WHERE encoder = ? AND key = ?", (encoder, one)).fetchone()
    return row is not None


def put(connection: sqlite3.Connection, encoder: str, keys: Sequence[bytes], rows: Vectors) -> None:
    """Store one vector a key; call inside a transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO vectors (encoder, key, vector) VALUES (?, ?, ?)",
        ((encoder, one, row.astype("<f4").tobytes()) for one, row in zip(keys, rows, strict=True)),
    )


def get(connection: sqlite3.Connection, encoder: str, one: bytes) -> Vectors | None:
    """The vector of ``encoder`` under a key, if there is one."""
    row = connection.execute("SELECT vector FROM vectors WHERE encoder = ? AND key = ?", (encoder, one)).fetchone()
    return np.frombuffer(row[0], dtype="<f4").astype(np.float32, copy=False) if row else None


def load(
    connection: sqlite3.Connection, encoder: str, dimensions: int
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], Vectors]:
    """``(passage id, document number)`` per window in reading order, and the vector of each.

    Only of passages that may be found; windows without a vector are left out.
    """
    rows = connection.execute(
        """SELECT passages.id, number, vector
           FROM windows JOIN passages ON passages.id = windows.passage JOIN documents USING (number)
                JOIN vectors ON vectors.key = windows.key AND encoder = ?
           WHERE NOT superseded ORDER BY passages.id, windows.ordinal""",
        (encoder,),
    )
    ids: list[tuple[int, int]] = []
    buffer = bytearray()
    for passage, number, vector in rows:
        ids.append((passage, number))
        buffer += vector
    matrix = np.frombuffer(buffer, dtype="<f4").reshape(len(ids), dimensions)
    return np.array(ids, dtype=np.int64).reshape(len(ids), 2), matrix.astype(np.float32, copy=False)


def prune(connection: sqlite3.Connection, kept: Iterable[bytes] = ()) -> None:
    """Drop vectors of texts that no passage and no target has any more, but for those under the keys ``kept``."""
    connection.execute(
        """DELETE FROM vectors WHERE key NOT IN (SELECT key FROM windows)
               AND key NOT IN (SELECT vector FROM likenesses)
               AND hex(key) NOT IN (SELECT value FROM json_each(?))""",
        (json.dumps([one.hex().upper() for one in kept]),),
    )
