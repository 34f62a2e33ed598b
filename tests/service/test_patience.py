"""Connections as the service keeps them; who sends slowly or too much is in ``tests/hostile/test_limits.py``."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.patience import ANSWERS, LISTENING, PatientUpTo

accepted: list[int] = []


class Watched(PatientUpTo):
    """Notes whether what is sent over a connection waits for what was sent before."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        accepted.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.fixture
def address() -> Iterator[str]:
    """A server over a socket opened beforehand, as the processes of one service share it."""

    async def word(request: object) -> PlainTextResponse:
        return PlainTextResponse("có mặt")

    listening = {**LISTENING, "http": Watched}
    config = uvicorn.Config(Starlette(routes=[Route("/", word)]), port=0, log_level="error", **listening)
    shared = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([shared],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{shared.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    shared.close()


def test_an_answer_is_sent_at_once_over_a_socket_that_processes_share(address: str) -> None:
    """Once it was held back for 40 ms, until the client had confirmed the head of the answer."""
    accepted.clear()
    with httpx.Client(base_url=address) as client:
        assert [client.get("/").text for _ in range(3)] == ["có mặt"] * 3
    assert accepted == [1]


def test_a_connection_that_rested_for_some_seconds_is_used_again(address: str) -> None:
    """Clients keep one for five seconds; when the server did too, a request now and then met one that just ended."""
    accepted.clear()
    with httpx.Client(base_url=address, limits=httpx.Limits(keepalive_expiry=60)) as client:
        client.get("/")
        time.sleep(5.5)
        assert client.get("/").text == "có mặt"
    assert len(accepted) == 1


def test_a_connection_ends_with_an_answer_that_says_so_and_the_next_request_opens_another(address: str) -> None:
    """Or one of several processes keeps all the clients that came at once, and the others rest."""
    accepted.clear()
    with httpx.Client(base_url=address) as client:
        answers = [client.get("/") for _ in range(4 * ANSWERS[1])]
    last = [at for at, answer in enumerate(answers) if answer.headers.get("connection") == "close"]
    assert {answer.text for answer in answers} == {"có mặt"}
    assert all(ANSWERS[0] <= later - earlier <= ANSWERS[1] for earlier, later in zip([-1, *last], last, strict=False))
    assert len(last) >= 4
    assert len(accepted) in (len(last), len(last) + 1)
