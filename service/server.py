"""Runs an application over a data folder.

Which application is a setting, a string ``package.module:factory``: by default the
pages (which carry the API), or ``service.server:create`` for the API alone. The
string is resolved by the server at start, so nothing here depends on the pages.
The factory finds the data folder in ``TRACUU_DATA``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ingest.errors import BadRequest

if TYPE_CHECKING:
    from fastapi import FastAPI


GRACE = 30
"""Seconds that requests at work have when the service is stopped, and that a busy process may be silent."""

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where processes add up their counts; the library that counts reads it when it is imported."""


def create() -> FastAPI:
    """The API alone, over the library named by ``TRACUU_DATA`` (default ``./data``)."""
    from index.library import Library
    from service.api import create_app

    return create_app(Library.open(Path(os.environ.get("TRACUU_DATA", "data"))))


def run(app_factory: str, *, data: Path, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serves until stopped, by ``workers`` processes that share address, data folder and counts.

    A stop (SIGTERM, ctrl-C) takes no new requests and ends those at work, for at most :data:`GRACE` seconds.
    Raises :class:`BadRequest` if the setting is not ``module:factory``.
    """
    module, _, name = app_factory.partition(":")
    if not module or not name.isidentifier():
        raise BadRequest(
            f"“{app_factory}” không phải tên ứng dụng.", "Viết dạng gói.mô-đun:hàm, ví dụ service.server:create."
        )
    import uvicorn

    os.environ["TRACUU_DATA"] = str(data)
    with shared_counts() if workers > 1 else nullcontext():
        uvicorn.run(
            app_factory,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="info",
            timeout_graceful_shutdown=GRACE,
            timeout_worker_healthcheck=GRACE,
        )


@contextmanager
def shared_counts() -> Iterator[None]:
    """A folder in which the processes of one service add up what they counted, for as long as it runs."""
    with TemporaryDirectory(prefix="tracuu-counts-") as folder:
        os.environ[SHARED_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[SHARED_FOLDER]
