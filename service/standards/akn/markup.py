"""Writing elements so that their text is the canonical text: blocks, tables, lines with what is named in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from lxml import etree

from ingest.types import Document, Row
from service.standards.akn.marks import SPACE, Marks
from service.standards.akn.tree import Rows
from service.standards.works import slug

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
Element = etree._Element
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CITES = ("can cu", "theo de nghi", "xet ")  # how a line begins that says what a document rests on


def allowed(text: str) -> str:
    """Text with U+FFFD for each sign that XML cannot hold; a page end becomes a line end. As long as before."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\x0c", "\n"))


def put(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """A new last child; a trailing underscore of a name is for Python's keywords."""
    named = {name.rstrip("_"): allowed(value) for name, value in attributes.items()}
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", named)
    child.text = allowed(text) if text is not None else None
    return child


def say(parent: Element, text: str) -> None:
    """Text behind all that ``parent`` holds."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + allowed(text)
    else:
        parent.text = (parent.text or "") + allowed(text)


class Ids:
    """The ``eId`` of elements by the naming convention; never the same twice."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def take(self, within: str, name: str, number: str | None = None) -> str:
        """``within__name_number``; without a number they are counted, a number that repeats gets another behind it."""
        base = f"{within}__{name}" if within else name
        if number is None:
            self._taken[f"{base}_"] += 1
            number = str(self._taken[f"{base}_"])
        wanted = f"{base}_{number}" if number else base
        self._taken[wanted] += 1
        return wanted if self._taken[wanted] == 1 else self.take(within, name, f"{number}-{self._taken[wanted]}")


class Markup:
    """Stretches of the text of one document as blocks. ``names`` are the works of the documents held, by id."""

    def __init__(self, document: Document, names: Mapping[str, str]) -> None:
        self.text = document.text
        self.rows = Rows(document.rows)
        self.ids = Ids()
        self._marks = Marks(document, names)

    def line(self, parent: Element, within: str, start: int, end: int, inside: int = -1) -> None:
        """``[start, end)`` as mixed content, with what is named in it."""
        at = start
        for number, mark in self._marks.within(start, end, inside):
            say(parent, self.text[at : mark.start])
            child = put(parent, mark.tag, **mark.attributes)
            if mark.tag in ("ref", "person"):
                child.set("eId", self.ids.take(within, mark.tag))
            self.line(child, within, mark.start, mark.end, number)
            at = mark.end
        say(parent, self.text[at:end])

    def blocks(self, parent: Element, within: str, start: int, end: int) -> None:
        """``[start, end)`` as paragraphs and tables; the white space between them stays."""
        at = start
        gap = ""  # white space not yet written: between two rows it is of their table
        table: tuple[int, Element] | None = None
        while at < end:
            row = self.rows.at(at)
            if row is not None and (cells := self._cells(row, at, end)):
                if table is None or table[0] != row.table:
                    say(parent, gap)
                    table = (row.table, put(parent, "table", eId=self.ids.take(within, "table")))
                else:
                    say(table[1], gap)
                at, gap = self._row(table[1], within, row, cells, at, end), ""
            elif self.text[at] in SPACE:
                gap += self.text[at]
                at += 1
            else:
                say(parent, gap)
                until, gap, table = self._line_end(at, end), "", None
                self.line(put(parent, "p"), within, at, until)
                at = until
        say(parent, gap)

    def _line_end(self, at: int, end: int) -> int:
        newline = self.text.find("\n", at, end)
        end = end if newline < 0 else newline
        return self.rows.next_start(at + 1, end)

    def _cells(self, row: Row, at: int, end: int) -> list[tuple[int, int]]:
        """The cells of what is left of a row; none if there is more in it than cells and white space."""
        end = min(row.end, end)
        cells = [(max(a, at), min(b, end)) for a, b in row.cells if b >= at and a <= end]
        bounds = [at, *(bound for cell in cells for bound in cell), end]
        between = zip(bounds[::2], bounds[1::2], strict=True)
        return [] if any(self.text[a:b].strip(SPACE) or a > b for a, b in between) else cells

    def _row(self, table: Element, within: str, row: Row, cells: list[tuple[int, int]], at: int, end: int) -> int:
        """One row of a table, the white space behind it included; returns where it ends."""
        line = put(table, "tr")
        for start, stop in cells:
            say(line, self.text[at:start])
            cell = put(line, "th" if row.role == "header" else "td")
            if self.text[start:stop].strip(SPACE):
                self.line(put(cell, "p"), within, start, stop)
            else:
                say(cell, self.text[start:stop])
            at = stop
        end = min(row.end, end)
        say(line, self.text[at:end])
        return end

    def preamble(self, parent: Element, start: int, end: int) -> None:
        """The bases on which a document rests as citations, other lines as paragraphs."""
        citations: Element | None = None
        at = start
        while at < end:
            if self.text[at] in SPACE:
                say(parent if citations is None else citations, self.text[at])
                at += 1
                continue
            until = self._line_end(at, end)
            if self.rows.at(at) is not None:
                citations = None
                until = max(until, min(end, self.rows.at(at).end))  # type: ignore[union-attr]
                self.blocks(parent, "preamble", at, until)
            elif slug(self.text[at : min(until, at + 40)]).replace("-", " ").startswith(_CITES):
                if citations is None:
                    citations = put(parent, "citations", eId=self.ids.take("preamble", "cits"))
                citation = put(citations, "citation", eId=self.ids.take(str(citations.get("eId")), "cit"))
                self.line(put(citation, "p"), str(citation.get("eId")), at, until)
            else:
                citations = None
                self.line(put(parent, "p"), "preamble", at, until)
            at = until
