"""A run of vectors on disk, never changed once written, and how it is scanned.

The vectors themselves are kept as they came, so that what is found is scored exactly and a longer segment can be
made of shorter ones. Where scoring them all would take long, a coarse index of clusters stands beside them and
proposes what is worth it. The files are mapped, not read: processes share their pages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from math import ceil, sqrt
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from index.types import Vectors

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Kind = Literal["exact", "clustered"]

EXACT_UP_TO = 30_000
"""Vectors of which a question scores every one; of more, only those in the clusters nearest to it.

Measured on 100,000 (18,000 of real passages, the others drawn near them; 384 dimensions, one thread, median CPU
time of a question for 600 windows): every vector scored 6.2 ms; one byte a dimension scanned and the best scored
8.6 ms, two bytes 11.3 ms, half a byte 3.8 ms (and .992 of the best 300); 128 clusters looked into 1.5 ms (1.000 of
the best 10, .991 of the best 300) for 5 s of CPU when they are learnt. Nothing between the two pays; so few as
these are scored within 2 ms, with nothing to learn and without FAISS.
"""

LISTS = 4
"""Clusters, times the square root of the number of vectors."""

PROBES, SHARE = 512, 0.35
"""Clusters looked into, of those nearest to the question: so many, of long segments this share of all; the more, the
fewer vectors a filter leaves.

Measured with real vectors, the others drawn as far from these as real tenth neighbours lie; of the best 10, and CPU
time of a question. On 100,000: 128 clusters find .966 in 1.0 ms, 256 .980 in 1.5 ms, 512 .994 in 2.5 ms, all 1,265 of
them 1.000 in 4.9 ms. On 138,000, all real, real questions: 128 .942, 256 .976, 512 (a third) .996. On 500,000: 512
.938 in 8.6 ms, 970 (a third) .988 in 15.8 ms, 1,400 (half) .996 in 22 ms.
"""

SPARE = 100
"""Candidates scored beyond those wanted: their order by one byte a dimension is not quite the exact one."""

NARROW = 0.1
"""Share of vectors left by a filter up to which each of them is scored: looking for them in all clusters takes as long.

Measured on the same, with filters that leave 1, 20 and 50 %: .988 to 1 of the best 10, also where they leave what
is far from the question.
"""

_TRAINING = 64  # vectors a cluster: twice as many take twice as long and find nothing more
_SEED = 57
_COPIED = 8_192  # vectors copied at once to be scored: they fit into the processor's cache
_BLOCK = 65_536  # vectors in memory at once while a segment is written
_ROWS, _VECTORS, _COARSE = "rows.i64", "vectors.f32", "coarse.faiss"


def kind(count: int) -> Kind:
    """How so many vectors are searched."""
    return "exact" if count <= EXACT_UP_TO else "clustered"


class Segment:
    """A segment open for reading; safe from several threads."""

    def __init__(self, folder: Path) -> None:
        # raw, since np.load parses its header with ast, which CPython 3.11 cannot do in two threads at once
        rows = np.asarray(np.memmap(folder / _ROWS, dtype="<i8", mode="r")).reshape(-1, 2)
        self.folder = folder
        self.ids: Ids = rows[:, 0]
        self.numbers: Ids = rows[:, 1]
        values = np.asarray(np.memmap(folder / _VECTORS, dtype="<f4", mode="r"))
        self._matrix: Vectors = values.reshape(len(rows), -1)
        self._coarse = _read(folder / _COARSE) if (folder / _COARSE).exists() else None
        if self._coarse is not None and self._coarse.ntotal != len(rows):
            raise ValueError(f"{self._coarse.ntotal} vectors in {_COARSE}, {len(rows)} expected")

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def kind(self) -> Kind:
        """How it is searched."""
        return "exact" if self._coarse is None else "clustered"

    @property
    def clusters(self) -> int:
        """In how many clusters its vectors are, 0 if in none."""
        return 0 if self._coarse is None else int(self._coarse.nlist)

    @property
    def probes(self) -> int:
        """How many of them an unfiltered question looks into."""
        return min(self.clusters, max(PROBES, ceil(SHARE * self.clusters)))

    def blocks(self, mask: Mask | None) -> Iterator[tuple[Ids, Vectors]]:
        """``(passage id, document number)`` and vector of the rows in ``mask``, some at a time."""
        for start in range(0, len(self), _BLOCK):
            part = slice(start, start + _BLOCK)
            kept = slice(None) if mask is None else mask[part]
            yield np.stack([self.ids[part][kept], self.numbers[part][kept]], axis=1), self._matrix[part][kept]

    def search(self, query: Vectors, depth: int, mask: Mask | None = None) -> tuple[Ids, Vectors]:
        """The ``depth`` nearest passages (one a window) with their cosines, of the rows in ``mask``; in no order."""
        rows: Ids | slice
        count = len(self) if mask is None else int(np.count_nonzero(mask))
        if self._coarse is not None and count > NARROW * len(self):
            rows = self._proposed(query, min(depth + SPARE, count), count, mask)
        else:
            rows = slice(None) if mask is None else np.flatnonzero(mask)
        # the same way whatever proposed them: equal texts have equal scores, wherever they stand
        scores = self._scores(query, rows)
        best = _largest(scores, depth)
        return self.ids[rows][best], scores[best]

    def _scores(self, query: Vectors, rows: Ids | slice) -> Vectors:
        """Cosines, on one core: a product of matrices takes all of them, and waits for those that are busy."""
        if isinstance(rows, slice):
            parts: list[Ids | slice] = [rows]
        else:
            parts = [rows[start : start + _COPIED] for start in range(0, len(rows), _COPIED)]
        scores = [cast(Vectors, np.einsum("ij,j->i", self._matrix[part], query)) for part in parts]
        return np.concatenate([np.empty(0, dtype=np.float32), *scores])

    def _proposed(self, query: Vectors, wanted: int, count: int, mask: Mask | None) -> Ids:
        rows = self._ask(query, wanted, mask, ceil(self.probes * len(self) / count))
        if len(rows) < wanted:
            rows = self._ask(query, wanted, mask, self.clusters)  # what the filter leaves lies in other clusters
        return rows

    def _ask(self, query: Vectors, wanted: int, mask: Mask | None, probes: int) -> Ids:
        faiss, coarse = _faiss(), cast(Any, self._coarse)
        chosen = None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        parameters = faiss.SearchParametersIVF(sel=chosen, nprobe=min(probes, self.clusters))
        _, found = coarse.search(query[None], wanted, params=parameters)
        rows: Ids = cast(Ids, found)[0]
        return rows[rows >= 0]


def write(folder: Path, blocks: Iterable[tuple[Ids, Vectors]], like: Segment | None = None) -> int:
    """Write a segment into the new ``folder``; returns how many vectors it has, 0 if none, and then no folder.

    ``like`` is the longest of those it is made of: clusters learnt from it are used again while they are enough.
    """
    folder.mkdir(parents=True)
    count = 0
    with (folder / _ROWS).open("wb") as rows, (folder / _VECTORS).open("wb") as values:
        for ids, vectors in blocks:
            ids.astype("<i8", copy=False).tofile(rows)
            vectors.astype("<f4", copy=False).tofile(values)
            count += len(ids)
    if not count:
        for name in (_ROWS, _VECTORS):
            (folder / name).unlink()
        folder.rmdir()
    elif kind(count) == "clustered":
        matrix = np.asarray(np.memmap(folder / _VECTORS, dtype="<f4", mode="r")).reshape(count, -1)
        _write_coarse(folder / _COARSE, matrix, like.folder / _COARSE if like else None)
    return count


def link(segment: Segment, folder: Path) -> None:
    """The same segment in the new ``folder``: its files under a second name."""
    folder.mkdir(parents=True)
    for file in segment.folder.iterdir():
        os.link(file, folder / file.name)


def _write_coarse(path: Path, matrix: Vectors, like: Path | None) -> None:
    faiss = _faiss()
    try:
        faiss.omp_set_num_threads(max(1, (os.cpu_count() or 1) // 2))  # the others answer questions meanwhile
        index = _trained(matrix, like)
        for start in range(0, len(matrix), _BLOCK):
            index.add(matrix[start : start + _BLOCK])
        faiss.write_index(index, str(path))
    finally:
        faiss.omp_set_num_threads(1)


def _trained(matrix: Vectors, like: Path | None) -> Any:
    """An empty coarse index that knows how vectors like these are spread."""
    faiss = _faiss()
    count, dimensions = matrix.shape
    lists = min(count, round(LISTS * sqrt(count)))
    learnt = faiss.read_index(str(like)) if like is not None and like.exists() else None
    if learnt is not None and lists <= sqrt(2) * learnt.nlist:  # at most twice the vectors
        learnt.reset()
        return learnt
    index = faiss.index_factory(dimensions, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed, index.cp.min_points_per_centroid = _SEED, 1
    index.train(_sample(matrix, _TRAINING * lists))
    return index


def _sample(matrix: Vectors, count: int) -> Vectors:
    """At most ``count`` vectors, evenly from everywhere: the same for the same matrix."""
    return np.ascontiguousarray(matrix[:: max(1, ceil(len(matrix) / count))])


def _largest(scores: Vectors, count: int) -> Ids:
    """Where the ``count`` largest scores are, in no order."""
    if count >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(scores, len(scores) - count)[len(scores) - count :]


def _read(path: Path) -> Any:
    faiss = _faiss()
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _faiss() -> Any:
    """FAISS, imported when first needed: few documents are searched without it."""
    import faiss

    # two threads are slower than one for a single question; the setting is per calling thread
    faiss.omp_set_num_threads(1)
    return faiss
