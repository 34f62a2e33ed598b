"""The library: all that is known of the documents taken, and the only thing the services use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from index import identity, placing, versions
from index.engine import BrokenGenerationError, DenseEngine, open_engine
from index.failures import storage_told
from index.files import checksum, exclusive
from index.generation import Generation, Generations
from index.held import Held
from index.latest import Latest
from index.originals import Originals
from index.preparation import Prepared, prepare
from index.readings import FileReading, Reader, read_file
from index.restoring import finish_restore
from index.runs import Kind, Run, Runs, recorded
from index.search import Searcher
from index.shards import Shard
from index.store import Store
from index.sync import Sync, expand, repair
from index.types import (
    FileResult,
    Filters,
    Likeness,
    Mode,
    Progress,
    RankedPassage,
    SyncReport,
)
from index.visible import Visible
from ingest.errors import CollectionChanged, IndexUnavailable
from ingest.limits import Listener

if TYPE_CHECKING:
    from index.encoder import Encoder

LEFT = "Đã dọn phần chỉ mục dở dang của một lần chạy bị cắt ngang ({})."
REBUILT = "Chỉ mục thiếu, hỏng hoặc thuộc bản cũ nên được dựng lại từ kho."
RUNS = 10  # told to who asks what happened
TRIES = 5  # states whose index was gone before it could be opened, until that is told


def default_reader() -> Reader:
    """The reader of the ingest package."""
    from ingest import pipeline

    return Reader(pipeline.read_document, pipeline.VERSION, pipeline.SUFFIXES)


class Library(Held):
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
    ) -> None:
        with storage_told():
            finish_restore(data)
            super().__init__(Store(data / "library.db"), Originals(data / "originals"))
        self._generations = Generations(data / "generations", self._store, engine or open_engine())
        self._runs = Runs(self._store)
        self.data = data
        self._writer_lock = data / "writer.lock"
        self._open_encoder = encoder
        self._reader = reader
        self._loading_encoder = threading.Lock()
        self._loading_generation = threading.Lock()
        self._opening_generation = threading.Lock()
        self._searcher: Searcher | None = None
        self._steady = threading.local()
        self._counts = Latest(self._store.revision, self._store.counts)

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

    @cached_property
    def _encoder(self) -> Encoder:
        return self._open_encoder()

    def _loaded_encoder(self) -> Encoder:
        with self._loading_encoder:
            return self._encoder

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

    # -- searching -------------------------------------------------------------------------------

    def search(
        self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[RankedPassage]:
        """The ``k`` best passages for ``query``, best first.

        Raises :class:`IndexUnavailable` if nothing was taken yet.
        """
        return self.search_many([query], k=k, mode=mode, filters=filters)[0]

    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[RankedPassage]]:
        """:meth:`search` for many questions at once, encoded together."""
        if not queries:
            return []
        self._current()  # whatever has to be repaired first cannot be within
        with self.steady():
            return self._current().search(queries, k, mode, filters)

    @contextmanager
    def steady(self, *, searching: bool = True) -> Iterator[None]:
        """All that this thread reads and searches within is of one state, whatever others change meanwhile.

        Nothing can be written within. Where there will be any ``searching`` the index is opened at the beginning:
        after two changes it is gone. Raises :class:`CollectionChanged` if that was too late, again and again.
        """
        if self._is_steady():
            yield
            return
        before = None
        for _ in range(TRIES):
            with self._store.snapshot():
                revision = self._store.revision()  # the state begins with the first read
                self._steady.on = True
                try:
                    # the same state again: its index is not gone, there is none that is whole, as a search will tell
                    if not searching or revision == before or self._opens(revision):
                        yield
                        return
                finally:
                    self._steady.__dict__.clear()
            before = revision
        raise _changed()

    def _opens(self, revision: int) -> bool:
        """Whether the index of the state that this thread holds on to can be had, without making it again."""
        with suppress(IndexUnavailable):  # its engine cannot be reached, as a search will tell
            try:
                self._steady.searcher = self._of_state(revision)
            except BrokenGenerationError:
                return False
        return True

    def _is_steady(self) -> bool:
        return getattr(self._steady, "on", False)

    def warm(self) -> None:
        """Load now what the first question would load: for a service that will get many.

        Raises :class:`IndexUnavailable` if nothing was taken yet.
        """
        self._encoder_of(self._current().generation).warm()

    def _current(self) -> Searcher:
        """The searcher of what the store holds, as this thread sees it."""
        if self._is_steady():
            return self._held_on_to()
        searcher = self._searcher
        if searcher is None or searcher.revision != self._store.revision():
            with self._loading_generation:
                searcher = self._searcher = self._load()
        return searcher

    def _held_on_to(self) -> Searcher:
        """The searcher of the state that this thread holds on to, while others may already serve a newer one."""
        held: Searcher | None = getattr(self._steady, "searcher", None)
        if held is None:
            held = self._steady.searcher = self._opened_or_repaired(self._store.revision())
        return held

    def _opened_or_repaired(self, revision: int) -> Searcher:
        try:
            return self._of_state(revision)
        except BrokenGenerationError:  # repairing writes, for which this thread would have to let go
            with ThreadPoolExecutor(max_workers=1) as beside:
                found = beside.submit(self._load).result()
        if found.revision != revision:
            raise _changed()
        return found

    def _of_state(self, revision: int) -> Searcher:
        """The searcher of the state that this thread sees; opened once for all who see it."""
        with self._opening_generation:
            found = self._searcher
            if found is None or found.revision != revision:
                found = self._opened()
                if self._searcher is None or self._searcher.revision < revision:
                    self._searcher = found
            return found

    def _opened(self) -> Searcher:
        generation = self._generations.open_current()
        return Searcher(self._store, generation, partial(self._encoder_of, generation))

    def _load(self) -> Searcher:
        for wait in (False, True, True):
            with suppress(BrokenGenerationError):
                return self._opened()
            with storage_told(), exclusive(self._writer_lock, wait=wait) as held:
                if held:
                    self._repair()
        raise IndexUnavailable("Chưa có chỉ mục để tra cứu.", "Hãy nạp văn bản bằng lệnh tracuu sync.")

    def _repair(self) -> None:
        """Make the derived indexes again unless somebody has meanwhile; needs the writer lock."""
        if self._store.setting("encoder") is None:
            return
        try:
            self._generations.open_current()
        except BrokenGenerationError:
            with recorded(self._runs, "repair", REBUILT):
                repair(self._store, self._generations)

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

    # -- state -----------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """Counts, generation, encoder and ``problems`` (in words), for doctor and readiness."""
        problems: list[str] = []
        try:
            self._whole()
        except BrokenGenerationError:
            if self._store.setting("encoder") is None:
                problems.append("Chưa nạp văn bản nào; hãy chạy tracuu sync.")
            else:
                problems.append("Chỉ mục thiếu hoặc hỏng; lần tra cứu tới sẽ tự dựng lại.")
        except IndexUnavailable as error:
            problems.append(str(error))
        return {
            **self._counts(),
            "generation": self._generations.current(),
            "encoder": self._store.setting("encoder"),
            "problems": problems,
        }

    def damage(self) -> str | None:
        """What SQLite finds wrong with the store, ``None`` if it is whole. Reads all of it."""
        return self._store.damage()

    def _whole(self) -> None:
        """Raises :class:`BrokenGenerationError` unless there is a generation of what is held; one searched is one."""
        searcher = self._searcher
        if searcher is None or searcher.revision != self._store.revision():
            self._generations.open_current()

    def _encoder_of(self, generation: Generation) -> Encoder:
        """The encoder, if it is the one that made the vectors of a generation."""
        encoder, served = self._loaded_encoder(), generation.manifest.encoder
        if served != encoder.name:
            raise IndexUnavailable(
                f"Chỉ mục được lập bằng mô hình “{served}”, còn mô hình đang dùng là “{encoder.name}”.",
                "Hãy khởi động lại với TRACUU_MODEL như khi nạp, hoặc chạy lại tracuu sync "
                "để lập chỉ mục bằng mô hình đang dùng.",
            )
        return encoder


def _changed() -> CollectionChanged:
    return CollectionChanged(
        "Kho văn bản thay đổi liên tục trong lúc tra cứu.", "Chờ một lát rồi làm lại; không có gì bị mất."
    )


def _take(part: Prepared, run: Sync) -> list[FileResult]:
    return run.documents(part.paths, part.reader)
