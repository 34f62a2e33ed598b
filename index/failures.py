"""What the disk and the database refuse, in words: nothing acknowledged is lost, and what to do next."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import StorageBusy, StorageDamaged, StorageFailed, StorageFull, TracuuError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM}
_SQLITE: dict[int, type[TracuuError]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_IOERR: StorageFailed,
    sqlite3.SQLITE_READONLY: StorageFailed,
    sqlite3.SQLITE_CANTOPEN: StorageFailed,
    sqlite3.SQLITE_CORRUPT: StorageDamaged,
    sqlite3.SQLITE_NOTADB: StorageDamaged,
}
_WORDS: dict[type[TracuuError], tuple[str, str]] = {
    StorageFull: (
        "Ổ đĩa chứa dữ liệu đã hết chỗ nên việc này chưa làm được; những gì đã nhận trước đó vẫn còn nguyên.",
        "Dọn bớt đĩa rồi làm lại; xem còn bao nhiêu chỗ bằng lệnh tracuu doctor.",
    ),
    StorageFailed: (
        "Ổ đĩa chứa dữ liệu không ghi hoặc không đọc được; những gì đã nhận trước đó vẫn còn nguyên.",
        "Xem còn chỗ trống và quyền ghi không bằng lệnh tracuu doctor, kiểm tra ổ đĩa, rồi làm lại.",
    ),
    StorageBusy: (
        "Kho dữ liệu đang được một tiến trình khác ghi quá lâu.",
        "Chờ lần nạp kia xong rồi làm lại.",
    ),
    StorageDamaged: (
        "Tệp kho dữ liệu (library.db hoặc access.db) bị hỏng.",
        "Giữ nguyên thư mục dữ liệu này và phục hồi bản sao lưu gần nhất vào một thư mục mới: tracuu restore TỆP.",
    ),
}

_SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")  # so NumPy says that there was no room
_WRITER_KILLED = "index writer was killed"  # so Tantivy says that its thread could not write


@contextmanager
def storage_told() -> Iterator[None]:
    """Turns a full disk, a disk that fails and a database that refuses into :class:`TracuuError`; a decorator too."""
    try:
        yield
    except (OSError, sqlite3.Error, RuntimeError, ValueError) as error:
        told = storage_error(error)
        if told is None:
            raise
        raise told from error


def storage_error(error: BaseException) -> TracuuError | None:
    """The failure in words, ``None`` if it is not one of storage."""
    kind = _kind(error)
    return kind(*_WORDS[kind]) if kind else None


def is_storage_error(error: BaseException) -> bool:
    """Whether the disk, and no bug or bad file, is what failed."""
    return _kind(error) is not None


def _kind(error: BaseException) -> type[TracuuError] | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # extended codes end in the primary one
    if isinstance(error, OSError) and error.errno is not None:
        return StorageFull if error.errno in _FULL else StorageFailed if error.errno in _REFUSED else None
    if isinstance(error, (OSError, RuntimeError, ValueError)):  # the engines tell of the system's errors in text
        text = str(error)
        if any(os.strerror(code) in text for code in _FULL) or _SHORT_WRITE.fullmatch(text):
            return StorageFull
        if os.strerror(errno.EIO) in text or _WRITER_KILLED in text:
            return StorageFailed
    return None
