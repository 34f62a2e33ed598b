"""The drafter's desk over HTTP."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from drafting import draft
from fastapi.testclient import TestClient

from index.library import Library
from service.api import create_app

ASKED = "Câu mẫu về trách nhiệm người đứng đầu với kết quả thực hiện nghị quyết"


@pytest.fixture(scope="module")
def client(mini: Library) -> Iterator[TestClient]:
    with TestClient(create_app(mini)) as client:
        yield client


def test_precedents_come_as_variants_and_as_citations(client: TestClient) -> None:
    body = client.post("/api/precedents", json={"text": ASKED}).json()
    assert body["answered"]
    assert body["kind"] == "precedent"
    assert [variant["citation"] for variant in body["variants"]] == body["citations"]


def test_filters_are_heard_and_unknown_ones_refused(client: TestClient) -> None:
    none = client.post("/api/precedents", json={"text": ASKED, "level": "tinh"}).json()
    assert not none["answered"]
    wrong = client.post("/api/precedents", json={"text": ASKED, "function": "tho"})
    assert wrong.status_code == 422
    assert wrong.json()["error"]["message"]


def test_a_pasted_draft_is_answered_clause_by_clause(client: TestClient) -> None:
    body = client.post("/api/precedents", json={"text": draft(), "limit": 2}).json()
    assert body["clauses"]
    assert all(len(clause["variants"]) <= 2 for clause in body["clauses"])
    assert body["outline"]["parts"]


def test_a_draft_sent_as_a_file_is_read_but_not_kept(client: TestClient, mini: Library) -> None:
    before = {held.id for held in mini.documents()}
    sent = client.post("/api/precedents/draft", files={"file": ("../nhap.txt", draft().encode(), "text/plain")})
    assert sent.status_code == 200
    assert sent.json()["draft"] == "nhap.txt"
    assert {held.id for held in mini.documents()} == before


def test_a_file_that_is_no_document_is_refused_in_words(client: TestClient) -> None:
    sent = client.post("/api/precedents/draft", files={"file": ("..", b"", "text/plain")})
    assert sent.status_code == 422
    assert sent.json()["error"]["hint"]


def test_chosen_wordings_come_as_word(client: TestClient) -> None:
    sent = client.post("/api/precedents/wordings.docx", json={"text": ASKED, "chosen": [1]})
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(sent.content)).paragraphs)
    assert "chịu trách nhiệm về kết quả" in text


def test_two_documents_held_are_compared(client: TestClient) -> None:
    body = client.get("/api/versions", params={"old": "doi-man", "new": "suoi-nga"}).json()
    assert body["facts"]
    missing = client.get("/api/versions", params={"old": "doi-man", "new": "khong-co"})
    assert missing.status_code == 404
