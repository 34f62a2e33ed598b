"""The application: the API with the pages on it."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from index.library import Library
from service.api import create_app
from service.desk import Desk
from web import failures
from web.pages import router
from web.security import SecurityHeaders
from web.site import HERE, Site


def create() -> FastAPI:
    """The pages over the library named by ``TRACUU_DATA`` (default ``./data``); what the server runs."""
    return create_web(Library.open(Path(os.environ.get("TRACUU_DATA", "data"))))


def create_web(library: Library) -> FastAPI:
    """The pages over ``library``."""
    return with_pages(create_app(library), Site(library, Desk(library).ask))


def with_pages(app: FastAPI, site: Site) -> FastAPI:
    """``app`` with the pages of ``site``, errors shown as pages and the security headers on every answer."""
    app.include_router(router(site))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    failures.install(app)
    app.add_middleware(SecurityHeaders)
    return app
