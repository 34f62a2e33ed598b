"""Files that LibreOffice has to convert: made whole, then damaged."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl

sys.path.append(str(Path(__file__).parents[1] / "ingest" / "readers"))
from damage import damaged, read_or_refuse

from ingest.readers import office

LINES = ("KẾ HOẠCH", "Trồng cây ven hồ", "I. MỤC TIÊU", "- Đạt 70% tuyến đường có cây năm 2031.", "1. Đội một chủ trì.")


def whole() -> Iterator[tuple[str, bytes]]:
    """One file of each old kind, with its suffix."""
    word, paper = docx.Document(), io.BytesIO()
    for line in LINES:
        word.add_paragraph(line)
    word.save(paper)
    book, sheets = openpyxl.Workbook(), io.BytesIO()
    for line in LINES:
        book.worksheets[0].append([line, 70])
    book.save(sheets)
    for target, data in (("doc", paper), ("rtf", paper), ("odt", paper), ("xls", sheets), ("ods", sheets)):
        yield target, office.convert(data.getvalue(), "a", target)


def damage_each(times: int, seed: int = 4) -> int:
    """Reads each kind whole, then damaged so many times; returns how many files were tried."""
    rng = random.Random(seed)  # noqa: S311 - the same damage on every run
    tried = 0
    for suffix, data in whole():
        assert read_or_refuse(data, f"lành.{suffix}"), suffix
        for _ in range(times):
            read_or_refuse(damaged(data, rng), f"hỏng.{suffix}")
            tried += 1
    return tried
