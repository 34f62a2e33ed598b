"""Generations: complete sets of derived indexes, swapped in as one.

A generation is a folder ``generations/<number>`` with a manifest, written aside,
forced onto the disk and then named by the file ``current``. It is disposable:
everything in it can be made again from the store. Whoever has one open keeps it,
even after its folder is gone.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from index import lexical, text
from index.engine import BrokenGenerationError, DenseEngine, DenseSide, LexicalSide, Plan
from index.files import fingerprint, sync_path, sync_tree, write_atomic
from index.store import Store
from ingest.errors import IndexUnavailable
from ingest.types import Frozen

log = logging.getLogger(__name__)

FORMAT = f"5.{text.VERSION}"
"""Changes when a derived index of another format could not be read or compared."""

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
    """The folder of generations, their vectors kept by ``engine``. Building and publishing need the writer lock."""

    def __init__(self, folder: Path, engine: DenseEngine) -> None:
        self._folder = folder
        self._engine = engine
        self._format = f"{FORMAT}.{engine.name}"
        self._pointer = folder / "current"
        folder.mkdir(parents=True, exist_ok=True)

    def current(self) -> int:
        """The number of the published generation, 0 if there is none."""
        try:
            return int(self._pointer.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return 0

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

    def build(self, store: Store, encoder: str, dimensions: int) -> int:
        """Make the next generation from what ``store`` holds, as this thread sees it; returns its number.

        It starts from the current one if that is whole.
        """
        begun = (int(path.stem) for path in self._folder.glob("*.new"))
        number = 1 + max((self.current(), *self._numbers(), *begun))
        aside = self._folder / f"{number}.new"
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
        """Serve this generation from now on, and remove those that nobody can be opening any more."""
        write_atomic(self._pointer, str(number))
        try:
            self._engine.settle(self._folder / str(number) / "dense")
        except IndexUnavailable as error:  # published all the same; the next build settles what is left
            log.warning("generation %d is not settled: %s", number, error)
        older = sorted(one for one in self._numbers() if one < number)
        for old in older[: len(older) + 1 - _KEPT]:
            self.discard(old)
        for unpublished in (one for one in self._numbers() if one > number):
            self.discard(unpublished)
        for aside in self._folder.glob("*.new"):
            self._remove(aside)

    def discard(self, number: int) -> None:
        """Remove a generation that was not published, or is no longer."""
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

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.iterdir() if path.name.isdecimal()]


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
