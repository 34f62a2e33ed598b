"""Vectors found alike however they are kept: scored every one, or by clusters; in one piece, or grown and shrunk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from index import dense, segments
from index.dense import Dense
from index.segments import Ids, Kind, Mask
from index.selection import Allowed
from index.types import Vectors

KINDS: tuple[Kind, ...] = ("exact", "clustered")
DIMENSIONS = 24
DOCUMENTS = 100
WINDOWS = 12_000


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """Each kind in turn, on data so small that only one would be chosen."""
    chosen: Kind = request.param
    monkeypatch.setattr(segments, "EXACT_UP_TO", WINDOWS if chosen == "exact" else 0)
    monkeypatch.setattr(segments, "PROBES", 128)  # a part of the clusters that there are
    return chosen


def unit(rows: Vectors) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def clustered(count: int, seed: int = 7) -> Vectors:
    """Vectors as documents have them: each near to one of some topics, and all in one half of the sphere."""
    random = np.random.default_rng(seed)
    topics = random.normal(size=(60, DIMENSIONS)) + 1.5
    return unit(topics[random.integers(0, 60, count)] + 0.6 * random.normal(size=(count, DIMENSIONS)))


def placed(count: int, first: int = 1_000) -> Ids:
    """Ids in order, of :data:`DOCUMENTS` documents of equal length."""
    return np.stack([np.arange(first, first + count), np.arange(count) // -(-count // DOCUMENTS)], axis=1)


def best(query: Vectors, ids: Ids, vectors: Vectors, mask: Mask, k: int) -> list[float]:
    """The cosines of the ``k`` best passages, by arithmetic."""
    scores: dict[int, float] = {}
    for one, score in zip(ids[mask, 0].tolist(), (vectors[mask] @ query).tolist(), strict=True):
        scores[one] = max(score, scores.get(one, -2.0))
    return sorted(scores.values(), reverse=True)[:k]


def recall(index: Dense, ids: Ids, vectors: Vectors, mask: Mask, allowed: Allowed, k: int = 10) -> float:
    queries = clustered(40, seed=8)
    shares = []
    for query, found in zip(queries, index.search(queries, k, allowed), strict=True):
        expected = best(query, ids, vectors, mask, k)
        assert len(found) == len(expected)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        shares.append(np.mean([score >= expected[-1] - 1e-6 for score in found.values()]))
    return float(np.mean(shares))


@pytest.fixture
def held(tmp_path: Path, kind: Kind) -> tuple[Dense, Ids, Vectors]:
    ids, vectors = placed(WINDOWS), clustered(WINDOWS)
    assert dense.build(tmp_path / "dense", range(DOCUMENTS), [(ids, vectors)], added=WINDOWS) == WINDOWS
    index = Dense(tmp_path / "dense")
    assert [one.kind for one in index.segments] == [kind]
    return index, ids, vectors


@pytest.mark.parametrize("share", [0.002, 0.01, 0.1, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("chosen", ["scattered", "together", "far"])
def test_the_nearest_are_found_under_any_filter(
    held: tuple[Dense, Ids, Vectors], share: float, chosen: Literal["scattered", "together", "far"]
) -> None:
    index, ids, vectors = held
    count = round(share * WINDOWS)
    order = {
        "scattered": np.random.default_rng(9).permutation(WINDOWS),
        "together": np.arange(WINDOWS),
        "far": np.argsort(vectors @ clustered(40, seed=8).sum(axis=0), kind="stable"),  # what no question is near to
    }[chosen]
    mask = np.zeros(WINDOWS, dtype=bool)
    mask[order[:count]] = True
    assert recall(index, ids, vectors, mask, Allowed(passages=ids[mask, 0].tolist())) >= 0.99


def test_documents_are_filtered_by_their_numbers(held: tuple[Dense, Ids, Vectors]) -> None:
    index, ids, vectors = held
    numbers = list(range(0, DOCUMENTS, 3))
    mask = np.isin(ids[:, 1], numbers)
    assert recall(index, ids, vectors, mask, Allowed(numbers)) >= 0.99
    assert index.search(vectors[:1], 5, Allowed([DOCUMENTS + 1])) == [{}]


def test_more_than_there_is_gives_all_there_is(held: tuple[Dense, Ids, Vectors]) -> None:
    index, ids, vectors = held
    (every,) = index.search(vectors[:1], 2 * WINDOWS)
    assert every.keys() == set(ids[:, 0].tolist())
    (some,) = index.search(vectors[:1], 2 * WINDOWS, Allowed([3, 5]))
    assert some.keys() == set(ids[np.isin(ids[:, 1], [3, 5]), 0].tolist())


def test_a_passage_counts_by_its_best_window(tmp_path: Path, kind: Kind) -> None:
    vectors = clustered(3_000)
    ids = placed(3_000)
    ids[:, 0] = 1_000 + np.arange(3_000) // 30 * 30  # thirty windows a passage, more than are asked for at first
    dense.build(tmp_path / "dense", range(DOCUMENTS), [(ids, vectors)], added=3_000)
    index = Dense(tmp_path / "dense")
    assert recall(index, ids, vectors, np.ones(3_000, dtype=bool), Allowed(), k=20) >= 0.99


def test_equal_ones_come_in_the_order_of_their_ids(tmp_path: Path, kind: Kind) -> None:
    """Wherever they stand: equal texts are frequent in plans."""
    vectors = clustered(2_000)
    equal = [3, 700, 701, 1_500, 1_999]
    vectors[equal] = vectors[3]
    dense.build(tmp_path / "a", range(DOCUMENTS), [(placed(2_000), vectors)], added=2_000)
    dense.build(tmp_path / "b", range(DOCUMENTS + 1), more(5, vectors[3]), added=5, base=tmp_path / "a")
    (found,) = Dense(tmp_path / "b").search(vectors[3:4], 10)
    assert list(found)[:10] == [*(1_000 + at for at in equal), *range(5_000, 5_005)]
    assert len(set(found.values())) == 1


def more(count: int, vector: Vectors) -> Iterable[tuple[Ids, Vectors]]:
    ids = np.stack([np.arange(5_000, 5_000 + count), np.full(count, DOCUMENTS)], axis=1)
    return [(ids, np.tile(vector, (count, 1)))]


def test_an_index_that_grew_and_shrank_finds_what_one_made_at_once_finds(tmp_path: Path, kind: Kind) -> None:
    ids, vectors = placed(WINDOWS), clustered(WINDOWS)
    base, held = None, 0
    for step, numbers in enumerate(np.array_split(np.arange(DOCUMENTS), 7)):
        came = np.isin(ids[:, 1], numbers)
        live = set(range(int(numbers[-1]) + 1)) - {2, 3, 50}
        parts = [(ids[came & np.isin(ids[:, 1], list(live))], vectors[came & np.isin(ids[:, 1], list(live))])]
        folder = tmp_path / str(step)
        held = dense.build(folder, live, parts, added=len(parts[0][0]), base=base)
        base = folder
    live = set(range(4, DOCUMENTS)) - {50} - set(range(10, 20))  # documents of long ago are taken back
    held = dense.build(tmp_path / "last", live, [], base=base)
    mask = np.isin(ids[:, 1], list(live))
    index = Dense(tmp_path / "last")
    assert held == index.windows == mask.sum()
    assert recall(index, ids, vectors, mask, Allowed()) >= 0.99
    assert recall(index, ids, vectors, mask & (ids[:, 1] % 2 == 0), Allowed(range(0, DOCUMENTS, 2))) >= 0.99
    assert index.search(vectors[:1], 5, Allowed([12])) == [{}]


def test_a_document_added_writes_what_it_is_long_and_no_more(tmp_path: Path, kind: Kind) -> None:
    ids, vectors = placed(WINDOWS), clustered(WINDOWS)
    dense.build(tmp_path / "a", range(DOCUMENTS), [(ids, vectors)], added=WINDOWS)
    dense.build(tmp_path / "b", range(DOCUMENTS + 1), more(10, vectors[0]), added=10, base=tmp_path / "a")
    before = {path.stat().st_ino: path.stat().st_size for path in (tmp_path / "a").rglob("*.*")}
    written = [path for path in (tmp_path / "b").rglob("*.*") if path.stat().st_ino not in before]
    assert sum(path.stat().st_size for path in written) < 0.01 * sum(before.values())


def test_one_document_after_another_leaves_few_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "SHORT", 10)
    vectors, base, written, size = clustered(300), None, 0, 3
    for number in range(100):
        rows = slice(number * size, number * size + size)
        ids = np.stack([np.arange(300)[rows], np.full(size, number)], axis=1)
        folder = tmp_path / str(number)
        dense.build(folder, range(number + 1), [(ids, vectors[rows])], added=size, base=base)
        lengths = [len(one) for one in Dense(folder).segments]
        assert sum(lengths) == (number + 1) * size
        assert len(lengths) <= 4
        written += lengths[-1]
        base = folder
    assert written < 300 * 12  # all of it a hundred times over would be 15,150


def test_the_same_vectors_give_the_same_index(tmp_path: Path, kind: Kind) -> None:
    for name in ("a", "b"):
        dense.build(tmp_path / name, range(DOCUMENTS), [(placed(2_000), clustered(2_000))], added=2_000)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert len(files) == (3 if kind == "exact" else 4)
    assert all((tmp_path / "a" / one).read_bytes() == (tmp_path / "b" / one).read_bytes() for one in files)


def test_the_kind_is_chosen_by_size() -> None:
    assert segments.kind(segments.EXACT_UP_TO) == "exact"
    assert segments.kind(segments.EXACT_UP_TO + 1) == "clustered"


def test_clusters_once_learnt_serve_until_there_are_twice_as_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "EXACT_UP_TO", 0)
    vectors = clustered(4_000)
    segments.write(tmp_path / "a", [(placed(1_000), vectors[:1_000])])
    first = segments.Segment(tmp_path / "a")
    segments.write(tmp_path / "b", [(placed(1_500), vectors[:1_500])], like=first)
    segments.write(tmp_path / "c", [(placed(4_000), vectors)], like=first)
    lists = [segments.Segment(tmp_path / name).clusters for name in "abc"]
    assert lists[0] == lists[1] < lists[2]
