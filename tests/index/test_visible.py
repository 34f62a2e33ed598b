"""A library as far as a reader may see it: method by method, and while it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import HashingEncoder

from index.library import Library
from index.types import Filters
from index.visible import Visible
from ingest.errors import NotFound

READER = frozenset({"chung"})
HEAD = "ỦY BAN NHÂN DÂN\nXÃ {place}\nSố: {number}/KH-UBND\n\nKẾ HOẠCH\nVề việc sửa cầu xã {place}\n\n"
OPEN = (
    HEAD.format(place="BA SAO", number=7)
    + "Căn cứ Kế hoạch số 9/KH-UBND của UBND xã Ba Hai.\n\nI. VIỆC\n\nSửa cầu gỗ.\n"
)
CLOSED = HEAD.format(place="BA HAI", number=9) + "I. VIỆC RIÊNG\n\nSửa cầu đá ở bến.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in (("mo", OPEN), ("kin", CLOSED)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(tmp_path / "data", HashingEncoder)
    library.sync([tmp_path / "mo.txt"])
    library.sync([tmp_path / "kin.txt"], collection="riêng")
    return library


def test_everything_of_it_is_seen_where_its_collection_is(library: Library) -> None:
    view = library.visible_to(READER | {"riêng"})
    assert [one.id for one in view.documents()] == ["kin", "mo"]
    assert view.references() == library.references()
    assert view.vocabulary() is library.vocabulary()
    assert {one.document for one in view.search("sửa cầu")} == {"mo", "kin"}


@pytest.mark.parametrize("method", ["document", "text", "passages", "rows", "original", "source", "remove"])
def test_what_may_not_be_seen_is_not_there(library: Library, method: str) -> None:
    view = library.visible_to(READER)
    with pytest.raises(NotFound) as hidden:
        getattr(view, method)("kin")
    with pytest.raises(NotFound) as unknown:
        getattr(view, method)("khong-co")
    assert hidden.value.message.replace("kin", "") == unknown.value.message.replace("khong-co", "")
    assert view.former("kin") is None


def test_nothing_is_counted_named_found_or_resolved_that_may_not_be_seen(library: Library) -> None:
    view = library.visible_to(READER)
    assert [one.id for one in view.documents()] == ["mo"]
    assert [one.document for one in view.kept()] == ["mo"]
    assert "VIỆC RIÊNG" not in view.vocabulary().headings
    assert view.vocabulary() is view.vocabulary()
    assert view.status()["documents"] == 1
    for mode in ("hybrid", "dense", "lexical"):
        found = view.search("sửa cầu đá ở bến", mode=mode, k=50)  # type: ignore[arg-type]
        assert {one.document for one in found} == {"mo"}
    assert view.search("sửa cầu", filters=Filters(documents=frozenset({"kin"}))) == []
    assert [one.resolved for one in library.references()] == ["kin"]
    assert [one.resolved for one in view.references()] == [None]
    assert [one.resolved for one in view.document("mo").references] == [None]
    assert view.targets(documents=frozenset({"kin"})) == view.tasks(documents=frozenset({"kin"})) == []


def test_it_only_reads(library: Library) -> None:
    methods = {name for name in dir(Visible) if not name.startswith("_")}
    assert methods.isdisjoint({"sync", "take", "read", "place", "holder", "version_of", "sync_passages", "placements"})


def test_what_is_put_elsewhere_is_gone_or_there_at_once(library: Library) -> None:
    view = library.visible_to(READER)
    before = view.revision()
    library.place("kin", "chung")
    assert view.revision() != before
    assert [one.id for one in view.documents()] == ["kin", "mo"]
    assert [one.resolved for one in view.references()] == ["kin"]
    library.place("kin", "riêng")
    assert [one.id for one in view.documents()] == ["mo"]
    assert library._current().generation.manifest.revision == library.revision(), "no index is made again for this"


def test_what_is_hidden_while_it_is_read_is_hidden(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.place("kin", "chung")
    view = library.visible_to(READER)
    assert view.documents()
    references, vocabulary = library.references, library.vocabulary

    def meanwhile(**named: object) -> object:
        library.place("kin", "riêng")
        return references()

    monkeypatch.setattr(library, "references", meanwhile)
    assert [(one.document, one.resolved) for one in view.references()] == [("mo", None)]
    library.place("kin", "chung")
    monkeypatch.setattr(library, "vocabulary", lambda: (library.place("kin", "riêng"), vocabulary())[1])
    assert "VIỆC RIÊNG" not in view.vocabulary().headings


def test_a_plain_collection_of_passages_has_a_place_too(library: Library, tmp_path: Path) -> None:
    (tmp_path / "doan.jsonl").write_text('{"id": "a", "title": "", "text": "sửa cầu khỉ"}\n', encoding="utf-8")
    library.sync_passages(tmp_path / "doan.jsonl", collection="riêng")
    assert {one.document for one in library.search("cầu khỉ")} >= {"doan"}
    assert "doan" not in {one.document for one in library.visible_to(READER).search("cầu khỉ", k=50)}
    assert "doan" in {one.document for one in library.visible_to(frozenset({"riêng"})).search("cầu khỉ", k=50)}


def test_a_new_text_of_a_document_stays_where_it_was_put(library: Library, tmp_path: Path) -> None:
    (tmp_path / "kin.txt").write_text(CLOSED.replace("đá", "sắt"), encoding="utf-8")
    library.sync([tmp_path])
    assert library.placements() == {"kin": "riêng", "mo": "chung"}
