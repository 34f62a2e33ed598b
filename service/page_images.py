"""Pages of the originals as images, made once in a worker and kept in the data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.files import write_atomic
from ingest import worker
from ingest.errors import NotFound
from ingest.readers import actual_suffix
from ingest.readers.pages import PAGED
from ingest.settings import number

WIDTH = 1240
"""Dots across: A4 at 150 dpi, at which 8-point type is read with ease."""

MOST_BYTES = round(number("TRACUU_PAGES_MEGABYTES", 300) * 1_000_000)
"""What all kept images may take: some 2,000 pages. The longest unread go first."""


class Originals(Protocol):
    """What is asked of the library."""

    @property
    def data(self) -> Path:
        """The data folder."""
        ...

    def source(self, document: str) -> str:
        """The name of its file."""
        ...

    def original(self, document: str) -> Path | None:
        """The file it was read from."""
        ...


def has_pages(source: str) -> bool:
    """Whether a file of this name has fixed pages that can be shown: a PDF or a picture."""
    return Path(source).suffix.lower() in PAGED


@dataclass(frozen=True)
class Original:
    """The file a document was read from: its bytes, and the name it had."""

    path: Path
    name: str


def original_of(library: Originals, id: str) -> Original:
    """The original of a document; :class:`NotFound` says why there is none."""
    path = library.original(id)
    if path is None:
        raise NotFound("Không còn giữ tệp gốc của văn bản này.", "Hãy nạp lại tệp gốc.")
    return Original(path, library.source(id))


class PageImages:
    """Images of pages, under the hash of the original, which names its bytes for good."""

    def __init__(self, library: Originals, most: int = MOST_BYTES) -> None:
        self._library = library
        self._folder = library.data / "pages"
        self._most = most

    def page(self, id: str, number: int) -> Path:
        """Page ``number`` (from 1) of a document as a PNG file.

        Raises :class:`NotFound` for an unknown document, a page it has not and a file without fixed pages, and
        :class:`~ingest.errors.RejectedFile` for a page that cannot be shown.
        """
        original = original_of(self._library, id)
        kept = self._folder / f"{original.path.name}-{number}-{WIDTH}.png"
        if kept.is_file():
            os.utime(kept)  # so that what is read stays
            return kept
        data = original.path.read_bytes()
        suffix = actual_suffix(data, original.name)
        self._keep(kept, worker.picture_of_page(suffix, data, number, WIDTH, original.name))
        return kept

    def _keep(self, file: Path, image: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_room(len(image))
        write_atomic(file, image)

    def _make_room(self, wanted: int) -> None:
        """Forgets the images read longest ago until ``wanted`` bytes more are allowed."""
        kept = sorted(((stat.st_mtime, stat.st_size, file) for file, stat in self._files()))
        taken = sum(size for _, size, _ in kept)
        for _, size, file in kept:
            if taken + wanted <= self._most:
                return
            file.unlink(missing_ok=True)
            taken -= size

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for file in self._folder.glob("*.png"):
            try:
                found.append((file, file.stat()))
            except FileNotFoundError:  # another request has just made room
                continue
        return found
