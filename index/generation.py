"""Generations: complete sets of derived indexes, swapped in as one.

A generation is a folder ``generations/<number>`` with a manifest, written aside,
forced onto the disk and then named in the store, in the very transaction that
changes the content: what is searched and what is quoted change at one instant.
It is disposable: everything in it can be made again from the store. Whoever has
one open keeps it, even after its folder is gone.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from index import lexical, text
from index.engine import BrokenGenerationError, DenseEngine, DenseSide, LexicalSide, Plan
from index.files import fingerprint, make_folder, sync_path, sync_tree
from index.store import Store
from ingest.errors import IndexUnavailable
from ingest.types import Frozen

log = logging.getLogger(__name__)

FORMAT = f"5.{text.VERSION}"
"""Changes when a derived index of another format could not be read or compared."""

_PUBLISHED = "generation"
_UNFINISHED = ".new"

_KEPT = 2
"""Generations that stay on disk: the current one, and the one a reader may just be opening."""


class Manifest(Frozen):
    """What a generation holds, to be checked against what is found."""

    number: int
    format: str
    revision: int
    encoder: str
    dimensions: int
    windows: int
    documents: tuple[int, ...]
    files: dict[str, str]


@dataclass(frozen=True)
class Generation:
    """One generation, checked and open for reading."""

    folder: Path
    manifest: Manifest
    lexical: LexicalSide
    dense: DenseSide


class Generations:
    """The folder of generations, their vectors kept by ``engine``.

    Building, publishing, settling and clearing need the writer lock.
    """

    def __init__(self, folder: Path, store: Store, engine: DenseEngine) -> None:
        self._folder = folder
        self._store = store
        self._engine = engine
        self._format = f"{FORMAT}.{engine.name}"

    def current(self) -> int:
        """The number of the published generation, 0 if there is none."""
        number = self._store.setting(_PUBLISHED)
        return int(number) if number else self._of_older_release()

    def _of_older_release(self) -> int:
        """The number in the file that named the current generation before the store did."""
        try:
            return int((self._folder / "current").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return 0

    def open_current(self) -> Generation:
        """The generation that holds what the store holds; raises :class:`BrokenGenerationError`."""
        with self._store.snapshot():
            number, revision = self.current(), self._store.revision()
        generation = self.open(number)
        if generation.manifest.revision != revision:
            raise BrokenGenerationError(f"made at revision {generation.manifest.revision}, not {revision}")
        return generation

    def open(self, number: int) -> Generation:
        """Open and check a generation.

        Raises :class:`BrokenGenerationError`, and :class:`IndexUnavailable` if its engine cannot be reached.
        """
        folder = self._folder / str(number)
        try:
            manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
            if manifest.format != self._format:
                raise BrokenGenerationError(f"format {manifest.format}, expected {self._format}")
            for name, expected in manifest.files.items():
                if fingerprint(folder / name) != expected:
                    raise BrokenGenerationError(f"{name} is damaged")
            postings, nearest = lexical.Lexical(folder / "lexical"), self._engine.open(folder / "dense")
        except (OSError, ValidationError, ValueError, RuntimeError) as error:
            raise BrokenGenerationError(str(error)) from error
        if not postings.windows == nearest.windows == manifest.windows:
            raise BrokenGenerationError("the indexes do not hold what the manifest says")
        return Generation(folder, manifest, postings, nearest)

    def dense_bytes(self) -> int:
        """Bytes on disk a window of the current generation's vectors; raises :class:`BrokenGenerationError`."""
        generation = self.open(self.current())
        files = (path for path in (generation.folder / "dense").rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files) // max(1, generation.manifest.windows)

    def build(self, store: Store, encoder: str, dimensions: int) -> int:
        """Make the next generation from what ``store`` holds, as this thread sees it; returns its number.

        It starts from the current one if that is whole.
        """
        make_folder(self._folder)
        begun = (int(path.stem) for path in self._folder.glob(f"*{_UNFINISHED}"))
        number = 1 + max((self.current(), *self._numbers(), *begun))
        aside = self._folder / f"{number}{_UNFINISHED}"
        aside.mkdir()
        wanted, base = frozenset(store.numbers().values()), self._base()
        windows = _build_lexical(store, aside / "lexical", wanted, base)
        plan = _plan(number, encoder, dimensions, wanted, base)
        dense, expected = self._engine.build(store, aside / "dense", plan), store.window_count()
        if not dense == windows == expected:
            raise AssertionError(f"{dense} vectors and {windows} postings for {expected} windows")
        manifest = Manifest(
            number=number,
            format=self._format,
            revision=store.revision(),
            encoder=encoder,
            dimensions=dimensions,
            windows=windows,
            documents=tuple(sorted(wanted)),
            files=_fingerprints(aside),
        )
        (aside / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
        sync_tree(aside)
        self._check(aside, windows)
        aside.rename(self._folder / str(number))
        sync_path(self._folder)
        return number

    def _base(self) -> Generation | None:
        """The current generation, if it is whole."""
        try:
            return self.open(self.current())
        except BrokenGenerationError:
            return None

    def publish(self, number: int) -> None:
        """Serve this generation once the transaction that this belongs to is committed."""
        self._store.note_setting(_PUBLISHED, str(number))

    def settle(self) -> None:
        """Tidy up after the generation published last: what it no longer holds may go."""
        number = self.current()
        try:
            self._engine.settle(self._folder / str(number) / "dense")
        except IndexUnavailable as error:  # published all the same; the next build settles what is left
            log.warning("generation %d is not settled: %s", number, error)
        self.clear()

    def leftovers(self) -> list[str]:
        """Folders that a run cut short has left: half-built, or built and never published."""
        current = self.current()
        unpublished = [str(one) for one in self._numbers() if one > current]
        return [path.name for path in sorted(self._folder.glob(f"*{_UNFINISHED}"))] + unpublished

    def clear(self) -> None:
        """Remove leftovers, and generations that nobody can be opening any more."""
        older = sorted(one for one in self._numbers() if one < self.current())
        for name in (*map(str, older[: len(older) + 1 - _KEPT]), *self.leftovers()):
            self._remove(self._folder / name)

    def forget(self) -> None:
        """Remove every generation: deleted passages may still stand in the segments of an index."""
        for number in self._numbers():
            self._remove(self._folder / str(number))

    def _remove(self, folder: Path) -> None:
        """Remove a folder and what the engine holds for it; while it cannot be reached both stay for the next time."""
        if not folder.exists():
            return
        try:
            self._engine.forget(folder / "dense", (other / "dense" for other in self._folders() if other != folder))
        except IndexUnavailable as error:
            log.warning("generation in %s is not removed: %s", folder, error)
            return
        shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        return (path for path in self._folder.iterdir() if path.is_dir())

    def _check(self, folder: Path, windows: int) -> None:
        """Open what was written: an engine may not tell that the disk was full when it closed a file."""
        try:
            held = {lexical.Lexical(folder / "lexical").windows, self._engine.open(folder / "dense").windows}
        except (RuntimeError, ValueError, BrokenGenerationError) as error:
            raise OSError(errno.EIO, f"{os.strerror(errno.EIO)}: {error}") from error
        if held != {windows}:
            raise OSError(errno.EIO, f"{os.strerror(errno.EIO)}: {folder} does not hold what was written")

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.glob("*") if path.name.isdecimal()]


def _build_lexical(store: Store, folder: Path, wanted: frozenset[int], base: Generation | None) -> int:
    if base is None:
        return lexical.build(folder, store.entries(sorted(wanted)))
    held = set(base.manifest.documents)
    added = store.entries(sorted(wanted - held))
    return lexical.build(folder, added, base=base.folder / "lexical", gone=held - wanted)


def _plan(number: int, encoder: str, dimensions: int, wanted: frozenset[int], base: Generation | None) -> Plan:
    if base is None or (base.manifest.encoder, base.manifest.dimensions) != (encoder, dimensions):
        return Plan(number, encoder, dimensions, wanted)
    return Plan(number, encoder, dimensions, wanted, base.folder / "dense", frozenset(base.manifest.documents))


def _fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): fingerprint(path) for path in files if path.suffix != ".lock"}
