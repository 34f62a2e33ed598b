"""How large a deployment is: documents, passages, vectors, memory, disk, machines.

What a passage costs is measured here, on real passages; how many documents a body issues is an assumption, stated in
:class:`Body`, to be replaced by one's own count. docs/deployment.md shows the formula and what follows.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.drawn import drawing
from benchmarks.engines import documents, read, size_of
from benchmarks.passages import RealPassage, real_passages
from benchmarks.report import Cell, Report, Scale, Table
from index.encoder import Encoder
from index.library import Library, default_reader
from index.local import LocalEngine
from index.readings import Reader
from index.store import Store
from index.windows import windows

QUESTION = "How much does a commune, a province, the whole country need?"
YEARS = 10
ENCODED = 156.0
"""Passages a second and core: 312 on two cores (part "encoding"; the shipped model on OpenVINO, bf16)."""

BESIDE = 40.0
"""Bytes of a row beside its vector: key, document number, generation, marks, place in its list."""

SPARE = 1.3
"""Memory of a server against what its vectors take: segments being merged, what is written meanwhile."""

NODE = 64e9 * 0.75
"""Bytes for vectors in a server of 64 GB."""


@dataclass(frozen=True)
class Body:
    """So many bodies, each issuing so many documents a year."""

    count: int
    documents: int


COMMUNES, PROVINCES, MINISTRIES = Body(3_321, 30), Body(34, 300), Body(20, 500)
DEPLOYMENTS = {
    "one commune": (Body(1, 30),),
    "one province of 98 communes": (Body(98, 30), Body(1, 300)),
    "the country": (COMMUNES, PROVINCES, MINISTRIES),
}


@dataclass(frozen=True)
class Costs:
    """What is measured on real passages."""

    passages: float
    windows: float
    distinct: float
    store: float
    words: float
    dimensions: int

    @property
    def vector(self) -> float:
        """Bytes a window on a Milvus server."""
        return 4 * self.dimensions + BESIDE


def measure(scale: Scale) -> Report:
    try:
        passages = real_passages(2_000 if scale.short else 20_000, scale)
    except FileNotFoundError as error:
        return Report("sizing", QUESTION, skipped=f"no {error}")
    costs = _costs(passages, scale)
    return Report("sizing", QUESTION, tables=(_units(costs), _deployments(costs)))


def _costs(passages: list[RealPassage], scale: Scale) -> Costs:
    drawn = drawing(scale, 500)
    indexed = [window for one in passages for window in windows(one.title, one.text)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = documents(folder / "van-ban", [(one.title, one.text) for one in passages])
        words = _taken(folder / "words", files, drawn, lambda: Reader(read, "1", frozenset({".json"})))
        plans = sorted((scale.shared / "corpus" / "seeds").iterdir())[: 1 if scale.short else None]
        store = _taken(folder / "store", plans, drawn, default_reader)
        return Costs(
            passages=len(passages) / len({one.document for one in passages}),
            windows=len(indexed) / len(passages),
            distinct=len(set(indexed)) / len(indexed),
            store=store.file,
            words=words.postings,
            dimensions=drawn.dimensions,
        )


@dataclass(frozen=True)
class Taken:
    """Bytes a window."""

    file: float
    postings: float


def _taken(data: Path, files: Sequence[Path], encoder: Encoder, reader: Callable[[], Reader]) -> Taken:
    library = Library(data, lambda: encoder, reader, LocalEngine())
    number = library.sync(files).generation
    store = Store(data / "library.db")
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    count, generation = store.window_count(), data / "generations" / str(number)
    return Taken((data / "library.db").stat().st_size / count, size_of(generation / "lexical") / count)


def _units(costs: Costs) -> Table:
    lines: tuple[tuple[Cell, ...], ...] = (
        ("passages a document", costs.passages),
        ("windows a passage", costs.windows),
        ("share of windows that are not said elsewhere", costs.distinct),
        ("bytes a window in the store, of real plans with their facts and vectors", costs.store),
        ("bytes a window in the word index", costs.words),
        ("bytes a window on a Milvus server", costs.vector),
    )
    return Table("What a document costs", ("unit", "measured"), lines, note="The last is computed: vector and fields.")


def _deployments(costs: Costs) -> Table:
    lines = tuple(_deployment(name, bodies, costs) for name, bodies in DEPLOYMENTS.items())
    columns = (
        "deployment", "documents", "passages", "windows", "store GB", "word index GB", "vectors GB",
        "servers of 64 GB", "encoding, hours on 16 cores",
    )  # fmt: skip
    return Table(f"{YEARS} years", columns, lines)


def _deployment(name: str, bodies: tuple[Body, ...], costs: Costs) -> tuple[Cell, ...]:
    held = YEARS * sum(body.count * body.documents for body in bodies)
    passages = held * costs.passages
    indexed = passages * costs.windows
    memory = indexed * costs.vector * SPARE
    return (
        name,
        held,
        round(passages),
        round(indexed),
        indexed * costs.store / 1e9,
        indexed * costs.words / 1e9,
        memory / 1e9,
        math.ceil(memory / NODE),
        indexed * costs.distinct / ENCODED / 16 / 3600,
    )
