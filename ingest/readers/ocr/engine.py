"""Tesseract, one engine a process: a picture in, words with their places and confidence out."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

# Several threads make one page no faster and starve the other readers; to be set before the library is loaded.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

LANGUAGE = "vie"
MISSING = (
    "Máy chưa có nhận dạng chữ tiếng Việt: cài gói «tesseract-ocr-vie» (Debian, Ubuntu), "
    "hoặc chép tệp vie.traineddata vào một thư mục rồi đặt biến TESSDATA_PREFIX trỏ tới đó."
)
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)

# How Tesseract takes a picture apart (its page segmentation modes).
PAGE, BLOCK, LINE = 3, 6, 7


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as it was recognised; places are pixels from the upper left, ``confidence`` is 0–100.

    ``base`` is the baseline of its line, ``ascent`` and ``descent`` how far the type reaches above and below it.
    ``line`` numbers the line.
    """

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    line: int
    base: float
    ascent: float
    descent: float


def data_folder() -> str | None:
    """The folder that holds the Vietnamese data of Tesseract, ``None`` without one."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named) / "tessdata"] if named else []
    folders += [Path(folder) for folder in _FOLDERS]
    return next((str(folder) for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def available() -> bool:
    """Whether pictures can be read here; :data:`MISSING` says what to do where not."""
    try:
        import tesserocr  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        return False
    return data_folder() is not None


@cache
def _engine() -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=f"{data_folder()}/", lang=LANGUAGE)


def see(picture: Image.Image, mode: int, dpi: float, only: str = "") -> list[Seen]:
    """The words on a grey picture, line by line; ``only`` names the characters that may stand there, if few."""
    engine = _engine()
    engine.SetVariable("tessedit_char_whitelist", only)
    engine.SetPageSegMode(mode)
    engine.SetImage(picture)
    engine.SetSourceResolution(max(70, round(dpi)))
    try:
        engine.Recognize()
        return list(_words(engine.GetIterator()))
    finally:
        engine.Clear()


def _words(found: Any) -> Iterator[Seen]:
    from tesserocr import RIL, iterate_level

    line, base, ascent, descent = -1, 0.0, 0.0, 0.0
    for word in iterate_level(found, RIL.WORD) if found else ():
        box = word.BoundingBox(RIL.WORD)
        text = "" if not box or word.Empty(RIL.WORD) else _text(word, RIL.WORD)
        if not text:
            continue
        if word.IsAtBeginningOf(RIL.TEXTLINE) or line < 0:
            line += 1
            base, ascent, descent = _type(word, RIL.TEXTLINE)
        x0, y0, x1, y1 = box
        yield Seen(text, x0, y0, x1, y1, word.Confidence(RIL.WORD), line, base, ascent, descent)


def _text(word: Any, level: int) -> str:
    try:
        return unicodedata.normalize("NFC", word.GetUTF8Text(level) or "").strip()
    except RuntimeError:  # nothing was recognised in that place
        return ""


def _type(word: Any, level: int) -> tuple[float, float, float]:
    """Baseline of a line and how far its type reaches above and below."""
    _, y0, _, y1 = word.BoundingBox(level)
    points = word.Baseline(level)
    base = (points[0][1] + points[1][1]) / 2 if points else y1
    row = word.RowAttributes()
    descent = abs(row["descenders"])
    ascent = row["row_height"] - descent
    return base, ascent if ascent > 0 else base - y0, descent


def blocks_of_words(picture: Image.Image, dpi: float) -> list[tuple[int, int, int, int]]:
    """Where words stand, found by layout alone: a tenth of the time of reading them."""
    from tesserocr import RIL, iterate_level

    engine = _engine()
    engine.SetPageSegMode(PAGE)
    engine.SetImage(picture)
    engine.SetSourceResolution(max(70, round(dpi)))
    try:
        found = engine.AnalyseLayout()
        boxes = [w.BoundingBox(RIL.WORD) for w in iterate_level(found, RIL.WORD)] if found else []
        return [box for box in boxes if box]
    finally:
        engine.Clear()
