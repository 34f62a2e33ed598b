"""Nearest passages by vector, with FAISS.

One function chooses the kind of index by size; the rest does not know which it
is. A search restricted to some documents scans exactly their vectors: graph and
cluster indexes lose recall under narrow filters.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from index.selection import EVERYTHING, Allowed
from index.types import Vectors
from index.windows import best_windows

Ids = npt.NDArray[np.int64]


def _faiss() -> Any:
    """FAISS, imported when first needed: a list of documents should not wait for it."""
    import faiss

    # two threads are slower than one for a single question; the setting is per calling thread
    faiss.omp_set_num_threads(1)
    return faiss


def _factory(passages: int) -> str:
    """The kind of index for so many passages: exact, since 100,000 take 6 ms."""
    del passages  # later: "IVF…,SQ8" with rescoring above some 300,000
    return "Flat"


def build(folder: Path, ids: Ids, vectors: Vectors) -> int:
    """Write vectors and their ``(passage id, document number)`` rows into the new ``folder``.

    A passage has as many rows as it has windows, one after the other.
    """
    folder.mkdir(parents=True)
    faiss = _faiss()
    index = faiss.index_factory(vectors.shape[1], _factory(len(vectors)), faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    faiss.write_index(index, str(folder / "vectors.faiss"))
    # raw, since np.load parses its header with ast, which CPython 3.11 cannot do in two threads at once
    ids.astype("<i8").tofile(folder / "rows.i64")
    return int(index.ntotal)


class Dense:
    """An index on disk, opened for reading; pages are shared between processes."""

    def __init__(self, folder: Path) -> None:
        faiss = _faiss()
        self._index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
        rows = np.fromfile(folder / "rows.i64", dtype="<i8").reshape(-1, 2)
        self._ids: Ids = rows[:, 0].copy()
        self._numbers: Ids = rows[:, 1].copy()

    @property
    def windows(self) -> int:
        """How many windows it holds; -1 if its two files disagree."""
        count = int(self._index.ntotal)
        return count if count == len(self._ids) else -1

    def search(self, queries: Vectors, k: int, allowed: Allowed = EVERYTHING) -> list[dict[int, float]]:
        """Per query the ``k`` best passages of those ``allowed`` by their best window, ``{id: cosine}``, best first."""
        faiss = _faiss()
        rows = self._rows(allowed)
        parameters = None if rows is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))
        limit = self.windows if rows is None else len(rows)
        queries = np.ascontiguousarray(queries)

        def ask(query: int, depth: int) -> list[tuple[int, float]]:
            scores, rows = self._index.search(queries[query : query + 1], depth, params=parameters)
            found = zip(cast(Ids, rows)[0], cast(Vectors, scores)[0], strict=True)
            return [(int(self._ids[row]), float(score)) for row, score in found if row >= 0]

        return [best_windows(partial(ask, query), k, limit) for query in range(len(queries))]

    def _rows(self, allowed: Allowed) -> Ids | None:
        if allowed.passages is not None:
            return np.flatnonzero(np.isin(self._ids, np.array(allowed.passages, dtype=np.int64)))
        if allowed.numbers is not None:
            return np.flatnonzero(np.isin(self._numbers, np.array(allowed.numbers, dtype=np.int64)))
        return None
