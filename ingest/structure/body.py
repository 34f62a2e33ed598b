"""The body of a document: numbered and starred headings, paragraphs, bullets and tables."""

from __future__ import annotations

import re

from ingest.marks import BULLET, FOOTNOTE, is_upper
from ingest.structure import parts
from ingest.structure.cursor import Cursor
from ingest.structure.headings import read_heading
from ingest.structure.labels import read_labels
from ingest.structure.rows import TableReader
from ingest.types import PassageKind, SectionKind

_LONGEST_STAR = 160


def read_block(c: Cursor) -> None:
    """Takes the table, heading, paragraph or bullet at the cursor."""
    block = c.block
    if block.cells is not None:
        _table(c)
        return
    if not BULLET.match(block.text) or block.text.startswith("*"):
        label = c.outline.place(block, _introduces_list(c))
        if label is not None:
            in_article = label.family != "article" and "article" in c.outline.families
            heading = read_heading(block, label, _leads(c), in_article)
            _section(c, heading.title, heading.body)
            return
    if _is_starred(c):
        _star(c)
    else:
        _text(c)


def _introduces_list(c: Cursor) -> bool:
    return c.i > 0 and c.blocks[c.i - 1].text.rstrip().endswith(":")


def _section(c: Cursor, title: str | None, body: int) -> None:
    block = c.block
    path = c.outline.path
    c.i += 1
    body_start, end = block.start + body, block.end
    if body == len(block.text) and title is None:
        title, body_start = _title_below(c)
        end = max(end, body_start)
    kind: SectionKind = "heading" if title is not None else "para"
    c.draft(path, kind, block, title, body_start)
    if title is not None:
        c.piece(block.start, body_start, path, "heading", block.page)
    if block.text[body:].strip():
        c.piece(block.start + body, block.end, path, "paragraph", block.page)


def _title_below(c: Cursor) -> tuple[str | None, int]:
    """The title of a label that stands alone on its line (Chương I)."""
    before = c.blocks[c.i - 1]
    if not c.done:
        block = c.block
        titled = block.all_bold or is_upper(block.text) or bool(block.level)
        if titled and block.cells is None and not read_labels(block.text) and len(block.text) < 400:
            c.i += 1
            return block.text, block.end
    return None, before.end


def _leads(c: Cursor) -> bool:
    """Whether text or a deeper ordinal follows the block that was just placed."""
    if c.i + 1 >= len(c.blocks):
        return False
    following = c.blocks[c.i + 1]
    labels = read_labels(following.text) if following.cells is None else []
    if labels:
        return c.outline.families.isdisjoint(label.family for label in labels)
    ends = parts.RECIPIENTS.match(following.text) or parts.closes(following)
    return bool(BULLET.match(following.text)) or not ends


def _is_starred(c: Cursor) -> bool:
    block = c.block
    if not block.text.startswith("*") or len(block.text) > _LONGEST_STAR or not c.outline.started:
        return False
    rest = block.text[1:].strip()
    if not rest:
        return False
    following = c.blocks[c.i + 1] if c.i + 1 < len(c.blocks) else None
    listed = following is not None and following.text.startswith("*") and not following.all_bold
    if block.all_bold:
        return True
    return not listed and rest[-1] not in ".;," and not c.blocks[c.i - 1].text.startswith("*")


def _star(c: Cursor) -> None:
    block = c.block
    title = block.text[1:].strip()
    printed = re.split(r"\s*[(:]", title, maxsplit=1)[0].rstrip(" .")
    c.outline.star(f"* {printed}")
    c.i += 1
    c.draft(c.outline.path, "starred", block, title, block.end)
    c.piece(block.start, block.end, c.outline.path, "heading", block.page)


def _text(c: Cursor) -> None:
    block = c.block
    path = _path(c)
    bullet = BULLET.match(block.text)
    kind: PassageKind = "bullet" if bullet else "footnote" if FOOTNOTE.match(block.text) else "paragraph"
    if not c.drafts or (_part_is_over(c) and kind != "footnote"):
        c.draft(c.root or ("BODY",), "para", block, None, block.start)
        path = _path(c)
    c.piece(block.start + (bullet.end() if bullet else 0), block.end, path, kind, block.page)
    c.i += 1


def _part_is_over(c: Cursor) -> bool:
    return c.drafts[-1].kind in ("title", "header", "signature", "recipients", "closing")


def _path(c: Cursor) -> tuple[str, ...]:
    if c.outline.started:
        return c.outline.path
    return c.root or (c.drafts[-1].path if c.drafts else ("BODY",))


def _table(c: Cursor) -> None:
    """All rows of the table that begins here; group rows become sections of their own."""
    table = c.block.table
    reader = TableReader(table, _path(c), c.block.columns)
    if not c.drafts or _part_is_over(c):
        c.draft(_path(c), "para", c.block, None, c.block.start)
    while not c.done and c.block.table == table:
        block = c.block
        row = reader.read(block, c.blocks[c.i + 1] if c.i + 1 < len(c.blocks) else None)
        c.rows.append(row)
        if row.role == "group" and reader.group_title is not None:
            c.draft(row.path, "appendix_group", block, reader.group_title, block.end)
        if row.role != "header":
            kind: PassageKind = "heading" if row.role == "group" else "row"
            c.piece(block.start, block.end, row.path, kind, block.page)
        c.i += 1
