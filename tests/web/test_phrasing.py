"""Phrasing on the page and in the API: beside the answer, never in its place."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from access_samples import SECRET, WORDS, client_of, open_gate, token_of
from fastapi.testclient import TestClient
from phrasing_samples import LIE, MARKUP, TRUE
from scripted_model import Handler, Model, says, scripted
from serving import served
from web_samples import FLAGSHIP, REFUSED

from index.library import Library
from web.app import create_web

KEY = "bi-mat-cua-co-quan"


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A model that the service is set to, what it says is up to each test."""
    with scripted(says(TRUE)) as model, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACUU_LLM_BASE_URL", model.url)
        patch.setenv("TRACUU_LLM_MODEL", "thu")
        patch.setenv("TRACUU_LLM_API_KEY", KEY)
        yield model


@pytest.fixture(scope="module")
def phrasing(library: Library, model: Model) -> Iterator[TestClient]:
    with TestClient(create_web(library)) as client:
        yield client


def section(page: str) -> str:
    found = re.search(r'<section class="phrasing".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def without(page: str) -> str:
    """The page without the phrasing, the time it took and addresses of itself."""
    page = page.replace(section(page), "")
    page = re.sub(r'<p class="took">.*?</p>|<nav class="languages".*?</nav>', "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", page)


def events(text: str) -> list[tuple[str, Any]]:
    found = re.findall(r"^event: (\w+)\ndata: (.*)$", text, re.MULTILINE)
    return [(name, json.loads(data)) for name, data in found]


def test_without_a_model_nothing_is_offered_and_the_api_says_what_to_set(client: TestClient) -> None:
    assert section(client.get("/", params={"q": FLAGSHIP}).text) == ""
    assert without(client.get("/dien-dat", params={"q": FLAGSHIP}).text) == without(
        client.get("/", params={"q": FLAGSHIP}).text
    )
    response = client.post("/api/phrase", json={"question": FLAGSHIP})
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "chua_dat_mo_hinh_ngon_ngu"
    assert "TRACUU_LLM_BASE_URL" in response.json()["error"]["hint"]


def test_what_is_sent_to_whom_is_said_beside_the_button(phrasing: TestClient) -> None:
    offered = section(phrasing.get("/", params={"q": FLAGSHIP}).text)
    assert 'action="/dien-dat#dien-dat"' in offered
    assert "chạy trên máy này" in offered and KEY not in offered
    assert section(phrasing.get("/", params={"q": REFUSED}).text) == "", "a refusal is not offered"


def test_the_phrased_page_has_the_answer_and_its_quotations_as_they_were(phrasing: TestClient, model: Model) -> None:
    model.script = says(f"{LIE} {TRUE}")
    page = phrasing.get("/dien-dat", params={"q": FLAGSHIP})
    shown = section(page.text)
    assert page.headers["cache-control"] == "no-store"
    assert without(page.text) == without(phrasing.get("/", params={"q": FLAGSHIP}).text)
    assert "90%" not in shown and "Do mô hình thu viết" in shown
    assert '60% đến hết năm 2025 <a class="marker" href="#dan-1"' in shown
    assert "Đã bỏ 1 câu: con số không khớp đoạn được dẫn." in shown


def test_markup_of_a_model_is_never_markup_here(phrasing: TestClient, model: Model) -> None:
    model.script = says(MARKUP)
    assert "document.title" not in phrasing.get("/dien-dat", params={"q": FLAGSHIP}).text
    told = events(phrasing.post("/api/phrase", json={"question": FLAGSHIP}).text)
    assert [name for name, _ in told] == ["answer", "end"]


def test_an_endpoint_that_fails_leaves_the_page_whole(phrasing: TestClient, model: Model) -> None:
    def fails(handler: Handler) -> None:
        handler.begin(500, "text/plain")
        handler.raw(KEY.encode())

    model.script = fails
    page = phrasing.get("/dien-dat", params={"q": FLAGSHIP})
    assert page.status_code == 200
    assert "báo lỗi 500" in section(page.text) and KEY not in page.text
    assert 'id="dan-1"' in page.text


def test_events_come_in_order_and_the_answer_is_the_one_of_ask(phrasing: TestClient, model: Model) -> None:
    model.script = says(f"{TRUE} {LIE}")
    response = phrasing.post("/api/phrase", json={"question": FLAGSHIP})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told] == ["answer", "sentence", "end"]
    asked = phrasing.post("/api/ask", json={"question": FLAGSHIP}).json()
    assert {**told[0][1], "took_ms": 0} == {**asked, "took_ms": 0}
    assert "phrasing" not in asked
    assert told[1][1] == {"text": TRUE, "citations": [1]}
    assert told[2][1]["dropped"][0]["reason"] == "figure"


def test_it_comes_in_one_piece_for_who_wants_that(phrasing: TestClient, model: Model) -> None:
    model.script = says(TRUE)
    told = phrasing.post("/api/phrase", json={"question": FLAGSHIP, "stream": False}).json()
    assert told["answered"] and told["citations"]
    assert [one["text"] for one in told["phrasing"]["sentences"]] == [TRUE]


def test_conditions_mended_by_the_reader_are_those_that_are_phrased(phrasing: TestClient, model: Model) -> None:
    mended = {"q": FLAGSHIP, "sua": "1", "loai": "target", "muc": "30", "so-sanh": ">=", "don-vi": "%", "han": "2027"}
    page = section(phrasing.get("/", params=mended).text)
    body = json.loads(re.search(r'data-body="([^"]*)"', page)[1].replace("&#34;", '"').replace("&gt;", ">"))  # type: ignore[index]
    model.script = says("x")
    phrasing.post("/api/phrase", json=body)
    sent = model.sent
    phrasing.get("/dien-dat", params=mended)
    assert model.sent == sent


def test_a_bad_question_is_told_as_ever(phrasing: TestClient) -> None:
    assert phrasing.post("/api/phrase", json={"question": "?"}).status_code == 422
    assert phrasing.get("/dien-dat", params={"q": "?"}).status_code == 422
    assert phrasing.get("/dien-dat").status_code == 200


def test_readiness_tells_the_endpoint_and_never_the_key(phrasing: TestClient, model: Model) -> None:
    told = phrasing.get("/readyz").json()["language_model"]
    assert told == {"model": "thu", "host": model.url.split("/")[2], "remote": False}


def test_nothing_goes_out_that_the_reader_may_not_read(tmp_path: Path, model: Model) -> None:
    gate = open_gate(tmp_path)
    outsider, insider = (client_of(gate, headers=token_of(gate, name)) for name in ("chi", "dung"))
    question = "Xã nào đặt chỉ tiêu phủ sóng 5G ≥ 60%?"
    model.script, before = says("x"), len(model.requests)
    assert outsider.post("/api/phrase", json={"question": question}).status_code == 200
    sent = json.dumps(model.requests[before:], ensure_ascii=False).casefold()
    assert not [word for word in WORDS if word in sent], SECRET
    assert insider.post("/api/phrase", json={"question": question}).status_code == 200
    assert "hoành sơn kín" in json.dumps(model.requests[-1], ensure_ascii=False).casefold()
    assert client_of(gate).post("/api/phrase", json={"question": question}).status_code == 401


def test_who_waits_for_a_model_holds_no_place_of_those_who_ask(library: Library, model: Model) -> None:
    release = threading.Event()

    def waits(handler: Handler) -> None:
        handler.begin()
        release.wait(20)
        handler.event(TRUE, "stop")

    model.script = waits
    with served(create_web(library)) as base, httpx.Client(base_url=base, timeout=20, trust_env=False) as client:
        slow = [
            threading.Thread(target=lambda: httpx.get(base + "/dien-dat", params={"q": FLAGSHIP}, timeout=30))
            for _ in range(3)
        ]
        before = len(model.requests)
        for one in slow:
            one.start()
        while len(model.requests) < before + 3:
            time.sleep(0.02)
        assert client.post("/api/ask", json={"question": FLAGSHIP}).status_code == 200
        release.set()
        for one in slow:
            one.join()
