"""A library of made-up plans with a model-free encoder, for tests of the service."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.library import Library
from index.text import bigrams, syllables
from index.types import Vectors

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"


class HashingEncoder:
    """Bag of syllables and their pairs, hashed: alike texts are near, and no model is needed."""

    name = "hashing-256"
    dimensions = 256

    def warm(self) -> None: ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        if progress:
            progress(len(texts))
        return self.encode_queries(texts)

    def encode_query(self, text: str) -> Vectors:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        words = syllables(text)
        for word in (*words, *bigrams(words)):
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "little")
            vector[seed % self.dimensions] += 1.0 if seed & (1 << 20) else -1.0
        normalised: Vectors = vector / np.linalg.norm(vector)
        return normalised

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.encode_query(text) for text in texts]).astype(np.float32)


def open_made_up(data: Path) -> Library:
    return Library(data, HashingEncoder)
