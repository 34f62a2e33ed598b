"""Files come in as clean text, or are refused in words a clerk understands."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest import readers
from ingest.canonical import canonicalise
from ingest.errors import NotFound, RejectedFile

SENTENCE = "Phường Gió Mới phấn đấu đạt 75% hộ dân dùng đèn năng lượng mặt trời."


def _file(folder: Path, data: bytes, name: str = "kế hoạch số 1.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _text(path: Path) -> str:
    return canonicalise(readers.read(path).content).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_text_is_read_whichever_way_it_is_stored(tmp_path: Path, encoding: str) -> None:
    assert _text(_file(tmp_path, SENTENCE.encode(encoding))) == SENTENCE


def test_decomposed_letters_and_windows_line_ends_are_normalised(tmp_path: Path) -> None:
    data = unicodedata.normalize("NFD", SENTENCE + "\r\n" + SENTENCE).encode()
    assert _text(_file(tmp_path, data)) == f"{SENTENCE}\n{SENTENCE}"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "trống"),
        (b"  \n\t ", "trống"),
        (b"PK\x03\x04" + bytes(range(256)), "không phải văn bản Unicode"),
        (b"abc\x00def", "không phải văn bản Unicode"),
        ("K\xfd ho\x1ach".encode("latin-1"), "không phải văn bản Unicode"),
        (b"12345 --- 67", "không có chữ nào"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason_and_the_next_step(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(RejectedFile) as error:
        readers.read(_file(tmp_path, data))
    assert said in error.value.message
    assert error.value.hint.startswith("Hãy ")


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(RejectedFile, match="quá lớn"):
        readers.read(path)


def test_an_unknown_kind_of_file_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(RejectedFile, match=r"\.txt"):
        readers.read(_file(tmp_path, b"x", "ảnh.bmp"))


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Không tìm thấy"):
        readers.read(tmp_path / "không có.txt")
