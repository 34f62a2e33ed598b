"""One picture of a page to the words and rules that a printed page would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from ingest.readers.ocr import engine
from ingest.readers.ocr.cells import read_cells
from ingest.readers.ocr.doubts import lines_of, read_again, without_specks
from ingest.readers.ocr.engine import Seen
from ingest.readers.ocr.labels import mended
from ingest.readers.ocr.picture import (
    Mask,
    Tilt,
    grey,
    ink,
    lies_on_its_side,
    measure_tilt,
    softened,
    straightened,
    without,
)
from ingest.readers.ocr.ruling import Stroke, strokes
from ingest.readers.pdf.frames import Frame, find_frames
from ingest.readers.pdf.page import Page, Rule, Word

# Tesseract brings every line to one height by itself: on six pages of three scans 150 dpi has .976 of the characters
# right in 1.2 s of a processor a page, 200 dpi .972 in 1.6 s. Other pictures are brought to it.
_DPI = 150.0
_POINTS = 72.0
# Confidence and count of words below which another side of the sheet may be up.
_UNSURE, _FEW = 60.0, 5
# The stairs of pictures with few dots look like accents: where a page reads less surely than this, it is read with
# edges made soft by this radius. On pages scanned at 96 dpi that brings up to .012 more characters right; on a
# sharp scan it costs .003.
_SOFT, _SHARP = 0.7, 88.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture made straight, with its rules."""

    picture: Image.Image
    level: list[Stroke]
    upright: list[Stroke]
    cover: Mask
    dpi: float

    def rules(self) -> list[Rule]:
        """The rules in points."""
        scale = _POINTS / self.dpi
        return [
            Rule(upright, one.at * scale, one.start * scale, one.end * scale)
            for upright, found in ((True, self.upright), (False, self.level))
            for one in found
        ]


def recognise(image: Image.Image, number: int = 1, dpi: float = _DPI) -> Page:
    """The words on the picture of page ``number``, ``dpi`` dots an inch, in points from its upper left corner.

    Without Tesseract or its Vietnamese data the page comes back without words; see :func:`engine.available`.
    """
    picture, dpi = _sized(grey(image), dpi)
    width, height = picture.width / dpi * _POINTS, picture.height / dpi * _POINTS
    if not engine.available():
        return Page(number, width, height, [])
    turn, sheet, seen = _upright_reading(picture, dpi)
    if turn % 2:
        width, height = height, width
    page = Page(number, width, height, words_of(seen, dpi), sheet.rules(), turn=turn)
    page.pictures, page.recognised = 1.0, bool(seen)
    return page


def _sized(picture: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """The picture at the resolution that reads best."""
    if 0.9 * _DPI <= dpi <= 1.15 * _DPI:
        return picture, dpi
    factor = _DPI / dpi
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    return picture.resize(size, Image.Resampling.LANCZOS), _DPI


def _upright_reading(picture: Image.Image, dpi: float) -> tuple[int, _Sheet, list[Seen]]:
    """The page turned so that it reads best: how it lies is tried before how it might."""
    turns = (1, 3) if lies_on_its_side(picture) else (0, 2)
    best: tuple[float, int, _Sheet, list[Seen]] | None = None
    for turn in turns:
        sheet = _prepared(_turned(picture, turn), dpi)
        seen = _read(sheet)
        score = _confidence(seen)
        if best is None or score > best[0]:
            best = (score, turn, sheet, seen)
        if score >= _UNSURE or len(seen) < _FEW:
            break
    assert best is not None, "at least one turn is tried"  # noqa: S101
    return best[1:]


def _turned(picture: Image.Image, quarters: int) -> Image.Image:
    """Turned clockwise."""
    ways = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[quarters]) if quarters else picture


def _confidence(seen: Sequence[Seen]) -> float:
    """The mean over letters; words that stand upright (Tesseract reads some lines that run downwards) are wrong."""
    letters = sum(len(word.text) for word in seen)
    certain = sum(word.confidence * len(word.text) for word in seen if not _stands(word))
    return certain / letters if letters else 0.0


def _stands(word: Seen) -> bool:
    return len(word.text) > 2 and word.y1 - word.y0 > 1.5 * (word.x1 - word.x0)


def _prepared(picture: Image.Image, dpi: float) -> _Sheet:
    level = measure_tilt(picture)
    sheet = _ruled(straightened(picture, Tilt(level, level)), dpi)
    tall = [one for one in sheet.upright if one.end - one.start > dpi]
    if not tall:
        return sheet
    weight = sum(one.end - one.start for one in tall)
    lean = sum(one.lean * (one.end - one.start) for one in tall) / weight
    tilt = Tilt(level, level - lean * 57.3)
    return sheet if abs(lean) < 0.002 else _ruled(straightened(picture, tilt), dpi)


def _ruled(picture: Image.Image, dpi: float) -> _Sheet:
    dark = ink(picture)
    level, across = strokes(dark, dpi, upright=False)
    upright, down = strokes(dark, dpi, upright=True)
    return _Sheet(picture, level, upright, across | down, dpi)


def _read(sheet: _Sheet) -> list[Seen]:
    """All words: those in the cells of tables cell by cell, the others as the layout has them."""
    bare = without(sheet.picture, sheet.cover)
    frames = _frames(sheet, bare)
    rest = bare.copy() if frames else bare
    pencil = ImageDraw.Draw(rest)
    scale = sheet.dpi / _POINTS
    for frame in frames:
        pencil.rectangle([v * scale for v in (frame.xs[0], frame.top, frame.xs[-1], frame.bottom)], fill=255)
    seen = _text(rest, sheet.dpi)
    soft = softened(bare, _SOFT) if frames else bare
    for frame in frames:
        for more in read_cells(frame, soft, sheet.dpi):
            first = seen[-1].line + 1 if seen else 0
            seen.extend(replace(word, line=word.line + first) for word in more)
    return seen


def _text(picture: Image.Image, dpi: float) -> list[Seen]:
    """The words outside tables, by the better of a sharp and a soft reading, doubtful lines by both."""
    seen = engine.see(picture, engine.PAGE, dpi)
    certain = _confidence(seen)
    if certain < _UNSURE:  # upside down, no Vietnamese, or no text: reading again makes it no better
        return without_specks(seen)
    soft = softened(picture, _SOFT)
    if certain < _SHARP:
        again = engine.see(soft, engine.PAGE, dpi)
        seen = again if _confidence(again) > certain else seen
    better = without_specks(read_again(seen, soft, dpi))
    return [word for line in lines_of(better) for word in mended(line)]


def _frames(sheet: _Sheet, bare: Image.Image) -> list[Frame]:
    """The tables that rules frame, found before anything is read."""
    if len(sheet.upright) < 2 or len(sheet.level) < 2:
        return []
    scale = _POINTS / sheet.dpi
    boxes = engine.blocks_of_words(bare, sheet.dpi)
    words = [
        Word("x", x0 * scale, y0 * scale, x1 * scale, y1 * scale, y1 * scale, (y1 - y0) * scale)
        for x0, y0, x1, y1 in boxes
    ]
    frames, _ = find_frames(Page(1, bare.width * scale, bare.height * scale, words, sheet.rules()))
    return frames


def words_of(seen: Sequence[Seen], dpi: float) -> list[Word]:
    """Words in points; those of one line share baseline and size, as printed ones do."""
    scale = _POINTS / dpi
    return [
        Word(
            word.text,
            word.x0 * scale,
            (word.base - word.ascent) * scale,
            word.x1 * scale,
            (word.base + word.descent) * scale,
            word.base * scale,
            (word.ascent + word.descent) * scale,
            spaced=True,
        )
        for word in seen
    ]
