"""The server: connected to when first needed, asked within a time limit, its failures told in words."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from index.milvus.settings import TOKEN_VARIABLE, URI_VARIABLE, MilvusSettings
from ingest.errors import IndexUnavailable

R = TypeVar("R")

CONNECTING = 10.0
ASKING = 10.0
WRITING = 120.0
"""Seconds, retries of the client among them."""


_NOT_LOADED = 101  # of Milvus since 2.3


class NotLoaded(IndexUnavailable):
    """The server has the collection, not in memory."""


class Connection:
    """One client, shared by the threads of a process. A server that comes back is found again by itself."""

    def __init__(self, settings: MilvusSettings) -> None:
        self._settings = settings
        self._connecting = threading.Lock()
        self._client: Any = None

    def call(self, action: Callable[[Any], R]) -> R:
        """What ``action`` gives, done with the client; :class:`IndexUnavailable` if the server does not do it."""
        from pymilvus.exceptions import MilvusException

        try:
            return action(self._connected())
        except MilvusException as error:
            raise self._in_words(error) from error

    def _connected(self) -> Any:
        with self._connecting:
            if self._client is None:
                from pymilvus import MilvusClient

                # it writes a traceback for every failure, which is told in words here
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
                self._client = MilvusClient(
                    uri=self._settings.uri, token=self._settings.token, timeout=CONNECTING, dedicated=True
                )
        return self._client

    def _in_words(self, error: Exception) -> IndexUnavailable:
        uri = self._settings.uri
        if any(_refuses(cause) for cause in _causes(error)):
            return IndexUnavailable(
                f"Máy chủ Milvus {uri} không nhận mã truy cập.",
                f"Hãy kiểm tra {TOKEN_VARIABLE} (dạng tên:mật-khẩu). Dữ liệu vẫn còn nguyên.",
            )
        logging.getLogger(__name__).warning("Milvus at %s: %s", uri, error)
        kind = NotLoaded if getattr(error, "code", None) == _NOT_LOADED else IndexUnavailable
        return kind(
            f"Máy chủ Milvus {uri} không trả lời hoặc chưa sẵn sàng.",
            f"Hãy kiểm tra máy chủ, đường mạng và {URI_VARIABLE}, rồi thử lại. Dữ liệu vẫn còn nguyên.",
        )


def _refuses(cause: BaseException) -> bool:
    code = getattr(cause, "code", None)
    return callable(code) and getattr(code(), "name", "") in ("UNAUTHENTICATED", "PERMISSION_DENIED")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, each once: chains of the client may run in circles."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
