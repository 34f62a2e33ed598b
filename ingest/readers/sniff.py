"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from ingest.readers.archive import is_ole

Kind = Literal["docx", "xlsx", "odf", "zip", "doc", "xls", "ole", "rtf", "pdf", "mhtml", "html", "other"]
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p)\b", re.IGNORECASE)
_HEAD = 4096
_FIB = (b"\xec\xa5", b"\xdc\xa5")  # Word 97 and later, Word 6 and 95


def kind_of(data: bytes) -> Kind:
    """The kind of a file from its contents."""
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if is_ole(data):
        if "WordDocument".encode("utf-16-le") in data:
            return "doc" if _has_word_header(data) else "ole"
        books = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
        return "xls" if any(book in data for book in books) else "ole"
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if re.match(rb"(?:from:|mime-version:)", head, re.IGNORECASE) and b"multipart/related" in data[:_HEAD].lower():
        return "mhtml"
    return "html" if _HTML.search(_ascii(data[:_HEAD])) else "other"


def _has_word_header(data: bytes) -> bool:
    """Whether some sector begins a Word stream: without one LibreOffice would read the bytes as text."""
    return any(data[at : at + 2] in _FIB for at in range(512, len(data), 512))


def _ascii(head: bytes) -> bytes:
    """UTF-16 pages have a zero between their letters."""
    return head.replace(b"\x00", b"")


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "zip"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "odf" if "content.xml" in names else "zip"
