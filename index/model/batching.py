"""Texts in, token batches out: one spelling, no text twice, little padding."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import Vectors

Tokens = npt.NDArray[np.int64]
LENGTH_STEP = 8  # lengths are padded up to a multiple: engines that compile per shape meet few


def prepared(text: str) -> str:
    """The text as a model sees it: NFC, single spaces, no NUL, no lone surrogate."""
    valid = text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFC", valid).split())


@dataclass(frozen=True)
class Distinct:
    """The different texts of one call, prepared, and the positions at which each stands."""

    texts: list[str]
    positions: list[list[int]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Distinct:
        """Collects equal texts (equal once prepared), in order of first appearance."""
        places: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            places.setdefault(prepared(text), []).append(at)
        return cls(list(places), list(places.values()))

    def put(self, vectors: Vectors, rows: Iterable[int], found: Vectors) -> int:
        """Writes each vector wherever its text stands; the number of places written."""
        done = 0
        for row, vector in zip(rows, found, strict=True):
            vectors[self.positions[row]] = vector
            done += len(self.positions[row])
        return done


def packed(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Positions grouped by similar length, at most ``budget`` padded tokens a group.

    Longest first, so that the largest memory is asked for at the start, not at the end.
    """
    group: list[int] = []
    width = 0
    for position in sorted(range(len(lengths)), key=lambda at: (-lengths[at], at)):
        if group and width * (len(group) + 1) > budget:
            yield group
            group = []
        if not group:
            width = padded_length(lengths[position])
        group.append(position)
    if group:
        yield group


def padded_length(length: int) -> int:
    """The length that a row of ``length`` tokens is padded to."""
    return -(-length // LENGTH_STEP) * LENGTH_STEP


def matrices(rows: Sequence[Sequence[int]], pad: int) -> tuple[Tokens, Tokens]:
    """Token ids and attention mask of one batch, ``(rows, padded length)`` each."""
    width = padded_length(max(len(row) for row in rows))
    ids = np.full((len(rows), width), pad, dtype=np.int64)
    mask = np.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return ids, mask
