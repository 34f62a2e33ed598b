"""Rules found on a picture: long straight runs of ink, broken or a little slanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr.picture import Mask

# At 200 dpi: shorter than this is a stroke of a letter; the stem of a capital has 25 dots, a dash 30.
_LEVEL, _UPRIGHT = 70, 45
# How much of a rule must be ink.
_DENSE = 0.92
# Pieces of one rule are nearer than this; a group row of a table is higher.
_BROKEN = 14
_ASIDE = 4
_THICK = 14
# The share of ink just beside a rule: next to one it is the feet of letters, inside type it is their stems.
_CROWDED = 0.22
_MAX_RUNS = 60_000


@dataclass(slots=True)
class Stroke:
    """A rule in pixels: ``at`` is its middle, ``start`` to ``end`` how far it goes, ``lean`` its slope."""

    at: float
    start: int
    end: int
    low: int
    high: int
    lean: float = 0.0


def strokes(dark: Mask, dpi: float, *, upright: bool) -> tuple[list[Stroke], Mask]:
    """Upright or level rules, and the pixels that they cover."""
    turned = dark.T if upright else dark
    length = round((_UPRIGHT if upright else _LEVEL) * dpi / 200)
    kept = _long_runs(turned, length)
    found = _joined(_grown(kept), round(_BROKEN * dpi / 200))
    rules = [one for one in found if one.end - one.start >= length and _is_rule(one, kept, turned, dpi)]
    cover = np.zeros_like(turned)
    for rule in rules:
        near = slice(max(0, rule.low - 1), rule.high + 2), slice(rule.start, rule.end)
        cover[near] = kept[near]
    spread = _spread(cover) & turned
    return rules, (spread.T if upright else spread)


def _spread(mask: Mask) -> Mask:
    """One pixel more on either side."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    return wide


def _long_runs(dark: Mask, length: int) -> Mask:
    """Pixels inside level stretches of ``length`` that are ink nearly throughout."""
    if dark.shape[1] <= length:
        return np.zeros_like(dark)
    thick = _spread(dark)
    sums = np.cumsum(np.pad(thick, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = (sums[:, length:] - sums[:, :-length]) >= _DENSE * length
    # a stretch that begins at x covers x to x + length
    edges: NDArray[np.int32] = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    edges[:, : starts.shape[1]] += starts
    edges[:, length : length + starts.shape[1]] -= starts
    covered: Mask = (np.cumsum(edges, axis=1)[:, :-1] > 0) & thick
    return covered


def _runs(mask: Mask) -> list[tuple[int, int, int]]:
    """(row, start, end) of every level run."""
    padded = np.pad(mask, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    if len(rows) > _MAX_RUNS:
        return []
    return [(int(r), int(s), int(e)) for r, s, e in zip(rows, starts, ends, strict=True)]


def _grown(mask: Mask) -> list[Stroke]:
    """Runs of neighbouring rows that touch, as one stroke each."""
    grown: list[Stroke] = []
    weights: list[list[tuple[int, int, int]]] = []
    active: list[int] = []
    for row, start, end in _runs(mask):
        active = [i for i in active if grown[i].high >= row - 2]
        home = next((i for i in active if grown[i].start - 1 <= end and start <= grown[i].end + 1), None)
        if home is None:
            grown.append(Stroke(0.0, start, end, row, row))
            weights.append([(row, start, end)])
            active.append(len(grown) - 1)
            continue
        stroke = grown[home]
        stroke.start, stroke.end = min(stroke.start, start), max(stroke.end, end)
        stroke.high = max(stroke.high, row)
        weights[home].append((row, start, end))
    for stroke, runs in zip(grown, weights, strict=True):
        _settle(stroke, runs)
    return grown


def _settle(stroke: Stroke, runs: list[tuple[int, int, int]]) -> None:
    lengths = np.array([end - start for _, start, end in runs], dtype=np.float64)
    rows = np.array([row for row, _, _ in runs], dtype=np.float64)
    middles = np.array([(start + end) / 2 for _, start, end in runs])
    stroke.at = float(np.average(rows, weights=lengths))
    spread = float(np.average(np.square(middles - np.average(middles, weights=lengths)), weights=lengths))
    if spread > 100:
        centred = middles - np.average(middles, weights=lengths)
        stroke.lean = float(np.average(centred * (rows - stroke.at), weights=lengths) / spread)


def _joined(found: list[Stroke], gap: int) -> list[Stroke]:
    """Pieces of one broken rule put together."""
    joined: list[Stroke] = []
    for piece in sorted(found, key=lambda one: one.start):
        home = next((one for one in joined if abs(one.at - piece.at) <= _ASIDE and piece.start - one.end <= gap), None)
        if home is None:
            joined.append(piece)
            continue
        own, more = home.end - home.start, piece.end - piece.start
        home.at = (home.at * own + piece.at * more) / (own + more)
        home.end = max(home.end, piece.end)
        home.low, home.high = min(home.low, piece.low), max(home.high, piece.high)
    return joined


def _is_rule(stroke: Stroke, kept: Mask, dark: Mask, dpi: float) -> bool:
    """Thin, with paper on either side; thick bars are pictures, and rows of heavy type have type beside them."""
    if _thickness(kept, stroke) > _THICK * dpi / 200:
        return False
    # a slanted rule wanders: what lies beside it is looked at piece by piece
    beside: list[float] = []
    for start in range(stroke.start, stroke.end, 40):
        piece = slice(start, min(stroke.end, start + 40))
        rows = np.nonzero(kept[stroke.low : stroke.high + 1, piece].any(axis=1))[0] + stroke.low
        if not len(rows):
            continue
        above = dark[max(0, rows[0] - 5) : max(0, rows[0] - 2), piece]
        below = dark[rows[-1] + 3 : rows[-1] + 6, piece]
        beside.extend(float(side.mean()) for side in (above, below) if side.size)
    return not beside or float(np.mean(beside)) < _CROWDED


def _thickness(mask: Mask, stroke: Stroke) -> float:
    area = mask[stroke.low : stroke.high + 1, stroke.start : stroke.end]
    return float(area.sum(axis=0).mean()) if area.size else 0.0
