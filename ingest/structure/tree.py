"""Blocks to sections: the whole document, part by part, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.blocks import Block
from ingest.marks import BULLET, FOOTNOTE, is_doc_type, is_upper
from ingest.structure import parts
from ingest.structure.headings import read_heading
from ingest.structure.labels import read_labels
from ingest.structure.outline import Outline
from ingest.structure.rows import TableReader
from ingest.types import PassageKind, Row, Section, SectionKind

# A title stands within the first lines of a document, after a header block of at most this many.
_HEADER_BLOCKS = 60
_LONGEST_STAR = 160


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
class Tree:
    """What the structure of a document was found to be."""

    sections: list[Section] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build_tree(blocks: tuple[Block, ...], length: int) -> Tree:
    """Sections, passage pieces and table rows of a canonical text of ``length`` characters."""
    return _Builder(blocks, length).build()


class _Builder:
    """Walks the blocks once; each method takes the part that begins at ``self.i``."""

    def __init__(self, blocks: tuple[Block, ...], length: int) -> None:
        self.blocks = blocks
        self.length = length
        self.i = 0
        self.drafts: list[Draft] = []
        self.tree = Tree()
        self.outline = Outline()
        self.root: tuple[str, ...] = ()

    def build(self) -> Tree:
        self._opening()
        while self.i < len(self.blocks):
            self._next_part()
        self.tree.sections = self._sections()
        self.tree.warnings.extend(self.outline.warnings)
        return self.tree

    # -- the parts ---------------------------------------------------------------------------------------

    def _next_part(self) -> None:
        block = self.blocks[self.i]
        if parts.RECIPIENTS.match(block.text) and block.cells is None:
            self._recipients()
        elif self._is_signature():
            self._signature()
        elif appendix := parts.read_appendix(block):
            self._appendix(appendix)
        elif self._after_signature() and parts.opens_attachment(block, self.blocks[self.i + 1 : self.i + 5]):
            self._attached()
        elif self._is_closing():
            self._closing()
        else:
            self._body()

    def _opening(self) -> None:
        """Header block, title and preamble, up to the first ordinal."""
        title = self._find_title()
        if title is None:
            self._preamble(self._first_ordinal())
            return
        if title:
            self._whole(("HEADER",), "header", title, "administrative")
        self._title()
        self._preamble(self._first_ordinal())

    def _find_title(self) -> int | None:
        for i, block in enumerate(self.blocks[:_HEADER_BLOCKS]):
            if parts.is_title_line(block):
                return i
            if parts.RECIPIENTS.match(block.text) or Outline().place(block) is not None:
                break
        ordinal = self._first_ordinal()
        for i, block in enumerate(self.blocks[: min(ordinal, 3)]):
            if block.level and not parts.read_appendix(block):
                return i
        return None

    def _title(self) -> None:
        first = self.i
        self.i += 1
        while self.i < len(self.blocks) and parts.goes_on_with_subject(self.blocks[self.i - 1], self.blocks[self.i]):
            self.i += 1
        block, last = self.blocks[first], self.blocks[self.i - 1]
        title = " ".join(b.text for b in self.blocks[first : self.i])
        self._draft(("TITLE",), "title", block, title, last.end)
        self._piece(block.start, last.end, ("TITLE",), "title", block.page)

    def _preamble(self, until: int) -> None:
        if self.i < until:
            self._whole(("PREAMBLE",), "preamble", until, "paragraph")

    def _recipients(self) -> None:
        block = self.blocks[self.i]
        head = parts.RECIPIENTS.match(block.text)
        body = block.start + (head.end() if head else 0)
        self._draft((*self.root, "RECIPIENTS"), "recipients", block, block.text[: head.end() if head else 0], body)
        self.i += 1
        while self.i < len(self.blocks) and not self._leaves_recipients():
            self.i += 1
        self._piece(
            block.start,
            self.blocks[self.i - 1].end,
            (*self.root, "RECIPIENTS"),
            "administrative",
            block.page,
        )

    def _leaves_recipients(self) -> bool:
        block = self.blocks[self.i]
        if self._is_signature() or parts.read_appendix(block) or block.cells is not None or block.level:
            return True
        listed = BULLET.match(block.text) or self.blocks[self.i - 1].text.endswith((",", "và"))
        return not listed and (is_upper(block.text) or block.all_bold or len(block.text) > 120)

    def _is_signature(self) -> bool:
        block = self.blocks[self.i]
        if parts.signs_for(block) or (self.outline.started and parts.is_signature_line(block)):
            return True
        issuer = is_upper(block.text) and block.cells is None and len(block.text) < 120
        return issuer and self._closed() and not is_doc_type(block.text) and not parts.read_appendix(block)

    def _closed(self) -> bool:
        return self.i > 0 and parts.ends_document(self.blocks[self.i - 1])

    def _signature(self) -> None:
        first = self.i
        while self.i < len(self.blocks) and is_upper(self.blocks[self.i].text) and self.blocks[self.i].cells is None:
            if self.i > first and (
                parts.is_title_line(self.blocks[self.i]) or parts.read_appendix(self.blocks[self.i])
            ):
                break
            if self.i > first and not parts.is_signature_line(self.blocks[self.i]):
                break
            self.i += 1
        self.i = max(self.i, first + 1)
        titles = self.blocks[first : self.i]
        self._draft(
            (*self.root, "SIGNATURE"),
            "signature",
            titles[0],
            " ".join(b.text for b in titles),
            titles[-1].end,
        )
        while self.i < len(self.blocks) and parts.is_signed_name(self.blocks[self.i]):
            self.i += 1
        last = self.blocks[self.i - 1]
        self._piece(titles[0].start, last.end, (*self.root, "SIGNATURE"), "administrative", titles[0].page)

    def _after_signature(self) -> bool:
        return bool(self.drafts) and self.drafts[-1].kind in ("signature", "recipients")

    def _attached(self) -> None:
        """A plan issued with the decision before it: a document within the document."""
        self.tree.warnings.extend(self.outline.warnings)
        self.outline, self.root = Outline(), ()
        self._title()
        self._preamble(self._first_ordinal())

    def _appendix(self, appendix: parts.Appendix) -> None:
        block = self.blocks[self.i]
        self.tree.warnings.extend(self.outline.warnings)
        self.root = (appendix.label,)
        self.outline = Outline(self.root)
        first, self.i = self.i, self.i + 1
        titles = [appendix.title] if appendix.title else []
        while self.i < len(self.blocks) and self._names_appendix(bool(titles)):
            titles.append(self.blocks[self.i].text)
            self.i += 1
        last = self.blocks[self.i - 1]
        self._draft(self.root, "appendix", block, " ".join(titles) or None, last.end)
        self._piece(self.blocks[first].start, last.end, self.root, "heading", block.page)

    def _names_appendix(self, named: bool) -> bool:
        block = self.blocks[self.i]
        if block.cells is not None or parts.is_attached_note(block) or parts.read_appendix(block):
            return False
        if read_labels(block.text) or BULLET.match(block.text) or len(block.text) > 300:
            return False
        return is_upper(block.text) or (not named and (block.all_bold or bool(block.level)))

    def _is_closing(self) -> bool:
        """The unnumbered paragraphs before Nơi nhận or the signature that end the document."""
        if not self.outline.started or self.root or self._plain(self.i) is None or self._after_signature():
            return False
        j = self.i
        while j < len(self.blocks) and self._plain(j) is not None and j - self.i < 4:
            j += 1
        ends = j == len(self.blocks) or self._ends_body(j)
        if not ends:
            return False
        is_body = self._titled_last() and not parts.closes(self.blocks[self.i])
        return not is_body and (
            parts.closes(self.blocks[self.i]) or any(map(parts.ends_document, self.blocks[self.i : j]))
        )

    def _plain(self, i: int) -> Block | None:
        block = self.blocks[i]
        marked = BULLET.match(block.text) or read_labels(block.text) or FOOTNOTE.match(block.text)
        special = parts.RECIPIENTS.match(block.text) or parts.is_signature_line(block) or parts.read_appendix(block)
        return None if block.cells is not None or block.level or marked or special or is_upper(block.text) else block

    def _ends_body(self, j: int) -> bool:
        block = self.blocks[j]
        return (
            bool(parts.RECIPIENTS.match(block.text))
            or parts.is_signature_line(block)
            or (is_upper(block.text) and parts.ends_document(self.blocks[j - 1]))
        )

    def _titled_last(self) -> bool:
        """Whether the block before is a heading, so that a paragraph after it is its text."""
        last = self.drafts[-1]
        return last.title is not None and last.body_start == self.blocks[self.i - 1].end

    def _closing(self) -> None:
        j = self.i
        while j < len(self.blocks) and self._plain(j) is not None:
            j += 1
        self._whole(("CLOSING",), "closing", j, "paragraph")

    # -- the body ----------------------------------------------------------------------------------------

    def _body(self) -> None:
        block = self.blocks[self.i]
        if block.cells is not None:
            self._table()
            return
        if not BULLET.match(block.text) or block.text.startswith("*"):
            label = self.outline.place(block, self._introduces_list())
            if label is not None:
                in_article = label.family != "article" and "article" in self.outline.families
                heading = read_heading(block, label, self._leads(), in_article)
                self._section(heading.title, heading.body)
                return
        if self._is_starred():
            self._star()
        else:
            self._text()

    def _introduces_list(self) -> bool:
        return self.i > 0 and self.blocks[self.i - 1].text.rstrip().endswith(":")

    def _section(self, title: str | None, body: int) -> None:
        block = self.blocks[self.i]
        path = self.outline.path
        self.i += 1
        body_start, end = block.start + body, block.end
        if body == len(block.text) and title is None:
            title, body_start = self._title_below()
            end = max(end, body_start)
        kind: SectionKind = "heading" if title is not None else "para"
        self._draft(path, kind, block, title, body_start)
        if title is not None:
            self._piece(block.start, body_start, path, "heading", block.page)
        if block.text[body:].strip():
            self._piece(block.start + body, block.end, path, "paragraph", block.page)

    def _title_below(self) -> tuple[str | None, int]:
        """The title of a label that stands alone on its line (Chương I)."""
        before = self.blocks[self.i - 1]
        if self.i < len(self.blocks):
            block = self.blocks[self.i]
            titled = block.all_bold or is_upper(block.text) or bool(block.level)
            if titled and block.cells is None and not read_labels(block.text) and len(block.text) < 400:
                self.i += 1
                return block.text, block.end
        return None, before.end

    def _leads(self) -> bool:
        """Whether text or a deeper ordinal follows the block that was just placed."""
        if self.i + 1 >= len(self.blocks):
            return False
        following = self.blocks[self.i + 1]
        labels = read_labels(following.text) if following.cells is None else []
        if labels:
            return self.outline.families.isdisjoint(label.family for label in labels)
        return not (parts.RECIPIENTS.match(following.text) or parts.closes(following))

    def _is_starred(self) -> bool:
        block = self.blocks[self.i]
        if not block.text.startswith("*") or len(block.text) > _LONGEST_STAR or not self.outline.started:
            return False
        rest = block.text[1:].strip()
        if not rest:
            return False
        following = self.blocks[self.i + 1] if self.i + 1 < len(self.blocks) else None
        listed = following is not None and following.text.startswith("*") and not following.all_bold
        if block.all_bold:
            return True
        return not listed and rest[-1] not in ".;," and not self.blocks[self.i - 1].text.startswith("*")

    def _star(self) -> None:
        block = self.blocks[self.i]
        title = block.text[1:].strip()
        printed = re.split(r"\s*[(:]", title, maxsplit=1)[0].rstrip(" .")
        self.outline.star(f"* {printed}")
        self.i += 1
        self._draft(self.outline.path, "starred", block, title, block.end)
        self._piece(block.start, block.end, self.outline.path, "heading", block.page)

    def _text(self) -> None:
        block = self.blocks[self.i]
        path = self._path()
        bullet = BULLET.match(block.text)
        kind: PassageKind = "bullet" if bullet else "footnote" if FOOTNOTE.match(block.text) else "paragraph"
        if not self.drafts or self._part_is_over():
            self._draft(self.root or ("BODY",), "para", block, None, block.start)
            path = self._path()
        self._piece(block.start + (bullet.end() if bullet else 0), block.end, path, kind, block.page)
        self.i += 1

    def _part_is_over(self) -> bool:
        return self.drafts[-1].kind in ("title", "header", "signature", "recipients", "closing")

    def _path(self) -> tuple[str, ...]:
        if self.outline.started:
            return self.outline.path
        return self.root or (self.drafts[-1].path if self.drafts else ("BODY",))

    def _table(self) -> None:
        """All rows of the table that begins here; group rows become sections of their own."""
        table = self.blocks[self.i].table
        reader = TableReader(table, self._path(), self.blocks[self.i].columns)
        if not self.drafts or self._part_is_over():
            self._draft(self._path(), "para", self.blocks[self.i], None, self.blocks[self.i].start)
        while self.i < len(self.blocks) and self.blocks[self.i].table == table:
            block = self.blocks[self.i]
            row = reader.read(block)
            self.tree.rows.append(row)
            if row.role == "group" and reader.group_title is not None:
                self._draft(row.path, "appendix_group", block, reader.group_title, block.end)
            if row.role != "header":
                kind: PassageKind = "heading" if row.role == "group" else "row"
                self._piece(block.start, block.end, row.path, kind, block.page)
            self.i += 1

    # -- helpers -----------------------------------------------------------------------------------------

    def _first_ordinal(self) -> int:
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

    def _whole(self, path: tuple[str, ...], kind: SectionKind, until: int, pieces: PassageKind) -> None:
        first = self.blocks[self.i]
        self._draft(path, kind, first, None, first.start)
        for block in self.blocks[self.i : until]:
            bullet = BULLET.match(block.text) if block.cells is None else None
            self._piece(block.start + (bullet.end() if bullet else 0), block.end, path, pieces, block.page)
        self.i = until

    def _draft(self, path: tuple[str, ...], kind: SectionKind, block: Block, title: str | None, body: int) -> None:
        self.drafts.append(Draft(path, kind, block.start, title, body, block.page))

    def _piece(self, start: int, end: int, path: tuple[str, ...], kind: PassageKind, page: int) -> None:
        if end > start:
            self.tree.pieces.append(Piece(start, end, path, kind, page))

    def _sections(self) -> list[Section]:
        """Drafts with their ends: where the next section of the same or a higher level begins."""
        ends = [self.length] * len(self.drafts)
        for i, draft in enumerate(self.drafts):
            for later in self.drafts[i + 1 :]:
                if len(later.path) <= len(draft.path):
                    ends[i] = later.start - 1
                    break
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
