"""The outline of a document as Akoma Ntoso divides one: a main part and attachments, each in zones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ingest.types import Document, Row, Section

PREFACE = ("header", "title")
CONCLUSIONS = ("closing", "recipients", "signature")


@dataclass
class Node:
    """A section with the sections in it."""

    section: Section
    below: list[Node] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.section.start

    @property
    def end(self) -> int:
        """Where it ends, its subsections included."""
        return self.section.end

    @property
    def kind(self) -> str:
        """The kind of its section."""
        return self.section.kind


class Zones(NamedTuple):
    """What a part consists of; each begins where the one before ends."""

    preface: Sequence[Node]
    preamble: Sequence[Node]
    body: Sequence[Node]
    conclusions: Sequence[Node]


@dataclass
class Part:
    """The main document or an attachment: a stretch of text, the sections in it, an attachment's heading before it."""

    start: int
    end: int
    nodes: list[Node]
    heading: tuple[int, int] | None = None

    def zones(self) -> Zones:
        """Its sections by what they are for; one that stands where it does not belong is of the body."""
        kinds = [node.kind for node in self.nodes]
        first = next((at for at, kind in enumerate(kinds) if kind not in PREFACE), len(kinds))
        body = first
        while body < len(kinds) and kinds[body] in ("preamble", "recipients") and "signature" not in kinds[:body]:
            body += 1  # "Kính gửi" of a letter stands before its body
        last = len(kinds)
        while last > body and kinds[last - 1] in CONCLUSIONS:
            last -= 1
        return Zones(self.nodes[:first], self.nodes[first:body], self.nodes[body:last], self.nodes[last:])


class Rows:
    """The rows of the tables of a document, by where they stand."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = sorted(rows, key=lambda row: row.start)
        self._starts = [row.start for row in self._rows]

    def at(self, offset: int) -> Row | None:
        """The row that holds a character."""
        before = bisect_right(self._starts, offset) - 1
        return self._rows[before] if before >= 0 and offset < self._rows[before].end else None

    def next_start(self, offset: int, end: int) -> int:
        """Where the next row begins at or behind ``offset``, at the latest ``end``."""
        behind = bisect_right(self._starts, offset - 1)
        return min(self._starts[behind], end) if behind < len(self._starts) else end


def parts(document: Document, rows: Rows) -> list[Part]:
    """The main document, then what is attached to it: appendices, and documents behind its signature."""
    found = [Part(0, 0, [])]
    for node in _nested(document.sections, rows):
        if node.kind == "appendix":
            found.append(Part(node.section.body_start, node.end, node.below, (node.start, node.section.body_start)))
        elif _begins_another(found[-1], node):
            found.append(Part(node.start, node.end, [node]))
        else:
            found[-1].nodes.append(node)
    # no character is left between two parts: each reaches to the next one, its heading included
    for one, following in pairwise(found):
        one.end = following.heading[0] if following.heading else following.start
    found[-1].end = len(document.text)
    return found


def _begins_another(part: Part, node: Node) -> bool:
    kinds = [one.kind for one in part.nodes]
    signed = "signature" in kinds and node.kind not in CONCLUSIONS
    titled = node.kind in PREFACE and any(kind not in PREFACE for kind in kinds)
    return signed or titled


def _nested(sections: Sequence[Section], rows: Rows) -> list[Node]:
    """The sections as a tree; one that a row of a table is the heading of is not taken out of its table."""
    top: list[Node] = []
    above: list[Node] = []
    for section in sorted(sections, key=lambda one: (one.start, -one.end)):
        if rows.at(section.start) is not None:
            continue
        while above and above[-1].end <= section.start:
            above.pop()
        if above and section.end > above[-1].end:
            continue
        node = Node(section)
        (above[-1].below if above else top).append(node)
        above.append(node)
    return top
