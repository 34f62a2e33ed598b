"""A document of a collection shows itself to its readers and, at whatever address, to nobody else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote

import pytest
from access_samples import CITING, FILE, HERE, HIDDEN, SECRET, WORDS, calls, client_of, open_gate, signed_in, token_of
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from index.text import fold
from service.access.gate import Gate
from service.access.rules import rule_for
from service.loading import Jobs
from service.standards.works import work_of

QUESTIONS = (
    "Xã Hoành Sơn Kín đặt chỉ tiêu phủ sóng 5G bao nhiêu?",
    "Tỷ lệ giếng làng thạch anh tím được gắn cột đo mặn là bao nhiêu?",
    "Xã nào đặt chỉ tiêu phủ sóng 5G ≥ 60%?",
    "Kế hoạch số 909/KH-UBND do ai ban hành?",
    "hầm quỳnh lam",
    "Văn bản nào căn cứ Nghị quyết 57-NQ/TW?",
)
UNTOLD = {"q", "document", "van-ban", "text", "body", "place", "doan"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("cong"))


@pytest.fixture(scope="module")
def hidden(gate: Gate) -> str:
    """The id of the secret document."""
    placed = cast(FastAPI, gate.whole).state.library.placements()
    return next(id for id, collection in placed.items() if collection == SECRET)


@pytest.fixture(scope="module", params=["chi", "binh", "an"])
def outsider(gate: Gate, request: pytest.FixtureRequest) -> TestClient:
    """Somebody who reads the common collection only; the administrator too, as long as nobody lets him."""
    return client_of(gate, headers=token_of(gate, request.param))


def said(response: Response) -> str:
    """All that a response says, parts of office files unpacked, in small letters."""
    told = [response.text, str(response.headers)]
    if response.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
            told += [parts.read(name).decode(errors="ignore") for name in parts.namelist()]
    return " ".join(told).casefold()


def leaks(response: Response, asked: str = "") -> list[str]:
    """The words of the secret that a response says without having been asked with them."""
    told = said(response)
    return [
        word for word in WORDS if word in told and word not in asked.casefold() and fold(word) not in asked.casefold()
    ]


def addresses(gate: Gate, hidden: str) -> Iterator[tuple[str, str]]:
    """Every call of the application with the secret document wherever a document may be named."""
    whole = cast(FastAPI, gate.whole)
    document = whole.state.library.document(hidden)
    values = {
        "id": quote(hidden),
        "work": work_of(document, document.source).key,
        "page": "1",
        "row": "so-gieng",
        "form": "xlsx",
        "key": "khong-co",
        "finding": "khong-co",
        "secret": "khong-co",
        "number": "0",
        "at": "0",
        "name": "an",
    }
    for method, path in calls(whole):
        yield method, re.sub(r"\{(\w+)[^}]*\}", lambda found: values[found[1]], path)


def test_its_reader_sees_it(gate: Gate, hidden: str) -> None:
    reader = client_of(gate, headers=token_of(gate, "dung"))
    assert hidden in reader.get("/api/documents").text
    assert "quỳnh lam" in reader.get(f"/api/documents/{hidden}").text
    assert "thạch anh tím" in reader.get("/api/search", params={"q": "giếng thạch anh tím"}).text
    assert "thạch anh tím" in reader.get("/nghia-vu").text
    assert "37%" in reader.post("/api/ask", json={"question": QUESTIONS[1]}).text


def test_the_addresses_tried_below_do_show_it_to_its_reader(gate: Gate, hidden: str) -> None:
    reader = client_of(gate, headers=token_of(gate, "dung"))
    shown = {path for method, path in addresses(gate, hidden) if method == "GET" and leaks(reader.get(path), path)}
    assert len(shown) > 25, sorted(shown)


def test_no_address_shows_it_to_others(gate: Gate, outsider: TestClient, hidden: str) -> None:
    tried = 0
    for method, path in addresses(gate, hidden):
        if method not in ("GET", "POST"):
            continue
        for extra in ("", f"?document={quote(hidden)}", f"?van-ban={quote(hidden)}", "?tu=0&den=300&start=0&end=300"):
            response = outsider.request(method, path + extra, json={} if method == "POST" else None)
            asked = path + extra + hidden
            assert leaks(response, asked) == [], (method, path + extra)
            assert response.status_code != 500
            tried += 1
    assert tried > 250


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_brings_it_out(outsider: TestClient, question: str) -> None:
    answers = [
        outsider.post("/api/ask", json={"question": question}),
        outsider.get("/api/search", params={"q": question, "k": 200, "facets": "true"}),
        outsider.get("/api/search", params={"q": question, "mode": "dense", "k": 200}),
        outsider.get("/api/search", params={"q": question, "mode": "lexical", "k": 200}),
        outsider.get("/", params={"q": question}),
        outsider.get("/tim", params={"q": question}),
        outsider.post("/api/precedents", json={"text": question}),
        outsider.get("/soan-thao", params={"doan": question}),
    ]
    for answer in answers:
        assert answer.status_code in (200, 404, 422), answer.text
        assert leaks(answer, question) == []
    assert answers[0].json()["citations"] == [] or "ham-ngam" not in fold(answers[0].text)


@pytest.mark.parametrize("typed", ["hoành", "số giếng th", "mục tiêu x", "909", "kế hoạch 909"])
def test_nothing_completes_to_it(outsider: TestClient, typed: str) -> None:
    answer = outsider.get("/api/suggest", params={"q": typed})
    assert leaks(answer, typed) == []


def test_filters_that_name_it_let_nothing_through(outsider: TestClient, hidden: str) -> None:
    for kind in ("targets", "tasks", "duties", "references"):
        assert outsider.get(f"/api/{kind}", params={"document": hidden}).json() == []
    assert outsider.get("/api/search", params={"q": "giếng", "document": hidden}).json()["hits"] == []


def test_what_others_cite_of_it_stays_as_printed(gate: Gate, outsider: TestClient, hidden: str) -> None:
    """Its citation dates a decree that the public document leaves undated: only its readers are told."""
    reader = client_of(gate, headers=token_of(gate, "dung"))
    symbol = "88-NQ/TW"
    told = {
        name: [one["correction"] for one in who.get("/api/references", params={"document": "ba-hai"}).json()
               if one["symbol"] == symbol]
        for name, who in (("reader", reader), ("outsider", outsider))
    }  # fmt: skip
    assert told["outsider"] == [None]
    assert told["reader"] and "17/03/2019" in str(told["reader"])


def test_a_shared_key_is_made_of_words_that_are_seen(gate: Gate, outsider: TestClient) -> None:
    reader = client_of(gate, headers=token_of(gate, "dung"))
    wells = {"ba-hai", "ba-tu"}
    (whole,) = {one["key"] for one in reader.get("/api/targets").json() if "giếng" in one["quote"]}
    assert "thach" in whole
    (seen,) = {one["key"] for one in outsider.get("/api/targets").json() if "giếng" in one["quote"]}
    assert seen.startswith("khac-gieng-lang-")
    assert "thach" not in seen
    assert {one["document"] for one in outsider.get("/api/targets", params={"key": seen}).json()} == wells
    assert outsider.get("/api/targets", params={"key": whole}).json() == []


def test_a_key_that_is_shared_with_it_alone_is_no_key(gate: Gate, outsider: TestClient) -> None:
    reader = client_of(gate, headers=token_of(gate, "dung"))
    (shared,) = {one["key"] for one in reader.get("/api/targets").json() if "hồ thủy lợi" in one["quote"]}
    assert shared.startswith("khac-ho-thuy-loi")
    (alone,) = (one for one in outsider.get("/api/targets").json() if "hồ thủy lợi" in one["quote"])
    assert (alone["key"], alone["key_inferred"]) == (None, False)


def test_an_upload_of_the_same_bytes_learns_no_more_than_that(gate: Gate, outsider: TestClient, hidden: str) -> None:
    files = {"files": ("ban-sao.md", HIDDEN.encode(), "text/markdown")}
    sent = outsider.post("/api/documents", files=files)
    if sent.status_code == 403:  # a reader loads nothing
        return
    job = finished(gate, outsider, sent.json()["id"])
    assert job["files"][0]["outcome"] == "duplicate"
    assert job["files"][0]["document"] is None
    assert hidden not in str(job)


def test_another_version_of_it_is_no_version_to_others(gate: Gate) -> None:
    loader = client_of(gate, headers=token_of(gate, "binh"))
    text = HIDDEN.replace("37%", "38%").encode()
    sent = loader.post("/api/documents?policy=ask", files={"files": ("moi.md", text, "text/markdown")})
    job = finished(gate, loader, sent.json()["id"])
    assert job["uploads"][0]["version_of"] is None
    assert job["files"][0]["outcome"] == "added"
    assert loader.delete("/api/documents/moi").status_code == 204


def test_what_it_was_before_is_its_readers_own_too(tmp_path: Path) -> None:
    gate = open_gate(tmp_path)
    library = cast(FastAPI, gate.whole).state.library
    file = tmp_path / "kin" / FILE
    file.write_text(HIDDEN.replace("37%", "38%"), encoding="utf-8")
    library.sync([file.parent], collection=SECRET)
    id = next(id for id, collection in library.placements().items() if collection == SECRET)
    reader, outsider = (client_of(gate, headers=token_of(gate, name)) for name in ("dung", "binh"))
    first, last = (version["ordinal"] for version in reader.get(f"/api/documents/{id}/versions").json()["versions"])
    shown = [
        f"/api/documents/{id}/versions",
        *(f"/api/documents/{id}/versions/{ordinal}" for ordinal in (first, last)),
        *(f"/van-ban/{id}?phien-ban={ordinal}" for ordinal in (first, last)),
        f"/van-ban/{id}/so-sanh?ban={first}",
    ]
    for path in shown:
        assert outsider.get(path).status_code == 404
        assert leaks(outsider.get(path), path) == [], path
    for path in shown[1:]:
        assert "thạch anh tím" in reader.get(path).text, path


def test_uploads_into_it_are_its_readers_own(gate: Gate) -> None:
    reader, loader = (client_of(gate, headers=token_of(gate, name)) for name in ("dung", "binh"))
    text = CITING.replace("14/KH-UBND", "15/KH-UBND").replace("giếng", "ao").encode()
    files = {"files": ("ao-kin.md", text, "text/markdown")}
    assert loader.post(f"/api/documents?collection={SECRET}", files=files).status_code == 404
    job = reader.post(f"/api/documents?collection={SECRET}", files=files).json()
    finished(gate, reader, job["id"])
    assert "ao-kin" in reader.get("/api/documents").text
    assert "ao-kin" not in loader.get("/api/documents").text
    for address in (f"/api/jobs/{job['id']}", f"/nap/lan/{job['id']}"):
        assert loader.get(address).status_code == 404
    assert "ao-kin" not in loader.get("/api/jobs").text + loader.get("/nap").text
    assert loader.post(f"/api/jobs/{job['id']}/retry").status_code == 404
    assert loader.delete("/api/documents/ao-kin").status_code == 404
    assert reader.delete("/api/documents/ao-kin").status_code == 204


def finished(gate: Gate, client: TestClient, id: str) -> dict[str, object]:
    """A job once its work is done."""
    jobs = cast(Jobs, cast(FastAPI, gate.whole).state.jobs)
    assert jobs._worker is not None
    jobs._worker.submit(lambda: None).result(timeout=60)
    job: dict[str, object] = client.get(f"/api/jobs/{id}").json()
    assert job["state"] in ("done", "asking"), job
    return job


def test_the_pages_offer_a_collection_to_those_who_may_fill_it(gate: Gate) -> None:
    assert f"<option>{SECRET}</option>" in signed_in(gate, "dung").get("/nap").text
    assert SECRET not in signed_in(gate, "binh").get("/nap").text


def test_a_reader_let_in_and_out_again_sees_it_only_meanwhile(gate: Gate, hidden: str) -> None:
    client = client_of(gate, headers=token_of(gate, "chi"))
    account = gate.access.accounts.get("chi")
    gate.access.collections.grant(SECRET, account)
    assert client.get(f"/van-ban/{hidden}").status_code == 200
    gate.access.collections.revoke(SECRET, account)
    assert client.get(f"/van-ban/{hidden}").status_code == 404


def test_a_collection_without_readers_is_nobodys(gate: Gate) -> None:
    library = cast(FastAPI, gate.whole).state.library
    library.place("thu-vien", "khong-ai")
    try:
        for name in ("an", "binh", "chi", "dung"):
            client = client_of(gate, headers=token_of(gate, name))
            assert client.get("/api/documents/thu-vien").status_code == 404
            assert "thu-vien" not in client.get("/van-ban").text
    finally:
        library.place("thu-vien", "chung")
    assert client.get("/api/documents/thu-vien").status_code == 200


def test_nobody_at_all_gets_an_application_without_documents(gate: Gate) -> None:
    app = cast(FastAPI, gate._build(frozenset()))
    assert app.state.library.documents() == []
    with pytest.raises(AttributeError):
        app.state.library.sync([Path()])


def test_every_call_that_may_change_something_has_a_rule(gate: Gate) -> None:
    for method, path in calls(cast(FastAPI, gate.whole)):
        filled = re.sub(r"\{\w+[^}]*\}", "1", path)
        rule = rule_for(method, filled)
        assert rule is not None, (method, path)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert rule_for(method, "/mot-trang-moi") is None


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT", "HEAD", "PATCH"])
def test_nobody_comes_in_without_a_name(gate: Gate, hidden: str, method: str) -> None:
    anyone = client_of(gate)
    for known, path in addresses(gate, hidden):
        rule = rule_for(known, path)
        if known != method or (rule and rule.role is None):
            continue
        answer = anyone.request(method, path, headers={"origin": HERE})
        page = method in ("GET", "HEAD") and not path.startswith(("/api", "/metrics"))
        assert answer.status_code == (303 if page else 401), (method, path, answer.text)
        if page:
            assert answer.headers["location"].startswith("/dang-nhap")
        elif path.startswith("/api") and method != "HEAD":
            assert answer.json()["error"]["code"] == "chua_dang_nhap"
            assert answer.headers["www-authenticate"] == "Bearer"
        assert leaks(answer, unquote(path)) == []


def test_an_address_that_is_not_there_needs_a_name_too(gate: Gate) -> None:
    assert client_of(gate).get("/api/khong-co").status_code == 401
    assert client_of(gate).get("/khong-co").status_code == 303
    assert client_of(gate).request("TRACE", "/api/documents").status_code == 401


def test_health_is_told_to_all_and_counts_to_none(gate: Gate) -> None:
    anyone = client_of(gate)
    assert anyone.get("/healthz").json() == {"status": "ok"}
    assert anyone.get("/readyz").json() == {"status": "ready"}
    assert anyone.get("/metrics").status_code == 401
    told = client_of(gate, headers=token_of(gate, "an")).get("/metrics").text
    assert "tracuu_documents 5.0" in told  # of the whole service, what is hidden counted too
