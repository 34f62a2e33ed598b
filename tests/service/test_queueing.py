"""The bounded queue: so many at work, so many waiting, the rest refused in words; nobody absent holds a place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi import FastAPI

from service.failures import install_failures
from service.queueing import BoundedQueue, Limits, Line, is_free

Story = Callable[["Place"], Awaitable[None]]


class Place:
    """A small service whose questions are answered when the test says so."""

    def __init__(self, limits: Limits) -> None:
        self.line = Line(limits)
        self.open = threading.Event()
        self.begun = self.now = self.most = 0
        self._lock = threading.Lock()
        self.app = FastAPI()
        self.app.add_middleware(BoundedQueue, line=self.line)
        install_failures(self.app)
        self.app.post("/api/ask")(self.work)
        self.app.post("/api/documents")(self.free)
        self.app.get("/healthz")(self.free)
        transport = httpx.ASGITransport(app=self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://here")

    def work(self) -> dict[str, bool]:
        with self._lock:
            self.begun += 1
            self.now += 1
            self.most = max(self.most, self.now)
        self.open.wait(20)
        with self._lock:
            self.now -= 1
        return {"answered": True}

    async def free(self) -> dict[str, str]:
        return {"status": "ok"}

    def ask(self) -> asyncio.Task[httpx.Response]:
        return asyncio.create_task(self.client.post("/api/ask", json={}))

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not so():
                await asyncio.sleep(0.005)


def play(story: Story, **limits: Any) -> Place:
    """The story on a service with these limits."""

    async def whole() -> Place:
        place = Place(Limits(**limits))
        try:
            async with place.client:
                await story(place)
        finally:
            place.open.set()
        return place

    return asyncio.run(whole())


def test_no_more_are_at_work_than_are_let() -> None:
    async def story(place: Place) -> None:
        asked = [place.ask() for _ in range(8)]
        await place.until(lambda: place.line.waiting == 6 and place.now == 2)
        place.open.set()
        assert {one.status_code for one in await asyncio.gather(*asked)} == {200}

    place = play(story, at_work=2, waiting=10)
    assert (place.most, place.begun, place.line.at_work, place.line.waiting) == (2, 8, 0, 0)


def test_past_those_waiting_one_is_refused_at_once_and_told_when_to_come_again() -> None:
    async def story(place: Place) -> None:
        asked = [place.ask() for _ in range(3)]
        await place.until(lambda: place.line.waiting == 2)
        refused = await place.client.post("/api/ask", json={})
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "dang_ban"
        assert "quá nhiều người" in refused.json()["error"]["message"]
        assert int(refused.headers["retry-after"]) >= 1
        place.open.set()
        assert {one.status_code for one in await asyncio.gather(*asked)} == {200}

    assert play(story, at_work=1, waiting=2).begun == 3


def test_health_and_uploads_never_wait() -> None:
    async def story(place: Place) -> None:
        asked = place.ask()
        await place.until(lambda: place.now == 1)
        assert (await place.client.get("/healthz")).status_code == 200
        assert (await place.client.post("/api/documents", json={})).status_code == 200
        assert (await place.client.post("/api/ask", json={})).status_code == 503
        place.open.set()
        await asked

    play(story, at_work=1, waiting=0)


def test_nobody_waits_longer_than_the_patience() -> None:
    async def story(place: Place) -> None:
        asked = place.ask()
        await place.until(lambda: place.now == 1)
        assert (await place.client.post("/api/ask", json={})).json()["error"]["code"] == "dang_ban"
        assert place.line.waiting == 0
        place.open.set()
        assert (await asked).status_code == 200

    play(story, at_work=1, waiting=5, patience=0.2)


def test_an_answer_that_takes_too_long_is_given_up_but_its_place_is_free_only_when_the_work_ends() -> None:
    async def story(place: Place) -> None:
        late = await place.client.post("/api/ask", json={})
        assert (late.status_code, late.json()["error"]["code"]) == (503, "qua_lau")
        assert place.line.at_work == 1
        assert (await place.client.post("/api/ask", json={})).json()["error"]["code"] == "dang_ban"
        place.open.set()
        await place.until(lambda: place.line.at_work == 0)
        assert (await place.client.post("/api/ask", json={})).status_code == 200

    play(story, at_work=1, waiting=0, seconds=0.2)


def test_who_goes_away_while_he_waits_is_never_worked_for() -> None:
    async def story(place: Place) -> None:
        first = place.ask()
        await place.until(lambda: place.now == 1)
        gone, sent = asyncio.Event(), list[dict[str, Any]]()

        async def receive() -> dict[str, Any]:
            if not sent:
                sent.append({})
                return {"type": "http.request", "body": b"{}", "more_body": False}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        leaving = asyncio.ensure_future(place.app(scope_of("/api/ask"), receive, send))
        await place.until(lambda: place.line.waiting == 1)
        gone.set()
        await place.until(lambda: place.line.waiting == 0)  # his place in the line is another's now
        second = place.ask()
        await place.until(lambda: place.line.waiting == 1)
        place.open.set()
        assert [(await one).status_code for one in (first, second)] == [200, 200]
        await leaving
        assert place.begun == 2

    play(story, at_work=1, waiting=1)


def test_a_request_that_fails_gives_its_place_back() -> None:
    async def story(place: Place) -> None:
        place.app.get("/api/broken")(lambda: 1 / 0)
        transport = httpx.ASGITransport(app=place.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            for _ in range(3):
                assert (await client.get("/api/broken")).status_code == 500
        assert place.line.at_work == 0

    play(story, at_work=1, waiting=0)


def test_who_sends_slowly_holds_no_place() -> None:
    async def story(place: Place) -> None:
        answers = list[dict[str, Any]]()

        async def receive() -> dict[str, Any]:
            if place.begun == 0:
                place.begun = 1
                return {"type": "http.request", "body": b"{", "more_body": True}
            await asyncio.sleep(60)
            raise AssertionError("the service did not give up")

        async def send(message: Any) -> None:
            answers.append(message)

        sending = asyncio.ensure_future(place.app(scope_of("/api/ask"), receive, send))
        await place.until(lambda: place.begun == 1)
        assert place.line.at_work == 0
        await sending
        assert answers[0]["status"] == 408

    play(story, at_work=1, waiting=0, patience=0.2)


def scope_of(path: str) -> dict[str, Any]:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
        "scheme": "http",
        "server": ("here", 80),
        "client": ("there", 1),
        "root_path": "",
    }


def test_what_waits_and_what_does_not() -> None:
    waits = [("POST", "/api/ask"), ("GET", "/"), ("GET", "/api/documents/x"), ("POST", "/dang-nhap"), ("GET", "/nap")]
    free = [("GET", "/readyz"), ("GET", "/static/page.css"), ("DELETE", "/api/documents/x"), ("POST", "/nap")]
    assert not any(is_free(*one) for one in waits)
    assert all(is_free(*one) for one in free)
