"""What the server processes of ``test_server_log.py`` run: pages and gate, no model, and a failure."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from fastapi import FastAPI
from made_up import open_made_up
from starlette.types import ASGIApp

from service.server import gated
from web.app import with_pages


def create() -> ASGIApp:
    return gated(open_made_up(Path(os.environ["TRACUU_DATA"])), finished)


def finished(app: FastAPI) -> FastAPI:
    """With pages that fail, in the request and in a thread of its own."""
    with_pages(app)
    app.add_api_route("/api/fail", fail)
    app.add_api_route("/fail", fail)
    return app


def fail(word: str) -> None:
    thread = threading.Thread(target=raising, args=(word,))
    thread.start()
    thread.join()
    raising(word)


def raising(word: str) -> None:
    raise ValueError(f"cannot read {word}") from KeyError(word)
