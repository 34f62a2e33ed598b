"""Takes in what is put into a folder, by itself: each file once, when it is whole, and again when it changes.

What became of each file is noted in the store after the file was taken: whoever goes on after a crash takes again
what was being taken then, which changes nothing. One watcher a folder; syncs and uploads of others take their turns.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from index.failures import storage_told
from index.files import exclusive
from index.inbox import Noted, Stamp
from index.shards import Shard
from index.types import FileResult, Stage
from ingest.errors import BadRequest, NotFound, TracuuError
from service.loading.live import Stopped
from service.watching import telling
from service.watching.wholeness import hindrance, stamps

if TYPE_CHECKING:
    from index.library import Library

TOGETHER = 8  # files made searchable in one generation, and what a kill can cost
PAUSE = 30.0  # seconds until something that failed for all files is tried again
WAKE = 1.0  # seconds between two looks at files that are still coming
UNFORESEEN = TracuuError("Có lỗi ngoài dự kiến.", "Gửi tệp tracuu.log trong thư mục dữ liệu cho người quản trị.")
log = logging.getLogger(__name__)
ALONE = Shard(1, 1)  # a worker that takes every file reads before it locks, so that others can write meanwhile


@dataclass(frozen=True)
class Manner:
    """How a folder is watched; times in seconds.

    ``poll`` looks every so often instead of waiting to be told by the system, which network shares do not do.
    ``settle`` is how long a file has to stay as it is. ``remove`` also takes out of the library what goes from the
    folder. ``every`` is when all is looked at even if nothing was told. ``understood``: what was read out of each
    document is told, too.
    """

    poll: float | None = None
    settle: float = 2.0
    remove: bool = False
    collection: str | None = None
    every: float = 60.0
    understood: bool = True


class Watcher:
    """Watches one folder for a library.

    ``say`` is told what happens, line by line, ``took`` what became of files, ``removed`` which document went.
    """

    def __init__(
        self,
        library: Library,
        folder: Path,
        say: Callable[[str], None],
        manner: Manner = Manner(),
        took: Callable[[Sequence[FileResult]], None] = lambda results: None,
        removed: Callable[[str], None] = lambda document: None,
    ) -> None:
        self.folder = folder.resolve()
        self.stop = threading.Event()
        self._library, self._say, self._manner = library, say, manner
        self._took, self._removed = took, removed
        self._noted: dict[str, Noted] = {}
        self._coming: dict[str, tuple[Stamp | None, float]] = {}
        """Files not yet noted as they are, and since when they have been so; ``None``: gone."""
        self._told: dict[str, str] = {}
        self._rest_until = self._looked = -math.inf

    def run(self, *, wait: bool = False) -> None:
        """Watch until :attr:`stop` is set; what is in the folder already is taken first.

        Raises :class:`NotFound` if there is no such folder, and :class:`BadRequest` if another process watches it
        or the data folder is in it; with ``wait`` its turn is waited for.
        """
        if not self.folder.is_dir():
            raise NotFound(f"Không thấy thư mục {self.folder}.", "Kiểm tra đường dẫn, hoặc nối lại ổ mạng.")
        data = self._library.data.resolve()
        if data.is_relative_to(self.folder) or self.folder.is_relative_to(data):
            raise BadRequest("Không theo dõi được thư mục chứa chính dữ liệu của Tra cứu.", "Chọn một thư mục riêng.")
        name = f"watch-{sha256(str(self.folder).encode()).hexdigest()[:16]}.lock"
        while not self.stop.is_set():
            with exclusive(self._library.data / name, wait=False) as alone:
                if alone:
                    return self._watch()
            if not wait:
                raise BadRequest(
                    f"Đã có một tiến trình khác theo dõi thư mục {self.folder}.",
                    "Không cần chạy thêm; nếu muốn thay, hãy dừng tiến trình kia trước.",
                )
            self.stop.wait(PAUSE)
        return None

    def _watch(self) -> None:
        self._noted = self._library.inbox.under(self.folder)
        self._say(telling.begins(self.folder, self._noted.values(), self._manner.poll))
        with suppress(Stopped):
            for told in self._wakes():
                if self._is_time(told):
                    self._looked = time.monotonic()
                    self.look()
        self._say(f"Thôi theo dõi {self.folder}.")

    def _is_time(self, told: bool) -> bool:
        """Whether to look now; a file that stays open for hours is not looked at every second."""
        now = time.monotonic()
        soon = self._manner.settle + 3 * WAKE
        pressing = any(now - since < soon for _, since in self._coming.values())
        return now >= self._rest_until and (told or pressing or now - self._looked >= self._manner.every)

    def _wakes(self) -> Iterator[bool]:
        """Comes back again and again until stopped; whether something was told to have changed."""
        yield True
        if self._manner.poll is None:
            yield from self._told_by_the_system()
        while not self.stop.wait(self._manner.poll or PAUSE):
            yield True

    def _told_by_the_system(self) -> Iterator[bool]:
        from watchfiles import watch

        try:
            for changes in watch(
                self.folder,
                watch_filter=None,
                debounce=500,
                stop_event=self.stop,
                rust_timeout=int(1000 * WAKE),
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=False,
                ignore_permission_denied=True,
            ):
                yield bool(changes)
        except OSError as error:  # too many folders for the system to watch, or a file system that tells nothing
            self._once("system", telling.polls_instead(PAUSE, error))

    # -- looking ---------------------------------------------------------------------------------

    def look(self) -> None:
        """One look: take what is new and whole, tell of what is gone."""
        reader = self._library.reader
        try:
            found = stamps(self.folder, reader.suffixes, reader.version)
        except OSError as error:
            self._once("folder", telling.unreadable(self.folder, error))
            return
        self._told.pop("folder", None)
        ready = self._settled(found)
        whole = [path for path in ready if path in found and self._is_whole(path)]
        for start in range(0, len(whole), TOGETHER):
            self._check()
            if not self._take(whole[start : start + TOGETHER], found):
                return
        gone = [path for path in ready if path not in found]
        if gone and found:
            self._tell_gone(gone, found)
        elif gone:  # a share that came off looks like this, and everything must not go with it
            self._once("empty", telling.empty(self.folder, len(gone)))

    def _settled(self, found: dict[str, Stamp]) -> list[str]:
        """The files that are not as noted and have been as they are for long enough."""
        now = time.monotonic()
        changed: dict[str, Stamp | None] = {
            path: stamp for path, stamp in found.items() if path not in self._noted or self._noted[path].stamp != stamp
        }
        changed |= {path: None for path in self._noted if path not in found}
        before = self._coming
        self._coming = {
            path: before[path] if path in before and before[path][0] == stamp else (stamp, now)
            for path, stamp in changed.items()
        }
        return [path for path, (_, since) in self._coming.items() if now - since >= self._manner.settle]

    def _is_whole(self, path: str) -> bool:
        why = hindrance(Path(path))
        if why:
            self._once(path, f"chờ          {self._name(path)}: {why}.")
        else:
            self._told.pop(path, None)
        return not why

    # -- taking ----------------------------------------------------------------------------------

    def _take(self, paths: list[str], found: dict[str, Stamp]) -> bool:
        """Take files together; whether it went well. What failed for all of them is tried again after a pause."""
        files, collection = [Path(path) for path in paths], self._manner.collection
        try:
            with storage_told():
                report = self._library.sync(files, shard=ALONE, progress=self._progress, collection=collection)
                results = [one for one in report.files if one.document or Path(one.path).is_file()]
                self._note(results, found)
        except FileNotFoundError:
            return False  # one went away while it was read: the next look knows
        except TracuuError as error:
            self._postpone(error)
            return False
        except Exception:
            log.exception("cannot take %s", ", ".join(paths))
            self._postpone(UNFORESEEN)
            return False
        self._told.pop("failure", None)
        self._took(results)
        for result in results:
            for line in telling.taken(
                result, self._name(result.path), self._library if self._manner.understood else None
            ):
                self._say(line)
        return True

    def _postpone(self, error: TracuuError) -> None:
        self._once("failure", telling.postponed(error, PAUSE))
        self._rest_until, self._looked = time.monotonic() + PAUSE, -math.inf

    def _note(self, results: Sequence[FileResult], found: dict[str, Stamp]) -> None:
        """Keep what became of files, as they were when they were looked at: what changed since is taken again."""
        noted = {
            result.path: Noted(found[result.path], result.document, result.message, result.hint) for result in results
        }
        self._library.inbox.note(noted)
        self._noted |= noted
        for result in results:
            self._coming.pop(result.path, None)

    def _progress(self, stage: Stage, done: int, total: int, name: str) -> None:
        if stage != "index":  # what is being stored is stored to its end
            self._check()

    def _check(self) -> None:
        if self.stop.is_set():
            raise Stopped

    # -- what is gone ----------------------------------------------------------------------------

    def _tell_gone(self, gone: list[str], found: dict[str, Stamp]) -> None:
        """Say of each file that went what becomes of its document; take it out if that is wished."""
        kept = {one.document: one.path for one in self._library.kept()}
        again: list[str] = []
        for path in gone:
            document = self._noted[path].document
            if document is None or kept.get(document) != path:
                continue  # it never was in, or is in by another file by now: renamed, or the same twice
            others = [other for other, one in self._noted.items() if one.document == document and other in found]
            if others:
                again += others  # taken again, one of them stands for the document
            elif self._manner.remove:
                self._remove(document, path)
            else:
                self._say(telling.gone(self._name(path), document))
        if again:
            self._looked = -math.inf
        self._library.inbox.forget([*gone, *again])
        for path in (*gone, *again):
            self._noted.pop(path, None)
            self._coming.pop(path, None)

    def _remove(self, document: str, path: str) -> None:
        with suppress(NotFound):  # somebody else was first
            self._library.remove(document)
            self._removed(document)
        self._say(telling.removed(self._name(path), document))

    # -- telling ---------------------------------------------------------------------------------

    def _name(self, path: str) -> str:
        return str(Path(path).relative_to(self.folder)) if Path(path).is_relative_to(self.folder) else path

    def _once(self, what: str, line: str) -> None:
        """Say something of a kind unless it was the last said of it."""
        if self._told.get(what) != line:
            self._told[what] = line
            self._say(line)
