"""What a question finds."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library
from index.types import Filters, Mode
from ingest.errors import IndexUnavailable


@pytest.fixture
def filled(library: Library, folder: Path) -> Library:
    library.sync([folder])
    return library


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_the_passage_that_says_it_comes_first(filled: Library, mode: Mode) -> None:
    best = filled.search("bồi dưỡng kỹ năng số cho cán bộ", mode=mode)[0]
    assert best.text == "Bồi dưỡng kỹ năng số cho cán bộ"
    assert filled.text(best.document)[best.passage.start : best.passage.end] == best.text
    assert best.source == "alpha.txt"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("57-NQ/TW", "Căn cứ 57-NQ/TW"),
        ("71 / NQ-CP", "Căn cứ 71/NQ-CP"),
        ("0,5%", "Chi ngân sách cho chuyển đổi số tăng 0,5%"),
        ("5G", "Phủ sóng 5G đạt ≥ 60% số thôn"),
        ("≥", "Phủ sóng 5G đạt ≥ 60% số thôn"),
    ],
)
def test_a_symbol_is_found_as_a_whole(filled: Library, query: str, text: str) -> None:
    assert filled.search(query, mode="lexical")[0].text == text


def test_a_question_without_diacritics_finds_the_same(filled: Library) -> None:
    accented = filled.search("hệ thống loa truyền thanh")[0]
    assert filled.search("he thong loa truyen thanh")[0].passage == accented.passage
    assert filled.search("he thong loa truyen thanh", mode="dense")[0].passage == accented.passage


def test_a_decomposed_question_finds_the_same(filled: Library) -> None:
    query = "chi ngân sách cho chuyển đổi số"
    assert filled.search(unicodedata.normalize("NFD", query)) == filled.search(query)


def test_a_foreign_question_is_left_to_the_dense_side(filled: Library) -> None:
    foreign = "which village ever broadcasts anything whatsoever"
    hybrid = [hit.passage for hit in filled.search(foreign)]
    assert hybrid == [hit.passage for hit in filled.search(foreign, mode="dense")]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_a_filter_lets_only_the_named_documents_through(filled: Library, mode: Mode) -> None:
    found = filled.search("số đạt hệ thống", mode=mode, filters=Filters(documents=frozenset({"beta"})))
    assert {hit.document for hit in found} == {"beta"}


def test_an_empty_filter_lets_nobody_through(filled: Library) -> None:
    assert filled.search("chuyển đổi số", filters=Filters(documents=frozenset())) == []
    assert filled.search("chuyển đổi số", filters=Filters(documents=frozenset({"không có"}))) == []


def test_digests_can_be_left_out(library: Library, folder: Path) -> None:
    (folder / "tom-luoc.txt").write_text("@digest: yes\nHệ thống loa truyền thanh", encoding="utf-8")
    library.sync([folder])
    query = "hệ thống loa truyền thanh"
    assert "tom-luoc" in {hit.document for hit in library.search(query)}
    found = library.search(query, filters=Filters(digests=False))
    assert found
    assert "tom-luoc" not in {hit.document for hit in found}


def test_many_questions_are_answered_as_one_by_one(filled: Library) -> None:
    queries = ["kỹ năng số", "loa truyen thanh", "57-NQ/TW"]
    assert filled.search_many(queries, k=3) == [filled.search(query, k=3) for query in queries]
    assert filled.search_many([]) == []


@pytest.mark.parametrize("query", ["", "?!", "\x00", "a" * 5000, "🙂 🙂"])
def test_no_question_breaks_the_search(filled: Library, query: str) -> None:
    assert len(filled.search(query, k=2)) <= 2


def test_k_is_respected(filled: Library) -> None:
    assert len(filled.search("số", k=1)) == 1


def test_a_warm_library_answers_the_same(filled: Library, tmp_path: Path) -> None:
    warm = open_library(tmp_path / "data")
    warm.warm()
    assert warm.search("kỹ năng số") == filled.search("kỹ năng số")


def test_an_empty_library_says_what_to_do(library: Library) -> None:
    with pytest.raises(IndexUnavailable, match="tracuu sync"):
        library.search("chuyển đổi số")


def test_another_model_never_meets_these_vectors(filled: Library, tmp_path: Path) -> None:
    other = open_library(tmp_path / "data", HashingEncoder("another"))
    with pytest.raises(IndexUnavailable, match="another"):
        other.search("chuyển đổi số")
    assert other.search("chuyển đổi số", mode="lexical")
    other.sync([])
    assert other.search("chuyển đổi số")


def test_a_plain_collection_gives_back_its_own_ids(library: Library, tmp_path: Path) -> None:
    entries = [
        {"id": "luat#1", "title": "Luật Thử nghiệm", "text": "Phạm vi điều chỉnh"},
        {"id": "luat#2", "title": "Luật Thử nghiệm", "text": "Giải thích từ ngữ\nTrong luật này"},
        {"id": 3, "title": "", "text": "Hiệu lực thi hành"},
    ]
    path = tmp_path / "luat.jsonl"
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    report = library.sync_passages(path)
    assert [result.outcome for result in report.files] == ["added"]
    assert report.passages == 3
    found = library.search("giải thích từ ngữ")[0]
    assert (found.source_id, found.document, found.document_title) == ("luat#2", "luat", "Luật Thử nghiệm")
    assert library.text("luat")[found.passage.start : found.passage.end] == found.text
    assert library.search("hiệu lực thi hành")[0].source_id == "3"
    assert library.documents() == []
    assert [r.outcome for r in library.sync_passages(path).files] == ["unchanged"]


def test_a_collection_with_a_bad_line_is_rejected_by_its_number(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "luat.jsonl"
    path.write_text('{"id": "1", "title": "", "text": "một"}\n["hai"]\n', encoding="utf-8")
    result = library.sync_passages(path).files[0]
    assert result.outcome == "rejected"
    assert "Dòng 2" in result.message
