"""The parts around the body: header, title, preamble, closing, recipients, signature, appendix heads."""

from __future__ import annotations

from ingest.marks import BULLET, is_doc_type, is_upper
from ingest.structure import parts
from ingest.structure.cursor import Cursor
from ingest.structure.labels import read_labels
from ingest.structure.outline import Outline

# A title stands within the first lines of a document, after a header block of at most this many.
_HEADER_BLOCKS = 60
_ATTACHED_HEADER_BLOCKS = 7


def opening(c: Cursor) -> None:
    """Header block, title and preamble, up to the first ordinal."""
    title = _find_title(c)
    if title is None:
        _preamble(c, c.first_ordinal())
        return
    if title:
        c.whole(("HEADER",), "header", title, "administrative")
    _title(c)
    _preamble(c, c.first_ordinal())


def _find_title(c: Cursor) -> int | None:
    for i, block in enumerate(c.blocks[:_HEADER_BLOCKS]):
        if parts.is_title_line(block):
            return i
        if parts.RECIPIENTS.match(block.text) or Outline().place(block) is not None:
            break
    ordinal = c.first_ordinal()
    for i, block in enumerate(c.blocks[: min(ordinal, 3)]):
        if block.level and not parts.read_appendix(block):
            return i
    return None


def _title(c: Cursor) -> None:
    first = c.i
    c.i += 1
    while not c.done and parts.goes_on_with_subject(c.blocks[c.i - 1], c.block):
        c.i += 1
    block, last = c.blocks[first], c.blocks[c.i - 1]
    title = " ".join(b.text for b in c.blocks[first : c.i])
    c.draft(("TITLE",), "title", block, title, last.end)
    c.piece(block.start, last.end, ("TITLE",), "title", block.page)


def _preamble(c: Cursor, until: int) -> None:
    if c.i < until:
        c.whole(("PREAMBLE",), "preamble", until, "paragraph")


def recipients(c: Cursor) -> None:
    """Nơi nhận and its list, up to the signature."""
    block = c.block
    head = parts.RECIPIENTS.match(block.text)
    body = block.start + (head.end() if head else 0)
    c.draft((*c.root, "RECIPIENTS"), "recipients", block, block.text[: head.end() if head else 0], body)
    c.i += 1
    while not c.done and not _leaves_recipients(c):
        c.i += 1
    c.piece(
        block.start,
        c.blocks[c.i - 1].end,
        (*c.root, "RECIPIENTS"),
        "administrative",
        block.page,
    )


def _leaves_recipients(c: Cursor) -> bool:
    block = c.block
    if is_signature(c) or parts.read_appendix(block) or block.cells is not None or block.level:
        return True
    listed = BULLET.match(block.text) or c.blocks[c.i - 1].text.endswith((",", "và"))
    return not listed and (is_upper(block.text) or block.all_bold or len(block.text) > 120)


def is_signature(c: Cursor) -> bool:
    """Whether the signature begins at the cursor."""
    block = c.block
    if parts.signs_for(block) or (c.outline.started and parts.is_signature_line(block)):
        return True
    issuer = is_upper(block.text) and block.cells is None and len(block.text) < 120
    return issuer and _closed(c) and not is_doc_type(block.text) and not parts.read_appendix(block)


def _closed(c: Cursor) -> bool:
    return c.i > 0 and parts.ends_document(c.blocks[c.i - 1])


def signature(c: Cursor) -> None:
    """The capacity in which it is signed, in capitals, and the name below."""
    first = c.i
    while not c.done and is_upper(c.block.text) and c.block.cells is None:
        if c.i > first and (parts.is_title_line(c.block) or parts.read_appendix(c.block)):
            break
        if c.i > first and not parts.is_signature_line(c.block):
            break
        c.i += 1
    c.i = max(c.i, first + 1)
    titles = c.blocks[first : c.i]
    c.draft(
        (*c.root, "SIGNATURE"),
        "signature",
        titles[0],
        " ".join(b.text for b in titles),
        titles[-1].end,
    )
    while not c.done and parts.is_signed_name(c.block):
        if parts.opens_attachment(c.block, c.blocks[c.i + 1 : c.i + 5]):
            break  # a short title in capitals looks like a name in capitals
        c.i += 1
    last = c.blocks[c.i - 1]
    c.piece(titles[0].start, last.end, (*c.root, "SIGNATURE"), "administrative", titles[0].page)


def attachment_title(c: Cursor) -> int | None:
    """Where the title stands of what was issued with the decision before it.

    A plan stands behind a header block of its own, a list right behind the table of the attachment before it.
    """
    if _titles_list(c):
        return c.i
    if not c.after_signature():
        return None
    for i in range(c.i, min(c.i + _ATTACHED_HEADER_BLOCKS, len(c.blocks))):
        block = c.blocks[i]
        if parts.opens_attachment(block, c.blocks[i + 1 : i + 5]):
            return i
        header = is_upper(block.text) or parts.is_header_line(block)
        if block.cells is not None or not header or parts.read_appendix(block):
            return None
    return None


def _titles_list(c: Cursor) -> bool:
    """Whether a title in capitals follows an attached table, and a list that counts from 1 follows the title."""
    block = c.block
    if c.i == 0 or c.blocks[c.i - 1].cells is None or c.i + 1 >= len(c.blocks):
        return False
    if block.cells is not None or not is_upper(block.text) or read_labels(block.text) or c.root:
        return False
    first = c.blocks[c.i + 1]
    counts = first.cells is None and any(
        label.family == "number" and label.last == 1 for label in read_labels(first.text)
    )
    return counts and any(draft.kind == "signature" for draft in c.drafts)


def attached(c: Cursor, title: int) -> None:
    """A plan issued with the decision before it: a document within the document."""
    c.new_outline()
    if title > c.i:
        c.whole(("HEADER",), "header", title, "administrative")
    _title(c)
    _preamble(c, c.first_ordinal())


def appendix(c: Cursor, head: parts.Appendix) -> None:
    """The head of an appendix and its title; its ordinals start afresh."""
    block = c.block
    c.new_outline((head.label,))
    first, c.i = c.i, c.i + 1
    titles = [head.title] if head.title else []
    while not c.done and _names_appendix(c, bool(titles)):
        titles.append(c.block.text)
        c.i += 1
    last = c.blocks[c.i - 1]
    c.draft(c.root, "appendix", block, " ".join(titles) or None, last.end)
    c.piece(c.blocks[first].start, last.end, c.root, "heading", block.page)


def _names_appendix(c: Cursor, named: bool) -> bool:
    block = c.block
    if block.cells is not None or parts.is_attached_note(block) or parts.read_appendix(block):
        return False
    if read_labels(block.text) or BULLET.match(block.text) or len(block.text) > 300:
        return False
    return is_upper(block.text) or (not named and (block.all_bold or bool(block.level)))


def is_closing(c: Cursor) -> bool:
    """The unnumbered paragraphs before Nơi nhận or the signature that end the document."""
    if not c.outline.started or c.root or c.plain(c.i) is None or c.after_signature():
        return False
    j = c.i
    while j < len(c.blocks) and c.plain(j) is not None and j - c.i < 4:
        j += 1
    ends = j == len(c.blocks) or _ends_body(c, j)
    if not ends:
        return False
    if parts.closes(c.block):
        return True
    is_body = _titled_last(c) or _goes_on_with_item(c, j)
    return not is_body and any(map(parts.ends_document, c.blocks[c.i : j]))


def _goes_on_with_item(c: Cursor, end: int) -> bool:
    """Whether the paragraphs up to ``end`` are further ones of a numbered item without a title.

    Several of them, none of which reads like a closing sentence, belong to what they follow, though "./." ends them.
    """
    several = end - c.i > 1 or c.plain(c.i - 1) is not None
    return several and c.drafts[-1].kind == "para" and not any(map(parts.closes, c.blocks[c.i : end]))


def _ends_body(c: Cursor, j: int) -> bool:
    block = c.blocks[j]
    return (
        bool(parts.RECIPIENTS.match(block.text))
        or parts.is_signature_line(block)
        or (is_upper(block.text) and parts.ends_document(c.blocks[j - 1]))
    )


def _titled_last(c: Cursor) -> bool:
    """Whether the block before is a heading, so that a paragraph after it is its text."""
    last = c.drafts[-1]
    return last.title is not None and last.body_start == c.blocks[c.i - 1].end


def closing(c: Cursor) -> None:
    """The closing paragraphs, up to the part that follows them."""
    j = c.i
    while j < len(c.blocks) and c.plain(j) is not None:
        j += 1
    c.whole(("CLOSING",), "closing", j, "paragraph")
