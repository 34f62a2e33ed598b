"""The Python client against the real API, and against servers that misbehave."""

from __future__ import annotations

import functools
import inspect
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import anyio
import pytest
from made_up import HERE, open_made_up
from serving import answering, served

from index.library import Library
from ingest.errors import BadRequest
from service.access.store import Access
from service.access.types import role_of
from service.api import create_app
from service.client import AsyncClient, Client, NotUnderstood, ServiceError, Unreachable, calls, generate
from service.client.calls import Call
from service.server import gated

FLAGSHIP = "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên đến hết năm 2025?"
Answers = list[tuple[int, dict[str, str], str]]


@pytest.fixture(scope="module")
def tracuu(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


# -- it is of one piece with the API ---------------------------------------------------------------


def test_what_is_generated_is_what_the_api_says_now() -> None:
    """If this fails: ``make client``, and look at what changed for those who use the client."""
    for name, code in generate.generated().items():
        assert (generate.HERE / name).read_text(encoding="utf-8") == code, f"{name} is stale: make client"


def test_both_clients_have_every_call() -> None:
    known = {name for name, one in inspect.getmembers(calls, inspect.isfunction) if one.__module__ == calls.__name__}
    public = {name for name in known if not name.startswith("_")}
    assert public <= set(dir(Client)) & set(dir(AsyncClient))
    assert "quotations" in (Client.ask.__doc__ or "")


def test_a_name_that_the_api_does_not_take_cannot_be_sent() -> None:
    with pytest.raises(TypeError, match="search takes no colour"):
        Call(calls.op.SEARCH, calls.search("5G").result, query={"colour": "red"})


def test_it_loads_no_engine_and_no_model() -> None:
    heavy = ("torch", "faiss", "numpy", "tantivy", "onnxruntime", "openvino", "fastapi", "sentence_transformers")
    code = f"import sys, service.client; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parents[1])
    assert run.stdout.strip() == "[]"


# -- what it gives --------------------------------------------------------------------------------


def test_an_answer_comes_with_its_words(tracuu: Client, mini: Library) -> None:
    answer = tracuu.ask(FLAGSHIP)
    assert answer.answered
    (citation,) = answer.citations
    assert mini.text(citation.document)[citation.start : citation.end] == citation.quote
    (level,) = answer.facts
    assert (level.value, level.unit, level.comparator) == (60, "%", ">=")


def test_a_condition_may_be_changed_or_dropped(tracuu: Client) -> None:
    first = tracuu.ask(FLAGSHIP)
    assert first.conditions and first.conditions.figure
    again = tracuu.ask(FLAGSHIP, first.conditions.model_copy(update={"deadlines": []}))
    assert len(again.citations) > len(first.citations)  # whatever the deadline


def test_the_rest_of_the_desks_answer(tracuu: Client, mini: Library) -> None:
    found = tracuu.search("tài khoản định danh", k=3, document=["suoi-nga"], mode="lexical")
    assert {hit.document for hit in found.hits} == {"suoi-nga"}
    assert {one.id for one in tracuu.documents().documents} == {"suoi-nga", "doi-man", "rung-thong"}
    document = tracuu.show("suoi-nga")
    assert document.text == mini.text("suoi-nga")
    last = tracuu.versions("suoi-nga").versions[-1]
    assert tracuu.version("suoi-nga", last.content[:8]).document == document
    assert {one.document for one in tracuu.targets(["doi-man"], key=["phu_song_5g"])} == {"doi-man"}
    register = tracuu.obligations(body="Phòng VH-XH", limit=1)
    assert register.total >= len(register.obligations) == 1
    assert tracuu.audit(["suoi-nga"]).documents == ["suoi-nga"]
    assert tracuu.precedents("mẫu câu về tổ chức thực hiện").answered
    assert tracuu.status().status == "ready"


def test_awaited_it_gives_the_same(address: str, tracuu: Client) -> None:
    async def story() -> list[Any]:
        found: list[Any] = []

        async def ask(question: str) -> None:
            found.append((await client.ask(question)).answer)

        async with AsyncClient(address) as client, anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(ask, FLAGSHIP)
        return found

    assert anyio.run(story) == [tracuu.ask(FLAGSHIP).answer] * 4


def test_files_are_sent_followed_and_taken_out_again(tmp_path: Path) -> None:
    library = open_made_up(tmp_path / "data")
    library.sync([HERE / "plans" / "doi-man.txt"])
    with served(create_app(library)) as address, Client(address) as tracuu:
        job = tracuu.upload([HERE / "plans" / "suoi-nga.txt"])
        for _ in range(400):
            if job.state not in ("waiting", "running"):
                break
            threading.Event().wait(0.05)
            job = tracuu.job(job.id)
        assert job.state == "done"
        (taken,) = job.files
        assert taken.outcome == "added"
        assert tracuu.show("suoi-nga").symbol == "12/KH-UBND"
        assert tracuu.remove("suoi-nga") is None
        with pytest.raises(ServiceError):
            tracuu.show("suoi-nga")


# -- what goes wrong ------------------------------------------------------------------------------


def test_a_refusal_is_told_in_the_words_of_the_service(tracuu: Client) -> None:
    with pytest.raises(ServiceError) as told:
        tracuu.show("khong có?")
    assert (told.value.status, told.value.code) == (404, "khong_tim_thay")
    assert "khong có?" in told.value.message
    assert told.value.hint
    with pytest.raises(ServiceError) as told:
        tracuu.ask(" ")
    assert (told.value.status, told.value.code) == (422, "cau_hoi_khong_hop_le")


def test_a_token_opens_what_is_closed_without_it(tmp_path: Path) -> None:
    library = open_made_up(tmp_path / "data")
    library.sync([HERE / "plans" / "doi-man.txt"])
    access = Access.beside(library.data)
    account = access.accounts.add("lan", role_of("đọc"), "một câu đủ dài để thử")
    token = access.tokens.add(account, "thử", role_of("đọc"))
    with served(gated(library)) as address:
        with Client(address) as stranger, pytest.raises(ServiceError) as told:
            stranger.documents()
        assert told.value.status == 401
        with Client(address, token) as reader:
            assert [one.id for one in reader.documents().documents] == ["doi-man"]
            with pytest.raises(ServiceError) as told:
                reader.remove("doi-man")
        assert told.value.status == 403


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("http://tracuu.example", "tracuu_x"),
        ("http://127.0.0.1.example:8000", "tracuu_x"),
        ("ftp://127.0.0.1", None),
        ("127.0.0.1:8000", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_a_token_does_not_go_over_the_net_in_clear_and_an_address_is_one(address: str, token: str | None) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(BadRequest):
            kind(address, token)


def test_nobody_there_and_somebody_else_there_are_told_apart() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(Unreachable, match="Không gọi được"):
        client.status()
    for status, headers, body in (
        (200, {}, "<html>"),
        (200, {}, '{"question": 1}'),
        (502, {}, "bad gateway"),
        (302, {"Location": "http://127.0.0.1:9/"}, ""),
    ):
        with scripted([(status, headers, body)]) as (address, heard):
            with Client(address, "tracuu_secret") as client, pytest.raises(NotUnderstood):
                client.ask("5G?")
            assert len(heard) == 1


def test_who_does_not_answer_in_time_is_not_waited_for() -> None:
    with (
        scripted([(0, {}, "")]) as (address, _),
        Client(address, timeout=0.2) as client,
        pytest.raises(Unreachable, match="không trả lời kịp"),
    ):
        client.status()


READY = json.dumps({"status": "ready"})
BUSY = json.dumps({"error": {"code": "dang_ban", "message": "Đang bận.", "hint": "Chờ rồi gửi lại."}})


def test_who_asks_to_come_again_is_asked_again() -> None:
    """As a number of seconds and as a date, a refusal of the rate and one of the queue."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    answers: Answers = [(503, {"Retry-After": "0"}, BUSY), (429, {"Retry-After": soon}, BUSY), (200, {}, READY)]
    with scripted(answers) as (address, heard), Client(address) as client:
        assert client.status().status == "ready"
        assert len(heard) == 3

    async def story(address: str) -> str:
        async with AsyncClient(address) as client:
            return (await client.status()).status

    with scripted(answers) as (address, heard):
        assert anyio.run(functools.partial(story, address)) == "ready"


@pytest.mark.parametrize(
    "refusal",
    [
        (503, {"Retry-After": "3600"}, BUSY),  # longer than anybody waits
        (503, {}, BUSY),  # no promise that it was not begun
        (503, {"Retry-After": "soon"}, BUSY),
        (500, {"Retry-After": "0"}, BUSY),
    ],
)
def test_otherwise_a_refusal_is_told_at_once(refusal: tuple[int, dict[str, str], str]) -> None:
    with scripted([refusal, (200, {}, READY)]) as (address, heard), Client(address) as client:
        with pytest.raises(ServiceError, match=r"Đang bận\. Chờ rồi gửi lại\."):
            client.status()
        assert len(heard) == 1


def test_patience_ends() -> None:
    with scripted([(503, {"Retry-After": "0"}, BUSY)] * 50) as (address, heard):
        with Client(address, patience=0.35) as client, pytest.raises(ServiceError, match="Đang bận"):
            client.status()
        assert len(heard) == 4


@contextmanager
def scripted(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers one after the other (status 0: none for a while), and what it heard."""
    left, heard = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            status, headers, body = left.pop(0) if len(left) > 1 else left[0]
            if status == 0:
                threading.Event().wait(0.6)
                return
            sent = body.encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(sent))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    with answering(Handler) as address:
        yield address, heard
