"""The answer with its phrasing, for browsers without scripts; with them sentences come by ``/api/phrase``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from service.desk import Desk
from service.phrasing.phraser import Phraser
from web.asking.pages import Asked, asked, shown_page
from web.phrasing.views import shown
from web.security import HEADERS
from web.site import READ, Site
from web.words import words_of


def router(site: Site, desk: Desk, phraser: Phraser | None) -> APIRouter:
    """The page of a phrased answer; without a model it is the page of the answer."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route("/dien-dat", methods=READ)
    async def phrase(request: Request, q: str = "") -> Response:
        """The answer and what the model makes of it. Begun at once, so that no place in the queue is held meanwhile."""
        told = await run_in_threadpool(asked, site, desk, request, q.strip())
        if phraser is None or told.view.phrasing is None or request.method == "HEAD":
            return await run_in_threadpool(shown_page, request, told)
        headers = {**HEADERS, "Content-Language": words_of(request).language, "Cache-Control": "no-store"}
        return StreamingResponse(_page(request, told, phraser), media_type="text/html; charset=utf-8", headers=headers)

    return pages


async def _page(request: Request, told: Asked, phraser: Phraser) -> AsyncIterator[bytes]:
    answer, offered = told.answer, told.view.phrasing
    if answer is not None and offered is not None:
        phrasing = await phraser.whole(answer)
        view = replace(told.view, phrasing=shown(offered, phrasing, answer, words_of(request)))
        told = replace(told, view=view)
    page = await run_in_threadpool(shown_page, request, told)
    yield bytes(page.body)
