"""The list of documents and the reader."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.reading.views import documents_view, reader_view
from web.site import READ, Site, number, render
from web.words import words_of


def router(site: Site) -> APIRouter:
    """The documents held, over ``site``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route("/van-ban", methods=READ)
    def documents(request: Request, trang: str = "1") -> HTMLResponse:
        """The documents held."""
        words = words_of(request)
        view = documents_view(site.archive.documents(), number(trang) or 1, words)
        return render(request, "reading/documents.html", view, words("documents.title"), here="documents")

    @pages.api_route("/van-ban/{id}", methods=READ)
    def reader(
        request: Request, id: str, tu: str | None = None, den: str | None = None, phan: str = ""
    ) -> HTMLResponse:
        """A document, open at the span ``[tu, den)`` if it is given."""
        view = reader_view(site.archive.document(id), words_of(request), tu, den, number(phan))
        return render(request, "reading/reader.html", view, view.title, here="documents")

    return pages
