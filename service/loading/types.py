"""What an upload is: a job of files, each with what is done to it and what became of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from index.placing import COMMON
from index.types import DocumentSummary, FileResult, Likeness, Stage
from ingest.errors import NotFound
from ingest.limits import Step
from ingest.types import Frozen

Policy = Literal["ask", "replace", "keep"]
"""What to do with another version of a document that is held: ask first, put it in its place, keep both."""

Decision = Literal["replace", "keep", "drop"]
"""The answer to such a question: replace the document held, keep both, do not take the file."""

JobState = Literal["waiting", "running", "asking", "done", "failed"]
FileState = Literal["waiting", "reading", "read", "asking", "storing", "done"]


class Upload(Frozen):
    """One file of an upload.

    ``result`` says what became of it, once it is ``done``; of a file that was not taken because
    somebody decided so it stays ``None``. ``understood`` is what was read in it. ``version_of`` is the
    document held of which it is another version.
    """

    number: int = Field(ge=0, description="position in the job, from 0")
    name: str = Field(description="file name")
    folder: str = Field(default="", description="where it stood on the sender's machine, if he sent a folder")
    size: int = Field(description="bytes")
    state: FileState = "waiting"
    step: Step | None = Field(default=None, description="what the reading is at, while it goes on")
    understood: DocumentSummary | None = None
    version_of: Likeness | None = None
    decision: Decision | None = None
    result: FileResult | None = None

    @property
    def path(self) -> str:
        """The name with the folder it came in."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


class Job(Frozen):
    """One upload; ``done`` of ``total`` files are finished, and those stand in ``files``.

    ``asking``: every file is finished or waits for a :data:`Decision`. ``failed``: what was not
    finished is still there and can be tried again; ``message`` says why.
    """

    id: str
    state: JobState = "waiting"
    done: int = 0
    total: int = 0
    files: tuple[FileResult, ...] = ()
    message: str = ""
    hint: str = ""
    started: str = Field(default="", description="UTC, ISO 8601")
    policy: Policy = "keep"
    by: str = Field(default="", description="tên tài khoản đã gửi")
    collection: str = Field(default=COMMON, description="bộ sưu tập nhận các tệp")
    uploads: tuple[Upload, ...] = ()
    stepped_back: tuple[str, ...] = Field(default=(), description="digests of ours whose originals came")
    stage: Stage | None = Field(default=None, description="what is done to all files together, while it goes on")
    stage_done: int = 0
    stage_total: int = 0

    @property
    def finished(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in ("asking", "done", "failed")

    def upload(self, number: int) -> Upload:
        """A file by its number; raises :class:`NotFound`."""
        if not 0 <= number < len(self.uploads):
            raise NotFound("Không có tệp này trong lần nạp.", "Xem lại trang của lần nạp.")
        return self.uploads[number]

    def with_uploads(self, *uploads: Upload) -> Job:
        """The job with these files in the place of those with their numbers."""
        changed = {upload.number: upload for upload in uploads}
        kept = tuple(changed.get(upload.number, upload) for upload in self.uploads)
        return self.model_copy(update={"uploads": kept}).settled()

    def settled(self) -> Job:
        """The job with its state and counts as its files have them."""
        states = {upload.state for upload in self.uploads}
        state: JobState = "running"
        if states <= {"asking", "done"}:
            state = "asking" if "asking" in states else "done"
        elif states == {"waiting"}:
            state = "waiting"
        over = [upload for upload in self.uploads if upload.state == "done"]
        return self.model_copy(
            update={
                "state": state,
                "done": len(over),
                "total": len(self.uploads),
                "files": tuple(upload.result for upload in over if upload.result),
                "message": "",
                "hint": "",
            }
        )
