"""Text and Markdown files, in Unicode whichever way it is stored."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from ingest.errors import RejectedFile
from ingest.frontmatter import split_front_matter
from ingest.readers.content import Content, content_of_text
from ingest.text import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = re.compile(r"[^\W\d_]")


def read_plain(data: bytes, name: str) -> Content:
    """The contents of a text file, its front matter apart; rejects what is not text or holds no word."""
    text = clean(_decode(data, name))
    if not _LETTERS.search(text):
        raise RejectedFile(f"Tệp «{name}» không có chữ nào.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    front, body = split_front_matter(text, name)
    return replace(content_of_text(body), front=front)


def _decode(data: bytes, name: str) -> str:
    encoding = next((enc for bom, enc in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise _not_text(name) from None
    if "\x00" in text:
        raise _not_text(name)
    return text


def _not_text(name: str) -> RejectedFile:
    return RejectedFile(
        f"Tệp «{name}» không phải văn bản Unicode (có thể là tệp nhị phân hoặc dùng bảng mã cũ như TCVN3, VNI).",
        "Hãy mở bằng Word, lưu lại dạng Unicode (UTF-8) rồi nạp lại.",
    )
