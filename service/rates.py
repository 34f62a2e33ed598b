"""How much one account, or one address, may ask for: the others' turn comes too.

Counted in each process by itself and kept nowhere; what is forgotten first is who was away longest. Written here
because it is ten lines: the libraries for it keep a counter for every address that ever came, without a bound.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import TracuuError
from ingest.settings import number
from service.access.permitted import visit_of
from service.queueing import FREE

USUAL = 300  # requests a minute: a page and its pictures are some ten, a program may ask five times a second
MOST = 10_000  # visitors remembered


class TooMany(TracuuError):
    """More than one's share of late; nothing was done."""

    code = "qua_nhieu_yeu_cau"
    status = 429


class Rates:
    """So many requests a minute each, as many of them at once as one likes (generic cell rate algorithm).

    ``TRACUU_RATE`` sets how many; 0 sets no bound.
    """

    def __init__(self, a_minute: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute = number("TRACUU_RATE", USUAL) if a_minute is None else a_minute
        self._clock = clock
        self._due: OrderedDict[str, float] = OrderedDict()

    def wait(self, who: str) -> float:
        """Notes a request; gives the seconds after which it may come again, 0 if it may be served now."""
        if self.a_minute <= 0:
            return 0.0
        now = self._clock()
        due = max(self._due.get(who, now), now) + 60 / self.a_minute
        if due - now > 60:
            return due - now - 60
        self._due[who] = due
        self._due.move_to_end(who)
        if len(self._due) > MOST:
            self._due.popitem(last=False)
        return 0.0


class RateLimit:
    """Refuses what is more than one's share. Who uses his own machine without accounts is not counted."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self.app, self.rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self.app
        if scope["type"] == "http" and not scope["path"].startswith(FREE):
            request = Request(scope, receive)
            visit = visit_of(request)
            named = visit.reader.account.name if visit.reader is not None else f"@{visit.address}"
            seconds = 0.0 if visit.open else self.rates.wait(named)
            if seconds:
                app = await _refused(request, math.ceil(seconds))
        await app(scope, receive, send)


async def _refused(request: Request, seconds: int) -> Response:
    error = TooMany(
        "Bạn gửi quá nhiều yêu cầu trong một phút; yêu cầu này chưa được thực hiện.", f"Chờ {seconds} giây rồi gửi lại."
    )
    response: Response = await request.app.exception_handlers[TracuuError](request, error)
    response.headers["Retry-After"] = str(seconds)
    return response
