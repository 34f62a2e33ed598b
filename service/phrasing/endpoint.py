"""Speaks to an OpenAI-compatible endpoint through the official client, within bounds of time and size.

The endpoint is not trusted: it may be slow, silent, endless, garbled or somebody else's. Nothing is followed to
another address, nothing is tried twice, no header goes out but those needed, and whatever fails is one of a few
reasons in words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, asynccontextmanager
from typing import Any, TypeVar

import httpx2
import openai

from service.phrasing.prompt import Messages
from service.phrasing.settings import Settings

T = TypeVar("T")

MOST_BYTES = 2_000_000  # of one answer on the line; 700 tokens are some 200 kB of events
MOST_TEXT = 12_000  # characters of the text itself
NEEDED = frozenset({"host", "authorization", "content-type", "content-length", "accept", "connection", "user-agent"})
STATUS = {
    401: ("máy chủ mô hình từ chối khóa (401)", "the model's server refused the key (401)"),
    403: ("máy chủ mô hình không cho dùng (403)", "the model's server does not allow this (403)"),
    404: ("máy chủ không có mô hình hoặc địa chỉ này (404)", "no such model or address on the server (404)"),
    429: ("máy chủ mô hình đang quá tải (429)", "the model's server is overloaded (429)"),
}
TOO_LONG = ("mô hình viết quá dài", "the model wrote too much")


class Stopped(Exception):
    """The text did not come to its own end; says why, to a reader, in Vietnamese and in English."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(vietnamese)
        self.told = (vietnamese, english)


class Failed(Stopped):
    """The endpoint did not do its part."""


class Bounded(Stopped):
    """A bound of ours was reached."""


class _Counted(httpx2.AsyncByteStream):
    """A stream that ends in :class:`Bounded` past so many bytes."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream, self._left = stream, most
        self._parts: AsyncIterator[bytes]

    def __aiter__(self) -> AsyncIterator[bytes]:
        # no generator: left half read, it would be closed at the same time as the one that it reads
        self._parts = aiter(self._stream)
        return self

    async def __anext__(self) -> bytes:
        part: bytes = await anext(self._parts)
        self._left -= len(part)
        if self._left < 0:
            raise Bounded("máy chủ mô hình gửi quá nhiều dữ liệu", "the model's server sent too much")
        return part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Careful(httpx2.AsyncBaseTransport):
    """Sends only the headers that are needed, takes only so many bytes, and none that would have to be unpacked."""

    def __init__(self) -> None:
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        for name in [name for name in request.headers if name.lower() not in NEEDED]:
            del request.headers[name]
        request.headers["Accept-Encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise Failed("máy chủ mô hình trả lời ở dạng nén không được nhận", "the model's server sent packed data")
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response.stream, MOST_BYTES),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


async def pieces(settings: Settings, messages: Messages) -> AsyncGenerator[str, None]:
    """The text as it comes, to its end.

    Raises :class:`Failed` if the endpoint fails or breaks off, :class:`Bounded` at a bound of time or size.
    """
    clock = _Clock(settings)
    try:
        async with _client(settings) as client, aclosing(_deltas(client, settings, messages, clock)) as deltas:
            async for delta in deltas:
                yield delta
    except (Failed, Bounded):
        raise
    except TimeoutError:
        raise Bounded(*clock.told) from None
    except Exception as error:
        cause = _own(error)
        if cause is not None:
            raise cause from None
        logging.getLogger(__name__).warning("the language model failed: %s", type(error).__name__)
        raise Failed(*_told(error)) from None  # its words may carry the key, the address or the texts sent


class _Clock:
    """What is left of the time for a text."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._loop = settings, asyncio.get_running_loop()
        self._end = self._loop.time() + settings.seconds

    async def within(self, step: Awaitable[T]) -> T:
        """The step's result; raises :class:`TimeoutError` when silence or the whole takes too long."""
        left = self._end - self._loop.time()
        return await asyncio.wait_for(step, max(0.001, min(left, self._settings.stall)))

    @property
    def told(self) -> tuple[str, str]:
        """Which of the two it was."""
        if self._loop.time() >= self._end - 0.01:
            seconds = self._settings.seconds
            return (
                f"mô hình chưa viết xong sau {seconds:g} giây",
                f"the model did not finish within {seconds:g} seconds",
            )
        stall = self._settings.stall
        return f"mô hình im lặng quá {stall:g} giây", f"the model was silent for {stall:g} seconds"


@asynccontextmanager
async def _client(settings: Settings) -> AsyncIterator[openai.AsyncOpenAI]:
    http = httpx2.AsyncClient(
        transport=_Careful(), follow_redirects=False, trust_env=False, timeout=httpx2.Timeout(settings.stall)
    )
    async with http:
        yield openai.AsyncOpenAI(
            base_url=settings.base_url, api_key=settings.key or "none", max_retries=0, http_client=http
        )


async def _deltas(
    client: openai.AsyncOpenAI, settings: Settings, messages: Messages, clock: _Clock
) -> AsyncGenerator[str, None]:
    opening: Any = client.chat.completions.create(
        model=settings.model,
        messages=messages,
        max_tokens=settings.tokens,
        temperature=0,
        stream=True,
    )
    length, reason = 0, None
    async with await clock.within(opening) as stream, aclosing(aiter(stream)) as chunks:
        while reason is None:
            try:
                chunk = await clock.within(anext(chunks))
            except StopAsyncIteration:
                raise Failed("máy chủ mô hình ngắt giữa chừng", "the model's server broke off") from None
            delta, reason = _read(chunk)
            length += len(delta)
            if length > MOST_TEXT:
                raise Bounded(*TOO_LONG)
            if delta:
                yield delta
    if reason != "stop":
        raise Bounded(*(TOO_LONG if reason == "length" else ("mô hình dừng giữa chừng", "the model stopped midway")))


def _read(chunk: Any) -> tuple[str, str | None]:
    """The words of a chunk and why it is the last, if it is; what is not of the known shape says nothing."""
    choices = getattr(chunk, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    content = getattr(getattr(choice, "delta", None), "content", None)
    reason = getattr(choice, "finish_reason", None)
    return content if isinstance(content, str) else "", reason if isinstance(reason, str) else None


def _own(error: BaseException) -> Failed | Bounded | None:
    """A failure of ours that the client library has wrapped in one of its own."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Failed | Bounded):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        if 300 <= status < 400:
            return (
                f"máy chủ mô hình chuyển sang địa chỉ khác ({status}), không theo",
                f"the model's server points to another address ({status}), which is not followed",
            )
        return STATUS.get(status, (f"máy chủ mô hình báo lỗi {status}", f"the model's server failed ({status})"))
    if isinstance(error, openai.APITimeoutError):
        return "máy chủ mô hình không trả lời kịp", "the model's server did not answer in time"
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
        return (
            "không nối được tới máy chủ mô hình, hoặc đường truyền đứt",
            "the model's server cannot be reached, or the line broke",
        )
    return "máy chủ mô hình trả lời không đúng dạng", "the model's server sent what cannot be read"
