"""Libraries of any size out of the real passages.

As many passages are real as there are; above that their texts come again with every digit changed. Their vectors
are those of :mod:`benchmarks.drawn`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.passages import RealPassage, real_passages
from benchmarks.report import Scale
from index.encoder import Encoder
from index.library import Library
from index.readings import Reader
from ingest.types import Document, Passage, Reference

YEARS = {"2021": 0.01, "2022": 0.10, "2023": 0.50}
"""Share of the documents of each year of issue, to be filtered by; the others are of another year."""

LONGEST = 400
"""Passages a document: longer ones are cut in two."""

CITATIONS = 8
"""Made-up citations a document, of as many symbols as there are documents up to a thousand."""


@dataclass(frozen=True)
class Stock:
    """Passages of a library, and the files it takes them from: each names a document and where its passages are."""

    passages: Sequence[RealPassage]
    files: Sequence[Path]

    def library(self, data: Path, encoder: Encoder) -> Library:
        reader = Reader(self.read, "1", frozenset({".json"}))
        return Library(data, lambda: encoder, lambda: reader)

    def read(self, path: Path) -> Document:
        number, start, stop = json.loads(path.read_text(encoding="utf-8"))
        return document(number, self.passages[start:stop])


def stock(count: int, scale: Scale, folder: Path) -> Stock:
    """So many passages, as documents described by files in ``folder``."""
    found = real_passages(count, scale)
    whole = len(found)
    found += [changed(found[at % whole], at // whole) for at in range(whole, count)]
    folder.mkdir(parents=True)
    files: list[Path] = []
    start = 0
    for _, group in groupby(found, key=lambda one: one.document):
        stop = start + sum(1 for _ in group)
        for first in range(start, stop, LONGEST):
            number = len(files)
            files.append(folder / f"van-ban-{number:06}.json")
            files[-1].write_text(json.dumps([number, first, min(stop, first + LONGEST)]), encoding="utf-8")
        start = stop
    return Stock(found, files)


def changed(passage: RealPassage, round: int) -> RealPassage:
    """The passage with other figures, in another document."""
    digits = str.maketrans("0123456789", "".join(str((digit + round) % 10) for digit in range(10)))
    name = f"{passage.document}-{round}"
    return RealPassage(f"{passage.id}-{round}", name, passage.title, passage.text.translate(digits))


def year(number: int) -> str:
    """When a document is said to be issued: spread evenly, in the shares of :data:`YEARS`."""
    place = number * 0.6180339887 % 1
    for one, share in YEARS.items():
        if place < share:
            return one
        place -= share
    return "2024"


def document(number: int, passages: Sequence[RealPassage]) -> Document:
    """The passages as a document, with a made-up date and made-up citations."""
    placed, start = [], 0
    for ordinal, one in enumerate(passages):
        end = start + len(one.text)
        placed.append(
            Passage(
                start=start, end=end, ordinal=ordinal, path=(), titles=(), kind="paragraph", context=one.title
            )
        )  # fmt: skip
        start = end + 1
    text = "\n".join(one.text for one in passages)
    cited = [(number * CITATIONS + nth * nth) % 1_000 + 1 for nth in range(CITATIONS)]
    references = [
        Reference(
            quote=text[:1], start=0, end=1, printed=f"{one}/NQ-CP", symbol=f"{one}/NQ-CP", issuer="Chính phủ",
            issued=f"2024-{one % 12 + 1:02}-{one % 28 + 1:02}",
        )
        for one in cited
    ]  # fmt: skip
    return Document(
        id="", source="", sha256="", text=text, passages=tuple(placed), references=tuple(references),
        type="Kế hoạch", issued=f"{year(number)}-03-01",
    )  # fmt: skip
