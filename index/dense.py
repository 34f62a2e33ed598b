"""Nearest passages by vector, with FAISS.

One function chooses the kind of index by size; the rest does not know which it
is. A search restricted to some documents scans exactly their vectors: graph and
cluster indexes lose recall under narrow filters.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from index.types import Vectors

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
    """Write vectors and their ``(passage id, document number)`` rows into the new ``folder``."""
    folder.mkdir(parents=True)
    faiss = _faiss()
    index = faiss.index_factory(vectors.shape[1], _factory(len(vectors)), faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    faiss.write_index(index, str(folder / "vectors.faiss"))
    np.save(folder / "rows.npy", ids)
    return int(index.ntotal)


class Dense:
    """An index on disk, opened for reading; pages are shared between processes."""

    def __init__(self, folder: Path) -> None:
        faiss = _faiss()
        self._index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
        rows = np.load(folder / "rows.npy")
        self._ids: Ids = rows[:, 0].copy()
        self._numbers: Ids = rows[:, 1].copy()

    @property
    def passages(self) -> int:
        """How many passages it holds; -1 if its two files disagree."""
        count = int(self._index.ntotal)
        return count if count == len(self._ids) else -1

    def search(self, queries: Vectors, k: int, numbers: Iterable[int] | None = None) -> list[list[tuple[int, float]]]:
        """Per query the ``k`` best ``(passage id, cosine)``, best first; only of ``numbers`` if given."""
        _faiss()
        parameters = None if numbers is None else self._only(numbers)
        scores, rows = self._index.search(np.ascontiguousarray(queries), k, params=parameters)
        return [
            [(int(self._ids[row]), float(score)) for row, score in zip(found, scored, strict=True) if row >= 0]
            for found, scored in zip(cast(Ids, rows), cast(Vectors, scores), strict=True)
        ]

    def _only(self, numbers: Iterable[int]) -> Any:
        allowed = np.flatnonzero(np.isin(self._numbers, np.fromiter(numbers, dtype=np.int64)))
        faiss = _faiss()
        return faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))
