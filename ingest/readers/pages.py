"""Pages as pictures: what a reader looks at beside the text. Run it in a worker, like the readers."""

from __future__ import annotations

import io
import warnings
from importlib import import_module
from typing import Any

from PIL import Image

from ingest.errors import NotFound, RejectedFile

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
PAGED = frozenset({".pdf", *PICTURES})
# Black type on paper with a red stamp and a blue signature: more colours make files larger, not clearer.
_COLOURS = 48


def picture_of(suffix: str, data: bytes, page: int, width: int) -> bytes:
    """Page ``page`` (from 1) of a file of the kind ``suffix``, as it is shown, as a PNG ``width`` dots wide.

    Raises :class:`NotFound` for a page that is not there and for kinds of file that have no fixed pages,
    :class:`RejectedFile` for what cannot be opened.
    """
    if suffix not in PAGED:
        raise no_pages(suffix)
    image = _scanned(data, page) if suffix in PICTURES else _printed(data, page, width)
    if image.width != width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, "PNG")
    return buffer.getvalue()


def no_pages(suffix: str) -> NotFound:
    """Why a Word file shows no page: its pages are made anew by each program that opens it."""
    kind = suffix.removeprefix(".") or "này"
    return NotFound(
        f"Tệp {kind} không có trang cố định nên không có ảnh trang.",
        "Hãy tải tệp gốc về để xem, hoặc nạp bản PDF của văn bản.",
    )


def _printed(data: bytes, page: int, width: int) -> Image.Image:
    pdf: Any = import_module("ingest.readers.pdf")
    image: Image.Image = pdf.page_image(data, page, width)
    return image


def _scanned(data: bytes, page: int) -> Image.Image:
    pictures: Any = import_module("ingest.readers.ocr.pictures")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image: Image.Image = pictures.frame(data, page)
            return image
        except EOFError:
            raise NotFound(f"Không có trang {page}.", "Hãy xem lại số trang.") from None
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise RejectedFile("Tệp ảnh bị hỏng, không mở được.", "Hãy quét hoặc tải lại rồi nạp lại.") from None
