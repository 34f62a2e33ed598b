"""Counts and durations of requests, in the plain text that Prometheus reads.

Three numbers an endpoint need no client library.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response

Middleware = Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]


class Metrics:
    """Requests by route and status; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count: dict[tuple[str, int], int] = defaultdict(int)
        self._seconds: dict[tuple[str, int], float] = defaultdict(float)

    def add(self, route: str, status: int, seconds: float) -> None:
        """One request."""
        with self._lock:
            self._count[route, status] += 1
            self._seconds[route, status] += seconds

    def text(self, status: dict[str, Any]) -> str:
        """The exposition: requests, their seconds, and what is held."""
        with self._lock:
            rows = sorted((key, self._count[key], self._seconds[key]) for key in self._count)
        lines = ["# TYPE tracuu_requests_total counter"]
        lines += [f'tracuu_requests_total{{route="{r}",status="{s}"}} {count}' for (r, s), count, _ in rows]
        lines.append("# TYPE tracuu_request_seconds_total counter")
        lines += [f'tracuu_request_seconds_total{{route="{r}",status="{s}"}} {spent:.6f}' for (r, s), _, spent in rows]
        for name in ("documents", "passages", "generation"):
            if isinstance(status.get(name), int):
                lines += [f"# TYPE tracuu_{name} gauge", f"tracuu_{name} {status[name]}"]
        return "\n".join(lines) + "\n"


def _route(request: Request) -> str:
    if request.scope.get("route") is None:
        return "none"
    path = request.url.path
    for name, value in request.path_params.items():
        path = path.replace(str(value), f"{{{name}}}")
    return path


def measured(metrics: Metrics) -> Middleware:
    """A middleware that counts each request under its route's template, never under the raw address."""

    async def measure(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        started = time.perf_counter()
        response = await proceed(request)
        metrics.add(_route(request), response.status_code, time.perf_counter() - started)
        return response

    return measure
