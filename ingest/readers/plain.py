"""Text and Markdown files, in Unicode whichever way it is stored or in an old Vietnamese encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from ingest.errors import RejectedFile
from ingest.frontmatter import split_front_matter
from ingest.readers.content import Content, content_of_text
from ingest.readers.legacy import decide, decode_bytes
from ingest.text import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Converters to Markdown put a list mark before printed labels: "- a) …", "- 1. …".
_LISTED_LABEL = re.compile(r"^[ ]{0,8}[-*+][ ]+(?=(?:\*\*)?(?:[a-zđ]\)|\d{1,3}(?:\.\d{1,3})*[.)])\s)", re.MULTILINE)
_LETTERS = re.compile(r"[^\W\d_]")
# VISCII and VPS put capitals on control codes, but never on these.
_NEVER_IN_TEXT = re.compile(rb"[\x00\x01\x07\x08\x0e\x0f\x16-\x18\x1b\x7f]")


def read_plain(data: bytes, name: str) -> Content:
    """The contents of a text file, its front matter apart; rejects what is not text or holds no word."""
    raw, encoding = decode(data, name)
    text = clean(raw)
    if not _LETTERS.search(text):
        raise RejectedFile(f"Tệp «{name}» không có chữ nào.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    front, body = split_front_matter(text, name)
    if name.casefold().endswith((".md", ".markdown")):
        body = _LISTED_LABEL.sub("", body)
    note = (f"Chữ gốc dùng bảng mã cũ {encoding}, đã chuyển sang Unicode.",) if encoding else ()
    return replace(content_of_text(body), front=front, notes=note)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of plain bytes, and the name of the old encoding they were in ("" for Unicode).

    Raises :class:`RejectedFile` where they are no text.
    """
    bom = next((enc for bom, enc in _BOMS if data.startswith(bom)), None)
    try:
        text = data.decode(bom or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        old = decode_bytes(data) if bom is None and not _NEVER_IN_TEXT.search(data) else None
        if old is None:
            raise _not_text(name) from None
        return old
    if "\x00" in text:
        raise _not_text(name)
    decoder = decide({"": text})[""]  # old letters are often saved as UTF-8 without being converted
    return (decoder(text), decoder.name) if decoder.encoding else (text, "")


def _not_text(name: str) -> RejectedFile:
    return RejectedFile(
        f"Tệp «{name}» không phải văn bản Unicode, cũng không theo bảng mã cũ nào (TCVN3, VNI, VISCII, VPS).",
        "Hãy mở bằng Word, lưu lại dạng Unicode (UTF-8) rồi nạp lại.",
    )
