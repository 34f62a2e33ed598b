"""The page of the citation graph."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.graph import build
from service.one_state import at_one_state
from web.graph.views import Choice, graph_view
from web.site import READ, Site, number, render
from web.words import words_of


def router(site: Site) -> APIRouter:
    """The graph of the documents held, over ``site``."""
    pages = APIRouter(
        include_in_schema=False, default_response_class=HTMLResponse, route_class=at_one_state(site.archive)
    )

    @pages.api_route("/so-do", methods=READ)
    def graph(
        request: Request,
        document: Annotated[str, Query(alias="van-ban")] = "",
        least: Annotated[str, Query(alias="it-nhat")] = "",
        mentions: Annotated[str, Query(alias="nhac")] = "",
        page: Annotated[str, Query(alias="trang")] = "",
    ) -> HTMLResponse:
        """All documents, or those around one."""
        words = words_of(request)
        choice = Choice(document, max(number(least) or 2, 1), mentions == "1", number(page) or 1)
        view = graph_view(build(site.archive, mentions=choice.mentions), choice, words)
        return render(request, "graph/graph.html", view, words("graph.title"), here="documents")

    return pages
