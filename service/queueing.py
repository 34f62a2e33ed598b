"""A bounded queue in front of whatever costs time: so many requests at work, so many waiting, no more.

An answer is computed by one core. Beyond a few at once they only slow each other down, and a line without an end
makes everybody wait for ever: past it a request is refused at once, in words, with the time to come again.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import TracuuError

log = logging.getLogger(__name__)

FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/favicon.ico", "/api/openapi.json", "/api/jobs")
"""Where addresses begin that never wait: for supervisors, files of the pages, the progress of uploads."""

WRITING = ("/api/documents", "/nap")
"""Sending and removing documents waits for the one writer, as long as that takes, and not for a place."""

LONGEST_AWAY = 60  # seconds; the longest that somebody is told to stay away
CLIENT_CLOSED = 499  # what logs commonly call a request whose asker went away


class Busy(TracuuError):
    """Too many are waiting already, or one waited too long; nothing was done."""

    code = "dang_ban"
    status = 503


class TooLong(TracuuError):
    """The time limit was reached before there was an answer."""

    code = "qua_lau"
    status = 503


class SlowSender(TracuuError):
    """The request did not come to its end in time."""

    code = "gui_qua_cham"
    status = 408


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process takes on at once."""

    at_work: int = 2
    """Requests computed at the same time: while one is in Python, another is in the native parts."""
    waiting: int = 32
    patience: float = 10.0
    """Seconds that one waits for a place, and that a client has for sending its request."""
    seconds: float = 30.0
    """Seconds from its place to the beginning of its answer."""


class Asker:
    """One client: what it sent, and whether it is still there."""

    def __init__(self, receive: Receive) -> None:
        self._sent: list[Message] = []
        self._receive = receive
        self._gone = asyncio.Event()

    @property
    def gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._gone.is_set()

    async def hear(self, patience: float) -> None:
        """Take in the whole request first: who sends slowly holds no place meanwhile."""
        try:
            async with asyncio.timeout(patience):
                while not self._sent or self._sent[-1].get("more_body"):
                    self._sent.append(await self._receive())
        except TimeoutError:
            raise SlowSender("Yêu cầu gửi lên quá chậm.", "Kiểm tra đường mạng rồi gửi lại.") from None
        if self._sent[-1]["type"] == "http.disconnect":
            self._gone.set()

    async def watch(self) -> None:
        """Wait until the client goes away."""
        while not self.gone:
            if (await self._receive())["type"] == "http.disconnect":
                self._gone.set()

    async def receive(self) -> Message:
        """What the client sent, then that it went away, when it does."""
        if self._sent:
            return self._sent.pop(0)
        await self._gone.wait()
        return {"type": "http.disconnect"}


class Line:
    """The places of one process and who waits for them; belongs to one event loop.

    ``told`` hears how many are at work and how many wait, whenever that changes.
    """

    def __init__(self, limits: Limits, told: Callable[[int, int], None] = lambda at_work, waiting: None) -> None:
        self.limits = limits
        self.at_work = 0
        self._told = told
        self._waiting: set[Asker] = set()
        self._usual = 0.1  # seconds that a request takes, an average that forgets
        self._places = asyncio.Semaphore(limits.at_work)

    @property
    def waiting(self) -> int:
        """How many wait for a place; who went away does not, though he is found out only when it is his turn."""
        return sum(not asker.gone for asker in self._waiting)

    @property
    def again(self) -> int:
        """Seconds after which those now waiting ought to have been served."""
        ahead = (self.waiting + 1) / self.limits.at_work
        return max(1, min(LONGEST_AWAY, math.ceil(self._usual * ahead)))

    async def enter(self, asker: Asker) -> None:
        """Wait for a place; raises :class:`Busy` if too many do, or if it takes too long."""
        if self._places.locked() and self.waiting >= self.limits.waiting:
            raise _busy()
        self._waiting.add(asker)
        self._tell()
        try:
            async with asyncio.timeout(self.limits.patience):
                await self._places.acquire()
            self.at_work += 1
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting.discard(asker)
            self._tell()

    def leave(self, took: float) -> None:
        """Give a place back that was held for so many seconds."""
        self.at_work -= 1
        self._usual += 0.1 * (took - self._usual)
        self._places.release()
        self._tell()

    def _tell(self) -> None:
        self._told(self.at_work, self.waiting)


class BoundedQueue:
    """Lets requests through to ``app`` in their turn; ``refused`` hears the code of each that is turned away."""

    def __init__(self, app: ASGIApp, line: Line, refused: Callable[[str], None] = lambda code: None) -> None:
        self.app = app
        self.line = line
        self._refused = refused
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or is_free(scope["method"], scope["path"]):
            await self.app(scope, receive, send)
            return
        asker = Asker(receive)
        try:
            await asker.hear(self.line.limits.patience)
            watch = asyncio.create_task(asker.watch())
            try:
                await self._in_turn(scope, asker, send)
            finally:
                watch.cancel()
        except (Busy, TooLong, SlowSender) as error:
            request = Request(scope)
            self._refused(error.code)
            response: Response = await request.app.exception_handlers[TracuuError](request, error)
            response.headers["Retry-After"] = str(self.line.again)
            await response(scope, asker.receive, send)

    async def _in_turn(self, scope: Scope, asker: Asker, send: Send) -> None:
        await self.line.enter(asker)
        if asker.gone:
            self.line.leave(0.0)
            await Response(status_code=CLIENT_CLOSED)(scope, asker.receive, send)
        else:
            await self._answer(scope, asker, send)

    async def _answer(self, scope: Scope, asker: Asker, send: Send) -> None:
        """Pass the request on. Its place is held until the answer begins, or until work nobody waits for has ended."""
        since, begun, late = perf_counter(), asyncio.Event(), False

        def begin() -> None:
            if not begun.is_set():
                begun.set()
                self.line.leave(perf_counter() - since)

        async def pass_on(message: Message) -> None:
            if not late:
                begin()
                await send(message)

        async def work() -> None:
            try:
                await self.app(scope, asker.receive, pass_on)
            finally:
                begin()

        task = asyncio.create_task(work())
        try:
            async with asyncio.timeout(self.line.limits.seconds):
                await begun.wait()
        except TimeoutError:
            late = True
            self._late.add(task)
            task.add_done_callback(self._ended_late)
            raise _too_long(self.line.limits.seconds) from None
        except asyncio.CancelledError:
            task.cancel()
            raise
        await task

    def _ended_late(self, task: asyncio.Task[None]) -> None:
        self._late.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a request over its time limit failed", exc_info=error)


def is_free(method: str, path: str) -> bool:
    """Whether a request never waits."""
    writes = method not in ("GET", "HEAD") and path.startswith(WRITING)
    return writes or path.startswith(FREE)


def _busy() -> Busy:
    return Busy(
        "Đang có quá nhiều người hỏi cùng lúc nên chưa trả lời được; chưa có gì thay đổi.",
        "Chờ vài giây rồi gửi lại.",
    )


def _too_long(seconds: float) -> TooLong:
    return TooLong(
        f"Yêu cầu này chưa xong sau {seconds:g} giây nên đã dừng chờ.",
        "Hỏi hẹp hơn (nêu tên xã, năm, số ký hiệu) hoặc chọn ít tài liệu hơn, rồi gửi lại.",
    )
