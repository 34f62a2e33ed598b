"""The library: all that is known of the documents taken, and the only thing the services use.

Here it takes documents and lets them go; what is read of them is :mod:`index.held`, how they are searched
:mod:`index.searching`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index import evaluations, identity, placing, versions
from index.engine import DenseEngine
from index.evaluations import Evaluated
from index.failures import storage_told
from index.files import checksum, exclusive
from index.inbox import Inbox
from index.preparation import Prepared, prepare
from index.readings import FileReading, Reader, read_file
from index.reranker import Reranker, open_reranker
from index.runs import Kind, Run, recorded
from index.searching import Searching
from index.shards import Shard
from index.sync import Sync, expand
from index.types import (
    FileResult,
    Likeness,
    Progress,
    SyncReport,
)
from index.visible import Visible
from ingest.limits import Listener

if TYPE_CHECKING:
    from index.encoder import Encoder

LEFT = "Đã dọn phần chỉ mục dở dang của một lần chạy bị cắt ngang ({})."
RUNS = 10  # told to who asks what happened


def default_reader() -> Reader:
    """The reader of the ingest package."""
    from ingest import pipeline

    return Reader(pipeline.read_document, pipeline.VERSION, pipeline.SUFFIXES)


class Library(Searching):
    """A data folder. Opening it is cheap: encoder and indexes are loaded when first needed.

    Safe from several threads and processes: readers keep what they have open
    while one writer at a time prepares the next generation.
    """

    def __init__(
        self,
        data: Path,
        encoder: Callable[[], Encoder],
        reader: Callable[[], Reader] = default_reader,
        engine: DenseEngine | None = None,
        reranker: Callable[[], Reranker | None] = open_reranker,
    ) -> None:
        super().__init__(data, encoder, engine, reranker)
        self.inbox = Inbox(self._store)
        self._reader = reader

    @classmethod
    def open(cls, data: Path, *, model: str | None = None) -> Self:
        """Open or make the library in the folder ``data``, with the embedding model named ``model``.

        Raises :class:`IndexUnavailable` if a newer program wrote it, or if the engine chosen by the environment
        (see :func:`index.engine.open_engine`) is not set up.
        """

        def encoder() -> Encoder:
            from index.encoder import open_encoder

            return open_encoder(model)

        return cls(data, encoder)

    # -- writing ---------------------------------------------------------------------------------

    def sync(
        self,
        paths: Sequence[Path],
        *,
        progress: Progress | None = None,
        shard: Shard | None = None,
        collection: str | None = None,
    ) -> SyncReport:
        """Take files and folders (recursively; hidden ones are skipped), touching only what changed.

        One file rejected never stops the rest: see the report. Waits for another
        sync to end. A ``shard`` takes its part of them, reading and encoding while other workers store
        theirs; a worker that is killed has its last portion to do again. ``collection`` is where they are put,
        also those held before; ``None`` leaves each where it is.
        Raises :class:`~ingest.errors.ModelUnavailable`.
        """
        reader = self._reader()
        if shard is None:
            return self._sync("sync", progress, lambda run: run.documents(paths, reader), collection=collection)
        found = list(expand(paths, reader.suffixes))
        files = [one for one in found if isinstance(one, FileResult) and shard.number == 1]  # told once
        started = time.monotonic()
        mine = shard.of([one for one in found if isinstance(one, Path)])
        for part in prepare(mine, reader, self._loaded_encoder(), self._store, progress):
            files += self._sync("sync", None, partial(_take, part), part, collection=collection).files
        return self._report(files, started)

    @property
    def reader(self) -> Reader:
        """How files are read."""
        return self._reader()

    def read(self, path: Path, heard: Listener = lambda step: None) -> FileReading:
        """Read a file without taking it, its steps told to ``heard``; raises :class:`~ingest.errors.RejectedFile`."""
        return read_file(path, self._reader(), heard)

    def is_current(self, reading: FileReading) -> bool:
        """Whether reading the file again would give the same."""
        return reading.version == self._reader().version

    def take(
        self,
        readings: Sequence[FileReading],
        *,
        replacing: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        collection: str | None = None,
    ) -> SyncReport:
        """Take files that were read before, in one generation; they must still be where they were read.

        ``replacing`` names, by path, the document that a file takes the place of. ``collection`` is where those that
        were not held before are put. Raises as :meth:`sync`.
        """
        return self._sync("take", progress, lambda run: run.readings(readings, replacing or {}), collection=collection)

    def holder(self, path: Path) -> str | None:
        """The document with the very bytes of a file."""
        return self._store.holder(checksum(path))

    def version_of(self, reading: FileReading, *, collection: str | None = None) -> Likeness | None:
        """The document, of one collection or of all, of which a file holds another version."""
        held = self._store.summaries()
        if collection is not None:
            placed = self.placements()
            held = [one for one in held if placed.get(one.id) == collection]
        return identity.version_of(reading.document, Path(reading.path).name, held)

    def sync_passages(
        self, path: Path, *, progress: Progress | None = None, collection: str | None = None
    ) -> SyncReport:
        """Take a plain passage collection: ``{"id", "title", "text"}`` a line.

        Each id comes back in ``RankedPassage.source_id``; the title is indexed as context.
        """
        return self._sync("sync", progress, lambda run: [run.passages(path)], collection=collection)

    def remove(self, document: str) -> None:
        """Forget a document or collection with its former versions; raises :class:`~ingest.errors.NotFound`.

        That it was removed, and when, is still known.
        """

        def work(run: Sync) -> list[FileResult]:
            run.remove(document)
            return []

        self._sync("remove", None, work)

    def purge(self, document: str) -> None:
        """:meth:`remove`, and leave nothing that was drawn from it in the data folder, nor that it was ever there.

        Also of a document that was removed before. Raises :class:`~ingest.errors.NotFound` if it never was here.
        """
        held = self._store.origin(document) is not None
        if not held and versions.removed(self._store.connection, document) is None:
            raise self._store.unknown(document)
        with self._store.overwriting():
            if held:
                self.remove(document)
            with storage_told(), exclusive(self._writer_lock):
                with self._store.transaction() as connection:
                    versions.forget_removal(connection, document)
                self._generations.forget()
                self._repair()

    def _sync(
        self,
        kind: Kind,
        progress: Progress | None,
        work: Callable[[Sync], list[FileResult]],
        encoder: Encoder | None = None,
        collection: str | None = None,
    ) -> SyncReport:
        started = time.monotonic()
        with storage_told(), exclusive(self._writer_lock), recorded(self._runs, kind, self._clear()):
            open_encoder = self._loaded_encoder if encoder is None else lambda: encoder
            run = Sync(self._store, self._generations, open_encoder, progress, self._originals, collection)
            files = work(run)
            self._originals.keep_only(self._store.bytes_known())
        return self._report(files, started)

    def _report(self, files: Sequence[FileResult], started: float) -> SyncReport:
        counts = self._store.counts()
        return SyncReport(
            files=tuple(files),
            generation=self._generations.current(),
            documents=counts["documents"],
            passages=counts["passages"],
            seconds=time.monotonic() - started,
        )

    # -- collections with their own readers ------------------------------------------------------

    def visible_to(self, collections: frozenset[str]) -> Visible:
        """The library as those see it who read some collections."""
        return Visible(self, collections)

    def place(self, document: str, collection: str) -> None:
        """Put a document held into a collection; raises :class:`~ingest.errors.NotFound`."""
        self._origin(document)
        with self._store.transaction():
            placing.place(self._store, document, collection)

    def placements(self) -> dict[str, str]:
        """The collection of every document, digests that stepped back and plain passage collections included."""
        return placing.placements(self._store)

    def placement_version(self) -> int:
        """Grows with every document put elsewhere."""
        return placing.version(self._store)

    def keep_evaluation(self, one: Evaluated) -> None:
        """Remember what an evaluation said, in the place of the last one of the same model."""
        with storage_told(), self._store.transaction():
            evaluations.note(self._store, one)

    def _clear(self) -> str:
        """Remove what a run cut short has left; says what was found. Needs the writer lock."""
        found = self._generations.leftovers()
        self._generations.clear()
        return LEFT.format(", ".join(found)) if found else ""

    def runs(self, count: int = RUNS) -> list[Run]:
        """The last runs, the newest first."""
        return list(self._runs.last(count))

    def recover(self) -> list[Run]:
        """After a crash: remove what was left half-made, and note which run was cut short; gives the last runs.

        Does nothing while another process writes.
        """
        with storage_told(), exclusive(self._writer_lock, wait=False) as held:
            if held:
                cleared = self._clear()
                if cleared or any(run.outcome is None for run in self._runs.last(1)):
                    self._runs.end(self._runs.begin("repair", cleared))
                self._originals.keep_only(self._store.bytes_known())
        return self.runs()


def _take(part: Prepared, run: Sync) -> list[FileResult]:
    return run.documents(part.paths, part.reader)
