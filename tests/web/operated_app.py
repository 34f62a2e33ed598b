"""What the server processes of ``test_server_log.py`` run: the pages over a model-free library, and one that fails."""

from __future__ import annotations

import os
from pathlib import Path

from made_up import open_made_up
from starlette.types import ASGIApp

from web.app import create_web


def create() -> ASGIApp:
    app = create_web(open_made_up(Path(os.environ["TRACUU_DATA"])))

    def fail(word: str) -> None:
        raise ValueError(f"cannot read {word}") from KeyError(word)

    app.add_api_route("/api/fail", fail)
    app.add_api_route("/fail", fail)
    return app
