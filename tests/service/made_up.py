"""A library of made-up plans with a model-free encoder, for tests of the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hashing import HashedSyllables

from index.library import Library
from index.types import Vectors

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"


class HashingEncoder(HashedSyllables):
    """Bag of syllables and their pairs, hashed: alike texts are near, and no model is needed."""

    name = "hashing-256"
    dimensions = 256

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        if progress:
            progress(len(texts))
        return self.encode_queries(texts)


def open_made_up(data: Path) -> Library:
    return Library(data, HashingEncoder)
