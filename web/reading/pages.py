"""The list of documents, the reader, the page beside its picture, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from index.schema import hashed
from ingest.errors import NotFound
from ingest.types import Document
from service.one_state import at_one_state
from service.standards.permalinks import PATH, asked_link, on_this_server, permalink
from service.standards.resolving import resolve
from web.reading.beside import beside_view
from web.reading.compare import choice_view, compare_view
from web.reading.editions import Edition, edition, editions
from web.reading.lasting import resolved_view
from web.reading.listing import Filter, documents_view
from web.reading.sheet import sheet_view
from web.reading.spans import checked_mark
from web.reading.views import reader_view
from web.site import READ, Site, number, render
from web.words import Words, words_of

if TYPE_CHECKING:
    from service.ports import Holdings

FORMER = "truoc"  # in the address: whatever the version before is


def router(site: Site, library: Holdings) -> APIRouter:
    """The documents held, over ``site``; originals and earlier versions come from ``library``."""
    pages = APIRouter(
        include_in_schema=False, default_response_class=HTMLResponse, route_class=at_one_state(site.archive)
    )

    @pages.api_route("/van-ban", methods=READ)
    def documents(request: Request, trang: str = "1") -> HTMLResponse:
        """The documents held."""
        words = words_of(request)
        asked = Filter.of(request.query_params)
        view = documents_view(site.archive.documents(), number(trang) or 1, words, asked)
        return render(request, "reading/documents.html", view, words("documents.title"), here="documents")

    @pages.api_route("/van-ban/{id}", methods=READ)
    def reader(
        request: Request,
        id: str,
        tu: str | None = None,
        den: str | None = None,
        phan: str = "",
        ban: Annotated[str, Query(alias="phien-ban")] = "",
    ) -> HTMLResponse:
        """A document, open at the span ``[tu, den)`` if it is given; as it was in the version ``phien-ban``."""
        words = words_of(request)
        if ban:
            version, document = library.version(id, ban)
            shown = edition(id, version, words)
        else:
            document, shown = site.archive.document(id), None
        view = reader_view(document, words, tu, den, number(phan), library.former(id) is not None, shown)
        return render(request, "reading/reader.html", view, view.title, here="documents")

    @pages.api_route("/van-ban/{id}/dia-chi", methods=READ, response_class=RedirectResponse)
    def lasting(
        id: str,
        tu: str | None = None,
        den: str | None = None,
        ban: Annotated[str, Query(alias="phien-ban")] = "",
    ) -> RedirectResponse:
        """On to the permalink of a document, or of the span ``[tu, den)`` of it."""
        document = library.version(id, ban)[1] if ban else site.archive.document(id)
        mark = checked_mark(document.text, tu, den)
        span = (mark.start, mark.end) if mark else ()
        return RedirectResponse(on_this_server(permalink(document, document.text, *span)), status_code=303)

    @pages.api_route(f"{PATH}{{work:path}}", methods=READ)
    def followed(request: Request, work: str) -> HTMLResponse:
        """Where a permalink leads: to the words cited, or to the reason why not."""
        words = words_of(request)
        resolved, document = resolve(library, asked_link(work, request.query_params))
        view = resolved_view(resolved, document, library, words)
        status = 404 if resolved.state == "lost" else 200
        return render(request, "reading/reader.html", view, view.title, here="documents", status=status)

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
    def comparison(request: Request, id: str, voi: str = "", ban: str = "", moi: str = "") -> HTMLResponse:
        """A document against another (``voi``), or its version ``ban`` against ``moi`` or the one held."""
        words = words_of(request)
        if voi:
            view = compare_view(site.archive.document(voi), site.archive.document(id), words)
        elif ban:
            before, after = (_version(library, id, name, words) for name in (ban, moi))
            view = compare_view(before[0], after[0], words, before=before[1], after=after[1])
        else:
            known = editions(id, library.versions(id), words)
            view = choice_view(site.archive.document(id), site.archive.documents(), known, words)
        return render(request, "reading/compare.html", view, words("compare.title"), here="documents")

    return pages


def _version(library: Holdings, id: str, name: str, words: Words) -> tuple[Document, Edition]:
    """A version by its name: "" is the one held, ``truoc`` the one before another file took its place."""
    if name == FORMER:
        former = library.former(id)
        if former is None:
            raise NotFound(words("compare.no_former"), words("compare.no_former_hint"))
        name = hashed(former.text)
    version, document = library.version(id, name or str(len(library.versions(id))))
    return document, edition(id, version, words)
