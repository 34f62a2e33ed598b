"""Uploads taken in behind the answer: one worker, progress by job id, questions before anything is replaced."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from index.failures import storage_told
from index.library import Library
from index.placing import COMMON
from index.types import FileResult
from ingest.errors import BadRequest, NotFound, TracuuError
from service.loading.live import Live, Stopped
from service.loading.staging import Staging, clean_name
from service.loading.types import Decision, Job, Policy
from service.loading.work import Work
from service.versions import VersionReport, compare

KEPT = 200  # finished jobs remembered; older ones are forgotten
MAX_FILES = 200  # in one request
MAX_JOB = 1000  # in one job

log = logging.getLogger(__name__)

Finished = Callable[[Job, FileResult], None]
"""Told what became of a file of a job."""


class Jobs:
    """Runs uploads one after the other, since a library has one writer.

    Files and records are in the data folder: a job survives the end of the process, and
    :meth:`resume` goes on with it. Nothing is stored before it was read to its end.
    """

    def __init__(self, library: Library, finished: Finished | None = None) -> None:
        self._library = library
        self._finished: Finished = finished or (lambda job, result: None)
        self._staging = Staging(library.data / "uploads")
        self._live = Live(self._staging)
        self._worker: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    # -- sending ---------------------------------------------------------------------------------

    @storage_told()
    def start(
        self, files: Sequence[tuple[str, BinaryIO]], *, policy: Policy = "keep", by: str = "", collection: str = COMMON
    ) -> Job:
        """Keeps the files aside and begins; raises :class:`BadRequest` for none, too many or nameless ones."""
        _check(files)
        self._forget_old()
        told = {"policy": policy, "by": by, "collection": collection}
        job = self._staging.create().model_copy(update=told)
        self._staging.save(self._with(job, files))
        self._submit(job.id)
        return self.get(job.id)

    @storage_told()
    def add(self, id: str, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        """More files to a job; raises :class:`NotFound`, :class:`BadRequest`."""
        _check(files)
        self._staging.change(id, lambda job: self._with(job, files))
        self._submit(id)
        return self.get(id)

    def _with(self, job: Job, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        if len(job.uploads) + len(files) > MAX_JOB:
            raise BadRequest(f"Một lần nạp nhận tối đa {MAX_JOB} tệp.", "Hãy chia thành nhiều lần nạp.")
        for name, content in files:
            job = job.model_copy(update={"uploads": (*job.uploads, self._staging.keep(job, name, content))})
        return job.settled()

    def collections(self) -> Sequence[str]:
        """Where files may be put, where nobody asks who reads what."""
        return [COMMON]

    # -- looking ---------------------------------------------------------------------------------

    def get(self, id: str) -> Job:
        """A job by id, with what is being done at this moment; raises :class:`NotFound`."""
        return self._live.shown(self._staging.load(id))

    def recent(self, count: int) -> list[Job]:
        """The newest jobs, and every older one that waits for a decision or can be tried again."""
        jobs = list(self._staging.jobs())
        return [job for at, job in enumerate(jobs) if at < count or job.state != "done"]

    def changes(self, id: str, number: int) -> VersionReport:
        """What a file that is asked about would change; raises :class:`NotFound` if it is not."""
        upload = self._staging.load(id).upload(number)
        reading = self._staging.reading(id, upload)
        if upload.version_of is None or reading is None:
            raise NotFound("Tệp này không còn chờ quyết định.", "Xem lại trang của lần nạp.")
        return compare(self._library.document(upload.version_of.document), reading.document)

    # -- deciding --------------------------------------------------------------------------------

    @storage_told()
    def decide(self, id: str, number: int, decision: Decision) -> Job:
        """Answers the question about a file; raises :class:`NotFound`, or :class:`BadRequest` if there is none."""

        def decided(job: Job) -> Job:
            upload = job.upload(number)
            if upload.state != "asking":
                raise BadRequest("Tệp này đã được quyết định rồi.", "Tải lại trang để thấy kết quả.")
            state = "done" if decision == "drop" else "waiting"
            return job.with_uploads(upload.model_copy(update={"decision": decision, "state": state}))

        job = self._staging.change(id, decided)
        if decision == "drop":
            self._staging.drop_file(id, job.upload(number))
        else:
            self._submit(id)
        return self.get(id)

    @storage_told()
    def retry(self, id: str) -> Job:
        """Goes on with a job that failed; raises :class:`NotFound`."""
        self._staging.change(id, Job.settled)
        self._submit(id)
        return self.get(id)

    def resume(self) -> None:
        """Goes on with what an earlier process left unfinished, and clears what requests cut short have left."""
        self._staging.sweep()
        for job in self._staging.jobs():
            if not job.finished:
                self._submit(job.id)

    def close(self) -> None:
        """Stops work where it is, for the process ends; :meth:`resume`, of the next one as a rule, goes on with it."""
        with self._lock:
            worker, self._worker = self._worker, None
            self._live.stop()
        if worker is not None:
            worker.shutdown(cancel_futures=True)

    # -- working ---------------------------------------------------------------------------------

    def _submit(self, id: str) -> None:
        """Begins when the jobs before are done; the worker is made when there is something to do."""
        with self._lock:
            if self._worker is None:
                self._live = Live(self._staging)
                self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tracuu-upload")
            self._worker.submit(self._run, id, self._live)

    def _run(self, id: str, live: Live) -> None:
        """Every file of a job that is not finished; an earlier run may have come far with it.

        Another process may add files just when this one finds none left: it cannot work at them while this one
        does, so this one looks again after it has let the job go.
        """
        try:
            while not self._staging.load(id).finished:
                with storage_told(), self._staging.running(id) as alone:
                    if not alone:
                        return
                    Work(self._library, self._staging, live, id, self._finished).drain()
        except Stopped:
            log.info("upload %s waits for the next start", id)
        except NotFound:
            log.warning("upload %s was removed while it waited", id)
        except TracuuError as error:
            self._fail(id, error.message, error.hint)
        except Exception as error:
            log.exception("upload %s failed", id)
            self._fail(id, f"Không nạp được tệp ({type(error).__name__}).", "Xem nhật ký máy chủ, rồi thử lại.")
        finally:
            live.over(id)

    def _fail(self, id: str, message: str, hint: str) -> None:
        told = {"state": "failed", "message": message, "hint": hint}
        try:
            self._staging.change(id, lambda job: job.model_copy(update=told))
        except OSError:  # no room to write even this: the job is as it was, and goes on at the next start
            log.exception("upload %s: cannot note that it failed", id)

    def _forget_old(self) -> None:
        for id in self._staging.ids()[KEPT:]:
            if self._staging.load(id).state == "done":
                self._staging.drop(id)


def _check(files: Sequence[tuple[str, BinaryIO]]) -> None:
    if not 1 <= len(files) <= MAX_FILES or not all(clean_name(name)[1] for name, _ in files):
        raise BadRequest("Không có tệp nào nhận được.", f"Gửi từ 1 đến {MAX_FILES} tệp, mỗi tệp có tên.")
