"""The pages over a library of the shipped digests and two made-up documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_samples import CORPUS, PAGED, PLAN

from index.library import Library
from index.types import Vectors
from web.app import create_web


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


@pytest.fixture(scope="session")
def encoder() -> type[SyllableEncoder]:
    """Makes an encoder without a model."""
    return SyllableEncoder


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made_up = tmp_path_factory.mktemp("van-ban")
    (made_up / "ba-sao.md").write_text(PLAN, encoding="utf-8")
    (made_up / "thu-vien.txt").write_text(PAGED, encoding="utf-8")
    library = Library(tmp_path_factory.mktemp("data"), SyllableEncoder)
    report = library.sync([CORPUS, made_up])
    assert not report.rejected, report.rejected
    return library


@pytest.fixture(scope="session")
def app(library: Library) -> FastAPI:
    return create_web(library)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> TestClient:
    """A fresh installation, nothing taken yet."""
    return TestClient(create_web(Library(tmp_path / "data", SyllableEncoder)))
