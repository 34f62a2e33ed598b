"""Akoma Ntoso files: one document as a file, several as a folder of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import BadRequest
from service.ports import Archive
from service.standards.akn.export import akoma_ntoso, names_of


def write_documents(archive: Archive, out: Path, documents: Sequence[str] = ()) -> int:
    """Writes the documents named, or all, and returns how many.

    To the file ``out`` if that is called .xml, else into the folder, each under its id. Raises :class:`BadRequest` for
    several documents and one file, :class:`~ingest.errors.NotFound` for a document that is not held.
    """
    with archive.steady(searching=False):
        return _write(archive, out, documents)


def _write(archive: Archive, out: Path, documents: Sequence[str]) -> int:
    wanted = list(documents) or [held.id for held in archive.documents()]
    whole = out.suffix.casefold() == ".xml"
    if whole and len(wanted) != 1:
        raise BadRequest(
            "Một tệp .xml chỉ chứa một văn bản.", "Thêm --document MÃ, hoặc ghi vào một thư mục: -o THƯ-MỤC."
        )
    (out.parent if whole else out).mkdir(parents=True, exist_ok=True)
    for id in wanted:
        document = archive.document(id)
        path = out if whole else out / f"{id}.xml"
        path.write_bytes(akoma_ntoso(document, names_of(document, archive)))
    return len(wanted)
