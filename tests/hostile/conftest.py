"""A library of the made-up plans that hostile calls may change, and the pages over it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "service"), str(HERE.parent / "web")]

from fastapi import FastAPI  # noqa: E402
from made_up import HERE as SERVICE  # noqa: E402
from made_up import open_made_up  # noqa: E402

from index.library import Library  # noqa: E402
from web.app import create_web  # noqa: E402


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The made-up plans of ``tests/service/plans``, taken in once."""
    library = open_made_up(tmp_path_factory.mktemp("hostile"))
    assert not library.sync([SERVICE / "plans"]).rejected
    return library


@pytest.fixture(scope="session")
def app(mini: Library) -> FastAPI:
    return create_web(mini)
