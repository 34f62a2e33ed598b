"""Generations whose vectors are rows of a Milvus collection.

Every row says in which generation it was born. A reader asks for what was born up to its own, so rows of a
generation that is being built are never found. A new generation adds the rows of new documents to the collection of
the one before; rows of documents that are gone are left out by name until :meth:`MilvusEngine.settle` has deleted
them. What was written for a generation that never came is deleted before the next one is built. Where there is
nothing to start from (a first generation, another encoder, rows lost by the server) a new collection is made beside
the old one, from the vectors in the store.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from index.engine import BrokenGenerationError, DenseSide, Plan
from index.files import write_atomic
from index.milvus import expressions
from index.milvus.collection import BATCH, MOST, Collection, Row, rows
from index.milvus.connection import Connection
from index.milvus.settings import MilvusSettings
from index.selection import EVERYTHING, Allowed
from index.store import Store
from index.types import Vectors
from index.windows import best_windows
from ingest.types import Frozen

_TOGETHER = 64  # questions in one call
_LOOSE = 1_000  # rows that may stay in a growing segment: servers look at so few one by one


class Record(Frozen):
    """What the dense folder of a generation holds: where its rows are, and which they are."""

    collection: str
    number: int
    windows: int = 0
    loose: int = 0
    documents: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @classmethod
    def of(cls, folder: Path) -> Record:
        """The record in a folder."""
        return cls.model_validate_json((folder / "collection.json").read_bytes())

    def keep(self, folder: Path) -> None:
        """Write the record into a folder."""
        write_atomic(folder / "collection.json", self.model_dump_json())

    def visible(self, folder: Path) -> str:
        """The condition that a row belongs to the generation."""
        born = f"born <= {self.number}"
        if not self.gone or (folder / "settled").exists():
            return born
        return expressions.both(born, f"number not in {list(self.gone)}")


class MilvusEngine:
    """Keeps vectors on one server; every generation folder names its collection."""

    name = "milvus"

    def __init__(self, settings: MilvusSettings) -> None:
        self._settings = settings
        self._connection = Connection(settings)

    def build(self, store: Store, folder: Path, plan: Plan) -> int:
        """As :class:`~index.engine.DenseEngine` says."""
        folder.mkdir()
        base = Record.of(plan.base) if plan.base is not None else None
        name = base.collection if base else f"{self._settings.prefix}_{uuid.uuid4().hex[:16]}"
        # noted before anything is made, so that what a kill leaves behind is known
        Record(collection=name, number=plan.number).keep(folder)
        collection = Collection(self._connection, name)
        if base is None or plan.base is None:
            collection.create(plan.dimensions)
        else:
            self.settle(plan.base)
            collection.remove(f"born > {base.number}")
        added, gone = sorted(plan.wanted - plan.held), sorted(plan.held - plan.wanted)
        loose = base.loose if base else 0
        loose += _write(collection, rows(store.connection, plan.encoder, added), plan.number)
        if loose > _LOOSE:
            collection.seal()
            loose = 0
        record = Record(
            collection=name, number=plan.number, loose=loose, documents=tuple(sorted(plan.wanted)), gone=tuple(gone)
        )
        windows = collection.count(record.visible(folder))
        record.model_copy(update={"windows": windows}).keep(folder)
        return windows

    def open(self, folder: Path) -> DenseSide:
        """As :class:`~index.engine.DenseEngine` says."""
        record = Record.of(folder)
        collection = Collection(self._connection, record.collection)
        if not collection.exists():
            raise BrokenGenerationError(f"the server has no collection {record.collection}")
        found = collection.count(record.visible(folder))
        if found != record.windows:
            raise BrokenGenerationError(f"{found} rows on the server, expected {record.windows}")
        return Nearest(collection, record, folder)

    def settle(self, folder: Path) -> None:
        """Delete the rows of documents that the generation no longer holds."""
        record = Record.of(folder)
        if (folder / "settled").exists():
            return
        collection = Collection(self._connection, record.collection)
        for start in range(0, len(record.gone), BATCH):
            collection.remove(f"number in {list(record.gone[start : start + BATCH])} and born <= {record.number}")
        (folder / "settled").touch()

    def forget(self, folder: Path, others: Iterable[Path]) -> None:
        """Drop the collection that only this folder names."""
        name = _named(folder)
        if name is not None and name not in set(map(_named, others)):
            Collection(self._connection, name).drop()


class Nearest:
    """The rows of one generation."""

    def __init__(self, collection: Collection, record: Record, folder: Path) -> None:
        self._collection = collection
        self._record = record
        self._folder = folder

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return self._record.windows

    def search(self, queries: Vectors, k: int, allowed: Allowed = EVERYTHING) -> list[dict[int, float]]:
        """As :class:`~index.engine.DenseSide` says. Beyond 16,384 windows there is nothing more to be had."""
        condition, share = self._condition(allowed), self._share(allowed)
        limit = min(self.windows, MOST)
        depth = min(2 * k, limit)
        if condition is None or depth < 1:
            return [{} for _ in queries]

        def ask(query: Vectors, first: list[tuple[int, float]], wanted: int) -> list[tuple[int, float]]:
            return first if wanted <= depth else self._collection.search(query[None], wanted, condition, share)[0]

        found: list[dict[int, float]] = []
        for start in range(0, len(queries), _TOGETHER):
            part = queries[start : start + _TOGETHER]
            asked = self._collection.search(part, depth, condition, share)
            found += [best_windows(partial(ask, *one), k, limit) for one in zip(part, asked, strict=True)]
        return found

    def _condition(self, allowed: Allowed) -> str | None:
        """What a row must satisfy; ``None`` if none can."""
        numbers = ""
        if allowed.numbers is not None:
            numbers = expressions.among(allowed.numbers, self._record.documents)
            if numbers == expressions.NOTHING:
                return None
        visible = self._record.visible(self._folder)
        return expressions.both(visible, *expressions.carrying(allowed.marks), numbers)

    def _share(self, allowed: Allowed) -> float:
        """How much of the generation is allowed, about."""
        if allowed.passages is not None:
            return len(allowed.passages) / max(1, self.windows)
        if allowed.numbers is not None:
            return len(allowed.numbers) / max(1, len(self._record.documents))
        return 1.0


def _write(collection: Collection, found: Iterator[Row], born: int) -> int:
    """Write rows; returns how many."""
    count = 0
    while batch := list(islice(found, BATCH)):
        collection.write(batch, born)
        count += len(batch)
    return count


def _named(folder: Path) -> str | None:
    try:
        return Record.of(folder).collection
    except (OSError, ValueError):
        return None
