"""The file a document was read from is kept as it was, and goes when the document goes."""

from __future__ import annotations

from pathlib import Path

from index.library import Library


def test_the_original_is_kept_byte_for_byte_even_when_the_file_is_gone(library: Library, folder: Path) -> None:
    data = (folder / "alpha.txt").read_bytes()
    library.sync([folder])
    (folder / "alpha.txt").unlink()
    original = library.original("alpha")
    assert original is not None
    assert original.read_bytes() == data


def test_a_removed_document_takes_its_original_along(library: Library, folder: Path) -> None:
    library.sync([folder])
    original = library.original("alpha")
    library.remove("alpha")
    assert original is not None
    assert not original.exists()


def test_the_original_of_what_a_document_was_before_stays(library: Library, folder: Path) -> None:
    library.sync([folder])
    before = library.original("beta")
    (folder / "beta.txt").write_text("Hoàn toàn khác", encoding="utf-8")
    library.sync([folder])
    after = library.original("beta")
    assert before is not None
    assert after is not None
    assert before != after
    assert before.exists()
