"""Three made-up communes in a real library with a model-free encoder, and the real plans where they are."""

from __future__ import annotations

import pytest
from asked_samples import write
from made_up import HERE, SHARED, open_made_up

from index.library import Library
from ingest.errors import ModelUnavailable
from service.desk import Desk


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
def two(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of the two made-up communes of ``asked_samples``."""
    library = open_made_up(tmp_path_factory.mktemp("two"))
    report = library.sync([write(tmp_path_factory.mktemp("plans-of-two"))])
    assert not report.rejected
    return Desk(library)


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
