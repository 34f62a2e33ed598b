"""How long a client may take to send a request, and how much of one: what uvicorn leaves open.

uvicorn ends a connection that rests between two requests, but waits for ever for the rest of a request that has begun
to arrive. A few hundred clients that send a letter a minute would then hold every connection there is.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from service.failures import MAX_HEAD

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEAD_SECONDS = 10.0
"""From the connection, or the first bytes of the next request, until the whole head is there."""

BODY_SECONDS = 600.0
"""From the head until the end of the body: 64 MB in that time are 0.9 Mbit/s."""

RESTING_SECONDS = 65
"""That a connection may rest between two requests: longer than a proxy keeps it (60 s in deploy/nginx.conf), and most
clients. The server must not be the first to end it, or a request that is just being sent is lost with it."""

CONNECTIONS = 500
"""Connections at once, of one process; more are told to come again (503)."""


ANSWERS = (24, 48)
"""Answers that go over one connection, from and to; the last of them says that it is the last.

Processes take new connections in turns (:mod:`service.turns`), but how much work one brings nobody knows: a proxy asks
all its questions over a few. Each connection has its own number between the two, or clients that came together would
move together.
"""


class PatientUpTo(H11Protocol):
    """One connection, ended when the request does not come to its end in time, or by the last of its answers."""

    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    answers = ANSWERS
    _late: asyncio.TimerHandle | None = None
    _waits_for: tuple[str, Any] | None = None
    _left = 0

    def connection_made(self, transport: Any) -> None:
        """A client is there."""
        _send_at_once(transport)
        super().connection_made(transport)
        self._left = random.randint(*self.answers)  # noqa: S311 spreads work, guards nothing
        self._watch("head", None)

    def on_response_complete(self) -> None:
        """An answer has gone out; the next may be the last."""
        self._left -= 1
        if self._left == 1:
            self.app = _last(self.app)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Bytes have come, or an answer has gone out and the next request may begin."""
        super().handle_events()
        cycle = self.cycle
        if cycle is not None and cycle.more_body and not cycle.response_complete:
            self._watch("body", cycle)
        elif (cycle is None or cycle.response_complete) and self.conn.trailing_data[0]:
            self._watch("head", cycle)
        elif cycle is not None:
            self._stop()

    def _watch(self, what: str, cycle: Any) -> None:
        """Begin to wait, unless that is what is waited for already: each further byte buys no more time."""
        if self._waits_for == (what, cycle):
            return
        self._stop()
        self._waits_for = (what, cycle)
        seconds = self.head_seconds if what == "head" else self.body_seconds
        self._late = self.loop.call_later(seconds, self._end)

    def _stop(self) -> None:
        self._waits_for = None
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _end(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def _send_at_once(transport: Any) -> None:
    """Each part of an answer leaves when it is there.

    asyncio asks for that itself, but only of sockets that name their protocol, and the one that uvicorn opens for
    several processes does not. The system then keeps the second part of every answer back until the client has
    confirmed the first: 40 ms.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _last(app: ASGIApp) -> ASGIApp:
    """The application, telling the client that the connection ends with this answer."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
            await send(message)

        await app(scope, receive, say)

    return answer


LISTENING: Mapping[str, Any] = {
    "http": PatientUpTo,
    "ws": "none",
    "h11_max_incomplete_event_size": MAX_HEAD,
    "limit_concurrency": CONNECTIONS,
    "timeout_keep_alive": RESTING_SECONDS,
    "access_log": False,  # its lines carry the questions; see service.request_log
    "server_header": False,
}
"""How uvicorn is to listen, whatever it serves."""
