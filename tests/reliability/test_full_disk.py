"""A disk that is really full: a small tmpfs, filled up to some bytes, for each operation."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from operations import OPERATIONS, check_unharmed, prepare

from ingest.errors import NotFound, StorageFailed, StorageFull

SIZE = 16 << 20
FREE = (0, 8 << 10, 64 << 10, 160 << 10, 320 << 10, 640 << 10)  # bytes left before each try


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("base")
    prepare(home)
    return home


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with some room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only; the faults of test_faults.py are tried instead")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path, free: int) -> Path:
    """A file that leaves ``free`` bytes."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        room = shutil.disk_usage(folder).free - free
        while room > 0:
            try:
                room -= file.write(b"\x01" * min(room, 1 << 16))
            except OSError:
                break
    return ballast


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_has_no_room_is_told_loses_nothing_and_works_once_there_is(name: str, disk: Path, base: Path) -> None:
    operation, told = OPERATIONS[name], 0
    for free in FREE:
        home = disk / str(free)
        shutil.copytree(base, home)
        ballast = fill(disk, free)
        try:
            operation.act(home)
            acknowledged = True
        except (StorageFull, StorageFailed) as error:
            assert error.message and error.hint
            acknowledged = False
            told += 1
        ballast.unlink()
        check_unharmed(home, but="hai" if name == "remove" else "")
        done = operation.is_done(home)
        assert done or not acknowledged
        try:
            operation.act(home)
        except NotFound:
            assert name == "remove" and done
        assert operation.is_done(home)
        check_unharmed(home, but="hai" if name == "remove" else "")
        shutil.rmtree(home)
    assert told or name == "decision", "the disk was never full"  # one line may fit into the block its file has
