"""The HTTP API: contracts, and one error shape behind every address."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_up import HERE, open_made_up

from index.library import Library
from service.api import create_app
from service.failures import MAX_BODY


@pytest.fixture(scope="module")
def client(mini: Library) -> TestClient:
    return TestClient(create_app(mini), raise_server_exceptions=False)


@pytest.fixture
def empty(tmp_path: Path) -> TestClient:
    return TestClient(create_app(open_made_up(tmp_path)), raise_server_exceptions=False)


def test_ask_answers_with_evidence(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "Xã nào đặt 5G ≥ 60% đến hết năm 2025?"}).json()
    assert answer["answered"] is True
    assert answer["citations"][0]["document"] == "suoi-nga"


def test_search_is_limited_to_the_named_documents(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "phủ sóng 5G", "k": 5, "document": "doi-man"}).json()
    assert {hit["document"] for hit in found["hits"]} == {"doi-man"}


@pytest.mark.parametrize("path", ["targets", "tasks", "duties", "references"])
def test_facts_are_listed_by_document(client: TestClient, path: str) -> None:
    response = client.get(f"/api/{path}", params={"document": "doi-man"})
    assert response.status_code == 200
    assert {fact["document"] for fact in response.json()} <= {"doi-man"}


def test_documents_are_listed_and_shown(client: TestClient) -> None:
    ids = [held["id"] for held in client.get("/api/documents").json()["documents"]]
    assert ids == ["doi-man", "rung-thong", "suoi-nga"]
    shown = client.get("/api/documents/suoi-nga").json()
    assert shown["commune"] == "xã Suối Ngà"
    functions = {"/".join(section["path"]): section["function"] for section in shown["sections"]}
    assert (functions["PREAMBLE"], functions["II"], functions["III"]) == ("can_cu", "muc_tieu", "nhiem_vu")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/ask", {"question": ""}, 422),
        ("POST", "/api/ask", {"question": "a b c " * 1000}, 422),
        ("POST", "/api/ask", {"wrong": 1}, 422),
        ("POST", "/api/ask", {"question": "x" * MAX_BODY}, 413),
        ("GET", "/api/ask", None, 405),
        ("GET", "/api/search", None, 422),
        ("GET", "/api/search?q=5G&k=0", None, 422),
        ("GET", "/api/search?q=5G&mode=magic", None, 422),
        ("GET", "/api/documents/khong-co", None, 404),
        ("POST", "/api/documents", {}, 422),
        ("GET", "/api/jobs/khong-co", None, 404),
        ("GET", "/api/audit?frame=khong-co", None, 404),
        ("POST", "/api/precedents", {}, 422),
        ("GET", "/api/nowhere", None, 404),
        ("GET", "/nowhere", None, 404),
        ("DELETE", "/api/targets", None, 405),
        ("POST", "/api/tasks", {}, 405),
        ("POST", "/api/duties", {}, 405),
        ("POST", "/api/references", {}, 405),
        ("POST", "/healthz", {}, 405),
        ("POST", "/readyz", {}, 405),
        ("POST", "/metrics", {}, 405),
    ],
)
def test_every_failure_has_the_one_shape(
    client: TestClient, method: str, path: str, body: dict[str, object] | None, status: int
) -> None:
    response = client.request(method, path, json=body) if body is not None else client.request(method, path)
    assert response.status_code == status
    error = response.json()["error"]
    assert set(error) == {"code", "message", "hint"}
    assert error["message"]


def test_an_unexpected_failure_is_told_without_its_insides(mini: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(mini)
    monkeypatch.setattr(app.state.desk, "ask", lambda question: 1 / 0)
    response = TestClient(app, raise_server_exceptions=False).post("/api/ask", json={"question": "Xã nào?"})
    assert response.status_code == 500
    assert "division" not in response.text
    assert response.json()["error"]["code"] == "loi"


def test_an_empty_library_is_alive_and_not_ready(empty: TestClient) -> None:
    assert empty.get("/healthz").status_code == 200
    assert empty.get("/readyz").status_code == 503
    asked = empty.post("/api/ask", json={"question": "Xã nào phủ sóng 5G?"})
    assert asked.status_code == 503
    assert "sync" in asked.json()["error"]["hint"]


def test_an_upload_is_taken_in_behind_the_answer(empty: TestClient) -> None:
    content = (HERE / "plans" / "doi-man.txt").read_bytes()
    started = empty.post("/api/documents", files=[("files", ("../đồi mận.txt", content, "text/plain"))])
    assert started.status_code == 202
    job = started.json()
    for _ in range(200):
        job = empty.get(f"/api/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed"):
            break
        time.sleep(0.05)
    assert job["state"] == "done"
    assert [file["outcome"] for file in job["files"]] == ["added"]
    assert empty.get("/readyz").status_code == 200
    assert empty.post("/api/ask", json={"question": "Đồi Mận phủ sóng 5G bao nhiêu năm 2030?"}).json()["answered"]


def test_measurements_name_routes_not_addresses(client: TestClient) -> None:
    client.get("/api/documents/suoi-nga")
    text = client.get("/metrics").text
    assert 'route="/api/documents/{id}"' in text
    assert "suoi-nga" not in text
    assert "tracuu_documents 3" in text


def test_the_description_lists_every_contract_address(client: TestClient) -> None:
    paths = set(client.get("/api/openapi.json").json()["paths"])
    contract = {"/api/ask", "/api/search", "/api/documents", "/api/documents/{id}", "/api/targets", "/api/tasks"}
    contract |= {"/api/duties", "/api/references", "/api/audit", "/api/precedents", "/api/jobs/{id}"}
    assert contract | {"/healthz", "/readyz", "/metrics"} <= paths
