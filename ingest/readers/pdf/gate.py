"""The first look at a PDF, by pypdf: it has limits against bombs and says what is wrong with a file."""

from __future__ import annotations

import io
import logging
import warnings

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

from ingest.errors import RejectedFile
from ingest.settings import number

# The longest laws have 300 pages and the longest annexes about 1,000; reading more would hold up all others.
MAX_PAGES = int(number("TRACUU_READ_PAGES", 2000))


def check(data: bytes, name: str) -> int:
    """The number of pages of a PDF that may be read; :class:`RejectedFile` says why another may not."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pages = _pages(data, name)
    if pages > MAX_PAGES:
        raise RejectedFile(
            f"Tệp «{name}» có {pages} trang, quá giới hạn {MAX_PAGES} trang.",
            "Hãy tách thành từng văn bản rồi nạp lại.",
        )
    if pages == 0:
        raise RejectedFile(f"Tệp «{name}» không có trang nào.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    return pages


def _pages(data: bytes, name: str) -> int:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked(name)
        return reader.get_num_pages()
    except RejectedFile:
        raise
    except LimitReachedError:
        raise RejectedFile(
            f"Tệp «{name}» có cấu trúc lồng nhau hoặc nén bất thường, có thể gây hại nên không đọc.",
            "Hãy in lại văn bản gốc ra PDF mới rồi nạp lại.",
        ) from None
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        RecursionError,
        OverflowError,
        OSError,
        NotImplementedError,
        ImportError,
        EOFError,
    ) as error:
        raise _explained(error, name) from None


def locked(name: str) -> RejectedFile:
    """The refusal of a file that asks for a password."""
    return RejectedFile(
        f"Tệp «{name}» được khóa bằng mật khẩu.", "Hãy mở bằng mật khẩu, lưu thành bản không khóa rồi nạp lại."
    )


def damaged(name: str) -> RejectedFile:
    """The refusal of a file that is cut off or broken."""
    return RejectedFile(
        f"Tệp «{name}» bị hỏng hoặc chưa tải xong, không mở được như PDF.", "Hãy tải hoặc xuất lại tệp rồi nạp lại."
    )


def _explained(error: Exception, name: str) -> RejectedFile:
    words = f"{type(error).__name__} {error}".casefold()
    if any(word in words for word in ("password", "decrypt", "encrypt", "cryptograph", "aes")):
        return locked(name)
    return damaged(name)
