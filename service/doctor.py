"""Checks of an installation and its data folder; each failed one says what to do."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import TracuuError
from ingest.types import Frozen

NEEDED = ("faiss", "tantivy", "onnxruntime", "tokenizers", "fastapi", "pypdf", "openpyxl")
ROOM = 500_000_000  # bytes; an index of 100,000 passages with its swap copy


class Check(Frozen):
    """One thing looked at: whether it is in order, what was seen, what to do."""

    name: str
    ok: bool
    message: str
    hint: str = ""


def examine(data: Path) -> list[Check]:
    """All checks, in the order in which a person would repair them."""
    return [*_packages(), *_folder(data), *_library(data)]


def _packages() -> Iterator[Check]:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    yield Check(
        name="Thư viện",
        ok=not missing,
        message=f"thiếu {', '.join(missing)}" if missing else "đủ",
        hint="Chạy make install." if missing else "",
    )


def _folder(data: Path) -> Iterator[Check]:
    near = next(path for path in (data, *data.resolve().parents) if path.exists())
    writable = os.access(near, os.W_OK)
    yield Check(
        name="Thư mục dữ liệu",
        ok=writable,
        message=f"{data} " + ("ghi được" if writable else "không ghi được"),
        hint="" if writable else "Cấp quyền ghi hoặc chọn thư mục khác bằng --data.",
    )
    free = shutil.disk_usage(near).free
    yield Check(
        name="Chỗ trống",
        ok=free > ROOM,
        message=f"còn {free / 1e9:.1f} GB",
        hint="" if free > ROOM else "Dọn bớt đĩa: cần ít nhất 0,5 GB để dựng chỉ mục.",
    )


def _library(data: Path) -> Iterator[Check]:
    from index.library import Library

    if not data.is_dir():
        yield Check(name="Chỉ mục", ok=False, message="chưa có", hint="Nạp tài liệu: tracuu sync THƯ-MỤC.")
        return
    try:
        library = Library.open(data)
        count = len(list(library.documents()))
        yield Check(
            name="Chỉ mục",
            ok=count > 0,
            message=f"{count} tài liệu",
            hint="" if count else "Nạp tài liệu: tracuu sync THƯ-MỤC.",
        )
        if count:
            library.search("kế hoạch", k=1)
            yield Check(name="Tìm kiếm", ok=True, message="chạy được")
    except TracuuError as error:
        yield Check(name="Chỉ mục", ok=False, message=error.message, hint=error.hint)
