"""The XML of a document, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lxml import etree

from ingest.structure.labels import read_labels
from ingest.types import Document
from ingest.vocabulary import read
from service.ports import Archive
from service.standards.akn.marks import SPACE
from service.standards.akn.markup import NAMESPACE, Element, Markup, put, say
from service.standards.akn.meta import identity_of, meta
from service.standards.akn.tree import Node, Part, Zones, parts
from service.standards.works import work_of

ABBREVIATIONS = {"chapter": "chp", "section": "sec", "article": "art", "paragraph": "para", "subparagraph": "subpara"}
ATTACHED = "phụ lục"


def akoma_ntoso(document: Document, names: Mapping[str, str]) -> bytes:
    """The document as XML in UTF-8; ``names`` are the IRIs of the works of the documents held, by id."""
    return etree.tostring(tree(document, names), xml_declaration=True, encoding="UTF-8")


def names_of(document: Document, archive: Archive) -> Mapping[str, str]:
    """The IRIs of the works that a document cites and that are held, by the ids of theirs."""
    wanted = {reference.resolved for reference in document.references}
    return {held.id: work_of(held, held.source).iri for held in archive.documents() if held.id in wanted}


def tree(document: Document, names: Mapping[str, str]) -> Element:
    """:func:`akoma_ntoso` as elements."""
    return _Writer(document, names).write(etree.fromstring(f'<akomaNtoso xmlns="{NAMESPACE}"/>'))


class _Writer:
    def __init__(self, document: Document, names: Mapping[str, str]) -> None:
        self.document = document
        self.identity = identity_of(document)
        self.markup = Markup(document, names)

    def write(self, root: Element) -> Element:
        element = self.identity.work.element
        main, *attached = parts(self.document, self.markup.rows)
        top = put(root, element, name=self.document.type or "văn bản")
        meta(top, self.identity, "main")
        self.part(top, main, "", body="body" if element == "act" else "mainBody")
        if attached:
            attachments = put(top, "attachments")
            for one in attached:
                self.attachment(attachments, one)
        return root

    def attachment(self, parent: Element, part: Part) -> None:
        """An appendix, or a document that this one puts into force."""
        id = self.markup.ids.take("", "att")
        attachment = put(parent, "attachment", eId=id)
        if part.heading:
            self.heading(attachment, id, *part.heading)
        doc = put(attachment, "doc", name=ATTACHED)
        meta(doc, self.identity, id)
        self.part(doc, part, id, body="mainBody")

    def part(self, parent: Element, part: Part, within: str, body: str) -> None:
        """The zones of a part, each from where it begins to where the next one does."""
        zones = part.zones()
        bounds = _bounds(part, zones)
        self.preface(parent, within, *bounds[0:2])
        start, end = bounds[1:3]
        if self.holds(start, end):
            self.markup.preamble(put(parent, "preamble"), start, end)
        else:
            say(parent, self.markup.text[start:end])
        self.body(put(parent, body), within, zones.body, *bounds[2:4])
        self.conclusions(parent, within, zones.conclusions, bounds[4])

    def preface(self, parent: Element, within: str, start: int, end: int) -> None:
        if self.holds(start, end):
            self.markup.blocks(put(parent, "preface"), _in(within, "preface"), start, end)
        else:
            say(parent, self.markup.text[start:end])

    def body(self, parent: Element, within: str, nodes: Sequence[Node], start: int, end: int) -> None:
        at = start
        for node in nodes:
            self.loose(parent, within, at, node.start)
            self.division(parent, within, node)
            at = node.end
        self.loose(parent, within, at, end)
        if not len(parent):
            empty = put(parent, "hcontainer", eId=self.markup.ids.take(within, "hcontainer"), name="trong")
            put(empty, "content", eId=self.markup.ids.take(str(empty.get("eId")), "content", ""))

    def conclusions(self, parent: Element, within: str, nodes: Sequence[Node], end: int) -> None:
        """Closing words, who it is sent to, who signed."""
        if not nodes:
            return
        conclusions = put(parent, "conclusions")
        for node, until in zip(nodes, [*(one.start for one in nodes[1:]), end], strict=True):
            id = self.markup.ids.take(within, node.kind)
            container = put(conclusions, "container", eId=id, name=node.kind)
            self.markup.blocks(container, id, node.start, until)

    def division(self, parent: Element, within: str, node: Node) -> None:
        """A section: its number and heading, then its text or what it is divided into."""
        section, text = node.section, self.markup.text
        label = text[section.start : section.body_start]
        length, family = _label(label, section.path)
        element = read("akoma-ntoso")["levels"].get(family, "hcontainer")
        number = "-".join(section.path[-1].split()[-1].strip(" .):*+-").split(".")) if length else None
        id = self.markup.ids.take(within, ABBREVIATIONS.get(element, element), number or None)
        division = put(parent, element, eId=id)
        if element == "hcontainer":
            division.set("name", section.kind)
        if length:
            stop = section.start + len(label[:length].rstrip(SPACE))
            self.markup.line(put(division, "num"), id, section.start, stop)
            say(division, text[stop : section.start + length])
        self.heading(division, id, section.start + length, section.body_start)
        self.text(division, id, node, section.body_start)

    def heading(self, parent: Element, within: str, start: int, end: int) -> None:
        """A heading, without the white space around it."""
        text = self.markup.text
        bare = text[start:end].strip(SPACE)
        begin = start + text[start:end].find(bare)
        if bare:
            say(parent, text[start:begin])
            heading = put(parent, "heading", eId=self.markup.ids.take(within, "heading", ""))
            self.markup.line(heading, within, begin, begin + len(bare))
            start = begin + len(bare)
        say(parent, text[start:end])

    def text(self, division: Element, within: str, node: Node, start: int) -> None:
        """What stands under a heading."""
        if not node.below:
            self.stretch(division, "content", within, start, node.end)
            return
        self.stretch(division, "intro", within, start, node.below[0].start)
        at = node.below[0].start
        for below in node.below:
            self.loose(division, within, at, below.start)
            self.division(division, within, below)
            at = below.end
        self.stretch(division, "wrapUp", within, at, node.end)

    def loose(self, parent: Element, within: str, start: int, end: int) -> None:
        """Text that stands between divisions and is of none."""
        if not self.holds(start, end):
            say(parent, self.markup.text[start:end])
            return
        id = self.markup.ids.take(within, "hcontainer")
        self.stretch(put(parent, "hcontainer", eId=id, name="doan"), "content", id, start, end)

    def stretch(self, parent: Element, tag: str, within: str, start: int, end: int) -> None:
        if self.holds(start, end):
            id = self.markup.ids.take(within, tag, "")
            self.markup.blocks(put(parent, tag, eId=id), id, start, end)
        else:
            say(parent, self.markup.text[start:end])

    def holds(self, start: int, end: int) -> bool:
        return bool(self.markup.text[start:end].strip(SPACE))


def _bounds(part: Part, zones: Zones) -> tuple[int, int, int, int, int]:
    """Where the preface, the preamble, the body and the conclusions begin, and where the last one ends.

    Text before the first section is of the zone that this one is of.
    """

    def first_of(*later: Sequence[Node]) -> int:
        return next((zone[0].start for zone in later if zone), part.end)

    conclusions = first_of(zones.conclusions)
    body = first_of(zones.body, zones.conclusions) if zones.preface or zones.preamble else part.start
    preamble = first_of(zones.preamble, zones.body, zones.conclusions) if zones.preface else part.start
    return part.start, preamble, body, conclusions, part.end


@lru_cache(maxsize=1024)
def _label(heading: str, path: tuple[str, ...]) -> tuple[int, str]:
    """How much of a heading is its number, and of what family that is; 0 where it has none."""
    for label in read_labels(heading.partition("\n")[0]):  # "Chương I" stands on a line of its own
        if path and label.printed.casefold() == path[-1].casefold():
            return label.length, label.family
    return 0, ""


def _in(within: str, name: str) -> str:
    return f"{within}__{name}" if within else name
