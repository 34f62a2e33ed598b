"""What search found, in the shape of the contract."""

from __future__ import annotations

from index.types import RankedPassage
from ingest.types import Quality
from service.types import Hit


def as_hit(found: RankedPassage, quality: Quality | None = None) -> Hit:
    """A ranked passage in the shape of the contract; ``quality`` is that of its document, none for a collection."""
    return Hit(
        document=found.document,
        source=found.source,
        source_id=found.source_id,
        title=found.document_title,
        section=found.passage.path,
        section_titles=found.passage.titles,
        page=found.passage.page,
        quote=found.text,
        start=found.passage.start,
        end=found.passage.end,
        score=found.score,
        recognised=quality is not None and quality.recognised(found.passage.page),
    )
