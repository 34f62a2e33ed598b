"""The pages over a library of the shipped digests and two made-up documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from syllable_encoder import SyllableEncoder
from web_samples import CORPUS, PAGED, PLAN

from index.library import Library, default_reader
from index.readings import Reader
from web.app import create_web


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
def reader() -> Callable[[], Reader]:
    """How the library of one's own reads; a test may put another in its place."""
    return default_reader


@pytest.fixture
def own(tmp_path: Path, reader: Callable[[], Reader]) -> Library:
    """An empty library that a test may fill."""
    return Library(tmp_path / "data", SyllableEncoder, reader)


@pytest.fixture
def empty_client(tmp_path: Path) -> TestClient:
    """A fresh installation, nothing taken yet."""
    return TestClient(create_web(Library(tmp_path / "data", SyllableEncoder)))
