"""The files as they were taken, under the hash of their bytes: what a reader opens beside the text."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from index.files import checksum, make_folder, removed_if_failed, sync_path


class Originals:
    """A folder of files named by their sha256; a name always stands for the same bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: Path, sha256: str) -> None:
        """Copy a file in; on disk when it returns. A file that has changed meanwhile is left out."""
        kept = self._folder / sha256
        if kept.is_file():
            return
        make_folder(self._folder)
        aside = self._folder / f".{sha256}.{os.getpid()}"
        with removed_if_failed(aside):
            shutil.copyfile(path, aside)
            if checksum(aside) != sha256:
                aside.unlink()
                return
            sync_path(aside)
            aside.replace(kept)
        sync_path(self._folder)

    def find(self, sha256: str) -> Path | None:
        """The kept file, or ``None`` where it was taken before originals were kept."""
        kept = self._folder / sha256
        return kept if kept.is_file() else None

    def keep_only(self, known: Collection[str]) -> None:
        """Forget the files that nothing was read from any more."""
        for file in self._folder.glob("*"):
            if file.name not in known:
                file.unlink(missing_ok=True)
