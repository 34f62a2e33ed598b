"""What the server processes of ``test_serving.py`` run: the API over a model-free library, and one slow address."""

from __future__ import annotations

import os
import time
from pathlib import Path

from fastapi import FastAPI
from made_up import open_made_up

from service.api import create_app


def create() -> FastAPI:
    app = create_app(open_made_up(Path(os.environ["TRACUU_DATA"])))

    @app.get("/slow")
    def slow(seconds: float) -> dict[str, int]:
        time.sleep(seconds)
        return {"process": os.getpid()}

    return app
