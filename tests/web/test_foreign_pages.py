"""A page of another site cannot change anything through a reader's browser."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

QUESTION = {"question": "Xã nào phủ sóng 5G?"}
OURS: list[dict[str, str]] = [
    {},  # a program, not a browser
    {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
    {"sec-fetch-site": "none"},
    {"origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "https://tra-cuu.example"},  # behind a proxy that renames the host
]
FOREIGN: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver:8001"},
    {"sec-fetch-site": "cross-site"},
    {"origin": "https://elsewhere.example"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "http://testserver:8001"},
    {"origin": "null"},
    {"origin": ""},
]


@pytest.mark.parametrize("headers", OURS)
def test_our_own_pages_and_programs_are_served(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/ask", json=QUESTION, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_site_is_refused_before_anything_is_done(client: TestClient, headers: dict[str, str]) -> None:
    files = {"files": ("a.md", b"# K\xe1\xba\xbf ho\xe1\xba\xa1ch", "text/markdown")}
    refused = client.post("/api/documents", files=files, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "yeu_cau_tu_trang_khac"
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_every_method_that_may_change_something_is_guarded(client: TestClient, method: str) -> None:
    assert client.request(method, "/api/documents/ba-sao", headers=FOREIGN[0]).status_code == 403


def test_reading_is_open_to_links_from_elsewhere(client: TestClient) -> None:
    assert client.get("/", headers=FOREIGN[0]).status_code == 200


def test_a_refused_form_gets_a_page_in_words(client: TestClient) -> None:
    refused = client.post("/khong-co-trang-nay", data={"a": "1"}, headers=FOREIGN[0])
    assert refused.status_code == 403
    assert "text/html" in refused.headers["content-type"]
    assert "trang khác" in refused.text
