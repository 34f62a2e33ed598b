"""The ask page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.errors import NotFound, TracuuError
from web.asking.views import AskView, answer_view
from web.site import READ, Site, render
from web.words import words_of


def router(site: Site) -> APIRouter:
    """Asking, over ``site``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route("/", methods=READ)
    def ask(request: Request, q: str = "") -> HTMLResponse:
        """The ask box, and the answer if there is a question."""
        return _ask(site, request, q.strip())

    return pages


def _ask(site: Site, request: Request, question: str) -> HTMLResponse:
    words = words_of(request)
    held = {document.id: document for document in site.archive.documents()}
    if not question:
        return render(request, "asking/ask.html", AskView(held=len(held)), here="ask")
    try:
        answer = site.ask(question)
    except NotFound:
        raise
    except TracuuError as error:
        view = AskView(question, len(held), error=error)
        return render(request, "asking/ask.html", view, question, here="ask", status=error.status)
    view = AskView(question, len(held), answer_view(answer, held, words))
    return render(request, "asking/ask.html", view, question, here="ask")
