"""The ask page and the search page: one box, two ways of using it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.errors import NotFound, TracuuError
from service.desk import Desk
from service.one_state import at_one_state
from service.ports import Held
from service.question import language_of
from service.searching import explore
from service.types import Answer
from web.asking.conditions import MENDED, Conditions, conditions_view, reading_from
from web.asking.finding import PAGE, FindView, Search, find_view
from web.asking.results import Result, results
from web.asking.views import AskView, answer_view
from web.phrasing.views import offer
from web.site import READ, Site, render
from web.words import Words, words_of

OTHERS = 5  # passages below an answer; the rest is a search


def router(site: Site, desk: Desk) -> APIRouter:
    """Asking and searching over ``site``."""
    pages = APIRouter(
        include_in_schema=False, default_response_class=HTMLResponse, route_class=at_one_state(site.archive)
    )

    @pages.api_route("/", methods=READ)
    def ask(request: Request, q: str = "") -> HTMLResponse:
        """The ask box, and the answer if there is a question."""
        return shown_page(request, asked(site, desk, request, q.strip()))

    @pages.api_route("/tim", methods=READ)
    def find(request: Request) -> HTMLResponse:
        """The passages nearest to some words, and the ways of narrowing them."""
        return _find(site, request)

    return pages


@dataclass(frozen=True)
class Asked:
    """A question and what came of it: what the page shows, and the answer, if there is one."""

    view: AskView
    answer: Answer | None = None


def asked(site: Site, desk: Desk, request: Request, question: str) -> Asked:
    """The answer to a question, as the page shows it; what is wrong with a question is told in place."""
    words = words_of(request)
    held = {document.id: document for document in site.archive.documents()}
    if not question:
        return Asked(AskView(held=len(held)))
    try:
        reading = reading_from(request.query_params)
        answer = desk.ask(question, reading)
        others = _others(site, answer, held, words)
    except NotFound:
        raise
    except TracuuError as error:
        return Asked(AskView(question, len(held), error=error))
    conditions = _conditions(site, request, answer, held, words)
    offered = offer(request, question, answer, request.app.state.phraser)
    return Asked(
        AskView(question, len(held), answer_view(answer, held, words), conditions, others, phrasing=offered), answer
    )


def shown_page(request: Request, told: Asked) -> HTMLResponse:
    """The page of a question, or the empty one."""
    view = told.view
    status = view.error.status if view.error is not None else 200
    return render(request, "asking/ask.html", view, view.question, here="ask", status=status)


def _others(site: Site, answer: Answer, held: Mapping[str, Held], words: Words) -> tuple[Result, ...]:
    """The passages nearest to the question that the answer does not show itself."""
    shown = [*answer.citations, *(miss.citation for miss in answer.near_misses)]
    found = explore(site.archive, answer.question, k=OTHERS + len(shown), facets=False).hits
    hits = [
        hit
        for hit in found
        if not any(c.document == hit.document and c.start < hit.end and hit.start < c.end for c in shown)
    ]
    return results(hits[:OTHERS], held, words)


def _conditions(
    site: Site, request: Request, answer: Answer, held: Mapping[str, Held], words: Words
) -> Conditions | None:
    if answer.conditions is None:
        return None
    places = [name for one in held.values() for name in (one.commune, one.province) if name]
    return conditions_view(
        answer.conditions,
        words,
        full=answer.understood,
        full_language=language_of(answer.question),
        mended=MENDED in request.query_params,
        known_indicators=site.archive.vocabulary().indicators,
        known_places=sorted(set(places)),
    )


def _find(site: Site, request: Request) -> HTMLResponse:
    words = words_of(request)
    search = Search.of(request)
    held = {document.id: document for document in site.archive.documents()}
    if not search.text:
        return render(request, "asking/find.html", FindView(held=len(held)), words("find.title"), here="ask")
    try:
        found = explore(site.archive, search.text, k=PAGE, offset=(search.page - 1) * PAGE, filters=search.filters)
    except TracuuError as error:
        view = FindView(search.text, len(held), kept=search.pairs, error=error)
        return render(request, "asking/find.html", view, search.text, here="ask", status=error.status)
    return render(request, "asking/find.html", find_view(search, found, held, words), search.text, here="ask")
