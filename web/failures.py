"""Errors as pages in words; the API under ``/api`` keeps its own shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ingest.errors import TracuuError
from service.logs import request_id
from web.site import render
from web.words import words_of

MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")
Handler = Callable[[Request, Any], Response | Awaitable[Response]]


@dataclass(frozen=True)
class ErrorView:
    """What happened and what to do next."""

    status: int
    title: str
    message: str
    hint: str
    request_id: str | None = None


def for_machines(request: Request) -> bool:
    """Whether a program asks, which wants the API's error shape and no page."""
    return request.url.path.startswith(MACHINES)


def install(app: FastAPI) -> None:
    """Shows errors of pages as pages; for the API the handlers already there stay in force."""
    for kind, page in (
        (TracuuError, _known),
        (HTTPException, _http),
        (RequestValidationError, _invalid),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(kind, _either(page, app.exception_handlers.get(kind)))


def _either(page: Callable[[Request, Any], Response], api: Handler | None) -> Handler:
    async def handle(request: Request, error: Any) -> Response:
        if api is None or not for_machines(request):
            return page(request, error)
        response = api(request, error)
        return response if isinstance(response, Response) else await response

    return handle


def _known(request: Request, error: TracuuError) -> Response:
    words = words_of(request)
    title = words("error.404.title" if error.status == 404 else "error.other.title")
    return _page(request, ErrorView(error.status, title, error.message, error.hint))


def _http(request: Request, error: HTTPException) -> Response:
    return _worded(request, error.status_code, "404" if error.status_code == 404 else "other")


def _invalid(request: Request, error: RequestValidationError) -> Response:
    return _worded(request, 422, "other")


def _unexpected(request: Request, error: Exception) -> Response:
    """The trace goes to the log, by the server; the reader is told what it means for him."""
    return _worded(request, 500, "500")


def _worded(request: Request, status: int, key: str) -> Response:
    words = words_of(request)
    title, message, hint = (words(f"error.{key}.{part}") for part in ("title", "message", "hint"))
    return _page(request, ErrorView(status, title, message, hint))


def _page(request: Request, view: ErrorView) -> Response:
    if view.status >= 500:
        view = replace(view, request_id=request_id.get())
    return render(request, "error.html", view, view.title, status=view.status)
