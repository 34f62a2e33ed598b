"""Files read and not stored: what somebody is asked about before it is taken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.failures import is_storage_error
from index.files import checksum
from ingest.errors import RejectedFile, TracuuError
from ingest.limits import Listener, listening
from ingest.types import Document, Frozen

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes a document; ``version`` changes when the outcome may."""

    read: Callable[[Path], Document]
    version: str
    suffixes: frozenset[str]


class FileReading(Frozen):
    """A file as it was read: its bytes, and the version of the code that read them."""

    path: str
    sha256: str
    version: str
    document: Document


def read_file(path: Path, reader: Reader, heard: Listener) -> FileReading:
    """Read one file, its steps told to ``heard``; whatever fails is a :class:`TracuuError` in words."""
    sha256 = checksum(path)
    document = read_guarded(path, reader, heard)
    return FileReading(path=str(path), sha256=sha256, version=reader.version, document=document)


def read_guarded(path: Path, reader: Reader, heard: Listener) -> Document:
    """The document in a file; a failure nobody foresaw goes to the log and is told as a rejected file."""
    try:
        with listening(heard):
            return reader.read(path)
    except TracuuError:
        raise
    except Exception as error:
        if is_storage_error(error):  # the disk is to blame, not the file
            raise
        log.exception("cannot read %s", path)
        raise RejectedFile(
            "Không đọc được tệp này.",
            "Hãy mở tệp xem có bị hỏng không, rồi lưu lại hoặc đổi sang PDF, DOCX và nạp lại.",
        ) from error
