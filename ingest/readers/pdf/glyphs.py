"""Letters, rules and pictures of a page, by pdfium: ten times as fast as a reader written in Python.

pdfium parts words well and lines badly (a turned page comes as one line, a change of font breaks a word), so
only its letters and their places are taken from it.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ingest.readers.pdf.page import Page, Word
from ingest.readers.pdf.paths import Drawn, drawn, is_white

# A hyphen at a line's end comes from pdfium as one of these.
_LINE_HYPHENS = (0x02, 0xFFFE)
_FORCED_BOLD = 1 << 18
# A sheet with more letters than this is no sheet of a document (A4 in 6 point type holds 14,000).
MAX_LETTERS = 60_000


# Baselines of one line differ by less, in points, even where fonts change; a raised figure stands higher.
_LEVEL = 1.2


@dataclass(slots=True)
class _Letter:
    text: str
    x0: float
    x1: float
    base: float
    index: int


class Turn:
    """Points of a page's own space to the page as it is read: cropped, turned, ``y`` downwards."""

    def __init__(self, crop: tuple[float, float, float, float], quarters: int) -> None:
        self.left, self.bottom, self.right, self.top = crop
        self.quarters = quarters % 4
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.quarters % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point."""
        across, down = x - self.left, self.top - y
        if self.quarters == 1:
            return self.width - down, across
        if self.quarters == 2:
            return self.width - across, self.height - down
        if self.quarters == 3:
            return down, self.height - across
        return across, down

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A rectangle, as left, top, right, bottom."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """Page ``number`` (from 1) with its words in the order in which the file holds them."""
    page = document[number - 1]
    text = page.get_textpage()
    try:
        return _read(page, text, number)
    finally:
        text.close()
        page.close()


def _read(page: Any, text: Any, number: int) -> Page:
    crop = page.get_cropbox()
    rotation = page.get_rotation() // 90
    count = min(raw.FPDFText_CountChars(text.raw), MAX_LETTERS)
    angles = [_quarter(raw.FPDFText_GetCharAngle(text.raw, i)) for i in range(count)]
    solid = [not _character(raw.FPDFText_GetUnicode(text.raw, i)).isspace() for i in range(count)]
    counted = Counter(angle for angle, printed in zip(angles, solid, strict=True) if printed and angle is not None)
    main = counted.most_common(1)[0][0] if counted else rotation
    turn = Turn(crop, main)
    around = drawn(page, turn)
    words, hidden = _words(
        text.raw, [i for i in range(count) if angles[i] in (main, None) or not solid[i]], turn, around
    )
    aside = [i for i in range(count) if angles[i] not in (main, None)]
    return Page(
        number,
        turn.width,
        turn.height,
        words,
        around.rules,
        turn=(main - rotation) % 4,
        pictures=around.pictures,
        aside=(*_aside(text.raw, aside), *hidden),
        cut=count == MAX_LETTERS,
    )


def _quarter(angle: float) -> int | None:
    """Quarter turns, clockwise, that set a letter upright; ``None`` where it stands askew or is not printed."""
    if angle < 0:
        return None
    quarters = -angle / (math.pi / 2)  # pdfium counts clockwise
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.1 else None


def _aside(handle: Any, indices: list[int]) -> tuple[str, ...]:
    text = "".join(_character(raw.FPDFText_GetUnicode(handle, i)) for i in indices)
    return tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _character(code: int) -> str:
    if code in _LINE_HYPHENS:
        return "-"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _letters(handle: Any, indices: list[int], turn: Turn) -> Iterator[_Letter | str]:
    """Printed letters, and the white space between them.

    pdfium breaks lines where fonts change, too: a line end is no proof of a space, the gap is.
    """
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = 0xD800  # the first half of a character beyond the basic plane
    for i in indices:
        code = raw.FPDFText_GetUnicode(handle, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        character = _character(code)
        if not character or character.isspace():
            yield character
            continue
        raw.FPDFText_GetLooseCharBox(handle, i, box)
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        x0, _, x1, _ = turn.box(box.left, box.bottom, box.right, box.top)
        base = turn.point(x.value, y.value)[1]
        if math.isfinite(base) and math.isfinite(x0) and 0 <= x1 - x0 <= turn.width:
            yield _Letter(character, x0, x1, base, i)


def _words(handle: Any, indices: list[int], turn: Turn, around: Drawn) -> tuple[list[Word], tuple[str, ...]]:
    """Words, and words that nobody sees: white ones on white paper."""
    words: list[Word] = []
    hidden: list[str] = []
    run: list[_Letter] = []

    def close(spaced: bool) -> None:
        if not run:
            if spaced and words:
                words[-1].spaced = True
            return
        name, bold = _font(handle, run[0].index)
        seen = _seen(handle, run, around, hidden)
        run.clear()
        if not seen:
            return
        word = _word(seen, _size(handle, seen[0].index), bold, spaced)
        word.font = name
        if word.x1 >= 0 and word.x0 <= turn.width and word.y1 >= 0 and word.y0 <= turn.height:
            words.append(word)

    for letter in _letters(handle, indices, turn):
        if isinstance(letter, str):
            close(spaced=letter not in "\r\n")
            continue
        if run and _breaks(run[-1], letter):
            close(spaced=False)
        run.append(letter)
    close(spaced=False)
    return words, tuple(hidden)


def _seen(handle: Any, run: list[_Letter], around: Drawn, hidden: list[str]) -> list[_Letter]:
    """The letters of a run without white ones at its end that stand on white paper; those go to ``hidden``."""
    end = len(run)
    while end and _is_hidden(handle, run[end - 1], around):
        end -= 1
    if end < len(run):
        hidden.append("".join(letter.text for letter in run[end:]))
    return run[:end]


def _is_hidden(handle: Any, letter: _Letter, around: Drawn) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(handle, letter.index, *colour) or not is_white(colour):
        return False
    x, y = (letter.x0 + letter.x1) / 2, letter.base - 2
    return not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in around.surfaces)


def _breaks(last: _Letter, letter: _Letter) -> bool:
    """Whether a letter begins a word of its own: on another line, raised, or set apart."""
    if unicodedata.combining(letter.text[0]):
        return False  # a mark that is set by itself belongs to the letter before it
    if abs(letter.base - last.base) > _LEVEL:
        return True
    width = max(last.x1 - last.x0, letter.x1 - letter.x0, 4.0)
    return not -0.8 * width < letter.x0 - last.x1 < 0.8 * width


def _word(run: list[_Letter], size: float, bold: bool, spaced: bool) -> Word:
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in run))
    x0, x1 = min(letter.x0 for letter in run), max(letter.x1 for letter in run)
    base = run[0].base
    return Word(text, x0, base - 0.8 * size, x1, base + 0.22 * size, base, size, bold, spaced)


def _size(handle: Any, index: int) -> float:
    """Size of the type in points, as printed."""
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(handle, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    return min(200.0, max(1.0, float(raw.FPDFText_GetFontSize(handle, index)) * scale))


def _font(handle: Any, index: int) -> tuple[str, bool]:
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(handle, index, buffer, 128, flags)
    name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace") if length else ""
    bold = "bold" in name.lower() or "black" in name.lower() or bool(flags.value & _FORCED_BOLD)
    return name, bold
