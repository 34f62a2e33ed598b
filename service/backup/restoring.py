"""Checking a backup, and making a data folder of it: nothing is touched before all of it has been checked."""

from __future__ import annotations

import errno
import logging
import lzma
import os
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from index.failures import storage_told
from index.files import exclusive, make_folder, sync_path, sync_tree
from index.restoring import CHECKED, finish_restore, standing
from index.runs import Runs, recorded
from index.schema import MIGRATIONS
from index.store import Store
from ingest.errors import BadRequest, NotFound, StorageBusy
from service.access.store import Access
from service.access.written import user
from service.backup.manifest import FORMAT, NAME, STORE, BadBackup, Manifest, Member, counts

LONGEST, LONGEST_PART = 2_000, 256  # bytes
LARGEST_LIST = 64 << 20  # bytes of the list of files; half a million originals
# so zipfile tells of an archive that is encrypted, packed in another way or bent, and so does the system of a member
# that would have to be a folder as well
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, RuntimeError, ValueError,
    OverflowError, FileExistsError, NotADirectoryError, IsADirectoryError,
)  # fmt: skip
log = logging.getLogger(__name__)
OTHER = "Dùng một bản sao lưu khác; kiểm tra trước bằng tracuu backup --verify TỆP."


@storage_told()
def verify(file: Path) -> Manifest:
    """What a backup holds, every byte of it checked; raises :class:`BadBackup`, :class:`NotFound`."""
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        return _unpack(file, Path(folder), only=STORE)


@storage_told()
def restore(file: Path, data: Path, *, replace: bool = False) -> Manifest:
    """Make ``data`` of a backup, wholly or not at all; with ``replace`` what is there steps aside, and is kept.

    Raises :class:`BadBackup`, :class:`NotFound`, :class:`BadRequest` if ``data`` is not empty,
    :class:`StorageBusy` if another process uses it.
    """
    finish_restore(data)
    if standing(data) and not replace:
        raise BadRequest(
            f"Thư mục {data} không trống; chưa có gì thay đổi.",
            "Phục hồi vào thư mục khác (--data), hoặc thêm --replace: dữ liệu cũ được giữ trong .before-restore-….",
        )
    if not file.is_file():
        raise _absent(file)
    make_folder(data)
    with exclusive(data / "writer.lock", wait=False) as alone:
        if not alone:
            raise _busy()
        with _unpacking(data) as folder:
            manifest = _unpack(file, folder)
            _note(folder / STORE, file.name)
            _log(folder, file.name)
            (folder / "opening.lock").unlink()
            _let_go(data / STORE)
            sync_tree(folder)
            folder.rename(data / f"{CHECKED}{datetime.now(UTC):%Y%m%d%H%M%S}")
            sync_path(data)
    finish_restore(data)
    return manifest


@contextmanager
def _unpacking(data: Path) -> Iterator[Path]:
    """A folder to unpack in; gone at the end unless it was renamed. One that a crash has left is cleared."""
    for left in data.glob(".unpacking-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = data / f".unpacking-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(file: Path, folder: Path, only: str | None = None) -> Manifest:
    """Unpack into ``folder``, or check all and unpack ``only`` one; raises :class:`BadBackup`."""
    if not file.is_file():
        raise _absent(file)
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            for member in manifest.files:
                kept = only is None or member.name == only
                _check(archive, member, folder / member.name if kept else Path(os.devnull))
    except _DAMAGED as error:
        raise _damaged() from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place in the archive that is none
            raise
        raise _damaged() from error
    _check_store(folder / STORE, manifest)
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(NAME).file_size > LARGEST_LIST:
        raise BadBackup("Bản kê trong tệp sao lưu quá lớn.", OTHER)
    try:
        manifest = Manifest.model_validate_json(archive.read(NAME))
    except ValidationError as error:
        raise BadBackup("Bản kê trong tệp sao lưu không đọc được.", OTHER) from error
    if manifest.format > FORMAT or manifest.schema_version > len(MIGRATIONS):
        raise BadBackup("Tệp sao lưu do một bản Tracuu mới hơn tạo ra.", "Cập nhật Tracuu rồi phục hồi lại.")
    names = [member.name for member in manifest.files]
    if sorted([*names, NAME]) != sorted(archive.namelist()) or STORE not in names or not all(map(_is_inside, names)):
        raise BadBackup("Các tệp trong bản sao lưu không khớp với bản kê.", OTHER)
    return manifest


def _is_inside(name: str) -> bool:
    """Whether a name is one that backups give: below the data folder, nothing hidden, no longer than a disk takes."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    fits = len(name.encode()) < LONGEST and all(len(part.encode()) < LONGEST_PART for part in path.parts)
    return fits and bool(path.parts) and not path.is_absolute() and not hidden and "\\" not in name


def _check(archive: zipfile.ZipFile, member: Member, target: Path) -> None:
    if archive.getinfo(member.name).file_size != member.size:
        raise BadBackup(f"Tệp {member.name} trong bản sao lưu không đúng độ dài.", OTHER)
    digest = sha256()
    if target != Path(os.devnull):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600)  # as private as the archive
    with archive.open(member.name) as source, target.open("wb") as out:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != member.sha256:
        raise BadBackup(f"Tệp {member.name} trong bản sao lưu không đúng mã băm.", OTHER)


def _check_store(store: Path, manifest: Manifest) -> None:
    """Whether the database is whole and holds as much as was counted."""
    try:
        with closing(sqlite3.connect(store)) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        held = counts(store) if whole else {}
    except (sqlite3.DatabaseError, LookupError, TypeError, ValueError) as error:  # or without what each store says
        raise BadBackup("Kho dữ liệu trong bản sao lưu không mở được.", OTHER) from error
    if held != manifest.counts:
        raise BadBackup("Số văn bản trong bản sao lưu không khớp với bản kê.", OTHER)


def _note(store: Path, name: str) -> None:
    """Bring the store up to this release, and note in it where it came from."""
    opened = Store(store)
    try:
        with recorded(Runs(opened), "restore", f"Từ tệp sao lưu {name}."):
            pass
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        opened.close()


def _log(folder: Path, name: str) -> None:
    """Write into the restored audit log that it was restored, and by whom: it is part of what is put in place."""
    try:
        access = Access.beside(folder)
        try:
            access.log.add(user(), "", "phục hồi", name)
        finally:
            access.database.close()
    except sqlite3.OperationalError:  # no room, say: that ends a restore as it would with any other file
        raise
    except sqlite3.DatabaseError:  # saved in this state: documents are not given up for it, tracuu doctor tells of it
        log.warning("the audit log in the backup is damaged and does not tell of this restore")


def _let_go(store: Path) -> None:
    """Make sure that nobody has the store that is to step aside open: he would go on writing into it."""
    if not store.is_file():
        return
    with closing(sqlite3.connect(store, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # granted only to who is alone; also folds the log in
        except sqlite3.OperationalError as error:
            raise _busy() from error


def _busy() -> StorageBusy:
    return StorageBusy(
        "Thư mục dữ liệu đang được một tiến trình khác dùng; chưa có gì thay đổi.",
        "Dừng tracuu serve và chờ các lần nạp xong, rồi phục hồi lại.",
    )


def _damaged() -> BadBackup:
    return BadBackup("Tệp sao lưu bị hỏng hoặc không phải tệp sao lưu của Tracuu.", OTHER)


def _absent(file: Path) -> NotFound:
    return NotFound(f"Không thấy tệp sao lưu {file}.", "Kiểm tra lại đường dẫn.")
