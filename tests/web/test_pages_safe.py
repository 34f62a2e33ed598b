"""No page loads from elsewhere, runs anything inline, or shows an error's insides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_samples import FLAGSHIP

from web.words import LANGUAGES, load

WEB = Path(__file__).parents[2] / "web"
BUILT = "|".join(
    (
        r"nav\.|place\.[A-Z]+$|error\.(404|other|500)\.",
        r"auditing\.(status|severity|category|state|decided|kind)\.",
        r"drafting\.(level|part)\.",
        r"documents\.sort\.|compare\.change\.",
        r"saved\.(done|kind)_",
    )
)
"""Keys whose last part is a value of the data."""

ADDRESSES = ["/", "/van-ban", "/van-ban/ba-sao", "/van-ban/tom-luoc-quan-chu", "/khong-co-trang-nay"]
ADDRESSES += ["/van-ban/ba-sao/trang/1", "/van-ban/ba-sao/lan-can?tu=0&den=40", "/van-ban/ba-sao/so-sanh"]
ADDRESSES += [
    "/kiem-tra",
    "/kiem-tra/phat-hien",
    "/soan-thao",
    "/soan-thao?doan=kinh+ph%C3%AD+th%E1%BB%B1c+hi%E1%BB%87n",
]
ADDRESSES += ["/nap", "/nap/go/ba-sao", "/so-do", "/so-do?van-ban=ba-sao"]


def test_the_policy_allows_only_our_own_files(client: TestClient) -> None:
    for address in (*ADDRESSES, "/api/documents", "/static/page.css"):
        policy = client.get(address).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_pages_carry_nothing_inline_and_load_only_static_files(client: TestClient) -> None:
    for page in (*(client.get(address).text for address in ADDRESSES), client.get("/", params={"q": FLAGSHIP}).text):
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert all(attributes.strip() for attributes in re.findall(r"<script([^>]*)>", page))
        loaded = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="([^"]+)"', page)
        assert loaded and all(address.startswith("/static/") for address in loaded)
        assert all(client.get(address).status_code == 200 for address in loaded)


def test_styles_and_scripts_name_no_other_host() -> None:
    for file in (*WEB.glob("static/*.css"), *WEB.glob("static/*.js")):
        assert not re.search(r"https?:|//[a-z]+\.", file.read_text(encoding="utf-8").replace("// ", "")), file


def test_every_font_named_is_there_with_its_licence() -> None:
    styles = (WEB / "static" / "page.css").read_text(encoding="utf-8")
    named = set(re.findall(r'url\("([^"]+)"\)', styles))
    assert named == {f"fonts/{file.name}" for file in (WEB / "static" / "fonts").glob("*.woff2")}
    assert sum((WEB / "static" / name).stat().st_size for name in named) < 150_000
    assert len(list((WEB / "static" / "fonts").glob("OFL-*.txt"))) == 2


def test_errors_are_pages_with_a_way_on(client: TestClient) -> None:
    for address in ("/khong-co-trang-nay", "/van-ban/khong-co-van-ban-nay"):
        response = client.get(address)
        assert response.status_code == 404
        assert 'href="/van-ban"' in response.text
        assert "text/html" in response.headers["content-type"]


def test_the_api_keeps_its_own_error_shape(client: TestClient) -> None:
    for address in ("/api/documents/khong-co", "/api/khong-co", "/api/search"):
        assert set(client.get(address).json()["error"]) == {"code", "message", "hint"}


def test_an_unexpected_error_tells_nothing_of_its_insides(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("bí mật trong máy")

    monkeypatch.setattr(app.state.library, "documents", broken)
    response = TestClient(app, raise_server_exceptions=False).get("/van-ban")
    assert response.status_code == 500
    assert "bí mật" not in response.text
    assert "không bị ảnh hưởng" in response.text
    assert "content-security-policy" in response.headers


def test_robots_are_sent_away_and_the_icon_is_ours(client: TestClient) -> None:
    assert "Disallow: /" in client.get("/robots.txt").text
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg+xml")
    assert client.head("/").status_code == 200


def test_both_languages_have_the_same_strings_with_the_same_places() -> None:
    vi, en = (load(language).strings for language in LANGUAGES)
    assert vi.keys() == en.keys()
    for key in vi:
        assert set(re.findall(r"\{\w+\}", vi[key])) == set(re.findall(r"\{\w+\}", en[key])), key


def test_every_string_is_used_and_every_string_used_exists() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for pattern in ("*.py", "*.html") for file in WEB.rglob(pattern))
    families = "|".join({key.split(".")[0] for key in load("vi").strings})
    used = set(re.findall(rf"[\"']((?:{families})\.[\w.]+)[\"']", sources))
    known = set(load("vi").strings)
    built = {key for key in known if re.match(BUILT, key)}
    files = set(re.findall(r"[\w-]+\.(?:html|css|js)", sources))
    assert {key for key in used - files if not key.endswith(".")} <= known
    assert known - built <= used
