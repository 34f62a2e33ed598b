"""From a file to its contents, one module per kind of file, told by what the file is, then by its suffix.

Every reader but that of plain text runs in a worker process (:mod:`ingest.worker`), whose crash, hang or hunger
for memory is a rejected file and nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ingest import worker
from ingest.errors import NotFound, RejectedFile
from ingest.readers.content import Content
from ingest.readers.formats import READERS as OFFICE_READERS
from ingest.readers.plain import read_plain
from ingest.readers.sniff import kind_of
from ingest.settings import number


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of a file and what its reader found in them."""

    data: bytes
    content: Content


Reader = Callable[[bytes, str], Content]
_READERS: dict[str, Reader] = {}
_IN_PROCESS = frozenset({".txt", ".md", ".markdown", ".text"})

# A commune plan has 30 kB of text, a law of 180 pages 1.3 MB as a PDF, a scan of 100 pages 15 MB: far more is
# not a document of the genre, and reading it would keep everybody else waiting.
MAX_BYTES = round(number("TRACUU_READ_MEGABYTES", 60) * 1_000_000)
MAX_TEXT_BYTES = 20_000_000

# What a file is by its contents, and the suffix whose reader takes it.
_SUFFIX_OF: dict[str, str] = {
    "pdf": ".pdf",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "doc": ".doc",
    "xls": ".xls",
    "rtf": ".rtf",
    "html": ".html",
    "mhtml": ".mht",
}
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"II*\x00": ".tif", b"MM\x00*": ".tif"}
# Suffixes that one reader takes as they are: the contents tell no more than the suffix does.
_FAMILIES: dict[str, frozenset[str]] = {
    ".docx": frozenset({".docm", ".dotx"}),
    ".doc": frozenset({".dot"}),
    ".xlsx": frozenset({".xlsm"}),
    ".html": frozenset({".htm", ".xhtml"}),
    ".mht": frozenset({".mhtml"}),
    ".jpg": frozenset({".jpeg"}),
    ".tif": frozenset({".tiff"}),
}
_BINARY = frozenset(
    ".pdf .docx .docm .dotx .xlsx .xlsm .doc .dot .xls .rtf .odt .ott .ods .png .jpg .jpeg .tif .tiff".split()
)


def register(suffix: str, reader: Reader) -> None:
    """Makes ``reader`` the one for files whose name ends in ``suffix`` (with its dot)."""
    _READERS[suffix] = reader


def _read_pdf(data: bytes, name: str) -> Content:
    reader: Reader = import_module("ingest.readers.pdf").read_pdf
    return reader(data, name)


def _read_picture(data: bytes, name: str) -> Content:
    reader: Reader = import_module("ingest.readers.ocr").read_picture
    return reader(data, name)


for _suffix in _IN_PROCESS:
    register(_suffix, read_plain)
for _suffix, _reader in OFFICE_READERS.items():
    register(_suffix, _reader)
register(".pdf", _read_pdf)
for _suffix in (".png", ".jpg", ".jpeg", ".tif", ".tiff"):
    register(_suffix, _read_picture)


def suffixes() -> frozenset[str]:
    """The suffixes, with their dot and in lower case, that some reader takes."""
    return frozenset(_READERS)


def read(path: Path) -> Raw:
    """The contents of one file; :class:`RejectedFile` says why there are none, in words."""
    data = load(path)
    return Raw(data, read_bytes(data, path.name))


def load(path: Path) -> bytes:
    """The bytes of one file that some reader may take; raises :class:`RejectedFile` or :class:`NotFound`."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise RejectedFile(f"Tệp «{path.name}» thuộc loại chưa đọc được.", f"Các loại đọc được: {known}.")
    return _bytes(path)


def read_bytes(data: bytes, name: str) -> Content:
    """The contents of the bytes of a file called ``name``, in a worker unless they are plain text."""
    suffix = checked_suffix(data, name)
    return read_plain(data, name) if suffix in _IN_PROCESS else worker.read(suffix, data, name)


def checked_suffix(data: bytes, name: str) -> str:
    """:func:`actual_suffix` of a file that is not too big for its reader."""
    suffix = actual_suffix(data, name)
    if suffix in _IN_PROCESS and len(data) > MAX_TEXT_BYTES:
        raise _too_big(name, len(data), MAX_TEXT_BYTES)
    return suffix


def read_here(suffix: str, data: bytes, name: str) -> Content:
    """The contents of a file by the reader for ``suffix``, in this process: what a worker does."""
    return _READERS[suffix](data, name)


def actual_suffix(data: bytes, name: str) -> str:
    """The suffix whose reader takes a file, by its contents before its name."""
    named = Path(name).suffix.lower()
    kind = kind_of(data)
    found = _SUFFIX_OF.get(kind) or next((suffix for mark, suffix in _PICTURES.items() if data.startswith(mark)), None)
    if found is None:
        if kind == "other" and named in _BINARY:
            return _text_named_otherwise(data, name)
        return named
    if named == found or named in _FAMILIES.get(found, ()):
        return named
    if named in _IN_PROCESS and found in (".html", ".mht"):
        return named  # a text that quotes tags is still a text
    if found not in _READERS:
        raise RejectedFile(
            f"Tệp «{name}» thực ra là tệp {found}, loại chưa đọc được.", "Hãy lưu lại thành PDF hoặc Word rồi nạp lại."
        )
    return found


def _text_named_otherwise(data: bytes, name: str) -> str:
    """A file without the mark of the kind its name claims: plain text, or nothing that can be read."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text or "%PDF" in text[:2048]:
        kind = Path(name).suffix.lower().removeprefix(".").upper()
        raise RejectedFile(
            f"Tệp «{name}» bị hỏng hoặc không phải là tệp {kind} như tên gọi.",
            "Hãy mở bằng phần mềm đã tạo ra nó, lưu lại rồi nạp lại.",
        )
    return ".txt"


def _too_big(name: str, size: int, limit: int) -> RejectedFile:
    return RejectedFile(
        f"Tệp «{name}» quá lớn ({size / 1e6:.0f} MB; giới hạn {limit / 1e6:.0f} MB).",
        "Hãy tách thành từng văn bản rồi nạp lại.",
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        limit = MAX_TEXT_BYTES if path.suffix.lower() in _IN_PROCESS else MAX_BYTES
        if size > limit:
            raise _too_big(path.name, size, limit)
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"Không tìm thấy tệp «{path.name}».", "Hãy kiểm tra lại đường dẫn.") from None
    except OSError as error:
        reason = error.strerror or "lỗi đọc"
        raise RejectedFile(f"Không mở được tệp «{path.name}»: {reason}.", "Hãy kiểm tra quyền đọc tệp.") from error
    if not data.strip():
        raise RejectedFile(f"Tệp «{path.name}» trống.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    return data
