"""Where the vectors of a generation live: the one contract, and how an engine is chosen.

``local`` keeps them in the data folder, with FAISS. ``milvus`` keeps them on a Milvus server, for those who outgrow
one machine. Documents, facts, the truth about vectors (the store) and the word index stay in the data folder with
either: no version of Milvus can say which syllables the corpus knows, and its BM25 exists in some versions only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.selection import EVERYTHING, Allowed
from index.types import Vectors
from ingest.errors import IndexUnavailable

if TYPE_CHECKING:
    from index.store import Store

ENGINE_VARIABLE = "TRACUU_ENGINE"


class BrokenGenerationError(Exception):
    """A generation that is missing, incomplete or damaged; never leaves the index package."""


class DenseSide(Protocol):
    """Nearest passages by vector, of one generation; safe from several threads."""

    @property
    def windows(self) -> int:
        """How many windows it holds; -1 if it is not whole."""
        ...

    def search(self, queries: Vectors, k: int, allowed: Allowed = EVERYTHING) -> list[dict[int, float]]:
        """Per query the ``k`` best passages of those ``allowed`` by their best window, ``{id: cosine}``, best first.

        Raises :class:`IndexUnavailable` if the engine cannot be reached.
        """
        ...


class LexicalSide(Protocol):
    """Passages by their words, and what the words of a generation are; safe from several threads."""

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        ...

    def search(
        self, text: str, k: int, weights: Mapping[str, float] = ..., allowed: Allowed = EVERYTHING
    ) -> dict[int, float]:
        """The ``k`` best passages of those ``allowed`` by their best window, ``{id: BM25}``, best first."""
        ...

    def coverage(self, words: Sequence[str], field: str = "syllables") -> float:
        """Share of ``words`` that occur anywhere in ``field``; 0 if there are none."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """In how many windows ``term`` occurs in ``field``."""
        ...

    def forms(self, folded: str) -> list[tuple[str, int]]:
        """The syllables that a folded one stands for, with how many windows have each."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What the dense side of a generation is to hold.

    ``base`` is the dense folder of a whole generation by the same engine and encoder, which held the documents
    ``held``; a new one may start from it.
    """

    number: int
    encoder: str
    dimensions: int
    wanted: frozenset[int]
    base: Path | None = None
    held: frozenset[int] = frozenset()


class DenseEngine(Protocol):
    """Makes and opens the dense side of generations. Each has a folder, disposable like the rest of a generation.

    The caller holds the writer lock for all but :meth:`open`. What cannot be reached raises
    :class:`IndexUnavailable`; a generation that is not whole, :class:`BrokenGenerationError`.
    """

    @property
    def name(self) -> str:
        """Identity of the engine; it opens no generation of another one."""
        ...

    def build(self, store: Store, folder: Path, plan: Plan) -> int:
        """Make the new ``folder`` from what ``store`` holds; returns how many windows it holds.

        Nothing of it is found, and nothing that is found is lost, before the generation is published.
        """
        ...

    def open(self, folder: Path) -> DenseSide:
        """Open and check a dense side."""
        ...

    def settle(self, folder: Path) -> None:
        """Tidy up after the generation was published: what it no longer holds may go."""
        ...

    def forget(self, folder: Path, others: Iterable[Path]) -> None:
        """Give up what only this folder names, and none of ``others``, before it is removed."""
        ...


def open_engine() -> DenseEngine:
    """The engine that ``TRACUU_ENGINE`` names, ``local`` if it names none; connects to nothing yet.

    Raises :class:`IndexUnavailable` for an unknown one, and for one whose package or settings are missing.
    """
    chosen = os.environ.get(ENGINE_VARIABLE, "").strip().casefold() or "local"
    if chosen == "local":
        from index.local import LocalEngine

        return LocalEngine()
    if chosen == "milvus":
        from index.milvus.settings import MilvusSettings

        settings = MilvusSettings.of_environment()
        from index.milvus.engine import MilvusEngine

        return MilvusEngine(settings)
    raise IndexUnavailable(
        f"Không có bộ máy tìm kiếm nào tên “{chosen}”.",
        f"Hãy đặt {ENGINE_VARIABLE}=local hoặc {ENGINE_VARIABLE}=milvus.",
    )
