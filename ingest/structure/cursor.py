"""A place in the blocks of a document, and the sections found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.blocks import Block
from ingest.marks import BULLET, FOOTNOTE, is_upper
from ingest.structure import parts
from ingest.structure.labels import read_labels
from ingest.structure.outline import Outline
from ingest.types import PassageKind, Row, Section, SectionKind


@dataclass
class Draft:
    """A section whose end is not yet known."""

    path: tuple[str, ...]
    kind: SectionKind
    start: int
    title: str | None = None
    body_start: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block that can become a passage."""

    start: int
    end: int
    path: tuple[str, ...]
    kind: PassageKind
    page: int


@dataclass
class Cursor:
    """Walks the blocks once; whoever reads a part moves ``i`` behind it.

    ``root`` is the path that the outline stands under (an appendix), ``length`` that of the canonical text.
    """

    blocks: tuple[Block, ...]
    length: int
    i: int = 0
    root: tuple[str, ...] = ()
    outline: Outline = field(default_factory=Outline)
    drafts: list[Draft] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def block(self) -> Block:
        """The block at the cursor."""
        return self.blocks[self.i]

    @property
    def done(self) -> bool:
        """Whether all blocks have been taken."""
        return self.i >= len(self.blocks)

    def new_outline(self, root: tuple[str, ...] = ()) -> None:
        """Starts the ordinals afresh, for an appendix or an attached document."""
        self.warnings.extend(self.outline.warnings)
        self.root = root
        self.outline = Outline(root)

    def first_ordinal(self) -> int:
        """The first block, from here on, that opens the outline; the number of blocks if none does."""
        for i in range(self.i, len(self.blocks)):
            block = self.blocks[i]
            if block.cells is not None or parts.RECIPIENTS.match(block.text) or parts.read_appendix(block):
                return i
            if parts.signs_for(block) or (i and parts.ends_document(self.blocks[i - 1]) and is_upper(block.text)):
                return i
            if not BULLET.match(block.text) and Outline().place(block) is not None:
                return i
        return len(self.blocks)

    def whole(self, path: tuple[str, ...], kind: SectionKind, until: int, pieces: PassageKind) -> None:
        """Takes all blocks before ``until`` as one section, each a passage."""
        first = self.blocks[self.i]
        self.draft(path, kind, first, None, first.start)
        for block in self.blocks[self.i : until]:
            bullet = BULLET.match(block.text) if block.cells is None else None
            self.piece(block.start + (bullet.end() if bullet else 0), block.end, path, pieces, block.page)
        self.i = until

    def draft(self, path: tuple[str, ...], kind: SectionKind, block: Block, title: str | None, body: int) -> None:
        """Opens a section at ``block``, whose own text begins at ``body``."""
        self.drafts.append(Draft(path, kind, block.start, title, body, block.page))

    def piece(self, start: int, end: int, path: tuple[str, ...], kind: PassageKind, page: int) -> None:
        """Notes a stretch of text that can become a passage."""
        if end > start:
            self.pieces.append(Piece(start, end, path, kind, page))

    def sections(self) -> list[Section]:
        """Drafts with their ends: where the next section of the same or a higher level begins."""
        ends = [self.length] * len(self.drafts)
        still_open: list[int] = []
        for i, draft in enumerate(self.drafts):
            while still_open and len(draft.path) <= len(self.drafts[still_open[-1]].path):
                ends[still_open.pop()] = draft.start - 1
            still_open.append(i)
        return [
            Section(
                start=draft.start,
                end=end,
                path=draft.path,
                title=draft.title,
                depth=len(draft.path),
                kind=draft.kind,
                body_start=min(draft.body_start, end),
                page=draft.page,
            )
            for draft, end in zip(self.drafts, ends, strict=True)
        ]

    def plain(self, i: int) -> Block | None:
        """The block at ``i`` if it is an ordinary paragraph: no bullet, ordinal, heading, row or part of its own."""
        block = self.blocks[i]
        marked = BULLET.match(block.text) or read_labels(block.text) or FOOTNOTE.match(block.text)
        special = parts.RECIPIENTS.match(block.text) or parts.is_signature_line(block) or parts.read_appendix(block)
        return None if block.cells is not None or block.level or marked or special or is_upper(block.text) else block

    def after_signature(self) -> bool:
        """Whether the document proper has been signed, or its recipients named."""
        return bool(self.drafts) and self.drafts[-1].kind in ("signature", "recipients")
