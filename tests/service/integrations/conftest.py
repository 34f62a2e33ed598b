"""The made-up plans behind every way in: desks in this process, a real server, a real child process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serving import served

from index.library import Library
from service.api import create_app
from service.integrations.desks import LocalDesks


@pytest.fixture(scope="session")
def desks(mini: Library) -> LocalDesks:
    return LocalDesks(mini)


@pytest.fixture(scope="session")
def address(mini: Library) -> Iterator[str]:
    """The API over the made-up plans, served for real."""
    with served(create_app(mini)) as found:
        yield found
