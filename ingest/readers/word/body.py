"""The body of a Word document as paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from ingest.readers.word.numbering import Numbering
from ingest.readers.word.ooxml import Element, attr, child, children, number, tag
from ingest.readers.word.styles import Look, Style, Styles, heading_level, is_change_removed, look_of

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Letters of the fonts of signs (Symbol, Wingdings) that documents of the genre use.
_SIGNS = {
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±", 0xF0B4: "×", 0xF0B0: "°", 0xF0AE: "→", 0xF0E0: "→", 0xF0B7: "•",
    0xF0A7: "▪", 0xF0FC: "✓", 0xF0FE: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0D8: "‣", 0xF02D: "-",
}  # fmt: skip
_KEPT_INSIDE = frozenset(
    ("w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:fldSimple", "w:sdt", "w:sdtContent", "w:customXml", "w:dir",
     "w:bdo", "w:ruby", "w:rubyBase", "m:oMath", "m:oMathPara")
)  # fmt: skip
MAX_DEPTH = 12  # tables and text boxes inside one another; people do not nest them deeper


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; ``\\n`` is a line break, ``\\t`` a tab."""

    text: str
    look: Look


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its printed number; ``boxes`` are the text boxes and ``notes`` the footnotes it anchors."""

    style: Style
    level: int = 0
    label: str = ""
    page: int = 1
    runs: list[Run] = field(default_factory=list)
    notes: list[tuple[str, list[Paragraph]]] = field(default_factory=list)
    boxes: list[Item] = field(default_factory=list)
    merges: bool = False

    @property
    def text(self) -> str:
        """Its words as they are stored, before old encodings are converted."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, ``None`` for a cell merged into one before it.

    ``above`` names the places, as row and column, of cells merged into the one above.
    """

    rows: list[list[list[Item] | None]]
    above: set[tuple[int, int]] = field(default_factory=set)
    bordered: bool = True


Item: TypeAlias = Paragraph | Grid
Notes = dict[int, Element]


class Body:
    """Walks the body once, counting numbers, notes and pages as it goes by."""

    def __init__(self, styles: Styles, numbering: Numbering, footnotes: Notes, endnotes: Notes) -> None:
        self._styles, self._numbering = styles, numbering
        self._notes = {"w:footnoteReference": footnotes, "w:endnoteReference": endnotes}
        self._counted = {"w:footnoteReference": 0, "w:endnoteReference": 0}
        self.page = 1
        self.paged = False
        self.changed = False
        self.dropped: list[str] = []

    def items(self, parent: Element, depth: int = 0) -> list[Item]:
        """The paragraphs and tables under ``parent``; a paragraph whose mark was deleted runs into the next."""
        found: list[Item] = []
        for element in self._blocks(parent):
            if tag(element) == "w:tbl":
                if depth < MAX_DEPTH:
                    found.append(self._grid(element, depth))
                continue
            paragraph = self._paragraph(element, depth)
            before = found[-1] if found else None
            if isinstance(before, Paragraph) and before.merges:
                _run_into(before, paragraph)
            elif paragraph.style.contents:
                self.dropped.append(paragraph.text)
            else:
                found.append(paragraph)
        return found

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for element in parent:
            name = tag(element)
            if name in ("w:p", "w:tbl"):
                yield element
            elif name == "mc:AlternateContent":
                yield from self._blocks(_alternative(element))
            elif name == "w:sdt" and attr(child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")) == (
                "Table of Contents"
            ):
                self.dropped.append("".join(t.text or "" for t in element.iter() if tag(t) == "w:t"))
            elif name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml"):
                yield from self._blocks(element)

    def _paragraph(self, element: Element, depth: int) -> Paragraph:
        properties = child(element, "w:pPr")
        style_id = attr(child(properties, "w:pStyle"))
        style = self._styles.paragraph(style_id)
        level = heading_level(properties)
        paragraph = Paragraph(style, style.level if level is None else level, page=self.page)
        paragraph.merges = is_change_removed(child(properties, "w:rPr"))
        self.changed |= paragraph.merges
        self._fill(element, paragraph, depth, _Fields())
        listed = child(properties, "w:numPr")
        list_id = number(child(listed, "w:numId"))
        place = number(child(listed, "w:ilvl"))
        list_id = style.list_id if list_id is None else list_id
        if list_id is not None and not style.contents and (paragraph.text.strip() or not paragraph.boxes):
            inherited = style.list_level if listed is None or child(listed, "w:ilvl") is None else place
            paragraph.label = self._numbering.label(list_id, inherited, style_id)
        return paragraph

    def _fill(self, element: Element, paragraph: Paragraph, depth: int, fields: _Fields) -> None:
        for part in element:
            name = tag(part)
            if name == "w:r":
                self._run(part, paragraph, depth, fields)
            elif name in ("w:del", "w:moveFrom"):
                self.changed = True
            elif name == "mc:AlternateContent":
                self._fill(_alternative(part), paragraph, depth, fields)
            elif name in _KEPT_INSIDE:
                self.changed |= name in ("w:ins", "w:moveTo")
                self._fill(part, paragraph, depth, fields)
            elif name == "m:r":
                paragraph.runs.append(Run("".join(t.text or "" for t in children(part, "m:t")), Look()))
            elif name.startswith("m:"):
                self._fill(part, paragraph, depth, fields)

    def _run(self, element: Element, paragraph: Paragraph, depth: int, fields: _Fields) -> None:
        properties = child(element, "w:rPr")
        named = self._styles.character(attr(child(properties, "w:rStyle")))
        look = look_of(properties).over(named).over(paragraph.style.look)
        for part in element:
            name = tag(part)
            if name == "w:fldChar":
                fields.step(attr(part, "fldCharType") or "")
            elif name == "w:lastRenderedPageBreak":
                self._turn(paragraph)
            elif name in self._notes:
                self._note(part, name, paragraph, look)
            elif name in ("w:drawing", "w:pict", "w:object", "mc:AlternateContent"):
                self._boxes(part, paragraph, depth)
            elif not look.hidden and not fields.instruction and (text := _text(part, name)):
                paragraph.runs.append(Run(text, look))

    def _turn(self, paragraph: Paragraph) -> None:
        self.page += 1
        self.paged = True
        if not paragraph.text.strip():
            paragraph.page = self.page

    def _note(self, reference: Element, kind: str, paragraph: Paragraph, look: Look) -> None:
        content = self._notes[kind].get(number(reference, "id") or 0)
        if content is None or look.hidden:
            return
        self._counted[kind] += 1
        count = str(self._counted[kind])
        mark = count.translate(_SUPERSCRIPT) if kind == "w:footnoteReference" else f"[{count}]"
        paragraph.runs.append(Run(mark, Look(bold=look.bold)))
        inside = [item for item in self.items(content, MAX_DEPTH) if isinstance(item, Paragraph)]
        paragraph.notes.append((mark, inside))

    def _boxes(self, element: Element, paragraph: Paragraph, depth: int) -> None:
        """The text boxes inside a drawing, once each (a drawing is stored in a new and an old form)."""
        if tag(element) == "w:txbxContent":
            if depth < MAX_DEPTH:
                paragraph.boxes += self.items(element, depth + 1)
            return
        for part in _alternative(element) if tag(element) == "mc:AlternateContent" else element:
            self._boxes(part, paragraph, depth)

    def _grid(self, element: Element, depth: int) -> Grid:
        rows: list[list[list[Item] | None]] = []
        above: set[tuple[int, int]] = set()
        for row in _rows(element):
            if is_change_removed(child(row, "w:trPr")):
                self.changed = True
                continue
            cells, merged = self._row(row, depth)
            above |= {(len(rows), column) for column in merged}
            rows.append(cells)
        return Grid(rows, above, _bordered(element))

    def _row(self, row: Element, depth: int) -> tuple[list[list[Item] | None], list[int]]:
        """The cells of a row, and the columns that are merged into the row above."""
        before = number(child(row, "w:trPr", "w:gridBefore")) or 0
        cells: list[list[Item] | None] = [None] * min(before, 60)
        above: list[int] = []
        for cell in _cells(row):
            properties = child(cell, "w:tcPr")
            merge = child(properties, "w:vMerge")
            merged = merge is not None and attr(merge) != "restart"
            content = self.items(cell, depth + 1)
            above += [len(cells)] if merged else []
            cells.append(None if merged else content)
            span = number(child(properties, "w:gridSpan")) or 1
            cells += [None] * min(span - 1, 60)
        return cells, above


@dataclass(slots=True)
class _Fields:
    """Where in a field (page number, cross-reference…) the walk stands: instructions are not text."""

    stack: list[bool] = field(default_factory=list)

    @property
    def instruction(self) -> bool:
        return any(self.stack)

    def step(self, kind: str) -> None:
        if kind == "begin":
            self.stack.append(True)
        elif kind == "separate" and self.stack:
            self.stack[-1] = False
        elif kind == "end" and self.stack:
            self.stack.pop()


def _text(part: Element, name: str) -> str:
    """The text of one part of a run."""
    if name == "w:t":
        return part.text or ""
    if name == "w:sym":
        code = attr(part, "char") or ""
        value = int(code, 16) if code and all(c in "0123456789abcdefABCDEF" for c in code) else 0
        return _SIGNS.get(value if value >= 0xF000 else value + 0xF000, "")
    return _SINGLE.get(name, "")


# A soft hyphen is the letter ư of TCVN3; elsewhere it is removed with the other invisible characters.
_SINGLE = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": "\u00ad"}


def _alternative(element: Element) -> Element:
    choice, fallback = child(element, "mc:Choice"), child(element, "mc:Fallback")
    chosen = choice if choice is not None else fallback
    return chosen if chosen is not None else element


def _rows(element: Element) -> Iterator[Element]:
    yield from _through(element, "w:tr")


def _cells(row: Element) -> Iterator[Element]:
    yield from _through(row, "w:tc")


def _through(element: Element, wanted: str) -> Iterator[Element]:
    for part in element:
        if tag(part) == wanted:
            yield part
        elif tag(part) in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml"):
            yield from _through(part, wanted)


def _bordered(table: Element) -> bool:
    """Whether lines are drawn inside a table: by the table itself, its style or any of its cells."""
    properties = child(table, "w:tblPr")
    borders = child(properties, "w:tblBorders")
    if borders is not None:
        return any(_drawn(side) for side in borders)
    cells = [b for row in _rows(table) for cell in _cells(row) for b in children(child(cell, "w:tcPr"), "w:tcBorders")]
    if any(_drawn(side) for border in cells for side in border):
        return True
    return attr(child(properties, "w:tblStyle")) not in (None, "TableNormal", "a1") and not cells


def _drawn(side: Element) -> bool:
    return (attr(side) or "none") not in ("none", "nil")


def _run_into(paragraph: Paragraph, following: Paragraph) -> None:
    paragraph.runs += following.runs
    paragraph.notes += following.notes
    paragraph.boxes += following.boxes
    paragraph.merges = following.merges
