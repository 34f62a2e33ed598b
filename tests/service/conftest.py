"""Three made-up communes in a real library with a model-free encoder, and the real plans where they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.library import Library
from index.text import bigrams, syllables
from index.types import Vectors
from ingest.errors import ModelUnavailable
from service.desk import Desk

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


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The made-up plans of ``tests/service/plans``, taken in once."""
    library = open_made_up(tmp_path_factory.mktemp("mini"))
    report = library.sync([HERE / "plans"])
    assert not report.rejected
    return library


@pytest.fixture(scope="session")
def desk(mini: Library) -> Desk:
    return Desk(mini)


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The five commune plans beside the repository, with the shipped model."""
    seeds = SHARED / "corpus" / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"evaluation data not there: {seeds}")
    library = Library.open(tmp_path_factory.mktemp("plans"))
    try:
        library.sync([seeds])
    except ModelUnavailable as error:
        pytest.skip(f"model not ready: {error}")
    return Desk(library)
