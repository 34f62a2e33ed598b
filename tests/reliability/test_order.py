"""What a power cut may not reorder: a file's bytes are forced out before its name is, and the name before the answer.

Every rename, folder and fsync of an operation is recorded as it is called; what a rename brings in place must have
been forced out since it was last written, and the folder with the new name after it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doubles import open_library
from operations import write

from service.audit.decisions import Decisions
from service.backup import backup, restore
from service.loading import Jobs

PASSING = (".lock", "-wal", "-shm", "-journal", "library.db")  # SQLite sees to its own files


class Recorder:
    """What is called, in order: fsync, mkdir and rename, each with its path by the name that it has at the end."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = str(home)
        self.calls: list[tuple[str, str, int]] = []
        self.early: list[str] = []
        """Files that got their name before they were on disk."""
        for name in ("rename", "replace"):
            patch.setattr(os, name, self._renaming(getattr(os, name)))
        patch.setattr(os, "fsync", self._forcing(os.fsync))
        patch.setattr(os, "mkdir", self._making(os.mkdir))

    def _renaming(self, real: Callable[..., None]) -> Callable[..., None]:
        def rename(source: Any, target: Any, **options: Any) -> None:
            if str(source).startswith(self.home) and ".copies" not in str(source):
                self.early += [file for file, size in _files(Path(source)) if not self._forced(file, size)]
            real(source, target, **options)
            self.calls = [(call, _followed(path, str(source), str(target)), size) for call, path, size in self.calls]
            self.calls.append(("rename", str(target), 0))

        return rename

    def _forcing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def fsync(descriptor: int) -> None:
            real(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            self.calls.append(("fsync", str(path), path.stat().st_size if path.is_file() else 0))

        return fsync

    def _making(self, real: Callable[..., None]) -> Callable[..., None]:
        def mkdir(path: Any, *arguments: Any, **options: Any) -> None:
            real(path, *arguments, **options)
            self.calls.append(("mkdir", str(path), 0))

        return mkdir

    def check(self) -> int:
        """How many names were brought in place, all of them in the order that a power cut cannot spoil."""
        assert self.early == []
        names = [
            (at, path)
            for at, (call, path, _) in enumerate(self.calls)
            if call != "fsync" and path.startswith(self.home) and ".copies" not in path and Path(path).exists()
        ]
        for at, path in names:
            folder = str(Path(path).parent)
            assert any(call == "fsync" and where == folder for call, where, _ in self.calls[at:]), (
                f"the name {path} is not on disk when the call returns"
            )
        return sum(self.calls[at][0] == "rename" for at, _ in names)

    def _forced(self, file: str, size: int) -> bool:
        if file.endswith(PASSING):
            return True
        return [found for call, path, found in self.calls if call == "fsync" and path == file][-1:] == [size]


def _files(path: Path) -> list[tuple[str, int]]:
    """The files at or under a path, with their sizes."""
    found = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return [(str(one), one.stat().st_size) for one in found]


def _followed(path: str, source: str, target: str) -> str:
    """A path recorded before, by its present name."""
    inside = path == source or path.startswith(source + os.sep)
    return target + path.removeprefix(source) if inside else path


def _sync(home: Path) -> None:
    open_library(home / "data").sync([home / "them"])


def _upload(home: Path) -> None:
    jobs = Jobs(open_library(home / "data"))
    jobs._submit = lambda id: None  # type: ignore[method-assign]
    jobs.start([("ba.txt", io.BytesIO((home / "them" / "ba.txt").read_bytes()))])


def _backup(home: Path) -> None:
    open_library(home / "data").sync([home / "them"])
    backup(home / "data", home / "sau.zip")


def _restore(home: Path) -> None:
    _backup(home)
    restore(home / "sau.zip", home / "moi")


def _decide(home: Path) -> None:
    Decisions(home / "data").take("phat-hien", "accepted")


@pytest.mark.parametrize(
    ("operation", "renames"), [(_sync, 2), (_upload, 1), (_backup, 3), (_restore, 4), (_decide, 0)]
)
def test_nothing_is_in_place_before_it_is_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: Callable[[Path], None], renames: int
) -> None:
    write(tmp_path / "them", "ba.txt", "ba")
    recorder = Recorder(tmp_path, monkeypatch)
    operation(tmp_path)
    assert recorder.check() >= renames


def test_a_decision_is_on_disk_when_it_is_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(tmp_path, monkeypatch)
    _decide(tmp_path)
    file = tmp_path / "data" / "decisions.jsonl"
    assert ("fsync", str(file), file.stat().st_size) in recorder.calls
    assert recorder.calls[-1][:2] == ("fsync", str(file.parent))


def test_a_decision_after_one_cut_short_stands_by_itself(tmp_path: Path) -> None:
    decisions = Decisions(tmp_path)
    decisions.take("mot", "accepted")
    with (tmp_path / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"finding": "hai", "verd')
    Decisions(tmp_path).take("ba", "accepted")
    assert Decisions(tmp_path).of("mot") and Decisions(tmp_path).of("ba") and not Decisions(tmp_path).of("hai")
