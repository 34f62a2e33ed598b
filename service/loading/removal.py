"""What is lost with a document, said before it is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.identity import identity
from index.types import DocumentSummary
from ingest.errors import NotFound
from ingest.types import Frozen
from service.ports import Holdings

if TYPE_CHECKING:
    from index.library import Library


class Loss(Frozen):
    """What removing a document means.

    ``cited_by``: documents whose references to it will lead nowhere. ``digest``: our digest that comes
    back in its place. ``still_there``: its file is still where a sync found it and will bring it back.
    """

    document: DocumentSummary
    path: str
    still_there: bool
    cited_by: tuple[DocumentSummary, ...] = ()
    digest: str | None = None


def loss(library: Holdings, id: str) -> Loss:
    """What is lost with a document; raises :class:`NotFound` if it is not held."""
    held = {one.id: one for one in library.documents()}
    kept = {one.document: one for one in library.kept()}
    if id not in held or id not in kept:
        raise NotFound(f"Không có văn bản nào mang mã “{id}”.", "Có thể đã được gỡ. Xem lại danh sách văn bản.")
    citing = {one.document for one in library.references() if one.resolved == id}
    mine = identity(library.document(id))
    digests = [one.document for one in kept.values() if one.superseded]
    back = next((one for one in digests if mine is not None and identity(library.document(one)) == mine), None)
    return Loss(
        document=held[id],
        path=kept[id].path,
        still_there=Path(kept[id].path).is_file(),
        cited_by=tuple(held[one] for one in sorted(citing)),
        digest=back,
    )


def purge(library: Library, id: str) -> None:
    """Leave nothing of a document, pictures of its pages included; raises :class:`NotFound` if it never was held."""
    held = any(one.id == id for one in library.documents())
    files = {one.sha256 for one in library.versions(id)} if held else set[str]()
    library.purge(id)
    for sha256 in files:
        for picture in (library.data / "pages").glob(f"{sha256}-*"):
            picture.unlink(missing_ok=True)
