"""Sending calls: the service's errors in its own words, its wishes to be asked later heeded."""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypedDict, TypeVar
from urllib.parse import urlsplit

import anyio
import httpx2 as httpx
from pydantic import ValidationError

from ingest.errors import BadRequest
from service.client import calls
from service.client.calls import Call
from service.client.errors import NotUnderstood, ServiceError, Unreachable
from service.client.models import ErrorBody

LOCAL = "http://127.0.0.1:8000"
TIMEOUT = 60.0  # seconds for one answer
LEAST = 0.1  # seconds between two tries, so that whoever says 0 for ever is not asked for ever
PATIENCE = 30.0  # seconds waited in all where the service asks to come again
LATER = (429, 503)  # with Retry-After, the service says so before it begins: asking again repeats nothing
P = ParamSpec("P")
R = TypeVar("R")


class Settings(TypedDict):
    """How the HTTP library is set up."""

    base_url: str
    timeout: float
    headers: dict[str, str]
    follow_redirects: bool


def settings(address: str, token: str | None, timeout: float) -> Settings:
    """Where the service is and as whom it is asked."""
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    # never followed: a token goes where it was given for, and nowhere else
    return {"base_url": address, "timeout": timeout, "headers": headers, "follow_redirects": False}


def checked(address: str, token: str | None) -> str:
    """The address without a slash at its end; raises :class:`BadRequest` if a token would go over the net in clear."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise BadRequest(f"“{address}” không phải địa chỉ dịch vụ.", "Ghi như http://127.0.0.1:8000.")
    if token and parts.scheme == "http" and not is_here(host):
        raise BadRequest(f"Không gửi token đến {host} qua http: ai ở giữa cũng đọc được.", "Dùng địa chỉ https.")
    return address.rstrip("/")


def is_here(host: str) -> bool:
    """Whether a name can only mean this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class Patience:
    """How long may still be waited, in seconds, for a service that asks to come again."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def wait(self, answer: httpx.Response) -> float | None:
        """How long to wait before asking again; ``None`` to be content with the answer."""
        asked = retry_after(answer) if answer.status_code in LATER else None
        if asked is None:
            return None
        wait = max(asked, LEAST)
        if wait > self._left:
            return None
        self._left -= wait
        return wait


def retry_after(answer: httpx.Response) -> float | None:
    """The seconds that ``Retry-After`` tells, as a number or as a date; ``None`` if it tells none."""
    told = answer.headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(moment.tzinfo and UTC)).total_seconds())


def request(call: Call[R]) -> dict[str, Any]:
    """A call as the HTTP library sends it."""
    sent: dict[str, Any] = {"method": call.operation.method, "url": call.path, "params": call.parameters}
    if call.files is not None:
        return {**sent, "files": call.files}
    return sent if call.body is None else {**sent, "json": call.body}


def received(call: Call[R], answer: httpx.Response) -> R:
    """The result of a call; raises :class:`ServiceError` or :class:`NotUnderstood`."""
    if not answer.is_success:
        raise refusal(answer)
    try:
        return call.result.validate_json(answer.content or b"null")
    except ValidationError as error:
        raise _strange(answer) from error


def refusal(answer: httpx.Response) -> ServiceError | NotUnderstood:
    """The error that the service told."""
    try:
        told = ErrorBody.model_validate_json(answer.content).error
    except ValidationError:
        return _strange(answer)
    return ServiceError(answer.status_code, told.code, told.message, told.hint, told.request_id)


def _strange(answer: httpx.Response) -> NotUnderstood:
    return NotUnderstood(
        f"Trả lời từ {answer.url.host} (mã {answer.status_code}) không phải của một dịch vụ Tra cứu cùng bản.",
        "Xem lại địa chỉ; nếu đúng, dùng cùng một bản Tra cứu ở hai phía.",
    )


def _unreachable(address: str, error: httpx.TransportError) -> Unreachable:
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{address} không trả lời kịp.", "Thử lại, hoặc cho phép chờ lâu hơn.")
    return Unreachable(f"Không gọi được {address}.", "Xem dịch vụ có đang chạy (tracuu serve) và địa chỉ có đúng.")


def method(build: Callable[P, Call[R]]) -> Callable[Concatenate[Client, P], R]:
    """A method of :class:`Client` that sends a call."""

    def run(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.send(build(*args, **kwargs))

    functools.update_wrapper(run, build)
    return run


def async_method(build: Callable[P, Call[R]]) -> Callable[Concatenate[AsyncClient, P], Awaitable[R]]:
    """A method of :class:`AsyncClient` that sends a call."""

    async def run(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self.send(build(*args, **kwargs))

    functools.update_wrapper(run, build)
    return run


class Client:
    """A service of Tracuu. Use it in a ``with``, or close it; safe between threads.

    Its methods have the arguments and give the results of :mod:`service.client.calls`. They raise
    :class:`ServiceError` with the service's own words, :class:`Unreachable`, or :class:`NotUnderstood`.
    """

    def __init__(
        self, address: str = LOCAL, token: str | None = None, *, timeout: float = TIMEOUT, patience: float = PATIENCE
    ) -> None:
        """``token`` is one of the service's; ``timeout`` for one answer and ``patience`` are in seconds."""
        self.address = checked(address, token)
        self._patience = patience
        self._http = httpx.Client(**settings(self.address, token, timeout))

    def send(self, call: Call[R]) -> R:
        """The result of a call."""
        patience = Patience(self._patience)
        while True:
            try:
                answer = self._http.request(**request(call))
            except httpx.TransportError as error:
                raise _unreachable(self.address, error) from error
            wait = patience.wait(answer)
            if wait is None:
                return received(call, answer)
            time.sleep(wait)

    ask = method(calls.ask)
    search = method(calls.search)
    documents = method(calls.documents)
    show = method(calls.show)
    versions = method(calls.versions)
    version = method(calls.version)
    targets = method(calls.targets)
    obligations = method(calls.obligations)
    audit = method(calls.audit)
    precedents = method(calls.precedents)
    upload = method(calls.upload)
    job = method(calls.job)
    remove = method(calls.remove)
    status = method(calls.status)

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class AsyncClient:
    """:class:`Client`, each method to be awaited."""

    def __init__(
        self, address: str = LOCAL, token: str | None = None, *, timeout: float = TIMEOUT, patience: float = PATIENCE
    ) -> None:
        """As of :class:`Client`."""
        self.address = checked(address, token)
        self._patience = patience
        self._http = httpx.AsyncClient(**settings(self.address, token, timeout))

    async def send(self, call: Call[R]) -> R:
        """The result of a call."""
        patience = Patience(self._patience)
        while True:
            try:
                answer = await self._http.request(**request(call))
            except httpx.TransportError as error:
                raise _unreachable(self.address, error) from error
            wait = patience.wait(answer)
            if wait is None:
                return received(call, answer)
            await anyio.sleep(wait)

    ask = async_method(calls.ask)
    search = async_method(calls.search)
    documents = async_method(calls.documents)
    show = async_method(calls.show)
    versions = async_method(calls.versions)
    version = async_method(calls.version)
    targets = async_method(calls.targets)
    obligations = async_method(calls.obligations)
    audit = async_method(calls.audit)
    precedents = async_method(calls.precedents)
    upload = async_method(calls.upload)
    job = async_method(calls.job)
    remove = async_method(calls.remove)
    status = async_method(calls.status)

    async def aclose(self) -> None:
        """End the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()
