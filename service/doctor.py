"""Checks of an installation and its data folder; each failed one says what to do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import TracuuError
from ingest.types import Frozen

if TYPE_CHECKING:
    from index.runs import Kind, Run

NEEDED = (
    "faiss", "tantivy", "onnxruntime", "tokenizers", "fastapi", "prometheus_client", "argon2", "pypdf", "openpyxl",
)  # fmt: skip
ROOM = 500_000_000  # bytes; an index of 100,000 passages with its swap copy


class Check(Frozen):
    """One thing looked at: whether it is in order, what was seen, what to do."""

    name: str
    ok: bool
    message: str
    hint: str = ""


def examine(data: Path) -> list[Check]:
    """All checks, in the order in which a person would repair them."""
    return [*_packages(), *_language_model(), *_folder(data), *_library(data)]


def _packages() -> Iterator[Check]:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    yield Check(
        name="Thư viện",
        ok=not missing,
        message=f"thiếu {', '.join(missing)}" if missing else "đủ",
        hint="Cài lại: pip install --constraint constraints.txt . (hoặc make install)." if missing else "",
    )


def _language_model() -> Iterator[Check]:
    """Only where one is set: whether the setting can be used; it is not called."""
    from service.phrasing.settings import needed, settings

    try:
        if settings() is None:
            return
        told = needed()
        where = f"{told.host}, câu hỏi và trích dẫn rời khỏi máy này" if told.remote else f"{told.host}, trên máy này"
        yield Check(name="Mô hình ngôn ngữ", ok=True, message=f"{told.model} ở {where}")
    except TracuuError as error:
        yield Check(name="Mô hình ngôn ngữ", ok=False, message=error.message, hint=error.hint)


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
    from service.access.store import FILE, Access

    if not data.is_dir():
        yield Check(name="Chỉ mục", ok=False, message="chưa có", hint="Nạp tài liệu: tracuu sync THƯ-MỤC.")
        return
    try:
        library = Library.open(data)
        yield from history(library.recover())
        yield _whole(name="Kho dữ liệu", damage=library.damage)
        if (data / FILE).is_file():
            yield _whole(name="Tài khoản và nhật ký", damage=lambda: Access.beside(data).damage())
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


RUNS: dict[Kind, tuple[str, str]] = {
    "sync": ("Lần nạp", "Chạy lại tracuu sync với cùng thư mục: tệp đã nhận không bị đọc lại."),
    "take": ("Lần nạp qua trang web", "Mở lại tracuu serve: lần nạp tự chạy tiếp."),
    "remove": ("Lần gỡ văn bản", "Xem tracuu list; nếu văn bản vẫn còn thì gỡ lại."),
    "repair": ("Lần dựng lại chỉ mục", "Hỏi một câu bất kỳ: chỉ mục sẽ được dựng lại."),
    "restore": ("Lần phục hồi", "Chạy lại tracuu restore."),
}
"""What each kind of run is called, and what to do when it did not come to its end."""


def history(runs: Sequence[Run]) -> Iterator[Check]:
    """How the last run that changed something ended, and what was put in order after it."""
    mended = [run for run in runs if run.kind == "repair" and run.told]
    last = next((run for run in runs if run.kind != "repair"), None)
    if last is not None:
        name, again = RUNS[last.kind]
        when = f"{datetime.fromisoformat(last.started).astimezone():%d/%m/%Y %H:%M}"
        told = {
            "done": "đã xong",
            "cut": "bị cắt ngang (máy tắt hoặc tiến trình bị dừng); những gì đã báo nhận vẫn còn nguyên",
            "failed": f"không xong: {last.told}",
            None: "đang chạy",
        }[last.outcome]
        ended_well = last.outcome in ("done", None)
        yield Check(name="Lần chạy cuối", ok=ended_well, message=f"{name} lúc {when} {told}", hint=again)
    for run in mended[:1]:
        when = f"{datetime.fromisoformat(run.started).astimezone():%d/%m/%Y %H:%M}"
        yield Check(name="Đã tự sửa", ok=True, message=f"{when}: {run.told}")


def _whole(name: str, damage: Callable[[], str | None]) -> Check:
    try:
        found = damage()
    except sqlite3.DatabaseError as error:
        found = str(error)
    return Check(
        name=name,
        ok=found is None,
        message="nguyên vẹn" if found is None else f"hỏng ({found})",
        hint="Giữ nguyên thư mục này; phục hồi bản sao lưu vào thư mục mới: tracuu restore TỆP." if found else "",
    )
