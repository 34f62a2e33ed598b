"""Connections are taken one at a time, also after the system had none left to give."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from typing import Any

import pytest

from service import turns
from service.turns import TakingTurns


class Greeting(asyncio.Protocol):
    """Says hello to whoever comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"hello")


class Listening(socket.socket):
    """A listening socket whose first connections fail with an error of the system."""

    failures = 0

    def accept(self) -> Any:
        if self.failures:
            self.failures -= 1
            raise OSError(errno.EMFILE, "too many open files")
        return super().accept()


def run(story: Callable[[TakingTurns, Listening], Any]) -> Any:
    """What a story tells over a loop of ours and a socket that listens."""
    with asyncio.Runner(loop_factory=TakingTurns) as runner, Listening() as listening:
        listening.bind(("127.0.0.1", 0))
        loop = runner.get_loop()
        assert isinstance(loop, TakingTurns)
        return runner.run(story(loop, listening))


async def greeted(listening: socket.socket) -> bytes:
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    try:
        return await asyncio.wait_for(reader.readexactly(5), 10)
    finally:
        writer.close()
        await writer.wait_closed()


def test_everybody_who_comes_at_once_is_served() -> None:
    async def story(loop: TakingTurns, listening: Listening) -> list[bytes]:
        server = await loop.create_server(Greeting, sock=listening)
        said = await asyncio.gather(*(greeted(listening) for _ in range(60)))
        server.close()
        return said

    assert run(story) == [b"hello"] * 60


def test_a_server_without_files_left_serves_again_when_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TROUBLE", 0.05)
    told: list[Any] = []

    async def story(loop: TakingTurns, listening: Listening) -> bytes:
        loop.set_exception_handler(lambda _, context: told.append(context["exception"].errno))
        server = await loop.create_server(Greeting, sock=listening)
        listening.failures = 2
        said = await greeted(listening)
        server.close()
        return said

    assert run(story) == b"hello"
    assert told == [errno.EMFILE] * 2


def test_a_closed_server_takes_nobody() -> None:
    async def story(loop: TakingTurns, listening: Listening) -> None:
        address = listening.getsockname()
        server = await loop.create_server(Greeting, sock=listening)
        assert await greeted(listening) == b"hello"
        server.close()
        await asyncio.sleep(0.05)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*address)

    run(story)
