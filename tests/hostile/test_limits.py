"""What is too big, too slow, too often or misshapen is refused in words, and costs nobody else anything."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from serving import free_port

from service.access.types import VISIT, Visit
from service.failures import MAX_BODY, MAX_HEAD, MAX_UPLOAD, UPLOADS
from service.patience import CONNECTIONS, PatientUpTo
from service.rates import MOST, RateLimit, Rates


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


def told(answer: object) -> dict[str, str]:
    error = answer.json()["error"]  # type: ignore[attr-defined]
    assert set(error) == {"code", "message", "hint"} and error["message"] and error["hint"]
    return error


def test_every_address_that_takes_a_body_has_a_limit(app: FastAPI, client: TestClient) -> None:
    paths = app.openapi()["paths"]
    posted = [path for path, methods in paths.items() if "post" in methods] + ["/nap", "/soan-thao", "/khong-co"]
    assert len(posted) > 8
    for path in posted:
        most = MAX_UPLOAD if path in UPLOADS else MAX_BODY
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            headers = {"content-type": kind, "content-length": str(most + 1)}
            answer = client.post(path, content=b"", headers=headers)
            assert answer.status_code == 413, (path, kind)
            if path.startswith("/api"):
                assert told(answer)["code"] == "qua_lon"


@pytest.mark.parametrize("length", [None, "x", "-1", "1e3", "٣", "9" * 5000])
def test_a_body_of_unknown_length_is_not_read(client: TestClient, length: str | None) -> None:
    headers = {"content-length": length} if length else {"transfer-encoding": "chunked"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    for method in ("POST", "GET"):
        assert client.request(method, "/api/ask", content=iter([b"x"]), headers=raw).status_code in (411, 413)


MISSHAPEN = [
    (b"", "multipart/form-data"),
    (b"abc", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
    (b"--x\r\n" + b"A" * 20_000, "multipart/form-data; boundary=x"),
    (b"[" * 100_000, "application/json"),
    (b'{"a":' * 20_000, "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b'{"question":"\\ud800"}', "application/json"),
    (b"&".join(b"k%d=1" % n for n in range(20_000)), "application/x-www-form-urlencoded"),
]


@pytest.mark.parametrize(("body", "kind"), MISSHAPEN)
@pytest.mark.parametrize("path", ["/api/ask", "/api/precedents", "/api/documents", "/api/precedents/draft"])
def test_what_is_misshapen_is_told_in_the_one_shape(client: TestClient, path: str, body: bytes, kind: str) -> None:
    answer = client.post(path, content=body, headers={"content-type": kind})
    assert 400 <= answer.status_code < 500
    assert told(answer)["message"].isascii() is False  # in Vietnamese, not in the words of a library


@pytest.mark.parametrize("path", ["/nap", "/soan-thao"])
@pytest.mark.parametrize(("body", "kind"), MISSHAPEN)
def test_a_misshapen_form_gets_a_page(client: TestClient, path: str, body: bytes, kind: str) -> None:
    answer = client.post(path, content=body, headers={"content-type": kind}, follow_redirects=False)
    assert 400 <= answer.status_code < 500
    assert "text/html" in answer.headers["content-type"]


def test_so_many_files_or_fields_are_too_many(client: TestClient) -> None:
    files = [("files", (f"{n}.txt", b"x")) for n in range(1_500)]
    assert client.post("/api/documents", files=files).status_code == 400
    assert client.post("/nap", files=files).status_code == 400


class Now:
    """A clock that a test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_who_asks_too_often_waits_and_the_others_do_not() -> None:
    clock = Now()
    rates = Rates(60, clock)
    assert [rates.wait("a") for _ in range(60)] == [0] * 60
    assert 0 < rates.wait("a") <= 1
    assert rates.wait("b") == 0
    clock.seconds = 1.0
    assert rates.wait("a") == 0 < rates.wait("a")
    clock.seconds = 3600
    assert rates.wait("a") == 0
    assert all(Rates(0).wait("a") == 0 for _ in range(1_000))


def test_memory_for_those_who_ask_is_bounded() -> None:
    rates = Rates(60)
    for n in range(MOST + 500):
        rates.wait(f"@{n}")
    assert len(rates._due) == MOST


def test_a_refusal_says_when_to_come_again_and_the_own_machine_is_not_counted(app: FastAPI) -> None:
    visits = {"x": Visit("203.0.113.9"), "own": Visit("127.0.0.1", open=True)}
    limited = RateLimit(app, Rates(3))

    async def as_visit(scope, receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        scope = {**scope, "app": app, VISIT: visits[dict(scope["headers"]).get(b"x-who", b"own").decode()]}
        await limited(scope, receive, send)

    client = TestClient(as_visit)
    assert [client.get("/api/documents", headers={"x-who": "x"}).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/documents", headers={"x-who": "x"})
    assert told(refused)["code"] == "qua_nhieu_yeu_cau"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert "text/html" in client.get("/", headers={"x-who": "x"}).headers["content-type"]
    assert client.get("/healthz", headers={"x-who": "x"}).status_code == 200
    assert {client.get("/api/documents").status_code for _ in range(10)} == {200}


class Hasty(PatientUpTo):
    head_seconds = 0.6
    body_seconds = 1.0


@pytest.fixture(scope="module")
def port(app: FastAPI) -> Iterator[int]:
    number = free_port()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=number, http=Hasty, ws="none", h11_max_incomplete_event_size=MAX_HEAD,
        limit_concurrency=CONNECTIONS, log_level="critical", lifespan="off",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield number
    server.should_exit = True
    thread.join()


def held(port: int, first: bytes, drop: bytes, seconds: float) -> float:
    """Seconds until the server ends a connection on which drops keep coming."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        started = time.monotonic()
        client.settimeout(0.1)
        client.sendall(first)
        while time.monotonic() - started < seconds:
            try:
                client.sendall(drop)
                if client.recv(4096) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        return time.monotonic() - started


SLOW = {
    "says nothing": (b"", b""),
    "a head by drops": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X: 1\r\n"),
    "a second head by drops": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\n", b"X: 1\r\n"),
    "a body by drops": (
        b"POST /nap HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        b"Content-Length: 900000\r\n\r\n--x\r\n", b"a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SLOW)
def test_who_sends_slowly_is_cut_off(port: int, how: str) -> None:
    assert held(port, *SLOW[how], seconds=6) < 4


def answer_to(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(5)
        client.sendall(request)
        return client.recv(4096)


BAD_HEADS = [
    b"GET /?q=" + b"a" * (MAX_HEAD + 1000) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
]


@pytest.mark.parametrize("head", BAD_HEADS, ids=range(len(BAD_HEADS)))
def test_a_head_that_is_too_big_or_wrong_is_refused(port: int, head: bytes) -> None:
    assert answer_to(port, head).startswith(b"HTTP/1.1 4")


def test_the_longest_question_fits_into_an_address(port: int) -> None:
    letters = "%E1%BB%87" * 2_000
    assert b"HTTP/1.1 " in (got := answer_to(port, f"GET /?q={letters} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()))
    assert not got.startswith(b"HTTP/1.1 400")


def test_a_length_beside_chunks_smuggles_nothing(port: int) -> None:
    smuggled = (
        b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert b'"status":"ok"' not in answer_to(port, smuggled)
