"""The one canonical text of a document, and where each block and page stands in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.blocks import Block, to_blocks
from ingest.lines import Spot
from ingest.readers.content import Content


@dataclass(frozen=True, slots=True)
class Canonical:
    """``text`` is the blocks, one a line; ``furniture`` is what was set aside from the source."""

    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...]
    furniture: tuple[str, ...]
    spots: tuple[Spot, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which ``offset`` stands; ``None`` where the source has no pages."""
        if len(self.page_starts) < 2:
            return None
        return sum(start <= offset for start in self.page_starts)


def canonicalise(content: Content) -> Canonical:
    """The contents of a file in their canonical form."""
    blocks: list[Block] = []
    spots: list[Spot] = []
    offset = 0
    for block in to_blocks(content.regions):
        spots.extend(spot.shifted(offset) for spot in block.spots)
        blocks.append(replace(block, start=offset))
        offset += len(block.text) + 1
    text = "\n".join(block.text for block in blocks)
    return Canonical(text, tuple(blocks), _page_starts(blocks, spots), content.furniture, tuple(spots))


def _page_starts(blocks: list[Block], spots: list[Spot]) -> tuple[int, ...]:
    """Where each page begins: in the midst of a paragraph where its place on paper is known, else at a block."""
    places = sorted([(block.start, block.page) for block in blocks] + [(spot.start, spot.page) for spot in spots])
    starts: list[int] = []
    for offset, page in places:
        while len(starts) < page:
            starts.append(offset)
    return tuple(starts)
