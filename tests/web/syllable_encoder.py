"""An encoder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from index.types import Vectors


class SyllableEncoder:
    """Words hashed into 32 dimensions: pages are tested without a model."""

    name = "syllables-32"
    dimensions = 32

    def encode_query(self, text: str) -> Vectors:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            vector[hashlib.blake2b(word.encode(), digest_size=1).digest()[0] % self.dimensions] += 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.encode_query(text) for text in texts]).astype(np.float32)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self.encode_queries(texts)

    def warm(self) -> None: ...
