"""The made-up plans behind every way in: desks in this process, a real server, a real child process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import uvicorn

from index.library import Library
from service.api import create_app
from service.integrations.desks import LocalDesks


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address at which an application answers for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def desks(mini: Library) -> LocalDesks:
    return LocalDesks(mini)


@pytest.fixture(scope="session")
def address(mini: Library) -> Iterator[str]:
    """The API over the made-up plans, served for real."""
    with served(create_app(mini)) as found:
        yield found


@pytest.fixture
def serve() -> Callable[[Any], AbstractContextManager[str]]:
    """Serves an application of the test's own."""
    return served
