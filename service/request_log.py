"""One line for each request, and an id that the line, the answer and an error shown to somebody have in common."""

from __future__ import annotations

import logging
import secrets
from time import perf_counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.types import VISIT, Visit
from service.logs import request_id
from service.metrics import route_of

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
QUIET = frozenset({"/healthz", "/readyz", "/metrics", "static"})
"""Routes asked for all the time by machines and pages; told only when they fail."""
CLIENT_CLOSED = 499  # as nginx counts who went away before the answer began


class RequestLog:
    """Tells of each request its method, the template of its address, status, duration; never what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        token = request_id.set(secrets.token_hex(8))
        started, status = perf_counter(), CLIENT_CLOSED

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id.get() or ""
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception as error:  # the failure was answered with 500 and comes here to be told
            log.exception("unexpected failure", exc_info=error)
            if status == CLIENT_CLOSED:
                raise
        finally:
            _tell(scope, status, perf_counter() - started)
            request_id.reset(token)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = route_of(Request(scope))
    level = logging.DEBUG if route in QUIET and status < 400 else logging.INFO
    log.log(level, "request", extra={"fields": fields(scope, route, status, seconds)})


def fields(scope: Scope, route: str, status: int, seconds: float) -> dict[str, Any]:
    """What is told of a request; of who asked, the number of his account and not his name."""
    visit = scope.get(VISIT)
    reader = visit.reader if isinstance(visit, Visit) else None
    return {
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round(1000 * seconds, 1),
        "account": reader.account.id if reader else None,
    }
