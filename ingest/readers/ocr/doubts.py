"""Lines that read badly are read again, otherwise; specks and strokes of a pen are no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from PIL import Image

from ingest.quality import is_syllable
from ingest.readers.ocr import engine
from ingest.readers.ocr.engine import Seen

# Words less certain than this, or that are no syllables, make a line worth a second look.
_CERTAIN = 75.0
_SPECK = 45.0
# Smaller pieces, in pixels, hold no letter and upset the engine.
_LEAST = 12


def lines_of(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Words by line."""
    return [list(words) for _, words in groupby(seen, key=lambda word: word.line)]


def read_again(seen: Sequence[Seen], picture: Image.Image, dpi: float) -> list[Seen]:
    """The words, those of doubtful lines read once more by themselves; the better reading stays."""
    out: list[Seen] = []
    for line in lines_of(seen):
        out.extend(_better(line, picture, dpi) if _is_doubtful(line) else line)
    return out


def _is_doubtful(line: Sequence[Seen]) -> bool:
    return any(word.confidence < _CERTAIN or _misspelt(word.text) for word in line)


def _misspelt(text: str) -> bool:
    word = text.strip(".,;:()[]“”\"'/-–…")
    return word.isalpha() and not word.isupper() and not is_syllable(word)


def _better(line: list[Seen], picture: Image.Image, dpi: float) -> list[Seen]:
    height = max(8.0, line[0].ascent + line[0].descent)
    left, right = min(w.x0 for w in line), max(w.x1 for w in line)
    top, bottom = min(w.y0 for w in line), max(w.y1 for w in line)
    pad = round(0.3 * height)
    rise = pad // 2
    box = (
        max(0, left - pad), max(0, top - rise),
        min(picture.width, right + pad), min(picture.height, bottom + rise),
    )  # fmt: skip
    if box[2] - box[0] < _LEAST or box[3] - box[1] < _LEAST:
        return line
    other = engine.see(picture.crop(box), engine.LINE, dpi)
    if not other or len({word.line for word in other}) > 1:
        return line
    if _worth(other) <= _worth(line):
        return line
    first = line[0]
    return [
        replace(
            word,
            x0=word.x0 + box[0], x1=word.x1 + box[0], y0=word.y0 + box[1], y1=word.y1 + box[1],
            line=first.line, base=first.base, ascent=first.ascent, descent=first.descent,
        )
        for word in other
    ]  # fmt: skip


def _worth(line: Sequence[Seen]) -> float:
    """How good a reading is: certain letters in well-spelt words."""
    letters = sum(len(word.text) for word in line) or 1
    certain = sum(word.confidence * len(word.text) for word in line) / letters
    misspelt = sum(len(word.text) for word in line if _misspelt(word.text)) / letters
    return certain - 60.0 * misspelt


def without_specks(seen: Sequence[Seen]) -> list[Seen]:
    """Without marks at a line's ends that stand apart, and without lines that nothing can be read in."""
    out: list[Seen] = []
    for line in lines_of(seen):
        kept = _trimmed(line)
        if kept and not _is_scrawl(kept):
            out.extend(kept)
    return out


def _trimmed(line: list[Seen]) -> list[Seen]:
    words = list(line)
    while len(words) > 1 and _is_speck(words[-1], words[-2]):
        words.pop()
    while len(words) > 1 and _is_speck(words[0], words[1]):
        words.pop(0)
    return words


def _is_speck(word: Seen, neighbour: Seen) -> bool:
    gap = max(word.x0 - neighbour.x1, neighbour.x0 - word.x1)
    lone = not any(c.isalnum() for c in word.text) and word.text not in ("-", "–", "+", "•")
    return (lone or (word.confidence < _SPECK and len(word.text) < 3)) and gap > 0.5 * (word.ascent + word.descent)


def _is_scrawl(line: list[Seen]) -> bool:
    text = "".join(word.text for word in line)
    if not any(c.isalnum() for c in text):
        return True
    certain = sum(word.confidence * len(word.text) for word in line) / len(text)
    return certain < _SPECK and len(text) < 12
