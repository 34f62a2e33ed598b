"""What other documents say where one says something: the nearest passages elsewhere."""

from __future__ import annotations

from collections import Counter

from index.types import Filters
from ingest.errors import BadRequest
from service.citations import Sources
from service.ports import Archive
from service.types import Citation

A_DOCUMENT = 2  # passages of one document; more would hide the others
_TAKEN = 6  # passages asked for a passage shown: some are headings, or one document's third
_ASKED = 400  # characters; what follows in a long section drowns what it begins with
_SAYS_LITTLE = frozenset({"title", "heading", "administrative"})


def neighbours(archive: Archive, document: str, start: int, end: int, k: int = 8) -> list[Citation]:
    """The ``k`` passages of other documents nearest to ``[start, end)`` of ``document``, best first.

    Raises :class:`~ingest.errors.NotFound` for an unknown document, :class:`BadRequest` for a span not in it.
    """
    sources = Sources(archive)
    text = archive.text(document)
    asked = " ".join(text[start:end].split())[:_ASKED]
    if not (0 <= start < end <= len(text)) or not asked:
        raise BadRequest("Đoạn này không có trong văn bản.", "Hãy chọn lại đoạn trong văn bản.")
    others = frozenset(sources.held) - {document}
    if not others:
        return []
    found: list[Citation] = []
    shown: Counter[str] = Counter()
    for hit in archive.search(asked, k=_TAKEN * k, filters=Filters(documents=others)):
        if hit.passage.kind in _SAYS_LITTLE or shown[hit.document] >= A_DOCUMENT:
            continue
        shown[hit.document] += 1
        citation = sources.cite_passage(hit.document, hit.passage, score=hit.score)
        found.append(citation.model_copy(update={"n": len(found) + 1}))
        if len(found) == k:
            break
    return found
