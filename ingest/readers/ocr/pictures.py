"""Pictures as documents: a photographed or scanned page, or a TIFF of several."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import RejectedFile
from ingest.limits import tick
from ingest.readers.content import Content
from ingest.readers.ocr import engine
from ingest.readers.ocr.recognise import recognise
from ingest.readers.pdf.assemble import content_of_pages
from ingest.readers.pdf.page import Page

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
# An A3 sheet at 400 dpi; more is a map or a bomb.
MAX_PIXELS = 32_000_000
MAX_PAGES = 500
# A picture that does not say its resolution, or lies about it, is taken for a sheet of this width in inches.
_SHEET = 8.27
_CREDIBLE = (90.0, 700.0)


def read_picture(data: bytes, name: str) -> Content:
    """The contents of a picture of a document; :class:`RejectedFile` says why there are none."""
    if not engine.available():
        raise RejectedFile(f"Tệp «{name}» là ảnh, cần nhận dạng chữ.", engine.MISSING)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            pages = _pages(data, name)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large(name) from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
            raise RejectedFile(
                f"Tệp «{name}» bị hỏng, không mở được như ảnh.", "Hãy quét hoặc tải lại rồi nạp lại."
            ) from None
    content = content_of_pages(pages, ["Đọc bằng nhận dạng chữ từ ảnh."])
    if not content.regions:
        raise RejectedFile(f"Tệp «{name}» là ảnh không có chữ đọc được.", "Hãy quét lại rõ hơn (200 dpi trở lên).")
    return content


def _pages(data: bytes, name: str) -> list[Page]:
    pages: list[Page] = []
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as file:
        for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
            if frame.width * frame.height > MAX_PIXELS or number > MAX_PAGES:
                raise _too_large(name)
            tick("recognise", number, getattr(file, "n_frames", 1))
            pages.append(recognise(_on_white(ImageOps.exif_transpose(frame) or frame), number, _dpi(frame)))
    return pages


def frame(data: bytes, number: int) -> Image.Image:
    """Picture ``number`` (from 1) of a file, upright and without transparency; :class:`EOFError` if it has fewer."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as file:
        if not 1 <= number <= getattr(file, "n_frames", 1):
            raise EOFError
        file.seek(number - 1)
        if file.width * file.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        return _on_white(ImageOps.exif_transpose(file) or file).convert("RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: what is transparent is paper."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture
    layered = picture.convert("RGBA")
    sheet = Image.new("RGB", layered.size, "white")
    sheet.paste(layered, mask=layered.getchannel("A"))
    return sheet


def _dpi(picture: Image.Image) -> float:
    declared = picture.info.get("dpi", (0.0, 0.0))
    value = float(declared[0]) if isinstance(declared, tuple) and declared else 0.0
    if _CREDIBLE[0] <= value <= _CREDIBLE[1]:
        return value
    return max(72.0, min(picture.size) / _SHEET)


def _too_large(name: str) -> RejectedFile:
    return RejectedFile(
        f"Tệp ảnh «{name}» quá lớn (hơn {MAX_PIXELS / 1e6:.0f} triệu điểm ảnh hoặc {MAX_PAGES} trang).",
        "Hãy quét lại ở 200–300 dpi, mỗi tệp một văn bản.",
    )
