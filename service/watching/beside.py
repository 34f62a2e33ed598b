"""Folders watched by a server, beside its answering: by one of its processes, another if that one ends."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import FileResult
from ingest.errors import TracuuError
from service.access.log import Log
from service.loading.logged import log_results
from service.watching.watcher import PAUSE, Manner, Watcher

if TYPE_CHECKING:
    from index.library import Library

SETTING = "TRACUU_WATCH"
"""Names the folders, parted as those of ``PATH``."""

WHO = "(thư mục theo dõi)"
log = logging.getLogger(__name__)


class Watching:
    """The watchers of a server: begun when it starts, ended when it ends."""

    def __init__(self, library: Library, folders: Sequence[Path], audit: Log) -> None:
        self._audit = audit
        self._watchers = [Watcher(library, folder, _told, Manner(understood=False), self._took) for folder in folders]
        self._threads: list[threading.Thread] = []

    @classmethod
    def from_settings(cls, library: Library, audit: Log) -> Watching:
        """Over the folders in ``TRACUU_WATCH``, of which there may be none."""
        return cls(library, [Path(one) for one in os.environ.get(SETTING, "").split(os.pathsep) if one], audit)

    def begin(self) -> None:
        """Watch each folder in a thread."""
        for one in self._watchers:
            one.stop.clear()
        self._threads = [
            threading.Thread(target=_keep_watching, args=(one,), name="tracuu-watch") for one in self._watchers
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop; what is being read is read again at the next start."""
        for one in self._watchers:
            one.stop.set()
        for thread in self._threads:
            thread.join()

    def _took(self, results: Sequence[FileResult]) -> None:
        log_results(self._audit, WHO, results)


def _keep_watching(one: Watcher) -> None:
    """Whatever happens to a folder, it is watched again when it is there again."""
    while not one.stop.is_set():
        try:
            one.run(wait=True)
        except TracuuError as error:
            log.warning("%s", error)
        except Exception:
            log.exception("watching a folder failed")
        one.stop.wait(PAUSE)


def _told(line: str) -> None:
    if not line.lstrip().startswith("!"):  # doubts about a document quote it
        log.info("%s", line)
