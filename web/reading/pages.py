"""The list of documents, the reader, the page beside its picture, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.errors import NotFound
from web.reading.beside import beside_view
from web.reading.compare import choice_view, compare_view
from web.reading.listing import Filter, documents_view
from web.reading.sheet import sheet_view
from web.reading.views import reader_view
from web.site import READ, Site, number, render
from web.words import words_of

if TYPE_CHECKING:
    from service.ports import Holdings


def router(site: Site, library: Holdings) -> APIRouter:
    """The documents held, over ``site``; originals and earlier versions come from ``library``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route("/van-ban", methods=READ)
    def documents(request: Request, trang: str = "1") -> HTMLResponse:
        """The documents held."""
        words = words_of(request)
        asked = Filter.of(request.query_params)
        view = documents_view(site.archive.documents(), number(trang) or 1, words, asked)
        return render(request, "reading/documents.html", view, words("documents.title"), here="documents")

    @pages.api_route("/van-ban/{id}", methods=READ)
    def reader(
        request: Request, id: str, tu: str | None = None, den: str | None = None, phan: str = ""
    ) -> HTMLResponse:
        """A document, open at the span ``[tu, den)`` if it is given."""
        document = site.archive.document(id)
        view = reader_view(document, words_of(request), tu, den, number(phan), library.former(id) is not None)
        return render(request, "reading/reader.html", view, view.title, here="documents")

    @pages.api_route("/van-ban/{id}/trang/{page}", methods=READ)
    def sheet(request: Request, id: str, page: int, tu: str | None = None, den: str | None = None) -> HTMLResponse:
        """A page beside its picture, the span ``[tu, den)`` lit in both."""
        words = words_of(request)
        view = sheet_view(site.archive.document(id), words, page, tu, den)
        title = f"{words('reader.page', page=page).capitalize()} · {view.title}"
        return render(request, "reading/sheet.html", view, title, here="documents")

    @pages.api_route("/van-ban/{id}/lan-can", methods=READ)
    def beside(request: Request, id: str, tu: str | None = None, den: str | None = None) -> HTMLResponse:
        """What other documents say where this one says ``[tu, den)``."""
        words = words_of(request)
        view = beside_view(site.archive, site.archive.document(id), words, tu, den)
        return render(request, "reading/beside.html", view, words("beside.title"), here="documents")

    @pages.api_route("/van-ban/{id}/so-sanh", methods=READ)
    def comparison(request: Request, id: str, voi: str = "", ban: str = "") -> HTMLResponse:
        """A document against another (``voi``) or against what it was before (``ban``)."""
        words = words_of(request)
        document = site.archive.document(id)
        former = library.former(id) if ban or not voi else None
        if ban and former is None:
            raise NotFound(words("compare.no_former"), words("compare.no_former_hint"))
        if ban and former is not None:
            view = compare_view(former, document, words, past=True)
        elif voi:
            view = compare_view(site.archive.document(voi), document, words)
        else:
            view = choice_view(document, site.archive.documents(), former, words)
        return render(request, "reading/compare.html", view, words("compare.title"), here="documents")

    return pages
