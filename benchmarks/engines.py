"""Engines side by side: vectors in the data folder, on Milvus Lite, on the standalone Milvus server.

The servers are those of the package registry, started here as child processes. All engines hold the same vectors,
taken from one store; questions go to all of them in turn. What is timed is the dense side alone: words are looked up
in the data folder with every engine.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.drawn import drawing
from benchmarks.passages import real_passages
from benchmarks.report import ROOT, Cell, Report, Scale, Table
from index.encoder import Encoder
from index.engine import DenseEngine, DenseSide, Plan
from index.library import Library
from index.local import LocalEngine
from index.milvus.collection import rows
from index.milvus.settings import MilvusSettings
from index.readings import Reader
from index.selection import EVERYTHING, Allowed
from index.store import Store
from index.types import Vectors
from ingest.types import Document, Passage

sys.path.insert(0, str(ROOT / "tests" / "encoders"))
from milvus_servers import Lite, Standalone

QUESTION = "Do the same vectors answer as well, and as fast, from a server as from the data folder?"
REAL = 8_000
"""Vectors that are computed; the others are drawn from them."""

QUERIES, K = 100, 10
PATIENCE = 8.0
"""Seconds after which an engine is asked no more questions of a kind; it gets at least ten."""

RESTING = 15.0
"""Seconds between writing and the first question: Milvus 2.3.5 takes over sealed segments every five seconds, and
answers from growing ones, by a rough index of its own, until then (recall .94; under filters .86)."""

EQUAL = 1e-5
"""Difference of cosines that is none."""

DOCUMENT = 50
"""Passages a document."""

SHARES = {"all documents": 1.0, "one in ten": 0.1, "one in a hundred": 0.01}


@dataclass
class Contestant:
    """An engine and what it took, in seconds and bytes. ``weigh`` gives memory and disk of a dense folder."""

    name: str
    engine: DenseEngine
    weigh: Callable[[Path], tuple[int, int]]
    seconds: list[float] = field(default_factory=list)
    sides: list[DenseSide] = field(default_factory=list)
    weight: tuple[int, int] = (0, 0)

    def build(self, store: Store, folder: Path, plan: Plan) -> None:
        started = time.perf_counter()
        self.engine.build(store, folder, plan)
        self.engine.settle(folder)
        self.seconds.append(time.perf_counter() - started)
        self.sides.append(self.engine.open(folder))
        self.weight = self.weigh(folder)


def measure(scale: Scale) -> Report:
    missing = [name for name in ("pymilvus", "milvus_lite", "milvus") if find_spec(name) is None]
    if missing:
        return Report("engines", QUESTION, skipped=f'{", ".join(missing)} not installed: pip install "tracuu[servers]"')
    sizes = (2_000,) if scale.short else (10_000, 100_000)
    try:
        tables = [table for size in sizes for table in _measured(size, scale)]
    except FileNotFoundError as error:
        return Report("engines", QUESTION, skipped=f"no {error}")
    return Report("engines", QUESTION, tables=tuple(tables))


def _measured(size: int, scale: Scale) -> Iterator[Table]:
    passages = real_passages(size, scale)
    real = min(500 if scale.short else REAL, size)
    drawn = drawing(scale, real)
    step = max(1, len(passages) // QUERIES)
    queries = drawn.encode_queries([" ".join(one.text.split()[:12]) for one in passages[::step]][:QUERIES])
    with tempfile.TemporaryDirectory() as place, ExitStack() as running:
        folder = Path(place)
        files = documents(folder / "van-ban", [(one.title, one.text) for one in passages])
        library = Library(
            folder / "data", lambda: drawn, lambda: Reader(read, "1", frozenset({".json"})), LocalEngine()
        )
        library.sync(files)
        store = Store(folder / "data" / "library.db")
        contestants = [running.enter_context(start(folder)) for start in (_local, _lite, _standalone)]
        before = frozenset(store.numbers().values())
        for one in contestants:
            one.build(store, folder / one.name, Plan(1, drawn.name, drawn.dimensions, before))
        exact = Exact.of(store, drawn)
        time.sleep(RESTING)
        yield _searched(contestants, exact, queries, size)
        _touch(files[0])
        library.sync([files[0]])
        after = frozenset(store.numbers().values())
        for one in contestants:
            plan = Plan(2, drawn.name, drawn.dimensions, after, folder / one.name, before)
            one.build(store, folder / f"{one.name} 2", plan)
        yield _written(contestants, size)


def documents(folder: Path, passages: Sequence[tuple[str, str]]) -> list[Path]:
    folder.mkdir()
    files = []
    for start in range(0, len(passages), DOCUMENT):
        files.append(folder / f"{start:07}.json")
        files[-1].write_text(json.dumps(passages[start : start + DOCUMENT], ensure_ascii=False), encoding="utf-8")
    return files


def read(path: Path) -> Document:
    placed, start, texts = [], 0, []
    for ordinal, (title, text) in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        span = {"start": start, "end": start + len(text)}
        placed.append(Passage(ordinal=ordinal, path=(), titles=(), kind="paragraph", context=title, **span))
        texts.append(text)
        start += len(text) + 1
    return Document(id="", source="", sha256="", text="\n".join(texts), passages=tuple(placed))


def _touch(file: Path) -> None:
    first, *others = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps([[first[0], f"{first[1]} (sửa)"], *others], ensure_ascii=False), encoding="utf-8")


@contextmanager
def _local(folder: Path) -> Iterator[Contestant]:
    def weigh(dense: Path) -> tuple[int, int]:
        return size_of(dense), size_of(dense)

    yield Contestant("data folder", LocalEngine(), weigh)


@contextmanager
def _lite(folder: Path) -> Iterator[Contestant]:
    with _served(Lite(folder / "lite")) as one:
        yield one


@contextmanager
def _standalone(folder: Path) -> Iterator[Contestant]:
    with _served(Standalone(folder / "standalone", quick=False)) as one:
        yield one


@contextmanager
def _served(server: Lite | Standalone) -> Iterator[Contestant]:
    from index.milvus.engine import MilvusEngine

    server.start()
    try:
        settings = MilvusSettings(f"http://127.0.0.1:{server.port}", server.token)

        def weigh(dense: Path) -> tuple[int, int]:
            return _memory(server.pid), size_of(server.folder)

        name = "Milvus Lite 3.2.2" if isinstance(server, Lite) else "Milvus 2.3.5 standalone"
        yield Contestant(name, MilvusEngine(settings), weigh)
    finally:
        server.stop()


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@dataclass(frozen=True)
class Exact:
    """Every window with its passage and its document: plain arithmetic to be compared with."""

    passages: np.ndarray[tuple[int], np.dtype[np.int64]]
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]]
    vectors: Vectors

    @classmethod
    def of(cls, store: Store, encoder: Encoder) -> Exact:
        numbers = sorted(store.numbers().values())
        found = list(rows(store.connection, encoder.name, numbers))
        return cls(
            np.array([row.passage for row in found]),
            np.array([row.number for row in found]),
            np.stack([row.vector for row in found]),
        )

    def recall(self, query: Vectors, allowed: Allowed, found: Iterable[int]) -> float:
        """Share of the nearest passages found; one as near as the last of them is one of them."""
        scores = self.vectors @ query
        if allowed.numbers is not None:
            scores[~np.isin(self.numbers, np.array(allowed.numbers))] = -2
        order = np.argsort(-scores)
        nearest: dict[int, float] = {}
        for at in order[: 20 * K]:
            nearest.setdefault(int(self.passages[at]), float(scores[at]))
        last = list(nearest.values())[:K][-1]
        right = {passage for passage, score in nearest.items() if score >= last - EQUAL}
        return min(1.0, len(right & set(found)) / K)


def _searched(contestants: Sequence[Contestant], exact: Exact, queries: Vectors, size: int) -> Table:
    lines: list[tuple[Cell, ...]] = []
    held = np.unique(exact.numbers)
    for name, share in SHARES.items():
        chosen = held[:: round(1 / share)].tolist()
        allowed = EVERYTHING if share == 1 else Allowed(numbers=chosen)
        times: dict[str, list[float]] = {one.name: [] for one in contestants}
        right: dict[str, list[float]] = {one.name: [] for one in contestants}
        for query in queries:
            for one in contestants:
                if sum(times[one.name]) > PATIENCE and len(times[one.name]) >= 10:
                    continue
                started = time.perf_counter()
                (found,) = one.sides[0].search(query[None], K, allowed)
                times[one.name].append(time.perf_counter() - started)
                right[one.name].append(exact.recall(query, allowed, found))
        for one in contestants:
            p50, p95 = (1000 * float(np.quantile(times[one.name], at)) for at in (0.5, 0.95))
            lines.append((one.name, name, p50, p95, float(np.mean(right[one.name])), len(times[one.name])))
    columns = ("engine", "searched in", "p50 ms", "p95 ms", f"recall@{K}", "questions")
    return Table(f"Search, {size:,} passages", columns, tuple(lines), note=f"{len(exact.vectors):,} windows.")


def _written(contestants: Sequence[Contestant], size: int) -> Table:
    lines = [
        (one.name, one.seconds[0], one.seconds[1], one.weight[0] / 1e6, one.weight[1] / 1e6) for one in contestants
    ]
    columns = ("engine", "all inserted s", "one document changed s", "memory MB", "disk MB")
    note = "Of the data folder, memory is what of it is mapped at most; of a server, that of its process."
    return Table(f"Writing, {size:,} passages", columns, tuple(lines), note=note)
