"""The work of one upload: every file read, judged, stored or asked about, in an order that a crash cannot spoil.

What was read is kept beside the file until the file is finished, and what became of a file is
written before the file goes: whoever goes on after a crash finds either the file or its result.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from index.identity import version_of
from index.library import Library
from index.readings import FileReading
from index.types import DocumentSummary, FileResult, Outcome, Stage
from ingest.errors import TracuuError
from service.loading.live import Live
from service.loading.staging import Staging
from service.loading.types import Job, Upload

ELSEWHERE = "Nội dung này đã có trong kho, ở một bộ sưu tập khác."
TOGETHER = 20  # files made searchable in one generation
PATIENCE = 60.0  # seconds that a file that was read waits for others before it is made searchable


class Accepted(NamedTuple):
    """A file that was read and is to be stored, with the document whose place it takes."""

    upload: Upload
    reading: FileReading
    replaces: str | None


class Work:
    """One run over a job; the caller sees to it that there is no other."""

    def __init__(
        self, library: Library, staging: Staging, live: Live, id: str, finished: Callable[[Job, FileResult], None]
    ) -> None:
        self._finished = finished
        self._library = library
        self._staging = staging
        self._live = live
        self._id = id
        self._accepted: list[Accepted] = []

    def drain(self) -> None:
        """Work until every file is finished or asked about; raises what storing raises."""
        since = time.monotonic()
        while True:
            self._live.check()
            waiting = self._next()
            late = len(self._accepted) >= TOGETHER or time.monotonic() - since > PATIENCE
            if self._accepted and (waiting is None or late):
                self._store()
                since = time.monotonic()
            elif waiting is None:
                return
            else:
                self._take(waiting)

    def _next(self) -> Upload | None:
        read = {one.upload.number for one in self._accepted}
        uploads = self._staging.load(self._id).uploads
        return next((one for one in uploads if one.state not in ("asking", "done") and one.number not in read), None)

    # -- reading ---------------------------------------------------------------------------------

    def _take(self, upload: Upload) -> None:
        """Read one file and judge it; a file that cannot be read stops none of the others."""
        path = self._staging.path(self._id, upload)
        if not path.is_file():
            self._refuse(upload, "Tệp gửi lên không còn nữa.", "Hãy gửi lại tệp này.")
            return
        holder = self._library.holder(path)
        if holder is not None:
            self._finish(upload, self._already(path, holder))
            return
        try:
            reading = self._read(path, upload)
        except TracuuError as error:
            self._refuse(upload, error.message, error.hint)
            return
        if self._is_like_one_just_read(reading):
            self._store()  # two versions sent together: the later one meets the earlier one as a document held
            self._take(upload)
            return
        self._judge(upload, reading)

    def _read(self, path: Path, upload: Upload) -> FileReading:
        kept = self._staging.reading(self._id, upload)
        if kept is not None and self._library.is_current(kept):
            return kept
        self._note(upload.model_copy(update={"state": "reading"}))
        reading = self._library.read(path, lambda step: self._live.at_step(self._id, upload.number, step))
        self._staging.keep_reading(self._id, upload, reading)
        return reading

    def _is_like_one_just_read(self, reading: FileReading) -> bool:
        just_read = [DocumentSummary.of(one.reading.document) for one in self._accepted]
        return version_of(reading.document, Path(reading.path).name, just_read) is not None

    def _judge(self, upload: Upload, reading: FileReading) -> None:
        """Accept a file, or leave it to be asked about if it is a version of a document held."""
        likeness = self._library.version_of(reading, collection=self._job.collection)
        read = {"understood": DocumentSummary.of(reading.document), "version_of": likeness}
        wish = upload.decision or self._job.policy
        if likeness is not None and wish == "ask":
            self._note(upload.model_copy(update={**read, "state": "asking"}))
            return
        upload = upload.model_copy(update={**read, "state": "read"})
        self._note(upload)
        replaces = likeness.document if likeness is not None and wish == "replace" else None
        self._accepted.append(Accepted(upload, reading, replaces))

    def _already(self, path: Path, holder: str) -> FileResult:
        """The result for bytes that are held: a duplicate, unless a run cut short has stored this very file."""
        if self._is_elsewhere(holder):
            return FileResult(path="", outcome="duplicate", message=ELSEWHERE)
        kept = next((one for one in self._library.kept() if one.document == holder), None)
        outcome: Outcome = "duplicate"
        if kept is not None and kept.path == str(path.resolve()):
            outcome = "updated" if kept.changed else "added"
        message = f"Nội dung trùng với văn bản “{holder}” đã có." if outcome == "duplicate" else ""
        return FileResult(path="", outcome=outcome, document=holder, message=message)

    def _is_elsewhere(self, document: str) -> bool:
        """Whether a document is in a collection that the sender need not be a reader of."""
        return self._library.placements().get(document) != self._job.collection

    @property
    def _job(self) -> Job:
        return self._staging.load(self._id)

    # -- storing ---------------------------------------------------------------------------------

    def _store(self) -> None:
        """Store what was accepted, all or nothing."""
        accepted, self._accepted = self._accepted, []
        self._note(*(one.upload.model_copy(update={"state": "storing"}) for one in accepted))
        before = self._digests()
        report = self._library.take(
            [one.reading for one in accepted],
            replacing={one.reading.path: one.replaces for one in accepted if one.replaces},
            progress=self._progress,
            collection=self._job.collection,
        )
        gone = tuple(sorted(before - self._digests()))
        self._staging.change(self._id, lambda job: job.model_copy(update={"stepped_back": (*job.stepped_back, *gone)}))
        for one, result in zip(accepted, report.files, strict=True):
            hidden = result.outcome == "duplicate" and result.document and self._is_elsewhere(result.document)
            told = FileResult(path="", outcome="duplicate", message=ELSEWHERE) if hidden else result
            self._finish(one.upload, told)
        self._live.stored(self._id)

    def _progress(self, stage: Stage, done: int, total: int, name: str) -> None:
        self._live.at_stage(self._id, stage, done, total)

    def _digests(self) -> set[str]:
        return {one.id for one in self._library.documents() if one.digest}

    def _refuse(self, upload: Upload, message: str, hint: str) -> None:
        self._finish(upload, FileResult(path="", outcome="rejected", message=message, hint=hint))

    def _finish(self, upload: Upload, result: FileResult) -> None:
        """Write what became of a file, then let the file go."""
        told = result.model_copy(update={"path": upload.path})
        self._finished(self._job, told)
        self._note(upload.model_copy(update={"state": "done", "result": told}))
        self._staging.drop_file(self._id, upload)

    def _note(self, *uploads: Upload) -> None:
        self._staging.change(self._id, lambda job: job.with_uploads(*uploads))
