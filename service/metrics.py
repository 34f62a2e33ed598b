"""Counts and durations of requests, the queue and what is held, in the text that Prometheus reads.

Several processes that serve together write into one folder (``PROMETHEUS_MULTIPROC_DIR``), and whichever is asked
tells the sums of all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service.gauges import Held, Processes, Told
from service.server import SHARED_FOLDER

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each, for readers of another format

Middleware = Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
EDGES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Metrics:
    """Requests by route and status, the queue, and what ``library`` holds; safe from several threads."""

    def __init__(self, library: Told) -> None:
        self._library = library
        self._own = own = CollectorRegistry()
        self._requests = Counter("tracuu_requests", "Requests answered.", ("route", "status"), registry=own)
        self._seconds = Histogram(
            "tracuu_request_seconds", "Time until the answer begins.", ("route",), registry=own, buckets=EDGES
        )
        self._refused = Counter("tracuu_refused", "Requests put off or given up.", ("code",), registry=own)
        self._phrased = Counter(
            "tracuu_phrased_sentences",
            "Sentences of the language model, by what came of them.",
            ("outcome",),
            registry=own,
        )
        self._queue = Gauge(
            "tracuu_queue", "Requests at work and waiting.", ("state",), registry=own, multiprocess_mode="livesum"
        )

    def add(self, route: str, status: int, seconds: float) -> None:
        """One request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def note_queue(self, at_work: int, waiting: int) -> None:
        """How many requests this process has at work and in line."""
        self._queue.labels("at_work").set(at_work)
        self._queue.labels("waiting").set(waiting)

    def note_refusal(self, code: str) -> None:
        """One request was put off or given up; ``code`` as in the answer."""
        self._refused.labels(code).inc()

    def note_phrased(self, outcome: str) -> None:
        """One sentence of the language model stood, or was dropped for a reason."""
        self._phrased.labels(outcome).inc()

    def text(self) -> bytes:
        """The exposition: requests of all processes that serve together, what is held, what the processes take."""
        together = SHARED_FOLDER in os.environ
        requests, now = self._own, CollectorRegistry()
        if together:
            requests = CollectorRegistry()
            MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
        now.register(Held(self._library))
        now.register(Processes(os.getppid() if together else os.getpid()))
        return generate_latest(requests) + generate_latest(now)

    def close(self) -> None:
        """This process ends: its part of the queue is no more; its counts stay in the sums."""
        if SHARED_FOLDER in os.environ:
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]


def route_of(request: Request) -> str:
    """The template of the address; what is filled in could name a document or a question, and has no end."""
    route = request.scope.get("route")
    template = getattr(route, "path_format", None)
    if template is None:
        return "static" if request.scope.get("path", "").startswith("/static/") else "none"
    path, filled = request.scope["path"], template
    for name, value in request.path_params.items():
        filled = filled.replace(f"{{{name}}}", str(value))
    prefix = path.removesuffix(filled) if path.endswith(filled) else ""
    return f"{prefix}{template}"


def measured(metrics: Metrics) -> Middleware:
    """A middleware that counts each request under its route's template, never under the raw address."""

    async def measure(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        started = time.perf_counter()
        response = await proceed(request)
        metrics.add(route_of(request), response.status_code, time.perf_counter() - started)
        return response

    return measure
