"""PDF files: pypdf as the gatekeeper, pdfium for letters and rules, geometry for paragraphs and tables.

Run it in a worker (:mod:`ingest.worker`): pdfium is C++ and aborts its process on some hostile files.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image

from ingest.errors import NotFound, RejectedFile
from ingest.limits import tick
from ingest.quality import judge
from ingest.readers.content import Content
from ingest.readers.pdf import gate
from ingest.readers.pdf.assemble import content_of_pages
from ingest.readers.pdf.fonts import to_unicode
from ingest.readers.pdf.glyphs import read_page
from ingest.readers.pdf.page import Page
from ingest.text import ranges

# Recognises the words on a picture of a page: ``recognise(image, number, dpi)`` gives a Page whose words and
# rules are in points (1/72 inch) from the upper left corner, and ``recognised=True``.
Recogniser = Callable[[Image.Image, int, float], Page]

# Character error of Tesseract does not fall beyond 200 dpi; see design, section 6.
_DPI = 200.0
# A page image of more pixels than this is a map or a bomb.
_MAX_PIXELS = 25_000_000


def read_pdf(data: bytes, name: str, recognise: Recogniser | None = None) -> Content:
    """The contents of a PDF file.

    Pages whose text layer is missing or damaged go to ``recognise`` (by default :mod:`ingest.readers.ocr`, if it
    is there); what could not be read is said in the notes. Raises :class:`RejectedFile`.
    """
    count = gate.check(data, name)
    pages: list[Page] = []
    unread: list[int] = []
    with _opened(data, name) as document:
        for number in range(1, min(count, len(document)) + 1):
            tick("pages", number, count)
            pages.append(_page(document, number, name))
        legacy = to_unicode(pages)
        for i, page in enumerate(pages):
            if not judge(page.text, page.pictures).poor:
                continue
            tick("recognise", page.number, len(pages))
            recognise = recognise or _recogniser()
            better = _recognised(document, page.number, recognise)
            if better is None:
                unread.append(page.number)
            elif _letters(better) > _letters(page):
                pages[i] = better
    content = content_of_pages(pages, [*_notes(pages, unread), *legacy])
    if not content.regions:
        raise _empty(name, scanned=bool(unread))
    return content


def _letters(page: Page) -> int:
    return sum(c.isalpha() for c in page.text)


def _empty(name: str, *, scanned: bool) -> RejectedFile:
    if scanned:
        return RejectedFile(
            f"Tệp «{name}» chỉ có ảnh quét, không có chữ đọc được.",
            "Hãy cài nhận dạng chữ (Tesseract, gói tiếng Việt) hoặc nạp bản PDF xuất từ Word.",
        )
    return RejectedFile(f"Tệp «{name}» không có chữ nào.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")


def page_image(data: bytes, page: int, width: int) -> Image.Image:
    """Page ``page`` (from 1) as it is shown, about ``width`` dots wide.

    Raises :class:`NotFound` for a page that is not there, :class:`RejectedFile` for what cannot be opened.
    """
    with _opened(data, "PDF") as document:
        if not 1 <= page <= len(document):
            raise NotFound(f"Không có trang {page}.", f"Tệp có {len(document)} trang.")
        return _image(document, page, width / max(1.0, document.get_page_size(page - 1)[0]))


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise gate.damaged(name) from None
    try:
        yield document
    finally:
        document.close()


def _page(document: Any, number: int, name: str) -> Page:
    try:
        return read_page(document, number)
    except pdfium.PdfiumError:
        raise gate.damaged(name) from None


def _image(document: Any, number: int, scale: float) -> Image.Image:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        largest = (_MAX_PIXELS / max(1.0, width * height)) ** 0.5
        bitmap = page.render(scale=min(scale, largest))
        try:
            image: Image.Image = bitmap.to_pil().convert("RGB")
            return image
        finally:
            bitmap.close()
    finally:
        page.close()


def _recogniser() -> Recogniser | None:
    """The recogniser that is installed with Tracuu, ``None`` without one."""
    try:
        found: Recogniser | None = importlib.import_module("ingest.readers.ocr").recognise
    except (ImportError, AttributeError):  # its libraries are an extra of the installation
        return None
    return found


def _recognised(document: Any, number: int, recognise: Recogniser | None) -> Page | None:
    if recognise is None:
        return None
    image = _image(document, number, _DPI / 72)
    width, _ = document.get_page_size(number - 1)
    page = recognise(image, number, image.width / width * 72)
    return page if page.words else None


def _notes(pages: Sequence[Page], unread: Sequence[int]) -> list[str]:
    notes = []
    recognised = [page.number for page in pages if page.recognised]
    if recognised:
        notes.append(f"Đọc bằng nhận dạng chữ từ ảnh: trang {ranges(recognised)}.")
    if unread:
        notes.append(f"Chưa đọc được chữ trên ảnh quét: trang {ranges(unread)}.")
    if cut := [page.number for page in pages if page.cut]:
        notes.append(f"Quá nhiều chữ trên một trang, chỉ đọc phần đầu: trang {ranges(cut)}.")
    return notes
