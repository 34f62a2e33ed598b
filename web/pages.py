"""The pages and their addresses."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse

from ingest.errors import NotFound, TracuuError
from web.site import HERE, Site, render
from web.views import AskView, answer_view, documents_view, reader_view
from web.words import words_of

READ = ["GET", "HEAD"]
ROBOTS = "User-agent: *\nDisallow: /\n"  # questions and internal documents are nobody's index


def router(site: Site) -> APIRouter:
    """Asking, the list of documents and the reader, over ``site``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route("/", methods=READ)
    def ask(request: Request, q: str = "") -> HTMLResponse:
        """The ask box, and the answer if there is a question."""
        return _ask(site, request, q.strip())

    @pages.api_route("/van-ban", methods=READ)
    def documents(request: Request, trang: str = "1") -> HTMLResponse:
        """The documents held."""
        words = words_of(request)
        view = documents_view(site.archive.documents(), _number(trang) or 1, words)
        return render(request, "documents.html", view, words("documents.title"), here="documents")

    @pages.api_route("/van-ban/{id}", methods=READ)
    def reader(
        request: Request, id: str, tu: str | None = None, den: str | None = None, phan: str = ""
    ) -> HTMLResponse:
        """A document, open at the span ``[tu, den)`` if it is given."""
        view = reader_view(site.archive.document(id), words_of(request), tu, den, _number(phan))
        return render(request, "reader.html", view, view.title, here="documents")

    @pages.get("/favicon.ico")
    def favicon() -> FileResponse:
        """The mark of the site."""
        return FileResponse(HERE / "static" / "favicon.svg", media_type="image/svg+xml")

    @pages.get("/robots.txt")
    def robots() -> PlainTextResponse:
        """Nothing here is for search engines."""
        return PlainTextResponse(ROBOTS)

    return pages


def _ask(site: Site, request: Request, question: str) -> HTMLResponse:
    words = words_of(request)
    held = {document.id: document for document in site.archive.documents()}
    if not question:
        return render(request, "ask.html", AskView(held=len(held)), here="ask")
    try:
        answer = site.ask(question)
    except NotFound:
        raise
    except TracuuError as error:
        view = AskView(question, len(held), error=error)
        return render(request, "ask.html", view, question, here="ask", status=error.status)
    view = AskView(question, len(held), answer_view(answer, held, words))
    return render(request, "ask.html", view, question, here="ask")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None
