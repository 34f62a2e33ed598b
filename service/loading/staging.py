"""Where uploads wait: ``uploads/<job>/job.json`` and a folder a file, in the data folder.

The record is written after the files and each time as a whole: after a crash a job is
there with all its files, or it is not there.
"""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from index.files import exclusive, make_folder, removed_if_failed, sync_path, write_atomic
from index.readings import FileReading
from ingest.errors import NotFound
from service.loading.types import Job, Upload

_ID = re.compile(r"\d{14}-[0-9a-f]{12}")
_RECORD, _READING, _LIVE = "job.json", "reading.json", "live.json"
_LONGEST = 180  # bytes of a file name; most file systems take 255, and our suffixes need some
_ABANDONED = 3600.0  # seconds after which a folder without a record is a request that never ended


class Staging:
    """The folder of uploads, safe from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    # -- jobs ------------------------------------------------------------------------------------

    def create(self) -> Job:
        """A new job, in memory and with its folder; it exists once it is changed."""
        now = datetime.now(UTC)
        job = Job(id=f"{now:%Y%m%d%H%M%S}-{uuid.uuid4().hex[:12]}", started=now.isoformat(timespec="seconds"))
        make_folder(self._folder / job.id)
        return job

    def load(self, id: str) -> Job:
        """A job as it was last written; raises :class:`NotFound`."""
        try:
            return Job.model_validate_json(self._record(id).read_bytes())
        except (FileNotFoundError, ValidationError):
            raise NotFound("Không có lần nạp này.", "Mã lần nạp nằm trong câu trả lời khi gửi tệp.") from None

    def save(self, job: Job) -> Job:
        """Write a job, on disk when it returns."""
        write_atomic(self._record(job.id), job.model_dump_json())
        return job

    def change(self, id: str, how: Callable[[Job], Job]) -> Job:
        """Change a job as one step, nobody else between reading and writing."""
        before = self.load(id)
        with exclusive(self._folder / before.id / "record.lock"):
            return self.save(how(self.load(id)))

    def running(self, id: str) -> AbstractContextManager[bool]:
        """Gives whether the caller is now the only one who works at a job."""
        return exclusive(self._folder / self.load(id).id / "running.lock", wait=False)

    def ids(self) -> list[str]:
        """All jobs, the newest first."""
        if not self._folder.is_dir():
            return []
        return sorted((path.parent.name for path in self._folder.glob(f"*/{_RECORD}")), reverse=True)

    def drop(self, id: str) -> None:
        """Forget a job with all that is left of its files."""
        shutil.rmtree(self._folder / self.load(id).id, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what requests that never ended have left."""
        for folder in self._folder.glob("*"):
            if not (folder / _RECORD).exists() and time.time() - folder.stat().st_mtime > _ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)

    def saved(self, copies: Path) -> Iterator[tuple[str, Path]]:
        """Records and the files that still wait, by name within the folder, linked or copied into ``copies``.

        What was read in a file is left out: it names the place where the file was.
        """
        for id in self.ids():
            with suppress(NotFound, FileNotFoundError):
                yield from self._saved_job(id, copies)

    def _saved_job(self, id: str, copies: Path) -> list[tuple[str, Path]]:
        with exclusive(self._folder / id / "record.lock"):  # while it cannot change, no file it needs can go
            waiting = [self.path(id, one) for one in self.load(id).uploads if one.state != "done"]
            names = [str(path.relative_to(self._folder)) for path in (self._record(id), *waiting)]
            for name in names:
                (copies / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self._folder / name, copies / name)
        return [(name, copies / name) for name in names]

    def _record(self, id: str) -> Path:
        if not _ID.fullmatch(id):
            raise NotFound("Không có lần nạp này.", "Mã lần nạp nằm trong câu trả lời khi gửi tệp.")
        return self._folder / id / _RECORD

    def tell(self, id: str, told: str | None) -> None:
        """Note what is being done for a job, or that nothing is; lost if the machine stops."""
        path = self._record(id).with_name(_LIVE)
        with suppress(FileNotFoundError):  # the job was removed meanwhile
            if told is None:
                path.unlink()
            else:
                aside = path.with_suffix(".new")
                aside.write_text(told, encoding="utf-8")
                aside.replace(path)

    def told(self, id: str) -> str:
        """What was noted last, "" for nothing."""
        try:
            return self._record(id).with_name(_LIVE).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    # -- files -----------------------------------------------------------------------------------

    def keep(self, job: Job, sent: str, content: BinaryIO) -> Upload:
        """Keep one file aside as the next of a job, on disk when it returns."""
        folder, name = clean_name(sent)
        upload = Upload(number=len(job.uploads), name=name, folder=folder, size=0)
        path = self.path(job.id, upload)
        make_folder(path.parent)
        with removed_if_failed(path):
            with path.open("wb") as target:
                shutil.copyfileobj(content, target)
            sync_path(path)
        sync_path(path.parent)
        return upload.model_copy(update={"size": path.stat().st_size})

    def path(self, id: str, upload: Upload) -> Path:
        """Where a file waits; a folder each, since two files may have one name."""
        return self._folder / id / str(upload.number) / upload.name

    def keep_reading(self, id: str, upload: Upload, reading: FileReading) -> None:
        """Keep what was read in a file, so that it need not be read twice."""
        write_atomic(self.path(id, upload).with_name(_READING), reading.model_dump_json(by_alias=True))

    def reading(self, id: str, upload: Upload) -> FileReading | None:
        """What was read in a file, if that is kept."""
        try:
            return FileReading.model_validate_json(self.path(id, upload).with_name(_READING).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def drop_file(self, id: str, upload: Upload) -> None:
        """Forget a file and what was read in it; the record stays."""
        shutil.rmtree(self.path(id, upload).parent, ignore_errors=True)

    def jobs(self) -> Iterator[Job]:
        """All jobs, the newest first; one that is removed meanwhile is left out."""
        for id in self.ids():
            try:
                yield self.load(id)
            except NotFound:
                continue


def clean_name(sent: str) -> tuple[str, str]:
    """Folder and name of a file as a browser sends them, ("", "") for what names no file.

    The name becomes the document's, so that it is kept as far as a file system takes it; of the
    folder only the names are kept, for showing.
    """
    printable = "".join(char for char in unicodedata.normalize("NFC", sent) if char.isprintable())
    parts = [part for part in printable.replace("\\", "/").split("/") if part.strip(". ")]
    if not parts:
        return "", ""
    *folders, name = parts
    suffix = Path(name).suffix if len(Path(name).suffix) < 10 else ""
    stem = name.removesuffix(suffix).encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore")
    return "/".join(folders)[-_LONGEST:], stem.strip() + suffix
