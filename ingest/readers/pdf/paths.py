"""Rules and pictures drawn on a page: what tables are framed with, and whether the page is a scan."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ingest.readers.pdf.page import Box, Rule

if TYPE_CHECKING:
    from ingest.readers.pdf.glyphs import Turn

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
# Thicker than this and a filled rectangle is a surface, not a line (Word and Chromium draw borders as rectangles).
_THIN = 3.0
# Shorter than this is a dash or a dot.
_SHORT = 3.0
_WHITE = 250
# Drawings beyond these counts are maps and charts, whose lines frame no table.
_MAX_OBJECTS = 20_000
_MAX_POINTS = 400
_MAX_DEPTH = 4


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page: the share that pictures cover, lines, and surfaces that are not white."""

    pictures: float = 0.0
    rules: list[Rule] = field(default_factory=list)
    surfaces: list[Box] = field(default_factory=list)


def drawn(page: Any, turn: Turn) -> Drawn:
    """Everything but the letters of a page."""
    found = Drawn()
    covered = 0.0
    for kind, handle, matrix in _objects(page.raw):
        box = _bounds(handle, matrix, turn)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.surfaces.append(box)
            covered += max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
            continue
        if _is_surface(handle, box):
            found.surfaces.append(box)
        found.rules.extend(_rules(handle, matrix, turn))
    found.pictures = min(1.0, covered / max(1.0, turn.width * turn.height))
    return found


def is_white(colour: Sequence[Any]) -> bool:
    """Whether red, green and blue are all as good as full."""
    return all(part.value >= _WHITE for part in colour[:3])


def _is_surface(handle: Any, box: Box) -> bool:
    if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    colour = [ctypes.c_uint() for _ in range(4)]
    return bool(fill.value and raw.FPDFPageObj_GetFillColor(handle, *colour) and not is_white(colour))


def _objects(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Paths and images of a page, those inside forms too, each with the matrix that leads to the page."""
    budget = [_MAX_OBJECTS]
    for i in range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        yield from _flattened(raw.FPDFPage_GetObject(page, i), _IDENTITY, 0, budget)


def _flattened(handle: Any, outer: Matrix, depth: int, budget: list[int]) -> Iterator[tuple[int, Any, Matrix]]:
    budget[0] -= 1
    kind = raw.FPDFPageObj_GetType(handle)
    if budget[0] < 0 or depth > _MAX_DEPTH:
        return
    if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        yield kind, handle, outer
    elif kind == raw.FPDF_PAGEOBJ_FORM:
        matrix = _times(_matrix(handle), outer)
        for i in range(min(raw.FPDFFormObj_CountObjects(handle), _MAX_OBJECTS)):
            yield from _flattened(raw.FPDFFormObj_GetObject(handle, i), matrix, depth + 1, budget)


def _matrix(handle: Any) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, m):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806 - the usual names of a matrix
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _through(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(handle: Any, matrix: Matrix, turn: Turn) -> Box:
    """The part of the page that an object covers."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *sides):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (side.value for side in sides)
    x0, y0, x1, y1 = turn.box(*_through(matrix, left, bottom), *_through(matrix, right, top))
    return max(x0, 0.0), max(y0, 0.0), min(x1, turn.width), min(y1, turn.height)


def _rules(handle: Any, outer: Matrix, turn: Turn) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return
    matrix = _times(_matrix(handle), outer)
    for points in _outlines(handle):
        placed = [turn.point(*_through(matrix, x, y)) for x, y in points]
        yield from _rules_of(placed, bool(stroke.value))


def _outlines(handle: Any) -> Iterator[list[Point]]:
    """The connected lines of a path; curves are none of a table's."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for i in range(min(raw.FPDFPath_CountSegments(handle), _MAX_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _rules_of(points: list[Point], stroked: bool) -> Iterator[Rule]:
    x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
    y0, y1 = min(p[1] for p in points), max(p[1] for p in points)
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORT:
        yield Rule(False, (y0 + y1) / 2, x0, x1)
    elif x1 - x0 <= _THIN and y1 - y0 >= _SHORT:
        yield Rule(True, (x0 + x1) / 2, y0, y1)
    elif stroked:
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if abs(ay - by) <= 1 and abs(ax - bx) >= _SHORT:
                yield Rule(False, (ay + by) / 2, min(ax, bx), max(ax, bx))
            elif abs(ax - bx) <= 1 and abs(ay - by) >= _SHORT:
                yield Rule(True, (ax + bx) / 2, min(ay, by), max(ay, by))
