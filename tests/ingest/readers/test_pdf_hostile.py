"""Encrypted, cut-off, bloated and lying files are refused in words, in bounded time; the others go on."""

from __future__ import annotations

import random
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from damage import damaged, read_or_refuse
from pypdf import PdfReader, PdfWriter
from sheets import Sheet, make, pdf, stream

from ingest import readers
from ingest.errors import RejectedFile

GOOD = make([Sheet().lines(100, "Mỗi hộ góp một ngày công nạo vét kênh.")])
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
CATALOG, ONE_PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def _encrypted(user: str, owner: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(GOOD)))
    writer.encrypt(user, owner)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % i for i in range(3, count + 3))
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count
    return pdf([CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *pages])


def _page_tree_bomb() -> bytes:
    """Ten to the twelfth pages in two kilobytes."""
    levels = [b"<</Type/Pages/Count 1000000000000/Kids[%s]>>" % (b" %d 0 R" % (i + 1) * 10) for i in range(2, 14)]
    return pdf([CATALOG, *levels, b"<</Type/Page/MediaBox[0 0 595 842]>>"])


def _form_bomb() -> bytes:
    """A form that draws another ten times, twelve deep."""
    forms = [
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (i + 1))
        for i in range(5, 17)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    page = PAGE.replace(b"/Contents", b"/Resources<</XObject<</X 5 0 R>>>>/Contents")
    return pdf([CATALOG, ONE_PAGE, page, stream(b"/X Do"), *forms, last])


def _packed_twice() -> bytes:
    packed = zlib.compress(zlib.compress(b" " * 300_000_000, 9), 9)
    body = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(packed) + packed + b"\nendstream"
    return pdf([CATALOG, ONE_PAGE, PAGE, body])


HOSTILE = {
    "khóa bằng mật khẩu": (_encrypted("bí mật", "chủ"), "mật khẩu"),
    "mười nghìn trang": (_many_pages(10_000), "10000 trang"),
    "cây trang lồng nhau": (_page_tree_bomb(), "lồng nhau"),
    "vòng tròn": (pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 3>>"]), "hỏng"),
    "mảng lồng nhau": (pdf([CATALOG[:-2] + b"/X " + b"[" * 100_000 + b">>", ONE_PAGE, PAGE]), "hỏng"),
    "hình lồng nhau": (_form_bomb(), "tệp"),
    "nén hai lần": (_packed_twice(), "không có chữ"),
    "cắt cụt": (GOOD[: len(GOOD) // 3], ""),
    "chỉ có đầu tệp": (b"%PDF-1.7\n%\xe2\xe3", "hỏng"),
    "trang khổng lồ": (_many_pages(1).replace(b"595 842", b"1e9 1e9"), "không có chữ"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_soon(name: str) -> None:
    data, said = HOSTILE[name]
    start = time.monotonic()
    with pytest.raises(RejectedFile) as refusal:
        readers.read_bytes(data, f"{name}.pdf")
    assert time.monotonic() - start < 20
    assert said in refusal.value.message
    assert f"{name}.pdf" in refusal.value.message
    assert refusal.value.hint.startswith("Hãy ")
    assert readers.read_bytes(GOOD, "tốt.pdf").regions


def test_a_file_locked_against_changes_only_is_read() -> None:
    assert readers.read_bytes(_encrypted("", "chủ"), "x.pdf").regions


@pytest.mark.parametrize("name", ["x.txt", "x.docx", "x.html", "x.md"])
def test_a_pdf_under_another_name_is_read_as_what_it_is(name: str) -> None:
    assert readers.read_bytes(GOOD, name).pages == 1


def test_a_text_named_as_pdf_is_read_as_text_and_other_bytes_are_refused() -> None:
    assert readers.read_bytes("KẾ HOẠCH năm 2031".encode(), "x.pdf").pages is None
    with pytest.raises(RejectedFile, match="không phải là tệp PDF"):
        readers.read_bytes(bytes(range(256)) * 4, "x.pdf")


def test_damaged_files_are_read_or_refused() -> None:
    rng = random.Random(57)  # noqa: S311 - the same damage on every run
    for _ in range(60):
        read_or_refuse(damaged(GOOD, rng), "hỏng.pdf")


@pytest.mark.shared
@pytest.mark.parametrize("file", ["digital/thong-tu-so-28-2026-tt-bkhcn-469700.pdf", "law/nd-100-2001.pdf"])
def test_damaged_real_files_are_read_or_refused(shared: Path, file: str) -> None:
    data = (shared / "files" / file).read_bytes()
    rng = random.Random(71)  # noqa: S311 - the same damage on every run
    for _ in range(25):
        read_or_refuse(damaged(data, rng), "hỏng.pdf")
