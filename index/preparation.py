"""Files read and their texts encoded ahead of time, so that the writer lock is held for the storing alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import vectors
from index.files import checksum
from index.readings import Reader, read_guarded
from index.store import Store
from index.sync import BATCH, no_progress, steps_told, texts_of
from index.types import Progress, Vectors
from ingest.errors import TracuuError
from ingest.types import Document

if TYPE_CHECKING:
    from index.encoder import Encoder


class Prepared:
    """Some files with what became of reading them, and the vectors of their texts.

    Stands in for the reader and for the encoder of a sync. What changed since, both do as if nothing had been
    prepared.
    """

    def __init__(self, reader: Reader, encoder: Encoder) -> None:
        self.paths: list[Path] = []
        self.reader = Reader(self._read, reader.version, reader.suffixes)
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self.warm, self.encode_query, self.encode_queries = encoder.warm, encoder.encode_query, encoder.encode_queries
        self._actual, self._encoder = reader, encoder
        self._found: dict[str, Document | TracuuError] = {}
        self._texts: dict[bytes, str] = {}
        self._vectors: dict[bytes, Vectors] = {}

    @property
    def full(self) -> bool:
        """Whether there is enough for one generation."""
        return len(self._texts) >= BATCH

    def add(self, path: Path, store: Store, tell: Progress = no_progress) -> None:
        """Read a file, its steps told to ``tell``, unless the store holds it as it is."""
        self.paths.append(path)
        if not path.is_file():
            return
        sha256 = checksum(path)
        holder = store.holder(sha256)
        held = store.origin(holder) if holder is not None else None
        if sha256 in self._found or (held is not None and held.reader == self._actual.version):
            return
        try:
            document = self._found[sha256] = read_guarded(path, self._actual, steps_told(tell, path.name))
        except TracuuError as error:
            self._found[sha256] = error
        else:
            self._texts.update((vectors.key(text), text) for text in texts_of(document))

    def encode(self, store: Store, progress: Progress) -> None:
        """Compute the vectors that the store does not have."""
        keys = vectors.missing(store.connection, self.name, list(self._texts))
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("encode", done, len(keys), "")

        if keys:
            rows = self._encoder.encode_passages([self._texts[key] for key in keys], advance)
            self._vectors = dict(zip(keys, rows, strict=True))

    def _read(self, path: Path) -> Document:
        found = self._found.get(checksum(path))
        if isinstance(found, TracuuError):
            raise found
        return found or self._actual.read(path)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As :class:`~index.encoder.Encoder` says."""
        keys = [vectors.key(text) for text in texts]
        unknown = [text for key, text in zip(keys, texts, strict=True) if key not in self._vectors]
        rows = iter(self._encoder.encode_passages(unknown) if unknown else ())
        found = [self._vectors[key] if key in self._vectors else next(rows) for key in keys]
        if progress:
            progress(len(texts))
        return np.stack(found) if found else np.empty((0, self.dimensions), np.float32)


def prepare(
    paths: Iterable[Path], reader: Reader, encoder: Encoder, store: Store, progress: Progress | None
) -> Iterator[Prepared]:
    """The files in portions of one generation each."""
    tell, wanted = progress or no_progress, list(paths)
    portion = Prepared(reader, encoder)
    for done, path in enumerate(wanted, start=1):
        portion.add(path, store, tell)
        tell("read", done, len(wanted), path.name)
        if portion.full or done == len(wanted):
            portion.encode(store, tell)
            yield portion
            portion = Prepared(reader, encoder)
