"""The application: the API with the pages on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service import server
from service.api import create_app
from web import failures, files
from web.asking import pages as asking
from web.reading import pages as reading
from web.security import SecurityHeaders
from web.site import HERE, Site

if TYPE_CHECKING:
    from index.library import Library


def create() -> FastAPI:
    """The pages over the library named by ``TRACUU_DATA`` (default ``./data``); what the server runs."""
    return with_pages(server.create())


def create_web(library: Library) -> FastAPI:
    """The pages over ``library``."""
    return with_pages(create_app(library))


def with_pages(app: FastAPI) -> FastAPI:
    """The API ``app`` with the pages on it, errors shown as pages and the security headers on every answer."""
    site = Site(app.state.library, app.state.desk.ask)
    for pages in (asking.router(site, app.state.desk), reading.router(site), files.router()):
        app.include_router(pages)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    failures.install(app)
    app.add_middleware(SecurityHeaders)
    return app
