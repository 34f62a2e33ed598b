"""Uploads as those see them who read some collections: of theirs every upload, of others none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol

from index.placing import COMMON
from ingest.errors import NotFound
from service.loading.types import Decision, Job, Policy
from service.versions import VersionReport


class Uploads(Protocol):
    """What routes and pages ask of uploads; :class:`Jobs` and :class:`JobsWithin` have it."""

    def collections(self) -> Sequence[str]:
        """Where files may be put."""
        ...

    def start(
        self, files: Sequence[tuple[str, BinaryIO]], *, policy: Policy = "keep", by: str = "", collection: str = COMMON
    ) -> Job:
        """See :meth:`Jobs.start`."""
        ...

    def add(self, id: str, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        """See :meth:`Jobs.add`."""
        ...

    def get(self, id: str) -> Job:
        """See :meth:`Jobs.get`."""
        ...

    def recent(self, count: int) -> list[Job]:
        """See :meth:`Jobs.recent`."""
        ...

    def changes(self, id: str, number: int) -> VersionReport:
        """See :meth:`Jobs.changes`."""
        ...

    def decide(self, id: str, number: int, decision: Decision) -> Job:
        """See :meth:`Jobs.decide`."""
        ...

    def retry(self, id: str) -> Job:
        """See :meth:`Jobs.retry`."""
        ...


class JobsWithin:
    """The uploads into some collections; one into another is not there: :class:`NotFound`."""

    def __init__(self, jobs: Uploads, collections: frozenset[str], names: Callable[[], Sequence[str]]) -> None:
        self._jobs, self._collections, self._names = jobs, collections, names

    def collections(self) -> Sequence[str]:
        """Where files may be put, the common one first."""
        return [name for name in self._names() if name in self._collections]

    def start(
        self, files: Sequence[tuple[str, BinaryIO]], *, policy: Policy = "keep", by: str = "", collection: str = COMMON
    ) -> Job:
        """See :meth:`Jobs.start`; raises :class:`NotFound` for a collection that is not one of these."""
        if collection not in self.collections():
            raise NotFound(f"Không có bộ sưu tập “{collection}”.", "Chọn một bộ sưu tập mà bạn được đọc.")
        return self._jobs.start(files, policy=policy, by=by, collection=collection)

    def add(self, id: str, files: Sequence[tuple[str, BinaryIO]]) -> Job:
        """See :meth:`Jobs.add`."""
        return self._jobs.add(self.get(id).id, files)

    def get(self, id: str) -> Job:
        """See :meth:`Jobs.get`."""
        job = self._jobs.get(id)
        if job.collection not in self._collections:
            raise NotFound("Không có lần nạp này.", "Mã lần nạp nằm trong câu trả lời khi gửi tệp.")
        return job

    def recent(self, count: int) -> list[Job]:
        """See :meth:`Jobs.recent`."""
        return [job for job in self._jobs.recent(count) if job.collection in self._collections]

    def changes(self, id: str, number: int) -> VersionReport:
        """See :meth:`Jobs.changes`."""
        return self._jobs.changes(self.get(id).id, number)

    def decide(self, id: str, number: int, decision: Decision) -> Job:
        """See :meth:`Jobs.decide`."""
        return self._jobs.decide(self.get(id).id, number, decision)

    def retry(self, id: str) -> Job:
        """See :meth:`Jobs.retry`."""
        return self._jobs.retry(self.get(id).id)
