"""The application: the API with the pages on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service import server
from service.access.provider_settings import settings
from service.api import create_app
from web import failures, files
from web.access import pages as access
from web.asking import pages as asking
from web.auditing import pages as auditing
from web.drafting import pages as drafting
from web.graph import pages as graph
from web.loading import pages as loading
from web.obligations import pages as obligations
from web.phrasing import pages as phrasing
from web.reading import pages as reading
from web.saved import pages as saved
from web.security import OwnPagesOnly, SecurityHeaders
from web.site import HERE, Site
from web.targets import pages as targets

if TYPE_CHECKING:
    from index.library import Library
    from service.access.gate import Gate
    from service.access.provider import Provider
    from service.access.store import Access


def create() -> Gate:
    """The pages over the library named by ``TRACUU_DATA`` (default ``./data``), behind their gate; what is served."""
    return server.gated(server.open_library(), with_pages)


def create_web(library: Library) -> FastAPI:
    """The pages over ``library``."""
    return with_pages(create_app(library))


def with_pages(app: FastAPI) -> FastAPI:
    """The API ``app`` with the pages on it, errors shown as pages, requests and answers guarded."""
    site = Site(app.state.library, app.state.desk.ask)
    registers = app.state.registers
    for pages in (
        asking.router(site, app.state.desk),
        phrasing.router(site, app.state.desk, app.state.phraser),
        reading.router(site, app.state.library),
        graph.router(site),
        targets.router(registers),
        obligations.router(registers),
        drafting.router(site, app.state.drafting),
        auditing.router(site, app.state.auditing),
        loading.router(app.state.library, app.state.jobs),
        files.router(),
    ):
        app.include_router(pages)
    if app.state.saved is not None:
        app.include_router(saved.router(app.state.saved))
    if app.state.access is not None:
        app.include_router(access.router(app.state.access, provider_of(app.state.access)))
        app.state.sign_in = access.SIGN_IN
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    failures.install(app)
    app.add_middleware(OwnPagesOnly)
    app.add_middleware(SecurityHeaders)
    return app


def provider_of(access: Access) -> Provider | None:
    """The provider that people may sign in by, if one is set; its libraries are loaded only then."""
    told = settings()
    if told is None:
        return None
    from service.access.provider import Provider

    return Provider(access, told, access.clock)
