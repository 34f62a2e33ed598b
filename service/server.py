"""Runs an application over a data folder.

Which application is a setting, a string ``package.module:factory``: by default the
pages (which carry the API), or ``service.server:create`` for the API alone. The
string is resolved by the server at start, so nothing here depends on the pages.
The factory finds the data folder in ``TRACUU_DATA``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BadRequest

if TYPE_CHECKING:
    from fastapi import FastAPI


def create() -> FastAPI:
    """The API alone, over the library named by ``TRACUU_DATA`` (default ``./data``)."""
    from index.library import Library
    from service.api import create_app

    return create_app(Library.open(Path(os.environ.get("TRACUU_DATA", "data"))))


def run(app_factory: str, *, data: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serves until stopped. Raises :class:`BadRequest` if the setting is not ``module:factory``."""
    module, _, name = app_factory.partition(":")
    if not module or not name.isidentifier():
        raise BadRequest(
            f"“{app_factory}” không phải tên ứng dụng.", "Viết dạng gói.mô-đun:hàm, ví dụ service.server:create."
        )
    import uvicorn

    os.environ["TRACUU_DATA"] = str(data)
    uvicorn.run(app_factory, factory=True, host=host, port=port, log_level="info")
