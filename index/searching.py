"""What is held with the index of its state: searched, opened, and made again where it is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.engine import BrokenGenerationError, DenseEngine, open_engine
from index.failures import storage_told
from index.files import exclusive
from index.generation import Generation, Generations
from index.held import Held
from index.latest import Latest
from index.originals import Originals
from index.reranker import Reranker, open_reranker
from index.restoring import finish_restore
from index.runs import Runs, recorded
from index.search import Searcher
from index.store import Store
from index.sync import repair
from index.types import Filters, Mode, RankedPassage
from index.word_use import WordUse
from ingest.errors import CollectionChanged, IndexUnavailable

if TYPE_CHECKING:
    from index.encoder import Encoder

REBUILT = "Chỉ mục thiếu, hỏng hoặc thuộc bản cũ nên được dựng lại từ kho."
TRIES = 5  # states whose index was gone before it could be opened, until that is told


class Searching(Held):
    """Searches a data folder. Encoder and indexes are loaded when first needed.

    Safe from several threads and processes: each reads one state, with the index of that state, while others may
    already serve a newer one.
    """

    def __init__(
        self,
        data: Path,
        encoder: Callable[[], Encoder],
        engine: DenseEngine | None = None,
        reranker: Callable[[], Reranker | None] = open_reranker,
    ) -> None:
        with storage_told():
            finish_restore(data)
            super().__init__(Store(data / "library.db"), Originals(data / "originals"))
        self._generations = Generations(data / "generations", self._store, engine or open_engine())
        self._runs = Runs(self._store)
        self.data = data
        self._writer_lock = data / "writer.lock"
        self._open_encoder = encoder
        self._open_reranker = reranker
        self._loading_encoder = threading.Lock()
        self._loading_generation = threading.Lock()
        self._opening_generation = threading.Lock()
        self._searcher: Searcher | None = None
        self._steady = threading.local()
        self._counts = Latest(self._store.revision, self._store.counts)

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

    def word_use(self) -> WordUse:
        """How often words stand in what is held; :class:`IndexUnavailable` if nothing was taken yet."""
        return WordUse(self._current().generation.lexical)

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
        if self._reranker is not None:
            self._reranker.warm()

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
        return Searcher(self._store, generation, partial(self._encoder_of, generation), reranker=self._reranker)

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

    # -- encoder ---------------------------------------------------------------------------------

    @cached_property
    def _encoder(self) -> Encoder:
        return self._open_encoder()

    @cached_property
    def _reranker(self) -> Reranker | None:
        return self._open_reranker()

    def _loaded_encoder(self) -> Encoder:
        with self._loading_encoder:
            return self._encoder

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

    def index_cost(self) -> int | None:
        """Bytes of vectors on disk a window in the generation served; ``None`` without one."""
        try:
            return self._generations.dense_bytes()
        except BrokenGenerationError:
            return None

    def damage(self) -> str | None:
        """What SQLite finds wrong with the store, ``None`` if it is whole. Reads all of it."""
        return self._store.damage()

    def _whole(self) -> None:
        """Raises :class:`BrokenGenerationError` unless there is a generation of what is held; one searched is one."""
        searcher = self._searcher
        if searcher is None or searcher.revision != self._store.revision():
            self._generations.open_current()


def _changed() -> CollectionChanged:
    return CollectionChanged(
        "Kho văn bản thay đổi liên tục trong lúc tra cứu.", "Chờ một lát rồi làm lại; không có gì bị mất."
    )
