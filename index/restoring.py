"""Putting a restored data folder in place, so that a crash at any instant leaves it to be finished.

A backup is unpacked and checked in ``.unpacking-…``, inside the data folder. From then on nothing but
renames is left to do: ``.restoring-T`` says that what is in the folder has to step aside into
``.before-restore-T``, ``.restored-T`` that what is inside has to move up. Either can be repeated, and
whoever opens the folder next does so.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.files import exclusive, make_folder, sync_path

CHECKED, MOVING, ASIDE = ".restoring-", ".restored-", ".before-restore-"


def finish_restore(data: Path) -> None:
    """Finish what a restore has checked and begun; does nothing if there is nothing to finish."""
    if not any(_begun(data)):
        return
    with exclusive(data / "restore.lock"):
        for folder in _begun(data):
            stamp = folder.name.split("-", 1)[1]
            if folder.name.startswith(CHECKED):
                _step_aside(data, data / f"{ASIDE}{stamp}")
                folder = folder.rename(data / f"{MOVING}{stamp}")
                sync_path(data)
            _move(folder.iterdir(), data)
            folder.rmdir()
            sync_path(data)


def standing(data: Path) -> list[Path]:
    """What a restore would have to step aside for: all but locks and what is hidden."""
    return [one for one in data.glob("*") if not one.name.startswith(".") and one.suffix != ".lock"]


def _begun(data: Path) -> list[Path]:
    return [*data.glob(f"{CHECKED}*"), *data.glob(f"{MOVING}*")]


def _step_aside(data: Path, aside: Path) -> None:
    found = standing(data)
    if found:
        make_folder(aside)
        _move(found, aside)


def _move(found: Iterable[Path], folder: Path) -> None:
    for one in list(found):
        one.rename(folder / one.name)
    sync_path(folder)
