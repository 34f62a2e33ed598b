"""Uploads taken in behind the answer: one worker, progress by job id."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO, Literal

from index.library import Library
from index.types import FileResult, Stage
from ingest.errors import BadRequest, NotFound, TracuuError
from ingest.types import Frozen

KEPT = 200  # finished jobs remembered; older ones are forgotten
MAX_FILES = 50


class Job(Frozen):
    """One upload; ``done`` of ``total`` files are taken in. ``files`` is filled when it ends."""

    id: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    done: int = 0
    total: int
    files: tuple[FileResult, ...] = ()
    message: str = ""
    hint: str = ""


class Jobs:
    """Runs uploads one after the other, since a library has one writer."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tracuu-upload")

    def start(self, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        """Keeps the files aside and begins; raises :class:`BadRequest` for none, too many or nameless ones."""
        names = [Path(name.replace("\\", "/")).name for name, _ in files]
        if not files or len(files) > MAX_FILES or not all(name.strip(". ") for name in names):
            raise BadRequest("Không có tệp nào nhận được.", f"Gửi từ 1 đến {MAX_FILES} tệp, mỗi tệp có tên.")
        folder = Path(mkdtemp(prefix="tracuu-"))
        for number, (name, (_, content)) in enumerate(zip(names, files, strict=True)):
            place = folder / str(number)  # a folder each: two files of one name stay two
            place.mkdir()
            with (place / name).open("wb") as target:
                shutil.copyfileobj(content, target)
        job = Job(id=uuid.uuid4().hex, total=len(names))
        self._put(job)
        self._worker.submit(self._run, job, folder)
        return job

    def get(self, id: str) -> Job:
        """A job by id; raises :class:`NotFound`."""
        with self._lock:
            job = self._jobs.get(id)
        if job is None:
            raise NotFound("Không có lần nạp này.", "Mã lần nạp nằm trong câu trả lời khi gửi tệp.")
        return job

    def _put(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            finished = [one.id for one in self._jobs.values() if one.state in ("done", "failed")]
            for id in finished[:-KEPT]:
                del self._jobs[id]

    def _run(self, job: Job, folder: Path) -> None:
        def progress(stage: Stage, done: int, total: int, name: str) -> None:
            if stage == "read":  # the later stages count passages, not files
                self._put(job.model_copy(update={"state": "running", "done": min(done, job.total)}))

        self._put(job.model_copy(update={"state": "running"}))
        try:
            report = self._library.sync([folder], progress=progress)
            self._put(job.model_copy(update={"state": "done", "done": job.total, "files": report.files}))
        except TracuuError as error:
            self._put(job.model_copy(update={"state": "failed", "message": error.message, "hint": error.hint}))
        except Exception as error:
            message = f"Không nạp được tệp ({type(error).__name__})."
            self._put(job.model_copy(update={"state": "failed", "message": message, "hint": "Xem nhật ký máy chủ."}))
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
