"""Which files of a folder are whole: nobody writes them any more, nobody has them open."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.inbox import Stamp
from index.sync import MARK_OF_USE, expand

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp")
"""What browsers and copying programs put behind the name of a file that is still coming."""

FORGOTTEN = 24 * 3600.0  # seconds after which a mark of use is one that a crash has left


def stamps(folder: Path, suffixes: frozenset[str], reader: str) -> dict[str, Stamp]:
    """The files in a folder that can be read, by path, as they are now; raises :class:`OSError` if it cannot be."""
    found: dict[str, Stamp] = {}
    next(folder.iterdir(), None)  # a folder that is not there, or not readable, must not pass for an empty one
    for path in expand([folder], suffixes):
        if isinstance(path, Path):
            with suppress(OSError):  # gone since it was listed
                stat = path.stat()
                found[str(path)] = Stamp(stat.st_size, stat.st_mtime_ns, reader)
    return found


def hindrance(path: Path) -> str:
    """Why a file that stays as it is is not whole all the same, in words; "" if it is."""
    if any(path.with_name(path.name + ending).exists() for ending in UNFINISHED):
        return "đang tải về"
    if any(_in_use(mark) for mark in _marks_of_use(path)):
        return "đang mở để soạn; sẽ nạp khi đóng lại"
    try:
        with path.open("rb") as file:
            return "" if _readable(file.fileno()) and file.read(1) else "đang được ghi, hoặc chưa có gì"
    except OSError:
        return "chưa mở được (bị khóa, hoặc thiếu quyền đọc)"


def _marks_of_use(path: Path) -> Iterator[Path]:
    """The files that Word, Excel and LibreOffice keep beside one that is open; the first two shorten its name."""
    for cut in (0, 1, 2):
        yield path.with_name(MARK_OF_USE + path.name[cut:])
    yield path.with_name(f".~lock.{path.name}#")


def _in_use(mark: Path) -> bool:
    try:
        return time.time() - mark.stat().st_mtime < FORGOTTEN
    except OSError:
        return False


def _readable(descriptor: int) -> bool:
    """Whether no program holds the file for itself; where the file system knows no locks, nobody does."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
