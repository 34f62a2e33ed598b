"""Search as the library grows: building it, adding to it, its disk and memory, its speed and what it misses.

    python -m benchmarks scale [--short]

Texts are real passages; how vectors are drawn beyond those that were computed, :mod:`benchmarks.drawn` says.
Each library is searched by a fresh process, the question already encoded: the time is that of the search alone.
"""

from __future__ import annotations

import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.drawn import Drawing, drawing
from benchmarks.report import ROOT, Cell, Plot, Report, Scale, Table
from benchmarks.scale_data import YEARS, Stock, stock
from index.dense import Dense
from index.generation import Generations
from index.local import LocalEngine
from index.segments import EXACT_UP_TO, LISTS, PROBES, SHARE, Segment
from index.selection import Allowed, allowed
from index.store import Store
from index.types import Filters, Vectors

SIZES = (10_000, 100_000, 1_000_000)
SHORT_SIZES = (2_000, 10_000)
REAL, SHORT_REAL = 20_000, 1_000
QUESTIONS, WORDS, ROUNDS = 40, 12, 4
K = 10
FILTERS: Mapping[str, Filters | None] = {
    "no filter": None,
    **{f"a filter leaving {share:.0%}": Filters(years=frozenset({year})) for year, share in YEARS.items()},
}


@dataclass
class Searched:
    """What a fresh process measured: milliseconds, shares and bytes."""

    kinds: dict[str, int]
    opened_s: float
    anonymous: int
    mapped: int
    p50: dict[str, float]
    p95: dict[str, float]
    recall: dict[str, float]
    dense_p50: float
    lexical_p50: float


@dataclass
class Measured(Searched):
    """The same with what it cost to make."""

    passages: int
    built_s: float
    added_s: float
    removed_s: float
    disk: dict[str, int]


def measure(scale: Scale) -> Report:
    """All sizes, each made anew."""
    question = "What does a library ten times as large cost to build, to add to, to keep and to search?"
    try:
        encoder = drawing(scale, SHORT_REAL if scale.short else REAL)
    except FileNotFoundError as missing:
        return Report("scale", question, skipped=f"the real documents are needed, {missing} is not there")
    sizes = SHORT_SIZES if scale.short else SIZES
    found = [_size(count, scale, encoder) for count in sizes]
    return Report("scale", question, _tables(found), _plots(found), _findings(found, encoder))


def _size(count: int, scale: Scale, encoder: Drawing) -> Measured:
    with tempfile.TemporaryDirectory(dir=scale.cache, prefix=f"scale-{count}-") as folder:
        data, held = Path(folder) / "data", stock(count, scale, Path(folder) / "files")
        _say(f"{count:,} passages in {len(held.files):,} documents")
        library = held.library(data, encoder)
        *most, last = held.files
        built = _seconds(lambda: library.sync(most))
        _say(f"built in {built:.0f} s")
        added, removed = [], []
        for _ in range(3):
            added.append(_seconds(lambda: library.sync([last])))
            removed.append(_seconds(lambda: library.remove(last.stem)))
        _say(f"one document added in {min(added):.2f} s, removed in {min(removed):.2f} s")
        searched = _fresh(data, held, encoder)
        _say(f"searched in {searched.p50['no filter']:.1f} ms, missing {1 - searched.recall['no filter']:.4f}")
        return Measured(
            **asdict(searched),
            passages=count,
            built_s=built,
            added_s=min(added),
            removed_s=min(removed),
            disk=_disk(data),
        )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


def _disk(data: Path) -> dict[str, int]:
    """Bytes by part; a file with two names counts once."""
    number = Generations(data / "generations", Store(data / "library.db"), LocalEngine()).current()
    current = data / "generations" / str(number)
    parts = {"store": data, "dense": current / "dense", "lexical": current / "lexical"}
    found = {name: _bytes(folder, deep=name != "store") for name, folder in parts.items()}
    return {**found, "all": _bytes(data, deep=True)}


def _bytes(folder: Path, *, deep: bool) -> int:
    files = {path.stat().st_ino: path.stat().st_size for path in folder.glob("**/*" if deep else "*.db*")}
    return sum(files.values())


# -- in a fresh process --------------------------------------------------------------------------------------


def _fresh(data: Path, held: Stock, encoder: Drawing) -> Searched:
    chosen = random.Random(57).sample(range(len(held.passages)), 4 * QUESTIONS)  # noqa: S311 a sample, not a secret
    texts = [" ".join(held.passages[at].text.split()[2 : 2 + WORDS]) for at in chosen]
    texts = [text for text in texts if len(text.split()) == WORDS][:QUESTIONS]
    questions = data.with_name("questions.json")
    known = {text: encoder.encode_query(text).tolist() for text in texts}
    questions.write_text(json.dumps({"encoder": encoder.name, "questions": known}), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.scale", str(data), str(questions)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return Searched(**json.loads(done.stdout))


class _Asked:
    """An encoder of questions that were encoded before."""

    def __init__(self, name: str, questions: Mapping[str, Sequence[float]]) -> None:
        self.name = name
        self._known = {text: np.array(row, dtype=np.float32) for text, row in questions.items()}
        self.dimensions = len(next(iter(self._known.values())))
        self.questions = list(self._known)

    def warm(self) -> None:
        """Nothing is to be loaded."""

    def encode_query(self, text: str) -> np.ndarray:
        return self._known[text]

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._known[text] for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        return self.encode_queries(texts)


def _searched(data: Path, encoder: _Asked) -> Searched:
    from index.library import Library

    library = Library(data, lambda: encoder)
    opened = _seconds(library.warm)
    times: dict[str, list[float]] = {name: [] for name in (*FILTERS, "dense", "lexical")}
    for _ in range(ROUNDS):
        for text in encoder.questions:
            for name, filters in FILTERS.items():
                times[name].append(_seconds(lambda t=text, f=filters: library.search(t, k=K, filters=f)))  # type: ignore[misc]
            times["dense"].append(_seconds(lambda t=text: library.search(t, k=K, mode="dense")))  # type: ignore[misc]
            times["lexical"].append(_seconds(lambda t=text: library.search(t, k=K, mode="lexical")))  # type: ignore[misc]
    memory = _memory()
    milliseconds = {name: sorted(1_000 * one for one in each) for name, each in times.items()}
    kinds, recall = _recall(data, encoder)
    return Searched(
        kinds=kinds,
        opened_s=opened,
        anonymous=memory["RssAnon"],
        mapped=memory["RssFile"],
        p50={name: statistics.median(milliseconds[name]) for name in FILTERS},
        p95={name: milliseconds[name][int(0.95 * len(milliseconds[name]))] for name in FILTERS},
        recall=recall,
        dense_p50=statistics.median(milliseconds["dense"]),
        lexical_p50=statistics.median(milliseconds["lexical"]),
    )


def _recall(data: Path, encoder: _Asked) -> tuple[dict[str, int], dict[str, float]]:
    """How many segments of each kind there are, and the share of the exact best :data:`K` found, by filter."""
    store = Store(data / "library.db")
    nearest = Generations(data / "generations", store, LocalEngine()).open_current().dense
    assert isinstance(nearest, Dense)
    kinds: dict[str, int] = {}
    for segment in nearest.segments:
        kinds[segment.kind] = kinds.get(segment.kind, 0) + 1
    queries = encoder.encode_queries(encoder.questions)
    shares = {}
    for name, filters in FILTERS.items():
        only = allowed(store, filters)
        found = nearest.search(queries, K, only)
        least = _least(nearest.segments, queries, only)
        shares[name] = statistics.mean(
            sum(score >= worst - 1e-6 for score in one.values()) / K for one, worst in zip(found, least, strict=True)
        )
    return kinds, shares


def _least(segments: Sequence[Segment], queries: Vectors, only: Allowed) -> list[float]:
    """The cosine of the exact :data:`K`-th best passage for each query."""
    best: list[dict[int, float]] = [{} for _ in queries]
    for segment in segments:
        for ids, matrix in segment.blocks(None if only.numbers is None else np.isin(segment.numbers, only.numbers)):
            scores = queries @ matrix.T
            for held, row in zip(best, scores, strict=True):
                for at in np.argpartition(-row, min(4 * K, len(row) - 1))[: 4 * K]:
                    passage = int(ids[at, 0])
                    held[passage] = max(held.get(passage, -1.0), float(row[at]))
    return [sorted(held.values(), reverse=True)[K - 1] for held in best]


def _memory() -> dict[str, int]:
    """Bytes of this process in memory: its own, and mapped from files, which all processes share."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return {line.split(":")[0]: 1_024 * int(line.split()[1]) for line in lines if line.startswith("Rss")}


# -- telling -------------------------------------------------------------------------------------------------


def _tables(found: Sequence[Measured]) -> tuple[Table, ...]:
    rows: list[tuple[str, Callable[[Measured], float | str]]] = [
        ("built from files, vectors given, s", lambda one: one.built_s),
        ("one document more, s", lambda one: one.added_s),
        ("one document less, s", lambda one: one.removed_s),
        ("disk: store, MB", lambda one: one.disk["store"] / 1e6),
        ("disk: dense index, MB", lambda one: one.disk["dense"] / 1e6),
        ("disk: lexical index, MB", lambda one: one.disk["lexical"] / 1e6),
        ("disk: all, MB", lambda one: one.disk["all"] / 1e6),
        ("memory of a searching process, its own, MB", lambda one: one.anonymous / 1e6),
        ("memory mapped from files, shared, MB", lambda one: one.mapped / 1e6),
        ("opened in a fresh process, s", lambda one: one.opened_s),
        ("dense side alone p50, ms", lambda one: one.dense_p50),
        ("lexical side alone p50, ms", lambda one: one.lexical_p50),
    ]
    rows += [(f"hybrid, {name}: p50, ms", lambda one, n=name: one.p50[n]) for name in FILTERS]  # type: ignore[misc]
    rows += [(f"hybrid, {name}: p95, ms", lambda one, n=name: one.p95[n]) for name in FILTERS]  # type: ignore[misc]
    rows += [(f"dense recall@{K}, {name}", lambda one, n=name: one.recall[n]) for name in FILTERS]  # type: ignore[misc]
    columns = ("", *(f"{one.passages:,} passages" for one in found), "growth")
    cells: list[tuple[Cell, ...]] = [
        ("segments", *(", ".join(f"{n} {kind}" for kind, n in one.kinds.items()) for one in found), None)
    ]
    cells += [(name, *(value(one) for one in found), _growth(found, value)) for name, value in rows]
    note = "Growth is the exponent: 1 grows as the library does, 0 not at all (least squares on logarithmic axes)."
    return (Table("A library as it grows", columns, tuple(cells), note),)


def _growth(found: Sequence[Measured], value: Callable[[Measured], float | str]) -> float | None:
    points = [(math.log(one.passages), math.log(float(value(one)))) for one in found if float(value(one)) > 0]
    if len(points) < 2:
        return None
    return float(np.polyfit([x for x, _ in points], [y for _, y in points], 1)[0])


def _plots(found: Sequence[Measured]) -> tuple[Plot, ...]:
    def line(value: Callable[[Measured], float]) -> list[tuple[float, float]]:
        return [(float(one.passages), value(one)) for one in found]

    return (
        Plot(
            "Hybrid search as the library grows",
            "passages",
            "ms, p50",
            {name: line(lambda one, n=name: one.p50[n]) for name in FILTERS},  # type: ignore[misc]
            log=True,
        ),
        Plot(
            "What a library costs",
            "passages",
            "seconds, or MB",
            {
                "built, s": line(lambda one: one.built_s),
                "one document more, s": line(lambda one: one.added_s),
                "disk, MB": line(lambda one: one.disk["all"] / 1e6),
                "memory of its own, MB": line(lambda one: one.anonymous / 1e6),
            },
            log=True,
        ),
    )


def _findings(found: Sequence[Measured], encoder: Drawing) -> tuple[str, ...]:
    mixture = encoder.mixture
    return (
        f"{mixture.real:,} vectors are real; the others are a real one moved by {mixture.step:.2f} times the "
        f"difference of two others, to a median cosine of {mixture.nearness:.3f}, that of real tenth neighbours.",
        f"Segments of up to {EXACT_UP_TO:,} windows are scored whole; longer ones in {LISTS}√N clusters, "
        f"{PROBES} of them or {SHARE:.0%} looked into, and the best scored exactly.",
        f"From {found[0].passages:,} to {found[-1].passages:,} passages a question takes "
        f"{found[-1].p50['no filter'] / found[0].p50['no filter']:.1f} times as long, a document added "
        f"{found[-1].added_s / found[0].added_s:.1f} times.",
    )


def main() -> None:
    asked = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(asdict(_searched(Path(sys.argv[1]), _Asked(asked["encoder"], asked["questions"])))))


if __name__ == "__main__":
    main()
