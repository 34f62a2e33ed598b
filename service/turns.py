"""How several processes that listen at one address share the connections that come.

asyncio takes all connections that wait at once, so of thirty clients that come together one process would get nearly
all, and answer them while the others rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from socket import socket
from typing import Any
from weakref import WeakSet

PAUSE = 0.002
"""Seconds that a process lets a connection wait for each that it holds: one that holds fewer takes it first."""

LONGEST = 0.02
"""Seconds at most: 50 connections a second and process, however many it holds."""

TROUBLE = 1.0
"""Seconds until the next attempt when the system has no file or memory left for a connection."""


class TakingTurns(asyncio.SelectorEventLoop):
    """An event loop that takes one connection at a time, and each the later the more it holds."""

    async def create_server(
        self,
        protocol_factory: Callable[[], asyncio.BaseProtocol],
        *args: Any,
        backlog: int = 100,
        sock: socket | None = None,
        **options: Any,
    ) -> asyncio.Server:
        """As asyncio's own for an address; a socket may be shared with other processes, and is taken from in turns."""
        if sock is None:
            return await super().create_server(protocol_factory, *args, backlog=backlog, **options)
        server = await super().create_server(protocol_factory, *args, sock=sock, start_serving=False, **options)
        sock.listen(backlog)
        Turns(self, sock, protocol_factory).wait()
        return server


class Turns:
    """The connections that one process takes from a socket that others may share."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, shared: socket, protocol_factory: Callable[[], asyncio.BaseProtocol]
    ) -> None:
        self.loop = loop
        self.shared = shared
        self.protocol_factory = protocol_factory
        self._taken: WeakSet[asyncio.Transport] = WeakSet()
        self._taking: asyncio.Task[None] | None = None

    def wait(self) -> None:
        """For the next connection, unless the server was closed meanwhile."""
        if not self._closed():
            self.loop.add_reader(self.shared.fileno(), self._may_take)

    def _may_take(self) -> None:
        self.loop.remove_reader(self.shared.fileno())
        held = sum(not one.is_closing() for one in self._taken)
        self.loop.call_later(min(PAUSE * held, LONGEST), self._begin)

    def _begin(self) -> None:
        self._taking = self.loop.create_task(self._take())

    async def _take(self) -> None:
        pause = 0.0
        try:
            if not self._closed():
                await self._take_one()
        except OSError as error:
            self.loop.call_exception_handler({"message": "a connection could not be taken", "exception": error})
            pause = TROUBLE
        finally:
            self.loop.call_later(pause, self.wait)

    async def _take_one(self) -> None:
        try:
            connection, _ = self.shared.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):  # another process was first
            return
        connection.setblocking(False)
        transport, _ = await self.loop.connect_accepted_socket(self.protocol_factory, connection)
        self._taken.add(transport)

    def _closed(self) -> bool:
        return self.shared.fileno() < 0


LOOP = f"{TakingTurns.__module__}:{TakingTurns.__name__}"
"""As uvicorn wants it named."""
