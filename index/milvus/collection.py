"""One Milvus collection: what a row is, how rows are written, counted, removed and searched.

A row is a window: its key (``passage-ordinal``), the number of its document, the generation it was ``born`` in,
the marks of its passage, its vector. Rows are written by their keys, so that writing twice is writing once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar, cast, get_args

import numpy as np

from index.milvus.connection import ASKING, WRITING, Connection, NotLoaded
from index.types import Mark, Vectors

R = TypeVar("R")

BATCH = 1_000
"""Rows in one call: more would not fit into the messages of every version."""

MOST = 16_384
"""Rows that Milvus gives at most for one question."""

# lists rather than a graph: a graph missed one in six of the best ten under a filter for one document in ten
LISTS = 1_024
_INDEX = {"index_type": "IVF_FLAT", "metric_type": "IP", "params": {"nlist": LISTS}}
_PROBED = 160  # lists looked into; the less is allowed, the more
_MARKS: tuple[Mark, ...] = get_args(Mark)

# "Strong" waits for everything written so far, some 200 ms; "Bounded" answers with what has arrived. A generation is
# published when a strong count has seen all of it, so a bounded search misses nothing of it.
_ALL, _ARRIVED = "Strong", "Bounded"


@dataclass(frozen=True, slots=True)
class Row:
    """One window as Milvus holds it."""

    passage: int
    ordinal: int
    number: int
    marks: frozenset[str]
    vector: Vectors

    def entity(self, born: int) -> dict[str, Any]:
        """The fields of the row."""
        marks: dict[str, bool] = {mark: mark in self.marks for mark in _MARKS}
        key = f"{self.passage}-{self.ordinal}"
        return {"id": key, "number": self.number, "born": born, **marks, "vector": self.vector}


def rows(connection: sqlite3.Connection, encoder: str, numbers: Sequence[int]) -> Iterator[Row]:
    """The windows of documents, those without a vector left out."""
    query = """SELECT passage, windows.ordinal,
                      (SELECT group_concat(mark) FROM marks WHERE passage = passages.id), vector
               FROM passages CROSS JOIN windows ON passage = passages.id  -- cross: in this order
                    CROSS JOIN vectors ON vectors.key = windows.key AND encoder = ?
               WHERE number = ? ORDER BY passage, windows.ordinal"""
    for number in numbers:
        for passage, ordinal, marks, vector in connection.execute(query, (encoder, number)):
            found = frozenset((marks or "").split(","))
            yield Row(passage, ordinal, number, found, np.frombuffer(vector, dtype="<f4"))


class Collection:
    """A collection by its name, there or not."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.name = name
        self._connection = connection

    def exists(self) -> bool:
        """Whether the server has it."""
        return self._connection.call(lambda client: bool(client.has_collection(self.name, timeout=ASKING)))

    def create(self, dimensions: int) -> None:
        """Make it, and ready to be searched."""
        from pymilvus import DataType

        def action(client: Any) -> None:
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("id", DataType.VARCHAR, max_length=40, is_primary=True)
            schema.add_field("number", DataType.INT64)
            schema.add_field("born", DataType.INT64)
            for mark in _MARKS:
                schema.add_field(mark, DataType.BOOL)
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
            index = client.prepare_index_params()
            index.add_index("vector", **_INDEX)
            client.create_collection(
                self.name, schema=schema, index_params=index, consistency_level=_ARRIVED, timeout=WRITING
            )

        self._connection.call(action)

    def drop(self) -> None:
        """Remove it if it is there."""
        if self.exists():
            self._connection.call(lambda client: client.drop_collection(self.name, timeout=WRITING))

    def write(self, batch: Sequence[Row], born: int) -> None:
        """Put up to :data:`BATCH` rows."""
        entities = [row.entity(born) for row in batch]
        self._connection.call(lambda client: client.upsert(self.name, entities, timeout=WRITING))

    def seal(self) -> None:
        """Close the segment being written, so that the server gives it the index of :meth:`create`.

        Until it has, some seconds later, they search by a rough index of their own: in 10,000 rows that grew, half
        of the best ten under a filter for one in a hundred were missed.
        """
        self._connection.call(lambda client: client.flush(self.name, timeout=WRITING))

    def count(self, condition: str) -> int:
        """How many rows there are, everything written so far counted."""
        found = self._loaded(
            lambda client: client.query(
                self.name, condition, output_fields=["count(*)"], consistency_level=_ALL, timeout=WRITING
            )
        )
        return int(found[0]["count(*)"])

    def remove(self, condition: str) -> None:
        """Delete rows, those too that were written a moment ago."""
        while keys := self._keys(condition):
            for start in range(0, len(keys), BATCH):
                self._delete(keys[start : start + BATCH])

    def _keys(self, condition: str) -> list[str]:
        found = self._loaded(
            lambda client: client.query(
                self.name, condition, output_fields=["id"], limit=MOST, consistency_level=_ALL, timeout=WRITING
            )
        )
        return [row["id"] for row in found]

    def _delete(self, keys: list[str]) -> None:
        self._connection.call(lambda client: client.delete(self.name, ids=keys, timeout=WRITING))

    def search(self, queries: Vectors, depth: int, condition: str, share: float) -> list[list[tuple[int, float]]]:
        """Per query the ``depth`` nearest windows as ``(passage, cosine)``, best first.

        ``share`` is how much of all rows the condition lets through, about.
        """
        probed = min(LISTS, ceil(_PROBED / max(share, 1e-6)))
        found = self._loaded(
            lambda client: client.search(
                self.name,
                list(queries),
                filter=condition,
                limit=depth,
                search_params={"metric_type": "IP", "params": {"nprobe": probed}},
                consistency_level=_ARRIVED,
                timeout=ASKING,
            )
        )
        return [[(_passage(cast(str, hit["id"])), float(hit["distance"])) for hit in hits] for hits in found]

    def _loaded(self, action: Callable[[Any], R]) -> R:
        """What ``action`` gives on the collection in memory; some servers forget to load it when they start."""
        try:
            return self._connection.call(action)
        except NotLoaded:
            self._connection.call(lambda client: client.load_collection(self.name, timeout=WRITING))
            return self._connection.call(action)


def _passage(key: str) -> int:
    return int(key.partition("-")[0])
