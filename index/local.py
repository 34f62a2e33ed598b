"""The engine that needs nothing but the data folder: vectors in files, searched by FAISS."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index import dense, vectors
from index.engine import DenseSide, Plan
from index.store import Store


class LocalEngine:
    """Starts a generation from the files of the one before."""

    name = "local"

    def build(self, store: Store, folder: Path, plan: Plan) -> int:
        """As :class:`~index.engine.DenseEngine` says."""
        added = plan.wanted - plan.held
        rows = vectors.load(store.connection, plan.encoder, added, plan.dimensions)
        return dense.build(folder, plan.wanted, rows, added=store.window_count_of(added), base=plan.base)

    def open(self, folder: Path) -> DenseSide:
        """As :class:`~index.engine.DenseEngine` says."""
        return dense.Dense(folder)

    def settle(self, folder: Path) -> None:
        """Nothing is left over."""

    def forget(self, folder: Path, others: Iterable[Path]) -> None:
        """Nothing is held elsewhere."""
