"""Nearest passages by vector: exact where that is quick, through a coarse index and then exact where it is not.

An index is a few :mod:`segments <index.segments>`, each longer than those after it together. A new one takes over
the long segments of the one before by their names and writes only what came and what is short, so that adding a
document costs what the document is long, not what the library is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from index.segments import Ids, Mask, Segment, link, write
from index.selection import EVERYTHING, Allowed
from index.types import Vectors
from index.windows import best_windows

GROWTH = 4
"""A segment is written anew together with what came after it, once that is a quarter of its length."""

SHORT = 1_000
"""What comes counts as at least so many windows: segments of up to four times as many are not worth keeping apart."""

SPARSE = 0.75
"""Share of a segment's windows still to be found below which it is written anew without the others."""

_LIVE = "live.i64"


def build(
    folder: Path,
    live: Collection[int],
    blocks: Iterable[tuple[Ids, Vectors]],
    *,
    added: int = 0,
    base: Path | None = None,
) -> int:
    """Write an index into the new ``folder``; returns how many windows may be found in it.

    ``blocks`` are ``(passage id, document number)`` rows, those of a passage together, with their vectors. With a
    ``base`` they are added to what that index holds of the documents numbered ``live``; ``added`` says about how
    many they are.
    """
    folder.mkdir(parents=True)
    held = _segments(base) if base is not None else []
    numbers = _sorted(live)
    masks = [_among(one.numbers, numbers) for one in held]
    kept = _kept([int(mask.sum()) for mask in masks], [len(one) for one in held], added)
    for at, segment in enumerate(held[:kept]):
        link(segment, folder / str(at))
    merged, shown = held[kept:], masks[kept:]
    former = chain.from_iterable(one.blocks(mask) for one, mask in zip(merged, shown, strict=True))
    written = write(folder / str(kept), chain(former, blocks), max(merged, key=len, default=None))
    numbers.astype("<i8").tofile(folder / _LIVE)
    return sum(int(mask.sum()) for mask in masks[:kept]) + written


def _kept(live: Sequence[int], lengths: Sequence[int], added: int) -> int:
    """How many segments, from the first, are taken over as they are."""
    kept = next((at for at, length in enumerate(lengths) if live[at] < SPARSE * length), len(lengths))
    if kept == len(lengths) and not added:
        return kept  # nothing came, and too little went
    size = max(SHORT, added + sum(live[kept:]))
    while kept and live[kept - 1] <= GROWTH * size:
        kept -= 1
        size += live[kept]
    return kept


class Dense:
    """An index on disk, opened for reading; pages are shared between processes."""

    def __init__(self, folder: Path) -> None:
        live = np.fromfile(folder / _LIVE, dtype="<i8")
        self.segments = _segments(folder)
        self._shown = [_unless_all(_among(one.numbers, live)) for one in self.segments]

    @property
    def windows(self) -> int:
        """How many windows may be found."""
        return sum(
            len(one) if mask is None else int(mask.sum()) for one, mask in zip(self.segments, self._shown, strict=True)
        )

    def search(self, queries: Vectors, k: int, allowed: Allowed = EVERYTHING) -> list[dict[int, float]]:
        """Per query the ``k`` best passages of those ``allowed`` by their best window, ``{id: cosine}``, best first.

        Equal ones in the order of their ids.
        """
        masks = [self._mask(at, allowed) for at in range(len(self.segments))]
        limit = sum(
            len(one) if mask is None else int(np.count_nonzero(mask))
            for one, mask in zip(self.segments, masks, strict=True)
        )
        rows = np.ascontiguousarray(queries, dtype=np.float32)
        return [best_windows(partial(self._ask, query, masks), k, limit) for query in rows]

    def _ask(self, query: Vectors, masks: Sequence[Mask | None], depth: int) -> list[tuple[int, float]]:
        found = [one.search(query, depth, mask) for one, mask in zip(self.segments, masks, strict=True)]
        ids = np.concatenate([one for one, _ in found])
        scores = np.concatenate([one for _, one in found])
        order = np.lexsort((ids, -scores))[:depth]
        return list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))

    def _mask(self, at: int, allowed: Allowed) -> Mask | None:
        segment, shown = self.segments[at], self._shown[at]
        if allowed.passages is not None:
            chosen = _among(segment.ids, _sorted(allowed.passages))
        elif allowed.numbers is not None:
            chosen = _among(segment.numbers, _sorted(allowed.numbers))
        else:
            return shown
        return chosen if shown is None else chosen & shown


def _segments(folder: Path) -> list[Segment]:
    names = sorted(int(path.name) for path in folder.iterdir() if path.is_dir())
    return [Segment(folder / str(name)) for name in names]


def _sorted(numbers: Collection[int]) -> Ids:
    return np.array(sorted(numbers), dtype=np.int64)


def _among(values: Ids, wanted: Ids) -> Mask:
    return np.isin(values, wanted)


def _unless_all(mask: Mask) -> Mask | None:
    return None if mask.all() else mask
