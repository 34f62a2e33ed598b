"""Word files, spreadsheets, web pages and texts, cut and bent at random places, are read or refused."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import openpyxl
import pytest
from damage import damaged, read_or_refuse
from printed_forms import as_docx

from ingest.canonical import canonicalise
from ingest.readers.content import content_of_text
from ingest.text import clean

ROWS = (
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
    *((n, f"Trồng cây bên bờ kè {n}", "Đội một", f"Tháng {n}/2031") for n in range(1, 9)),
)
TEXT = "KẾ HOẠCH\n\nTrồng cây ven hồ\n\nI. MỤC TIÊU\n\n- Đạt 70% tuyến đường có cây.\n\nII. VIỆC LÀM\n\n" + "\n".join(
    "| " + " | ".join(map(str, row)) + " |" for row in ROWS
)


def _docx() -> bytes:
    return as_docx(canonicalise(content_of_text(clean(TEXT))).blocks)


def _xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><meta charset=utf-8><h1>KẾ HOẠCH</h1><p>Trồng cây<table>{rows}</table></html>".encode()


def _text() -> bytes:
    return TEXT.encode()


@pytest.mark.parametrize(
    ("suffix", "make"),
    [("docx", _docx), ("xlsx", _xlsx), ("html", _html), ("md", _text), ("txt", _text), ("csv", _text)],
)
def test_whatever_happens_to_a_file_it_is_read_or_refused(suffix: str, make: Callable[[], bytes]) -> None:
    data = make()
    assert read_or_refuse(data, f"lành.{suffix}")
    rng = random.Random(4)  # noqa: S311 - the same damage on every run
    for _ in range(60):
        read_or_refuse(damaged(data, rng), f"hỏng.{suffix}")
