"""The one canonical text of a document, and where each block and page stands in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.blocks import Block, to_blocks
from ingest.readers.content import Content


@dataclass(frozen=True, slots=True)
class Canonical:
    """``text`` is the blocks, one a line; ``furniture`` is what was set aside from the source."""

    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...]
    furniture: tuple[str, ...]

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which ``offset`` stands; ``None`` where the source has no pages."""
        if len(self.page_starts) < 2:
            return None
        return sum(start <= offset for start in self.page_starts)


def canonicalise(content: Content) -> Canonical:
    """The contents of a file in their canonical form."""
    blocks: list[Block] = []
    page_starts: list[int] = []
    offset = 0
    for block in to_blocks(content.regions):
        while len(page_starts) < block.page:
            page_starts.append(offset)
        blocks.append(replace(block, start=offset))
        offset += len(block.text) + 1
    text = "\n".join(block.text for block in blocks)
    return Canonical(text, tuple(blocks), tuple(page_starts), content.furniture)
