"""One folder taken by several workers at once: who takes which file.

A worker takes whole groups of files: those with the same bytes, and those whose names would give the same document
id. So each worker finds by itself what it has to do, whatever the others have done, and all of them together do what
one would have done.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from index.files import checksum
from ingest.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Shard:
    """Worker ``number`` (from 1) of ``count``."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2/8``: the second of eight; :class:`~ingest.errors.BadRequest` for anything else."""
        number, _, count = text.partition("/")
        if number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
            return cls(int(number), int(count))
        raise BadRequest(f"“{text}” không phải là một phần của công việc.", "Viết i/n với i từ 1 đến n, ví dụ 2/8.")

    def of(self, files: Sequence[Path]) -> list[Path]:
        """The files that this worker takes, in their order."""
        return [file for file, group in zip(files, _groups(files), strict=True) if self._takes(group)]

    def _takes(self, group: str) -> bool:
        return int.from_bytes(sha256(group.encode()).digest()[:8]) % self.count == self.number - 1


def _groups(files: Sequence[Path]) -> list[str]:
    """The group of each file, named by the smallest checksum in it."""
    sums = [_sum(file) for file in files]
    members: dict[str, list[str]] = defaultdict(list)  # what may not be parted, from either end
    for file, checked in zip(files, sums, strict=True):
        stem = f"stem {unicodedata.normalize('NFC', file.stem)}"
        members[stem].append(checked)
        members[checked].append(stem)
    names: dict[str, str] = {}
    for first in sorted(set(sums)):
        reached = [] if first in names else [first]
        while reached:
            one = reached.pop()
            if one not in names:
                names[one] = first
                reached += members[one]
    return [names[one] for one in sums]


def _sum(file: Path) -> str:
    """The checksum of a file, its path where it cannot be read: that is told by whoever takes it."""
    try:
        return checksum(file)
    except OSError:
        return str(file)
