"""The cells of a table on a picture, each read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image

from ingest.readers.ocr import engine
from ingest.readers.ocr.doubts import read_again, without_specks
from ingest.readers.ocr.engine import Seen
from ingest.readers.ocr.picture import ink
from ingest.readers.pdf.frames import Frame

_PAD = 12
_LEAST_INK = 25
# A first column narrower than this, in points, numbers the rows.
_NARROW = 60.0
# What numbers a row besides figures: I, IV, A, a), 1.2; anything else as short is a figure misread.
_LABEL = re.compile(r"[IVXLC]+[.)]?|[A-ZĐ][.)]?|[a-eđ]\)|\d+(?:\.\d+)*[.)]?")
_RESIDUE = re.compile(r"[_|°.'\"‘’“`~:,]+")
_SURE = 75.0


@dataclass(frozen=True, slots=True)
class _Cut:
    box: tuple[int, int, int, int]
    numbers: bool


def read_cells(frame: Frame, bare: Image.Image, dpi: float) -> Iterator[list[Seen]]:
    """The words of each cell, at their places on the page."""
    for cut in _cuts(frame, dpi / 72):
        left, top, right, bottom = cut.box
        if right - left < 8 or bottom - top < 8:
            continue
        crop = bare.crop(cut.box)
        if ink(crop).sum() < _LEAST_INK:
            continue
        padded = Image.new("L", (crop.width + 2 * _PAD, crop.height + 2 * _PAD), 255)
        padded.paste(crop, (_PAD, _PAD))
        found = _without_residue(without_specks(read_again(engine.see(padded, engine.BLOCK, dpi), padded, dpi)))
        if cut.numbers:
            found = _as_number(found, padded, dpi)
        yield [moved(word, left - _PAD, top - _PAD) for word in found]


def _cuts(frame: Frame, scale: float) -> list[_Cut]:
    first = frame.xs[1] - frame.xs[0] <= _NARROW
    return [
        _Cut(
            (
                round(frame.xs[cell.column] * scale) + 2,
                round(frame.ys[cell.row] * scale) + 2,
                round(frame.xs[cell.column + cell.columns] * scale) - 1,
                round(frame.ys[cell.row + cell.rows] * scale) - 1,
            ),
            numbers=first and cell.column == 0 and cell.columns == 1,
        )
        for cell in frame.cells
    ]


def _without_residue(found: list[Seen]) -> list[Seen]:
    """Without what rules leave behind at the beginning of a cell's lines."""
    lines: dict[int, list[Seen]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    for words in lines.values():
        while words and _RESIDUE.fullmatch(words[0].text):
            words.pop(0)
    return [word for words in lines.values() for word in words]


def _as_number(found: list[Seen], padded: Image.Image, dpi: float) -> list[Seen]:
    """A figure where nothing, or a short word that numbers no row, was read."""
    text = "".join(word.text for word in found)
    if len(text) > 3 or _LABEL.fullmatch(text):
        return found
    figures = engine.see(padded, engine.LINE, dpi, only="0123456789")
    if len(figures) != 1 or figures[0].confidence < _SURE or len(figures[0].text) > 3:
        return found
    return figures


def moved(word: Seen, right: int, down: int) -> Seen:
    """The word at its place in a larger picture."""
    return replace(
        word, x0=word.x0 + right, x1=word.x1 + right, y0=word.y0 + down, y1=word.y1 + down, base=word.base + down
    )
