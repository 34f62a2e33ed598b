"""What every contestant can do, and what it is given; knows nothing of Tracuu, since peers run without it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

MODEL_VARIABLE = "TRACUU_PEERS_MODEL"
"""Where a contestant finds the directory of the embedding model, in the form of sentence-transformers."""

VECTORS_VARIABLE = "TRACUU_PEERS_VECTORS"
"""Where vectors of passages may be looked up instead of computed; unset whenever time is measured."""

QUERY, PASSAGE = "query: ", "passage: "
"""What the model wants in front of a text."""

CANDIDATES = 50
"""Passages asked of each side before a peer joins them, where a peer leaves it to its user."""


@dataclass(frozen=True)
class Passage:
    """What is to be found; every contestant indexes the same ``content``."""

    id: str
    title: str
    text: str

    @property
    def content(self) -> str:
        """The text with its title in front."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class Contestant(Protocol):
    """A search engine in its documented form. Heavy imports belong inside the methods: loading is part of the job."""

    def index(self, file: Path, folder: Path) -> None:
        """Take the passages of a file (:func:`read`) and keep all that answering needs in the new ``folder``."""
        ...

    def open(self, folder: Path) -> None:
        """Make ready to answer, from what :meth:`index` kept; another process may have."""
        ...

    def ask(self, question: str, k: int) -> Sequence[str]:
        """Ids of the ``k`` best passages, best first."""
        ...


def read(file: Path) -> list[Passage]:
    """The passages of a file: ``{"id", "title", "text"}`` a line."""
    with file.open(encoding="utf-8") as lines:
        return [Passage(**json.loads(line)) for line in lines]


def model() -> str:
    """The directory of the embedding model."""
    return os.environ[MODEL_VARIABLE]
