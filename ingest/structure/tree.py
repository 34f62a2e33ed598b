"""Blocks to sections: the whole document, part by part, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.blocks import Block
from ingest.structure import body, outer, parts
from ingest.structure.cursor import Cursor, Piece
from ingest.types import Row, Section


@dataclass(frozen=True, slots=True)
class Tree:
    """What the structure of a document was found to be."""

    sections: list[Section]
    pieces: list[Piece]
    rows: list[Row]
    warnings: list[str]


def build_tree(blocks: tuple[Block, ...], length: int) -> Tree:
    """Sections, passage pieces and table rows of a canonical text of ``length`` characters."""
    cursor = Cursor(blocks, length)
    outer.opening(cursor)
    while not cursor.done:
        _next_part(cursor)
    return Tree(cursor.sections(), cursor.pieces, cursor.rows, cursor.warnings + cursor.outline.warnings)


def _next_part(c: Cursor) -> None:
    block = c.block
    if parts.RECIPIENTS.match(block.text) and block.cells is None:
        outer.recipients(c)
    elif outer.is_signature(c):
        outer.signature(c)
    elif appendix := parts.read_appendix(block):
        outer.appendix(c, appendix)
    elif (title := outer.attachment_title(c)) is not None:
        outer.attached(c, title)
    elif outer.is_closing(c):
        outer.closing(c)
    else:
        body.read_block(c)
