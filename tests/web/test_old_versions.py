"""What a citation pointed to last month is still shown: as what it was, and said to be old."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from web.app import create_web

GOALS = ("60%", "75%", "90%")


def plan(goal: str) -> str:
    return (
        "KẾ HOẠCH\nChuyển đổi số xã Nà Mây\n\nI. MỤC TIÊU\n1. Đến hết năm 2026\n"
        f"- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt {goal} số bản.\n- Mở lớp buổi tối ở nhà văn hóa bản.\n"
    )


@pytest.fixture
def held(own: Library, tmp_path: Path) -> Library:
    """A plan that was replaced twice."""
    file = tmp_path / "na-may.txt"
    for goal in GOALS:
        file.write_text(plan(goal), encoding="utf-8")
        assert not own.sync([file]).rejected
    return own


@pytest.fixture
def client(held: Library) -> TestClient:
    return TestClient(create_web(held))


def source_link(client: TestClient) -> str:
    """Where the first quotation of an answer leads."""
    page = client.get("/", params={"q": "Xã nào đặt mục tiêu phủ sóng 5G đến 2026?"}).text
    found = re.search(r'href="(/tl/[^"]+#doan)"', page)
    assert found is not None, page
    return unescape(found[1])


def test_the_link_of_an_answer_lasts_when_the_document_is_replaced(
    client: TestClient, held: Library, tmp_path: Path
) -> None:
    link = source_link(client)
    now = client.get(link).text
    assert "bản cũ" not in now
    assert re.search(r"<mark[^>]*>[^<]*90%", now)
    (tmp_path / "na-may.txt").write_text(plan("99%").replace("I. MỤC TIÊU", "I. MỤC ĐÍCH CHUNG"), encoding="utf-8")
    held.sync([tmp_path / "na-may.txt"])
    later = client.get(link).text
    assert "Đây là bản cũ, đã thay ngày" in later
    assert re.search(r"<mark[^>]*>[^<]*90%", later)
    assert "99%" not in later
    assert "99%" in client.get("/van-ban/na-may").text


def test_an_old_version_leads_to_the_one_held_and_to_what_changed(client: TestClient, held: Library) -> None:
    old, *_ = held.versions("na-may")
    page = client.get(f"/van-ban/na-may?phien-ban={old.name}").text
    assert "60%" in page
    assert 'href="/van-ban/na-may"' in page and f"/van-ban/na-may/so-sanh?ban={old.name}" in page
    assert "/lan-can?" not in page and "/original" not in page
    english = client.get(f"/van-ban/na-may?phien-ban={old.name}&lang=en").text
    assert "This is an old version, replaced on" in english


def test_any_two_versions_are_compared(client: TestClient, held: Library) -> None:
    first, second, _ = held.versions("na-may")
    choice = client.get("/van-ban/na-may/so-sanh").text
    assert choice.count("<option") == 6
    page = client.get(f"/van-ban/na-may/so-sanh?ban={first.name}&moi={second.name}").text
    raised = page.split("Nâng (1)")[1].split("</section>")[0]
    assert "60%" in raised and "75%" in raised and "90%" not in raised
    assert f"phien-ban={first.name}" in raised and f"phien-ban={second.name}" in raised
    back = client.get(f"/van-ban/na-may/so-sanh?ban={second.name}&moi={first.name}").text
    assert "Hạ (1)" in back


def test_a_version_that_is_not_known_is_told_in_words(client: TestClient) -> None:
    answer = client.get("/van-ban/na-may?phien-ban=00000000")
    assert answer.status_code == 404
    assert "không có bản nào" in answer.text


def test_the_api_tells_and_shows_versions(client: TestClient) -> None:
    versions = client.get("/api/documents/na-may/versions").json()["versions"]
    assert [one["ordinal"] for one in versions] == [1, 2, 3]
    for name in ("1", versions[0]["content"][:8], versions[0]["content"]):
        shown = client.get(f"/api/documents/na-may/versions/{name}").json()
        assert shown["until"] and "60%" in shown["document"]["text"]
    assert client.get("/api/documents/na-may/versions/9").status_code == 404
    assert client.get("/api/documents/khong-co/versions").status_code == 404


def test_a_removed_document_says_when_it_was_removed(client: TestClient) -> None:
    assert client.delete("/api/documents/na-may").status_code == 204
    page = client.get("/van-ban/na-may")
    assert page.status_code == 404
    assert "đã được gỡ ngày" in page.text
