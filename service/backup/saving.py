"""Writing a backup while others serve, sync and upload.

Uploads come first and the store after them: what an upload finishes in between is in the store.
Originals come last, for those the store names; one that is gone by then has been removed with its
document, and the store is copied once more.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from index.database import now
from index.failures import storage_told
from index.files import sync_path
from ingest.errors import BadRequest, NotFound
from service.backup.manifest import NAME, STORE, Manifest, Member, counts, schema_version
from service.loading.staging import Staging

DERIVED = {"generations", "pages", "milvus", "milvus.db"}
"""Made again from the rest, or worth nothing after it."""

_PASSING = (".lock", "-wal", "-shm", "-journal", ".log")
_TIMES = 5  # tries at a moment in which nothing is removed
_SQLITE = b"SQLite format 3\x00"


@storage_told()
def backup(data: Path, file: Path, *, overwrite: bool = False) -> Manifest:
    """Put all of ``data`` that cannot be made again into ``file``, complete or not at all.

    Raises :class:`NotFound` if there is nothing to save, :class:`BadRequest` if ``file`` is there already.
    """
    if not (data / STORE).is_file():
        raise NotFound(f"Không có kho dữ liệu nào ở {data}.", "Chỉ đúng thư mục bằng --data.")
    if file.exists() and not overwrite:
        raise BadRequest(f"Đã có tệp {file}.", "Chọn tên khác, hoặc thêm --overwrite để thay tệp đó.")
    _clear_after_crash(file)
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    with _workspace(file) as copies:
        try:
            aside.touch(mode=0o600, exist_ok=False)  # hidden documents and hashes of passwords are in it
            manifest = _write(data, aside, copies)
            sync_path(aside)
            aside.replace(file)
            sync_path(file.absolute().parent)
        finally:
            aside.unlink(missing_ok=True)
    return manifest


def _clear_after_crash(file: Path) -> None:
    """Remove what a backup into the same file has left when it was cut short; one that still runs is let alone."""
    for left in [*file.parent.glob(f".{file.name}.*.part"), *file.parent.glob(f".{file.name}.*.copies")]:
        process = left.name.split(".")[-2]
        if process.isdecimal() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(left) if left.is_dir() else left.unlink()


@contextmanager
def _workspace(file: Path) -> Iterator[Path]:
    """A folder beside ``file`` for copies of databases and links to originals."""
    folder = file.with_name(f".{file.name}.{os.getpid()}.copies")
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(data: Path, target: Path, copies: Path) -> Manifest:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        members = [
            _add(archive, f"uploads/{name}", path) for name, path in Staging(data / "uploads").saved(copies / "uploads")
        ]
        members += [_add(archive, name, path) for name, path in _others(data, copies)]
        store, originals, missing = _store(data, copies)
        members.append(_add(archive, STORE, store))
        members += [_add(archive, f"originals/{path.name}", path) for path in originals]
        manifest = Manifest(
            schema_version=schema_version(store),
            created=now(),
            counts=counts(store),
            missing=tuple(missing),
            files=tuple(members),
        )
        archive.writestr(NAME, manifest.model_dump_json(indent=1))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Member:
    digest, size = sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            size += target.write(chunk)
    return Member(name=name, size=size, sha256=digest.hexdigest())


def _others(data: Path, copies: Path) -> Iterator[tuple[str, Path]]:
    """Every other file that lasts, known to us or not: decisions, accounts, what a later release adds."""
    for top in sorted(data.iterdir()):
        if top.name.startswith(".") or top.name in (DERIVED | {STORE, "originals", "uploads"}):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and not path.name.endswith(_PASSING) and ".log." not in path.name:
                name = str(path.relative_to(data))
                yield name, _copied(path, copies / name)


def _copied(path: Path, copy: Path) -> Path:
    """A consistent copy: of a database as one transaction, of another file up to its last whole line."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        is_database = file.read(len(_SQLITE)) == _SQLITE
    if is_database:
        _snapshot(path, copy)
    else:
        shutil.copyfile(path, copy)
    return copy


def _snapshot(database: Path, copy: Path) -> None:
    """What is committed in an SQLite file now, while others go on writing."""
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(database, timeout=60)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _store(data: Path, copies: Path) -> tuple[Path, list[Path], list[str]]:
    """A copy of the store, the originals it names, and the names of those that the folder itself lacks."""
    copy, lacking = copies / STORE, set[str]()
    for _ in range(_TIMES):
        _snapshot(data / STORE, copy)
        wanted = _bytes_known(copy)
        held = [linked for name in sorted(wanted) if (linked := _held(data / "originals" / name, copies)) is not None]
        gone = wanted - {path.name for path in held}
        if gone == lacking:  # none, or the same as a moment ago: nothing was removed in between
            break
        lacking = gone
    return copy, held, sorted(gone)


def _bytes_known(store: Path) -> set[str]:
    with closing(sqlite3.connect(store)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        sources = ["documents", *sorted(tables & {"versions", "former"})]
        query = " UNION ".join(f"SELECT sha256 FROM {table}" for table in sources)  # noqa: S608 our names
        return {sha for (sha,) in connection.execute(query)}


def _held(original: Path, copies: Path) -> Path | None:
    """An original that stays even if its document is removed meanwhile; ``None`` if it is not there."""
    link = copies / "originals" / original.name
    if link.exists():
        return link
    link.parent.mkdir(exist_ok=True)
    try:
        os.link(original, link)
    except FileNotFoundError:
        return None
    except OSError:  # another disk, or one without links
        shutil.copyfile(original, link)
    return link
