"""Where contestants meet: who takes part, on which interpreters, with which model, and where files are kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.contestant import MODEL_VARIABLE, Passage
from benchmarks.peers.lineup import Entry
from benchmarks.peers.process import ContestantError, Process


@dataclass
class Arena:
    """``failures`` and ``refused`` gather, by contestant, what did not work and what wanted to leave the machine."""

    entries: list[Entry]
    python: Path | None
    model: Path
    folder: Path
    failures: dict[str, str] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)

    def process(self, entry: Entry, more: Mapping[str, str] | None = None) -> Process:
        """A new process of a contestant."""
        python = Path(sys.executable) if entry.ours else self.python
        assert python is not None
        log = self.folder / "logs" / f"{entry.adapter}.log"
        return Process(entry.adapter, python, log, {MODEL_VARIABLE: str(self.model), **(more or {})})

    @contextmanager
    def bearing(self, entry: Entry) -> Iterator[None]:
        """A contestant that fails leaves the tables; the others go on."""
        try:
            yield
        except ContestantError as error:
            self.failures[entry.name] = str(error)

    def standing(self) -> list[Entry]:
        """Those that have not failed."""
        return [one for one in self.entries if one.name not in self.failures]

    def heard(self, entry: Entry, refused: Iterable[str]) -> None:
        """Remember what was refused to a contestant."""
        if found := set(refused):
            self.refused.setdefault(entry.name, set()).update(found)


def write(file: Path, passages: Iterable[Passage]) -> Path:
    """The passages as the file that contestants read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(vars(one), ensure_ascii=False) + "\n" for one in passages)
    return file


def size(folder: Path) -> float:
    """Megabytes that a folder takes on disk."""
    return sum(one.stat().st_blocks for one in folder.rglob("*") if one.is_file()) * 512 / 1e6
