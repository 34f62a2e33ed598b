"""From a file to its contents, one module per kind of file, found by suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NotFound, RejectedFile
from ingest.readers.content import Content
from ingest.readers.formats import READERS as _FORMATS
from ingest.readers.plain import read_plain


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of a file and what its reader found in them."""

    data: bytes
    content: Content


Reader = Callable[[bytes, str], Content]
_READERS: dict[str, Reader] = dict(_FORMATS)

# A commune plan has 30 kB of text, the longest law under 1 MB: more than this is not a document of the
# genre, and reading it would keep everybody else waiting.
MAX_BYTES = 20_000_000


def register(suffix: str, reader: Reader) -> None:
    """Makes ``reader`` the one for files whose name ends in ``suffix`` (with its dot)."""
    _READERS[suffix] = reader


for _suffix in (".txt", ".md", ".markdown", ".text"):
    register(_suffix, read_plain)


def suffixes() -> frozenset[str]:
    """The suffixes, with their dot and in lower case, that some reader takes."""
    return frozenset(_READERS)


def read(path: Path) -> Raw:
    """The contents of one file; :class:`RejectedFile` says why there are none, in words."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise RejectedFile(f"Tệp «{path.name}» thuộc loại chưa đọc được.", f"Các loại đọc được: {known}.")
    data = _bytes(path)
    return Raw(data, reader(data, path.name))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RejectedFile(
                f"Tệp «{path.name}» quá lớn ({size / 1e6:.0f} MB; giới hạn {MAX_BYTES / 1e6:.0f} MB).",
                "Hãy tách thành từng văn bản rồi nạp lại.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"Không tìm thấy tệp «{path.name}».", "Hãy kiểm tra lại đường dẫn.") from None
    except OSError as error:
        reason = error.strerror or "lỗi đọc"
        raise RejectedFile(f"Không mở được tệp «{path.name}»: {reason}.", "Hãy kiểm tra quyền đọc tệp.") from error
    if not data.strip():
        raise RejectedFile(f"Tệp «{path.name}» trống.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    return data
