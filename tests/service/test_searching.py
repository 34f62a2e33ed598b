"""Search with its reasons: highlighted words, ranks, facets."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from index.types import Filters
from ingest.errors import BadQuestion
from service.api import create_app
from service.highlight import Highlighter
from service.question import read
from service.searching import explore, filters_of
from service.types import Facet, Found


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Highlighter(read(query))(text)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("chuyển đổi số", "Bước chuyển tiếp sang chuyển đổi số là dài.", ["chuyển đổi số"]),
        ("chuyen doi so", "Chuyển đổi số trong trường học", ["Chuyển đổi số"]),
        ("phủ sóng 5G", "Trạm 5G: phủ sóng toàn thôn", ["5G", "phủ sóng"]),
        ("hộ nghèo, kỉ luật", "Hộ nghèo; giữ kỷ luật", ["Hộ nghèo", "kỷ luật"]),
        ("57-NQ/TW", "Căn cứ Nghị quyết số 57-NQ/TW ngày ấy", ["57-NQ/TW"]),
        ("chợ", "Chợ quê và chở hàng", ["Chợ"]),
        ("bơi", "Không có từ nào", []),
        ("Which plan covers 5G?", "Sẽ phủ sóng 5G", ["phủ sóng 5G"]),
    ],
)
def test_the_words_of_the_query_are_marked(query: str, text: str, words: list[str]) -> None:
    assert [word.casefold() for word in marked(query, text)] == [word.casefold() for word in words]


def test_an_abbreviation_is_marked_in_both_its_forms() -> None:
    assert marked("DVC trực tuyến", "Dịch vụ công trực tuyến") == ["Dịch vụ công trực tuyến"]
    assert marked("DVC trực tuyến", "Mọi DVC trực tuyến") == ["DVC trực tuyến"]


def facet(found: Found, key: str) -> Facet:
    return next(one for one in found.facets if one.key == key)


def test_facets_count_the_passages_found(mini: Library) -> None:
    found = explore(mini, "phủ sóng 5G", k=200)
    assert found.total == len(found.hits)
    assert sum(value.count for value in facet(found, "commune").values) == found.total
    by_target = next(v.count for v in facet(found, "mark").values if v.value == "target")
    assert by_target == sum("target" in hit.marks for hit in found.hits) > 0


def test_a_chosen_value_leaves_its_neighbours_in_sight(mini: Library) -> None:
    whole = explore(mini, "phủ sóng 5G")
    narrowed = explore(mini, "phủ sóng 5G", filters=Filters(communes=frozenset({"xã Đồi Mận"})))
    assert {hit.document for hit in narrowed.hits} == {"doi-man"}
    counts = {v.value: v.count for v in facet(narrowed, "commune").values}
    assert counts == {v.value: v.count for v in facet(whole, "commune").values}
    assert [v.value for v in facet(narrowed, "commune").values if v.chosen] == ["xã Đồi Mận"]
    assert narrowed.total == counts["xã Đồi Mận"]


def test_a_choice_that_nothing_has_can_be_seen_and_taken_back(mini: Library) -> None:
    found = explore(mini, "phủ sóng 5G", filters=Filters(provinces=frozenset({"tỉnh Không Có"})))
    assert (found.total, found.hits) == (0, ())
    assert [(v.value, v.count) for v in facet(found, "province").values if v.chosen] == [("tỉnh Không Có", 0)]


def test_filters_are_written_as_key_and_value() -> None:
    written = filters_of(["commune=xã Đồi Mận", "commune = xã Suối Ngà", "mark=target"])
    assert written == Filters(communes=frozenset({"xã Đồi Mận", "xã Suối Ngà"}), marks=frozenset({"target"}))
    assert filters_of([]) is None


@pytest.mark.parametrize("wrong", ["commune", "commune=", "huyen=x", "level=huyen", "mark=sach"])
def test_a_filter_nobody_knows_is_refused_with_those_that_are(wrong: str) -> None:
    with pytest.raises(BadQuestion) as error:
        filters_of([wrong])
    assert "level" in error.value.hint


def test_pages_follow_each_other(mini: Library) -> None:
    whole = explore(mini, "phủ sóng 5G", k=6).hits
    assert explore(mini, "phủ sóng 5G", k=3, offset=3).hits == whole[3:]


def test_a_hit_says_what_was_matched_at_its_place(mini: Library) -> None:
    for hit in explore(mini, "phủ sóng 5G").hits:
        assert all(hit.quote[start:end].strip() for start, end in hit.matched)
        assert mini.text(hit.document)[hit.start : hit.end] == hit.quote
    assert explore(mini, "phủ sóng 5G").hits[0].lexical_rank == 1


@pytest.fixture(scope="module")
def client(mini: Library) -> TestClient:
    return TestClient(create_app(mini), raise_server_exceptions=False)


def test_the_api_filters_and_counts(client: TestClient) -> None:
    asked = {"q": "phủ sóng 5G", "commune": "xã Đồi Mận", "mark": "target", "facets": "true"}
    found = client.get("/api/search", params=asked).json()
    assert {hit["document"] for hit in found["hits"]} == {"doi-man"}
    assert all("target" in hit["marks"] for hit in found["hits"])
    assert {one["key"] for one in found["facets"]} >= {"province", "commune", "type", "issuer", "year", "level", "mark"}
    assert client.get("/api/search", params={"q": "phủ sóng 5G"}).json()["facets"] == []


@pytest.mark.parametrize("wrong", ["level=huyen", "mark=sach", "offset=-1"])
def test_a_filter_that_does_not_exist_is_refused(client: TestClient, wrong: str) -> None:
    assert client.get(f"/api/search?q=5G&{wrong}").status_code == 422
