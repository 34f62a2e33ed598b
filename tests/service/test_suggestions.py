"""What is typed is completed from the names of the library."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_up import HERE, open_made_up

from index.library import Library
from service.api import create_app
from service.suggestions import Suggestions


@pytest.fixture(scope="module")
def suggest(mini: Library) -> Suggestions:
    return Suggestions(mini)


@pytest.mark.parametrize("typed", ["phủ só", "phu so", "PHU SONG", "phủ sóng 5"])
def test_an_indicator_is_completed_with_and_without_diacritics(suggest: Suggestions, typed: str) -> None:
    first = suggest(typed)[0]
    assert (first.kind, first.text, first.start) == ("indicator", "Phủ sóng 5G", 0)


@pytest.mark.parametrize(
    ("typed", "place"),
    [("suối", "xã Suối Ngà"), ("doi m", "xã Đồi Mận"), ("xã Rừ", "xã Rừng Thông"), ("đôi", "xã Đồi Mận")],
)
def test_a_place_is_completed_from_any_of_its_words(suggest: Suggestions, typed: str, place: str) -> None:
    assert place in [one.text for one in suggest(typed) if one.kind == "place"]


def test_only_the_last_words_of_a_question_are_completed(suggest: Suggestions) -> None:
    typed = "Xã nào đặt chỉ tiêu phủ só"
    first = suggest(typed)[0]
    assert (first.text, first.start) == ("Phủ sóng 5G", typed.index("phủ"))


def test_words_typed_with_marks_are_not_completed_to_others(suggest: Suggestions) -> None:
    assert "xã Đồi Mận" in [one.text for one in suggest("doi m")]
    assert "xã Đồi Mận" not in [one.text for one in suggest("đổi m")]


def test_a_symbol_is_completed_however_its_parts_are_joined(suggest: Suggestions, mini: Library) -> None:
    symbol = next(iter(mini.vocabulary().symbols))
    for typed in (symbol[:5], symbol.replace("-", " ").lower()[:5]):
        assert symbol in [one.text for one in suggest(typed, limit=50)]


@pytest.mark.parametrize("typed", ["", " ", "?", "p", "xã nào", "zzzz", "x" * 5000, "🙂"])
def test_nothing_fits_and_nothing_breaks(suggest: Suggestions, typed: str) -> None:
    assert suggest(typed) == []


def test_what_was_taken_since_is_suggested(tmp_path: Path) -> None:
    library = open_made_up(tmp_path)
    suggest = Suggestions(library)
    assert suggest("suối") == []
    library.sync([HERE / "plans"])
    assert suggest("suối")


def test_no_suggestion_is_longer_in_coming_than_thirty_milliseconds(suggest: Suggestions) -> None:
    suggest("a b")
    for typed in ("ph", "xã nào đặt chỉ tiêu phủ sóng", "ti", "kế hoạch của xã"):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            suggest(typed)
            times.append(time.perf_counter() - started)
        assert min(times) < 0.03, typed


def test_the_api_suggests(mini: Library) -> None:
    client = TestClient(create_app(mini))
    answer = client.get("/api/suggest", params={"q": "phu song"}).json()
    assert answer["suggestions"][0]["text"] == "Phủ sóng 5G"
    assert client.get("/api/suggest").status_code == 422
