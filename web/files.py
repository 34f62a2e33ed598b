"""The files browsers ask for by themselves."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse

from web.site import HERE

ROBOTS = "User-agent: *\nDisallow: /\n"  # questions and internal documents are nobody's index


def router() -> APIRouter:
    """The mark of the site and what robots are told."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/favicon.ico")
    def favicon() -> FileResponse:
        """The mark of the site."""
        return FileResponse(HERE / "static" / "favicon.svg", media_type="image/svg+xml")

    @pages.get("/robots.txt")
    def robots() -> PlainTextResponse:
        """Nothing here is for search engines."""
        return PlainTextResponse(ROBOTS)

    return pages
