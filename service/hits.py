"""What search found, in the shape of the contract."""

from __future__ import annotations

from index.types import RankedPassage
from service.citations import Sources
from service.lasting import permalink_of
from service.types import Hit


def as_hit(found: RankedPassage, sources: Sources) -> Hit:
    """A ranked passage in the shape of the contract."""
    held, passage = sources.held.get(found.document), found.passage
    return Hit(
        document=found.document,
        source=found.source,
        source_id=found.source_id,
        title=found.document_title,
        section=passage.path,
        section_titles=passage.titles,
        page=passage.page,
        quote=found.text,
        start=passage.start,
        end=passage.end,
        score=found.score,
        recognised=held is not None and held.quality.recognised(passage.page),
        permalink=permalink_of(sources, found.document, passage.start, passage.end),
    )
