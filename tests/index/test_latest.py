"""What is kept of the whole collection belongs to one state of it: every change is seen at once."""

from __future__ import annotations

from pathlib import Path

from doubles import HashingEncoder, open_library

from index.latest import Latest
from index.library import Library
from index.types import Filters


def test_a_value_is_made_once_a_revision() -> None:
    revision, made = [1], list[int]()

    def make() -> int:
        made.append(revision[0])
        return revision[0]

    latest = Latest(lambda: revision[0], make)
    assert [latest(), latest()] == [1, 1]
    revision[0] = 2
    assert [latest(), latest()] == [2, 2]
    assert made == [1, 2]


def test_what_is_too_large_is_not_kept() -> None:
    made = list[int]()

    def make() -> list[int]:
        made.append(0)
        return list(made)

    latest = Latest(lambda: 1, make, small=lambda value: len(value) < 2)
    assert [len(latest()) for _ in range(3)] == [1, 1, 1]
    made.append(0)
    large = Latest(lambda: 1, make, small=lambda value: len(value) < 2)
    assert [len(large()) for _ in range(3)] == [3, 4, 5]


def test_a_document_that_comes_or_goes_is_seen_by_every_reader(library: Library, folder: Path) -> None:
    """Also by one who opened the folder before, as another process does."""
    library.sync([folder])
    other = open_library(library.data, HashingEncoder())
    for one in (library, other):
        assert {fact.document for fact in one.targets()} == {"alpha", "beta"}
        assert {cited.symbol for cited in one.references(number=71)} == {"71/NQ-CP"}
        assert [passage.ordinal for passage in one.passages("gamma")] == [0, 1]
    (folder / "delta.txt").write_text("Phủ sóng 5G đạt ≥ 70% số thôn\nCăn cứ 071/NQ-CP", encoding="utf-8")
    library.sync([folder])
    library.remove("beta")
    for one in (library, other):
        assert {fact.document for fact in one.targets()} == {"alpha", "delta"}
        assert {cited.document for cited in one.references(number=71)} == {"delta"}
        assert {held.id for held in one.documents()} == {"alpha", "delta", "gamma"}
        assert one.status()["documents"] == 3
        found = one.search("5G đạt", filters=Filters(digests=False))
        assert {hit.document for hit in found} == {"alpha", "delta", "gamma"}


def test_what_one_reader_changes_of_his_list_another_does_not_see(library: Library, folder: Path) -> None:
    library.sync([folder])
    for read in (library.targets, library.documents, library.tasks, library.duties):
        read().clear()
    library.passages("alpha").clear()
    assert library.targets()
    assert library.documents()
    assert library.passages("alpha")
