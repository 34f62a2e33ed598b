"""Files that survive a power cut, and a lock between processes."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import file_digest
from io import FileIO
from pathlib import Path
from zlib import crc32

_READ = 1 << 20  # bytes


def checksum(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class _Version:
    """A file as it is now, whatever its name."""

    device: int
    inode: int
    size: int
    modified: int
    path: Path = field(compare=False)


def fingerprint(path: Path) -> str:
    """What shows that a file of ours was damaged, though not that somebody meant to: its length and CRC-32.

    A process reads a file for it once, under whichever name, until its time of change is another.
    """
    stat = path.stat()
    return _fingerprint(_Version(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, path))


@lru_cache(maxsize=4_096)
def _fingerprint(version: _Version) -> str:
    value = 0
    with version.path.open("rb") as file:
        while block := file.read(_READ):
            value = crc32(block, value)
    return f"{version.size}-{value:08x}"


def sync_path(path: Path) -> None:
    """Force a file's bytes, or a folder's list of names, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Force everything below ``folder`` onto the disk."""
    for path in folder.rglob("*"):
        sync_path(path)
    sync_path(folder)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; their names are on disk when it returns, as a file's in it would need."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        sync_path(made.parent)


def write_atomic(path: Path, content: str | bytes) -> None:
    """Replace the file as a whole: after a crash it is either the old one or the new one."""
    aside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    with removed_if_failed(aside):
        aside.write_bytes(content.encode() if isinstance(content, str) else content)
        sync_path(aside)
        aside.replace(path)
    sync_path(path.parent)


@contextmanager
def removed_if_failed(aside: Path) -> Iterator[None]:
    """Leaves no half-written file behind when the disk is full."""
    try:
        yield
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, on disk when it returns; a line that an earlier crash cut short stays by itself.

    Call under a lock. What a failure leaves of the line is taken back.
    """
    new = not path.exists()
    with path.open("ab+", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        torn = bool(end) and _last_byte(file, end) != b"\n"
        added = (b"\n" if torn else b"") + line.encode() + b"\n"
        try:
            if file.write(added) != len(added):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), end)
            raise
    if new:
        sync_path(path.parent)


def _last_byte(file: FileIO, end: int) -> bytes:
    file.seek(end - 1)
    return file.read(1)


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock file ``path``, also against other processes; gives whether it is held.

    The system releases it when the process ends, however it ends.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True  # closing the file releases the lock
