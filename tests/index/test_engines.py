"""The two engines against plain arithmetic, and the restorer that reads one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import dense, lexical
from index.indexed import Entry
from index.lexical import ACCENTED, RESTORED, Lexical
from index.restore import Restorer
from index.selection import Allowed
from index.text import fold
from index.types import Mark

LINES = (
    "Phát triển hạ tầng số và chuyển đổi số toàn diện",
    "Chuyển đổi số trong cơ quan nhà nước",
    "Đào tạo kỹ năng số cho cán bộ xã",
    "Nghị quyết số 57-NQ/TW của Bộ Chính trị",
    "Hạ tầng viễn thông phủ sóng 5G đạt 60%",
    "Chuyện kể về một ngôi làng",
)


def entries(lines: tuple[str, ...] = LINES, first: int = 1) -> list[Entry]:
    return [Entry(passage=100 + n, number=n, text=line) for n, line in enumerate(lines, start=first)]


@pytest.fixture
def built(tmp_path: Path) -> Lexical:
    assert lexical.build(tmp_path / "lexical", entries()) == len(LINES)
    return Lexical(tmp_path / "lexical")


def test_an_index_that_grew_and_shrank_equals_one_made_at_once(tmp_path: Path) -> None:
    lexical.build(tmp_path / "one", entries(LINES[:4]))
    lexical.build(tmp_path / "two", entries(LINES[4:], first=5), base=tmp_path / "one", gone=[1, 3])
    grown = Lexical(tmp_path / "two")
    kept = [entry for entry in entries() if entry.number not in (1, 3)]
    lexical.build(tmp_path / "whole", kept)
    whole = Lexical(tmp_path / "whole")
    assert grown.windows == whole.windows == len(LINES) - 2
    for query in ("chuyển đổi số", "kỹ năng", "57-NQ/TW", "hạ tầng"):
        assert grown.search(query, 10).keys() == whole.search(query, 10).keys()


def test_the_index_it_grew_from_stays_as_it_was(tmp_path: Path) -> None:
    lexical.build(tmp_path / "one", entries())
    before = Lexical(tmp_path / "one")
    lexical.build(tmp_path / "two", entries(("Thêm một dòng",), first=9), base=tmp_path / "one", gone=[2])
    assert Lexical(tmp_path / "one").search("chuyển đổi số", 10) == before.search("chuyển đổi số", 10)
    assert Lexical(tmp_path / "one").windows == len(LINES)


@pytest.mark.parametrize("weights", [ACCENTED, RESTORED])
def test_postings_are_filtered_by_document(built: Lexical, weights: lexical.Weights) -> None:
    assert list(built.search("chuyển đổi số", 10, weights, allowed=Allowed([2]))) == [102]
    assert built.search("chuyển đổi số", 10, weights, allowed=Allowed([99])) == {}


@pytest.mark.parametrize("weights", [ACCENTED, RESTORED])
def test_postings_are_filtered_by_mark(tmp_path: Path, weights: lexical.Weights) -> None:
    marks: tuple[frozenset[Mark], ...] = (frozenset({"target"}), frozenset({"target", "deadline"}), frozenset())
    marked = [replace(entry, marks=marks[at % 3]) for at, entry in enumerate(entries())]
    lexical.build(tmp_path / "marked", marked)
    built = Lexical(tmp_path / "marked")
    scores = built.search("chuyển đổi số", 10, weights)
    for wanted in (frozenset[Mark]({"target"}), frozenset[Mark]({"target", "deadline"})):
        found = built.search("chuyển đổi số", 10, weights, allowed=Allowed(None, wanted))
        expected = {one.passage for one in marked if one.passage in scores and one.marks >= wanted}
        assert found.keys() == expected != set()
        assert all(score == pytest.approx(scores[passage]) for passage, score in found.items())
    assert built.search("chuyển đổi số", 10, weights, allowed=Allowed([99], frozenset({"target"}))) == {}


def test_a_filter_does_not_change_scores(built: Lexical) -> None:
    scores = built.search("chuyển đổi số", 10)
    for passage, score in built.search("chuyển đổi số", 10, allowed=Allowed([1, 2])).items():
        assert score == pytest.approx(scores[passage])


def test_coverage_is_the_share_of_known_words(built: Lexical) -> None:
    assert built.coverage(["chuyển", "đổi", "target", "commune"]) == 0.5
    assert built.coverage([]) == 0.0


@pytest.mark.parametrize("text", ["chuyển đổi số", "hạ tầng viễn thông", "nghị quyết số 57-NQ/TW", "bao nhiêu"])
def test_diacritics_are_restored_from_the_corpus(built: Lexical, text: str) -> None:
    assert Restorer(built)(fold(text)) == text


def test_words_nobody_knows_stay_as_they_are(built: Lexical) -> None:
    assert Restorer(built)("Blockchain 2030?") == "Blockchain 2030?"
    assert Restorer(built)("") == ""


@pytest.mark.parametrize("numbers", [None, [1, 3], [7], [], list(range(1, 6))])
def test_the_nearest_vectors_are_exact_under_any_filter(tmp_path: Path, numbers: list[int] | None) -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(200, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = np.stack([np.arange(1000, 1200), np.arange(200) % 5 + 1], axis=1)
    assert dense.build(tmp_path / "dense", range(1, 6), [(ids, vectors)]) == 200
    index = dense.Dense(tmp_path / "dense")
    queries = vectors[:3] + 0.05
    allowed = np.isin(ids[:, 1], numbers) if numbers is not None else np.ones(200, dtype=bool)
    for query, found in zip(queries, index.search(queries, 10, Allowed(numbers)), strict=True):
        expected = sorted(((query @ vectors[row], ids[row, 0]) for row in np.flatnonzero(allowed)), reverse=True)
        assert list(found) == [one for _, one in expected[:10]]
        assert list(found.values()) == pytest.approx([score for score, _ in expected[:10]], abs=1e-5)


def test_vectors_are_filtered_by_passage(tmp_path: Path) -> None:
    vectors = np.eye(4, dtype=np.float32)
    ids = np.array([[10, 1], [11, 1], [12, 2], [13, 2]])
    dense.build(tmp_path / "dense", [1, 2], [(ids, vectors)])
    (found,) = dense.Dense(tmp_path / "dense").search(vectors[:1], 4, Allowed([1, 2], passages=[11, 13]))
    assert set(found) == {11, 13}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert dense.build(tmp_path / "dense", [], []) == 0
    assert dense.Dense(tmp_path / "dense").search(np.ones((1, 16), np.float32), 5) == [{}]
    assert lexical.build(tmp_path / "lexical", []) == 0
    assert Lexical(tmp_path / "lexical").search("số", 5) == {}
