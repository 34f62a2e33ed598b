"""Texts as hashed bags of syllables: alike texts are near, and no model is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from index.text import bigrams, syllables
from index.types import Vectors


class HashedSyllables:
    """Syllables and their pairs hashed into signed dimensions; the rest of an encoder is its user's."""

    dimensions: int

    def warm(self) -> None: ...

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
