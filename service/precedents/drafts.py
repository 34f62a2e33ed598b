"""A draft: read like any document, but never taken into the library."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import NotFound, RejectedFile
from ingest.pipeline import SUFFIXES, read_document, understand
from ingest.text import clean
from ingest.types import Document, Passage
from ingest.worker import Limits
from service.citations import locality_of, title_of
from service.types import Citation

PASTED = "du-thao.txt"
PATIENCE = Limits(silence=20.0, seconds=120.0, memory=1024)  # somebody waits for it, and many may send one at once


def read_draft(path: Path) -> Document:
    """The draft in a file of any kind that sync takes.

    Raises :class:`~ingest.errors.NotFound` or :class:`~ingest.errors.RejectedFile`.
    """
    if not path.is_file():
        raise NotFound(f"Không thấy tệp {path}.", "Hãy kiểm tra lại đường dẫn.")
    return read_document(path)


def read_upload(data: bytes, name: str) -> Document:
    """The draft in the bytes of a file called ``name``, which is written nowhere.

    Raises :class:`~ingest.errors.RejectedFile`.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise RejectedFile(f"Tệp «{name}» thuộc loại chưa đọc được.", "Hãy gửi tệp .docx, .pdf hoặc .txt.")
    if not data.strip():
        raise RejectedFile(f"Tệp «{name}» trống.", "Hãy kiểm tra lại tệp rồi gửi lại.")
    return understand(data, name, PATIENCE)


def read_text(text: str, name: str = PASTED) -> Document:
    """A draft that was pasted."""
    return understand(clean(text).encode(), name, PATIENCE)


def draft_citation(draft: Document, start: int, end: int, n: int = 1) -> Citation:
    """A quotation from the draft itself; its document is the draft's id, which the library does not hold."""
    at = _passage_at(draft, start)
    return Citation(
        n=n,
        document=draft.id,
        source=draft.source,
        title=title_of(draft),
        locality=locality_of(draft),
        section=at.path if at else (),
        section_titles=at.titles if at else (),
        page=at.page if at else None,
        quote=draft.text[start:end],
        start=start,
        end=end,
        recognised=draft.quality.recognised(at.page if at else None),
    )


def _passage_at(draft: Document, start: int) -> Passage | None:
    return next((passage for passage in draft.passages if passage.start <= start < passage.end), None)
