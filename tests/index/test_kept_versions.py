"""Every version of a document is kept; a data folder of an earlier release opens with all that is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from doubles import open_library

from index.library import Library
from index.schema import MIGRATIONS, hashed, packed
from ingest.errors import NotFound
from ingest.types import Document

WITH_FORMER = range(4, next(n for n, script in enumerate(MIGRATIONS) if "DROP TABLE former" in script) + 1)
"""The releases that kept one former version, in a table of its own."""

GOALS = ("60%", "75%", "90%")


def plan(goal: str) -> str:
    return f"Phủ sóng 5G đạt {goal} số thôn\nBồi dưỡng kỹ năng số cho cán bộ"


@pytest.fixture
def replaced(library: Library, tmp_path: Path) -> Library:
    """A plan that was replaced twice."""
    for goal in GOALS:
        (tmp_path / "ke-hoach.txt").write_text(plan(goal), encoding="utf-8")
        library.sync([tmp_path / "ke-hoach.txt"])
    return library


def test_all_versions_are_known_the_oldest_first(replaced: Library) -> None:
    versions = replaced.versions("ke-hoach")
    assert [one.ordinal for one in versions] == [1, 2, 3]
    assert [one.content for one in versions] == [hashed(plan(goal)) for goal in GOALS]
    assert [bool(one.until) for one in versions] == [True, True, False]
    assert all(one.taken for one in versions)


@pytest.mark.parametrize("at", range(3))
def test_a_citation_of_any_version_can_be_shown(replaced: Library, at: int) -> None:
    named = replaced.versions("ke-hoach")[at].name
    for name in (named, str(at + 1)):
        version, document = replaced.version("ke-hoach", name)
        assert version.ordinal == at + 1
        assert document.text == plan(GOALS[at])
        assert document.targets[0].quote == document.text[document.targets[0].start : document.targets[0].end]
    assert {path.name for path in (replaced.data / "originals").iterdir()} >= {version.sha256}


@pytest.mark.parametrize("name", ["4", "0", "ffffffff", "abc", "", "1'--"])
def test_a_version_that_is_not_known_is_told(replaced: Library, name: str) -> None:
    with pytest.raises(NotFound, match="không có bản nào") as error:
        replaced.version("ke-hoach", name)
    assert error.value.hint


def test_another_reading_of_the_same_file_is_a_version_if_its_text_differs(tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_text(plan("60%"), encoding="utf-8")
    open_library(tmp_path / "data").sync([file])
    newer = open_library(tmp_path / "data", version="2")
    read = newer._reader()
    stripped = type(read)(lambda path: _without_last_line(read.read(path)), "2", read.suffixes)
    newer._reader = lambda: stripped
    newer.sync([file])
    old, new = newer.versions("ke-hoach")
    assert old.sha256 == new.sha256
    assert newer.version("ke-hoach", old.name)[1].text == plan("60%")
    assert newer.text("ke-hoach") == plan("60%").splitlines()[0]
    assert newer.former("ke-hoach") is None  # no other file took its place


def _without_last_line(document: Document) -> Document:
    text = document.text.splitlines()[0]
    kept = {
        name: tuple(one for one in getattr(document, name) if one.end <= len(text)) for name in ("passages", "tasks")
    }
    sections = tuple(one.model_copy(update={"end": len(text)}) for one in document.sections)
    return document.model_copy(update={"text": text, "sections": sections, **kept})


def test_removing_forgets_every_version_but_not_the_day(replaced: Library) -> None:
    replaced.remove("ke-hoach")
    with pytest.raises(NotFound, match=r"đã được gỡ ngày \d\d/\d\d/\d{4}"):
        replaced.versions("ke-hoach")
    assert list((replaced.data / "originals").iterdir()) == []


def test_purging_leaves_nothing_in_the_folder(replaced: Library, tmp_path: Path) -> None:
    (tmp_path / "khac.txt").write_text("Hợp tác xã đưa nông sản lên sàn", encoding="utf-8")
    replaced.sync([tmp_path / "khac.txt"])
    replaced.purge("ke-hoach")
    with pytest.raises(NotFound, match="Không có văn bản nào"):
        replaced.document("ke-hoach")
    assert [hit.document for hit in replaced.search("nông sản")] == ["khac"]
    for file in replaced.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(word.encode() in content for word in ("ke-hoach", "dưỡng", "phủ")), file


def test_a_document_removed_before_can_still_be_purged(replaced: Library) -> None:
    replaced.remove("ke-hoach")
    replaced.purge("ke-hoach")
    with pytest.raises(NotFound, match="Không có văn bản nào"):
        replaced.purge("ke-hoach")


@pytest.mark.parametrize("release", range(1, len(MIGRATIONS)))
def test_a_folder_of_every_earlier_release_opens_with_all_that_is_in_it(tmp_path: Path, release: int) -> None:
    file = tmp_path / "data" / "library.db"
    _written_by(file, release)
    library = open_library(tmp_path / "data")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert library.text("cu") == plan("75%")
    assert [target.value for target in library.targets()] == [75.0]
    assert library.kept()[0].path == "/cu.txt"
    versions = library.versions("cu")
    assert len(versions) == (2 if release in WITH_FORMER else 1)
    if release in WITH_FORMER:
        assert library.version("cu", versions[0].name)[1].text == plan("60%")
        assert library.kept()[0].changed == "2026-10-01T00:00:00+00:00"
    if release >= 2:
        assert library._store.marked(["target"])
    path = tmp_path / "moi.txt"
    path.write_text(plan("90%"), encoding="utf-8")
    assert not library.sync([path]).rejected
    assert {hit.document for hit in library.search("phủ sóng 5G")} == {"cu", "moi"}


def _written_by(file: Path, release: int) -> None:
    """A store as the program of schema ``release`` left it, with a row in each table that it had to keep."""
    file.parent.mkdir(parents=True)
    text = plan("75%")
    line = text.splitlines()[0]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for script in MIGRATIONS[:release]:
            connection.create_function("packed", 1, packed)
            connection.create_function("hashed", 1, hashed)
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {release}")
        connection.execute(
            "INSERT INTO documents (id, source, path, sha256, reader, title, metadata, structure, text)"
            " VALUES ('cu', 'cu.txt', '/cu.txt', 'aa', '1', 'cu', ?, '{}', ?)",
            ('{"id": "cu", "source": "cu.txt", "sha256": "aa"}', text),
        )
        connection.execute("INSERT INTO files VALUES ('/cu.txt', 'aa', 'cu')")
        passage = f'{{"start": 0, "end": {len(line)}, "ordinal": 0, "path": [], "titles": [], "kind": "paragraph"}}'
        connection.execute(
            "INSERT INTO passages (number, ordinal, context, text, json) VALUES (1, 0, '', ?, ?)", (line, passage)
        )
        connection.execute("INSERT INTO windows VALUES (1, 0, ?)", (bytes.fromhex(hashed(line)),))
        target = (
            f'{{"quote": "{line}", "start": 0, "end": {len(line)}, "indicator": "Phủ", "comparator": ">=",'
            ' "value": 75, "unit": "%"}'
        )
        connection.execute(
            "INSERT INTO targets (number, ordinal, indicator, comparator, value, unit, cls, json)"
            " VALUES (1, 0, 'Phủ', '>=', 75, '%', '', ?)",
            (target,),
        )
        if release >= 2:
            connection.execute("INSERT INTO marks VALUES ('target', 1)")
        if release in WITH_FORMER:
            former = Document(id="cu", source="cu.txt", sha256="bb", text=plan("60%"))
            row = ("cu", "bb", "2026-10-01T00:00:00+00:00", former.model_dump_json(by_alias=True))
            connection.execute("INSERT INTO former VALUES (?, ?, ?, ?)", row)
