"""Vectors by encoder and by the text they were made of, so that nothing is encoded twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from index.types import Vectors

Ids = npt.NDArray[np.int64]

_BLOCK = 16_384  # windows in memory at once


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
    connection: sqlite3.Connection, encoder: str, numbers: Iterable[int], dimensions: int
) -> Iterator[tuple[Ids, Vectors]]:
    """``(passage id, document number)`` per window of the documents with these numbers, and the vector of each.

    In reading order, some documents at a time; windows without a vector are left out.
    """
    ids: list[tuple[int, int]] = []
    buffer = bytearray()
    for number in sorted(numbers):
        rows = connection.execute(
            """SELECT passages.id, vector
               FROM passages CROSS JOIN windows ON windows.passage = passages.id
                    CROSS JOIN vectors ON vectors.key = windows.key AND encoder = ?
               WHERE number = ? ORDER BY passages.id, windows.ordinal""",  # in this order, not all vectors first
            (encoder, number),
        )
        for passage, vector in rows:
            ids.append((passage, number))
            buffer += vector
        if len(ids) >= _BLOCK:
            yield _block(ids, buffer, dimensions)
            ids, buffer = [], bytearray()
    yield _block(ids, buffer, dimensions)


def _block(ids: list[tuple[int, int]], buffer: bytearray, dimensions: int) -> tuple[Ids, Vectors]:
    matrix = np.frombuffer(buffer, dtype="<f4").reshape(len(ids), dimensions)
    return np.array(ids, dtype=np.int64).reshape(len(ids), 2), matrix.astype(np.float32, copy=False)


def prune(connection: sqlite3.Connection, kept: Iterable[bytes] = ()) -> None:
    """Drop vectors of texts that no passage and no target has any more, but for those under the keys ``kept``.

    Only those are looked at that came, or that something stopped needing, since the last time.
    """
    held = json.dumps([one.hex().upper() for one in kept])
    for encoder in encoders(connection):
        connection.execute(
            """DELETE FROM vectors WHERE encoder = ? AND key IN (
                   SELECT key FROM loose
                   WHERE NOT EXISTS (SELECT 1 FROM windows WHERE windows.key = loose.key)
                     AND NOT EXISTS (SELECT 1 FROM likenesses WHERE vector = loose.key)
                     AND hex(key) NOT IN (SELECT value FROM json_each(?)))""",
            (encoder, held),
        )
    connection.execute("DELETE FROM loose")


def encoders(connection: sqlite3.Connection) -> Iterator[str]:
    """Every encoder that has vectors, found without reading them all."""
    query = "SELECT min(encoder) FROM vectors WHERE encoder > ?"
    last = ""
    while (last := connection.execute(query, (last,)).fetchone()[0]) is not None:
        yield last
