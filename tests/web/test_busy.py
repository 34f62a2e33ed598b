"""A service that cannot answer in time says so on a page, with what to do next."""

from __future__ import annotations

from fastapi.testclient import TestClient

from index.library import Library
from service.api import create_app
from service.queueing import Limits
from web.app import with_pages


def test_a_page_that_takes_too_long_is_told_in_words_and_when_to_come_again(library: Library) -> None:
    client = TestClient(with_pages(create_app(library, Limits(seconds=0.0))))
    late = client.get("/", params={"q": "Xã nào phủ sóng 5G?"})
    assert late.status_code == 503
    assert "nên đã dừng chờ" in late.text
    assert late.headers["content-type"].startswith("text/html")
    assert int(late.headers["retry-after"]) >= 1
    assert "default-src 'none'" in late.headers["content-security-policy"]
    assert client.get("/static/page.css").status_code == 200
    refused = client.post("/api/ask", json={"question": "Xã nào phủ sóng 5G?"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "qua_lau")
