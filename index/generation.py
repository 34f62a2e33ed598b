"""Generations: complete sets of derived indexes, swapped in as one.

A generation is a folder ``generations/<number>`` with a manifest, written aside,
forced onto the disk and then named by the file ``current``. It is disposable:
everything in it can be made again from the store. Whoever has one open keeps it,
even after its folder is gone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from index import dense, lexical, text, vectors
from index.files import fingerprint, sync_path, sync_tree, write_atomic
from index.store import Store
from ingest.types import Frozen

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


class BrokenGenerationError(Exception):
    """A generation that is missing, incomplete or damaged; never leaves the index package."""


@dataclass(frozen=True)
class Generation:
    """One generation, checked and open for reading."""

    folder: Path
    manifest: Manifest
    lexical: lexical.Lexical
    dense: dense.Dense


class Generations:
    """The folder of generations. Building and publishing need the writer lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"
        folder.mkdir(parents=True, exist_ok=True)

    def current(self) -> int:
        """The number of the published generation, 0 if there is none."""
        try:
            return int(self._pointer.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return 0

    def open(self, number: int) -> Generation:
        """Open and check a generation; raises :class:`BrokenGenerationError`."""
        folder = self._folder / str(number)
        try:
            manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
            if manifest.format != FORMAT:
                raise BrokenGenerationError(f"format {manifest.format}, expected {FORMAT}")
            for name, expected in manifest.files.items():
                if fingerprint(folder / name) != expected:
                    raise BrokenGenerationError(f"{name} is damaged")
            postings, nearest = lexical.Lexical(folder / "lexical"), dense.Dense(folder / "dense")
        except (OSError, ValidationError, ValueError, RuntimeError) as error:
            raise BrokenGenerationError(str(error)) from error
        if not postings.windows == nearest.windows == manifest.windows:
            raise BrokenGenerationError("the indexes do not hold what the manifest says")
        return Generation(folder, manifest, postings, nearest)

    def build(self, store: Store, encoder: str, dimensions: int) -> int:
        """Make the next generation from what ``store`` holds, as this thread sees it; returns its number.

        It starts from the current one if that is whole.
        """
        number = 1 + max((self.current(), *self._numbers()))
        aside = self._folder / f"{number}.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        wanted = set(store.numbers().values())
        base = self._base()
        windows = _build_lexical(store, aside / "lexical", wanted, base)
        _build_dense(store, aside / "dense", wanted, base, encoder, dimensions, windows)
        manifest = Manifest(
            number=number,
            format=FORMAT,
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
        """What the next generation may start from."""
        try:
            return self.open(self.current())
        except BrokenGenerationError:
            return None

    def publish(self, number: int) -> None:
        """Serve this generation from now on, and remove those that nobody can be opening any more."""
        write_atomic(self._pointer, str(number))
        older = sorted(one for one in self._numbers() if one < number)
        for old in older[: len(older) + 1 - _KEPT]:
            shutil.rmtree(self._folder / str(old), ignore_errors=True)
        for unpublished in (one for one in self._numbers() if one > number):
            self.discard(unpublished)
        for aside in self._folder.glob("*.new"):
            shutil.rmtree(aside, ignore_errors=True)

    def discard(self, number: int) -> None:
        """Remove a generation that was built and not published."""
        shutil.rmtree(self._folder / str(number), ignore_errors=True)

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.iterdir() if path.name.isdecimal()]


def _build_lexical(store: Store, folder: Path, wanted: set[int], base: Generation | None) -> int:
    if base is None:
        return lexical.build(folder, store.entries(sorted(wanted)))
    held = set(base.manifest.documents)
    added = store.entries(sorted(wanted - held))
    return lexical.build(folder, added, base=base.folder / "lexical", gone=held - wanted)


def _build_dense(
    store: Store,
    folder: Path,
    wanted: set[int],
    base: Generation | None,
    encoder: str,
    dimensions: int,
    windows: int,
) -> None:
    if base is not None and base.manifest.encoder != encoder:
        base = None
    added = wanted - set(base.manifest.documents if base else ())
    count = store.window_count_of(added)
    rows = vectors.load(store.connection, encoder, added, dimensions)
    held = dense.build(folder, wanted, rows, added=count, base=base.folder / "dense" if base else None)
    expected = store.window_count()
    if not held == windows == expected:
        raise AssertionError(f"{held} vectors and {windows} postings for {expected} windows")


def _fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): fingerprint(path) for path in files if path.suffix != ".lock"}
