"""What a document was before its last change, which files are versions of it, and where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library
from index.types import DocumentSummary, Likeness
from ingest.errors import NotFound, RejectedFile
from ingest.limits import Step

HEAD = "@type_code: KH\n@issuer: Ủy ban nhân dân xã Ba Sao\n@commune: xã Ba Sao\n"
PLAN = f"{HEAD}@symbol: 12/KH-UBND\n@issued: 2025-03-04\nPhủ sóng 5G đạt 60% số thôn"
NEWER = PLAN.replace("60%", "75%")


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def held(library: Library) -> dict[str, DocumentSummary]:
    return {summary.id: summary for summary in library.documents()}


def test_reading_takes_nothing(library: Library, tmp_path: Path) -> None:
    reading = library.read(write(tmp_path, "ke-hoach.txt", PLAN))
    assert reading.document.symbol == "12/KH-UBND"
    assert held(library) == {}
    assert library.is_current(reading)


@pytest.mark.parametrize("text", ["bad", "crash"])
def test_what_cannot_be_read_is_told_in_words(library: Library, tmp_path: Path, text: str) -> None:
    with pytest.raises(RejectedFile) as error:
        library.read(write(tmp_path, "hong.txt", text))
    assert error.value.message and error.value.hint


def test_a_file_read_before_is_taken_as_it_was_read(library: Library, tmp_path: Path) -> None:
    reading = library.read(write(tmp_path, "ke-hoach.txt", PLAN))
    report = library.take([reading])
    assert [(file.outcome, file.document) for file in report.files] == [("added", "ke-hoach")]
    assert library.targets()[0].quote == "Phủ sóng 5G đạt 60% số thôn"
    again = library.take([reading])
    assert [file.outcome for file in again.files] == ["unchanged"]
    assert library.former("ke-hoach") is None


def test_a_file_takes_the_place_of_the_document_named(library: Library, tmp_path: Path) -> None:
    library.sync([write(tmp_path / "cu", "ke-hoach.txt", PLAN)])
    reading = library.read(write(tmp_path / "moi", "ban-moi.txt", NEWER))
    report = library.take([reading], replacing={reading.path: "ke-hoach"})
    assert [(file.outcome, file.document) for file in report.files] == [("updated", "ke-hoach")]
    assert list(held(library)) == ["ke-hoach"]
    assert "75%" in library.text("ke-hoach")
    former = library.former("ke-hoach")
    assert former is not None
    assert "60%" in former.text
    assert former.targets[0].quote == "Phủ sóng 5G đạt 60% số thôn"
    (kept,) = library.kept()
    assert kept.path.endswith("ban-moi.txt")
    assert kept.taken and kept.changed and kept.taken <= kept.changed


def test_a_folder_does_not_bring_back_what_was_replaced(library: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "cu", "ke-hoach.txt", PLAN).parent
    library.sync([folder])
    reading = library.read(write(tmp_path / "moi", "ban-moi.txt", NEWER))
    library.take([reading], replacing={reading.path: "ke-hoach"})
    (file,) = library.sync([folder]).files
    assert (file.outcome, file.document) == ("duplicate", "ke-hoach")
    assert "bản cũ" in file.message
    assert list(held(library)) == ["ke-hoach"]


def test_a_file_changed_back_is_taken_again(library: Library, tmp_path: Path) -> None:
    for text in (PLAN, NEWER, PLAN):
        report = library.sync([write(tmp_path / "cu", "ke-hoach.txt", text)])
    assert [file.outcome for file in report.files] == ["updated"]
    assert "60%" in library.text("ke-hoach")
    former = library.former("ke-hoach")
    assert former is not None
    assert "75%" in former.text


def test_reading_again_with_newer_code_is_no_new_version(tmp_path: Path) -> None:
    file = write(tmp_path, "ke-hoach.txt", PLAN)
    first = open_library(tmp_path / "data", version="1")
    first.sync([file])
    (before,) = first.kept()
    newer = open_library(tmp_path / "data", version="2")
    assert [one.outcome for one in newer.sync([file]).files] == ["updated"]
    assert newer.former("ke-hoach") is None
    assert newer.kept() == [before]


def test_removing_forgets_the_former_version_and_its_file(library: Library, tmp_path: Path) -> None:
    for text in (PLAN, NEWER):
        library.sync([write(tmp_path / "cu", "ke-hoach.txt", text)])
    assert len(list((library.data / "originals").iterdir())) == 2
    library.remove("ke-hoach")
    assert library.former("ke-hoach") is None
    assert list((library.data / "originals").iterdir()) == []
    with pytest.raises(NotFound):
        library.remove("ke-hoach")


def test_a_library_of_an_earlier_program_is_brought_up_to_date(tmp_path: Path) -> None:
    library = open_library(tmp_path / "data")
    library.sync([write(tmp_path, "ke-hoach.txt", PLAN)])
    with library._store.transaction() as connection:
        connection.execute("DROP TABLE placed")
        connection.execute("DELETE FROM meta WHERE key = 'placements'")
        for name in ("TRIGGER windows_gone", "TRIGGER vectors_came", "TABLE loose", "TABLE likenesses"):
            connection.execute(f"DROP {name}")
        for table in ("versions", "removals", "runs", "inbox"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE documents DROP COLUMN taken")
        connection.execute("PRAGMA user_version = 3")
    library._store.close()
    newer = open_library(tmp_path / "data")
    assert [(one.document, one.taken) for one in newer.kept()] == [("ke-hoach", None)]
    assert newer.former("ke-hoach") is None


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("khac.txt", NEWER, "symbol"),
        ("khac.txt", NEWER.replace("12/KH-UBND", "12/KH- UBND"), "symbol"),
        ("Ke-Hoach.txt", f"{HEAD}Phủ sóng 90%", "name"),
        ("khac.txt", f"{HEAD}Phủ sóng 90%", None),
        ("ke-hoach.txt", NEWER.replace("12/KH-UBND", "13/KH-UBND"), None),  # another number, another document
        ("ke-hoach.txt", NEWER.replace("Ba Sao", "Ba Hai"), None),
        ("khac.txt", NEWER.replace("2025-03-04", "2026-03-04"), None),  # numbers begin anew every year
        ("ke-hoach.txt", "Phủ sóng 90%", "name"),
    ],
)
def test_a_version_is_known_by_symbol_or_name_unless_something_contradicts(
    library: Library, tmp_path: Path, name: str, text: str, why: str | None
) -> None:
    library.sync([write(tmp_path / "cu", "ke-hoach.txt", PLAN)])
    found = library.version_of(library.read(write(tmp_path / "moi", name, text)))
    assert found == (Likeness.model_validate({"document": "ke-hoach", "why": why}) if why else None)


def test_a_version_is_known_by_type_issuer_and_subject(library: Library, tmp_path: Path) -> None:
    draft = f"{HEAD}@subject: Thực hiện việc thắp sáng đường thôn\nNội dung"
    library.sync([write(tmp_path / "cu", "du-thao.txt", draft)])
    reading = library.read(write(tmp_path / "moi", "chinh-thuc.txt", draft.replace("Nội dung", "Nội dung mới")))
    assert library.version_of(reading) == Likeness(document="du-thao", why="subject")


def test_a_digest_has_no_versions(library: Library, tmp_path: Path) -> None:
    library.sync([write(tmp_path / "cu", "ke-hoach.txt", f"@digest: yes\n{PLAN}")])
    assert library.version_of(library.read(write(tmp_path / "moi", "ke-hoach.txt", NEWER))) is None


def test_the_steps_of_a_file_are_progress_of_the_run(tmp_path: Path) -> None:
    from index.readings import Reader
    from ingest.limits import tick
    from ingest.types import Document

    def slow(path: Path) -> Document:
        tick("recognise", 1, 2)
        tick()
        return Document(id="", source="", sha256="", text="Một dòng")

    library = Library(tmp_path / "data", HashingEncoder, lambda: Reader(slow, "1", frozenset({".txt"})))
    file = write(tmp_path, "anh.txt", "x")
    seen: list[tuple[str, int, int, str]] = []
    library.sync([file], progress=lambda *step: seen.append(step))
    assert seen[:2] == [("recognise", 1, 2, "anh.txt"), ("read", 1, 1, "anh.txt")]
    heard: list[Step | None] = []
    library.read(file, heard.append)
    assert heard == [Step("recognise", 1, 2), None]
