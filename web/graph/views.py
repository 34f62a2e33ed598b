"""What the page of the graph is given: the drawing, and the same citations as lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from service.graph import Edge, Graph, Node, Relation, by_level
from web.graph.layout import HEIGHT, WIDTH, Drawing, draw
from web.places import fitted, place, reader_url, sentence_case
from web.words import Words

DRAWN = 50  # documents that are held and drawn at once: more make lines that nobody can follow
DRAWN_MISSING = 25
LISTED = 25  # documents a page of the list
LINKS = 8  # documents named per relation, unless one document is looked at: then all
CITING = 4  # documents named that cite one that is missing
MISSING = 40  # such documents told of
LABEL, NOTE = 20, 26  # characters that a box holds in its two lines

LEVELS = {"trung_uong": "graph.level.central", "tinh": "graph.level.province", "xa": "graph.level.commune"}
RELATIONS: Mapping[Relation, str] = {
    "carries_out": "graph.relation.carries_out",
    "basis": "graph.relation.basis",
    "mention": "graph.relation.mention",
}


@dataclass(frozen=True)
class NodeView:
    """A document in the drawing: two short lines, its whole name, and where a click leads."""

    x: int
    y: int
    label: str
    note: str
    name: str
    href: str
    kind: str
    anchor: int


@dataclass(frozen=True)
class LineView:
    """A citation in the drawing, from and to the documents with these anchors."""

    path: str
    relation: str
    source: int
    target: int


@dataclass(frozen=True)
class Picture:
    """The drawing."""

    width: int
    height: int
    box: tuple[int, int]
    columns: tuple[tuple[int, str], ...]
    lines: tuple[LineView, ...]
    nodes: tuple[NodeView, ...]
    description: str


@dataclass(frozen=True)
class Cited:
    """A document that is cited, with the place where."""

    name: str
    href: str
    where: str
    missing: bool


@dataclass(frozen=True)
class Entry:
    """A document held, in the list: by relation what it cites, and how many cite it."""

    name: str
    href: str
    around: str
    digest: bool
    cites: tuple[tuple[str, tuple[Cited, ...], int], ...]
    """By relation: its name, the documents named, how many are not."""
    cited_by: int


@dataclass(frozen=True)
class Missing:
    """A document that is cited and not held, with those that cite it."""

    name: str
    level: str
    count: int
    citing: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Choice:
    """What the reader chose: one document or all, how often a missing one must be cited, mentions or not."""

    document: str = ""
    least: int = 2
    mentions: bool = False
    page: int = 1

    def address(self, **changes: object) -> str:
        """The address of the page with some of the choice changed."""
        now = {"van-ban": self.document, "it-nhat": self.least, "nhac": int(self.mentions), "trang": self.page}
        chosen = {**now, **changes}
        usual = {"van-ban": "", "it-nhat": 2, "nhac": 0, "trang": 1}
        query = urlencode({key: value for key, value in chosen.items() if value != usual[key]})
        return f"/so-do?{query}" if query else "/so-do"


@dataclass(frozen=True)
class GraphView:
    """The page."""

    choice: Choice
    options: tuple[tuple[str, str], ...]
    picture: Picture | None
    notes: tuple[str, ...]
    levels: tuple[tuple[str, tuple[Entry, ...]], ...]
    missing: tuple[Missing, ...]
    missing_count: int
    pages: int
    before: str
    after: str
    all_of_them: str
    focus: str


def graph_view(whole: Graph, choice: Choice, words: Words) -> GraphView:
    """The page for a choice; raises :class:`~ingest.errors.NotFound` for a document that is not held."""
    around = whole.around(choice.document) if choice.document else whole
    shown = around if choice.document else around.at_least(choice.least)
    drawn = _drawn(shown)
    names = {node.id: full_name(node, words) for node in whole.nodes}
    held = [node for node in whole.nodes if node.document]
    listed, pages, page = _page(
        [node for nodes in by_level(around.nodes).values() for node in nodes if node.document], choice
    )
    absent = sorted((n for n in around.nodes if not n.document), key=lambda n: (-n.cited_by, names[n.id]))
    return GraphView(
        choice=choice,
        options=tuple(sorted(((node.id, names[node.id]) for node in held), key=lambda pair: pair[1])),
        picture=_picture(drawn, names, choice, words) if drawn.nodes else None,
        notes=tuple(_notes(around, drawn, words)),
        levels=_levels(listed, around, names, choice, words),
        missing=tuple(_missing(node, around, names, words) for node in absent[:MISSING]),
        missing_count=len(absent),
        pages=pages,
        before=choice.address(trang=page - 1) if page > 1 else "",
        after=choice.address(trang=page + 1) if page < pages else "",
        all_of_them=choice.address(**{"van-ban": "", "trang": 1}) if choice.document else "",
        focus=names.get(choice.document, ""),
    )


def _page(nodes: Sequence[Node], choice: Choice) -> tuple[Sequence[Node], int, int]:
    pages = max(-(-len(nodes) // LISTED), 1)
    page = min(max(choice.page, 1), pages)
    return nodes[(page - 1) * LISTED : page * LISTED], pages, page


def full_name(node: Node, words: Words) -> str:
    """ "Kế hoạch số 12/KH-UBND của UBND xã Ba Sao"; of a missing one as it is printed where it is cited."""
    issuer = words("cite.by", issuer=words.shortened(node.issuer)) if node.issuer else ""
    if not node.document:
        return sentence_case(" ".join(part for part in (node.name, issuer) if part))
    number = words("cite.number", symbol=node.symbol) if node.symbol else ""
    named = " ".join(part for part in (node.type, number, issuer) if part)
    return sentence_case(named) if node.type or node.symbol else node.name


# -- the drawing -------------------------------------------------------------------------------------


def _drawn(graph: Graph) -> Graph:
    """The documents with the most citations, as many as can be followed; those without any are only listed."""
    degree: dict[str, int] = defaultdict(int)
    for edge in graph.edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    linked = sorted((n for n in graph.nodes if degree[n.id]), key=lambda node: (-degree[node.id], node.id))
    held = [node.id for node in linked if node.document][:DRAWN]
    absent = [node.id for node in linked if not node.document][:DRAWN_MISSING]
    kept = {*held, *absent}
    return graph.of(lambda node: node.id in kept)


def _notes(whole: Graph, drawn: Graph, words: Words) -> list[str]:
    held = sum(node.document is not None for node in whole.nodes)
    shown = sum(node.document is not None for node in drawn.nodes)
    hidden = len(whole.nodes) - held - (len(drawn.nodes) - shown)
    notes = [words("graph.note.held", shown=shown, held=held)] if shown < held else []
    return notes + ([words("graph.note.hidden", count=hidden)] if hidden else [])


def _picture(graph: Graph, names: Mapping[str, str], choice: Choice, words: Words) -> Picture:
    drawing: Drawing = draw(graph)
    anchors = {box.node.id: at for at, box in enumerate(drawing.boxes)}
    held = sum(node.document is not None for node in graph.nodes)
    carried = sum(edge.relation == "carries_out" for edge in graph.edges)
    return Picture(
        width=drawing.width,
        height=drawing.height,
        box=(WIDTH, HEIGHT),
        columns=tuple((column.x, words(LEVELS[column.level])) for column in drawing.columns),
        lines=tuple(
            LineView(line.path, line.edge.relation, anchors[line.edge.source], anchors[line.edge.target])
            for line in sorted(drawing.lines, key=lambda line: line.edge.relation == "carries_out")
        ),
        nodes=tuple(
            NodeView(
                x=box.x,
                y=box.y,
                label=fitted(_label(box.node), LABEL),
                note=fitted(_note(box.node, words), NOTE),
                name=_told(box.node, names, words),
                href=_href(box.node, choice),
                kind=_kind(box.node, choice),
                anchor=anchors[box.node.id],
            )
            for box in drawing.boxes
        ),
        description=words(
            "graph.description",
            held=held,
            missing=len(graph.nodes) - held,
            carried=carried,
            edges=len(graph.edges),
        ),
    )


def _label(node: Node) -> str:
    """What tells a document from the others in the fewest letters; a law is cited by its name."""
    return node.symbol or (node.type if node.document else None) or node.name


def _note(node: Node, words: Words) -> str:
    if not node.document:
        return words("graph.missing_note", count=node.cited_by)
    issuer = words.shortened(node.issuer or "")
    return node.place or issuer or node.name


def _told(node: Node, names: Mapping[str, str], words: Words) -> str:
    if node.document:
        return words("graph.open", name=names[node.id], count=node.cited_by)
    return words("graph.missing_name", name=names[node.id], count=node.cited_by)


def _href(node: Node, choice: Choice) -> str:
    if not node.document:
        return "#chua-co"
    return reader_url(node.id) if node.id == choice.document else choice.address(**{"van-ban": node.id, "trang": 1})


def _kind(node: Node, choice: Choice) -> str:
    if not node.document:
        return "missing"
    return "held chosen" if node.id == choice.document else "held"


# -- the lists ---------------------------------------------------------------------------------------


def _levels(
    listed: Sequence[Node], graph: Graph, names: Mapping[str, str], choice: Choice, words: Words
) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    cites: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        cites[edge.source].append(edge)
    grouped = by_level(listed)
    return tuple(
        (words(LEVELS[level]), tuple(_entry(node, cites[node.id], names, choice, words) for node in nodes))
        for level, nodes in grouped.items()
        if nodes
    )


def _entry(node: Node, edges: Sequence[Edge], names: Mapping[str, str], choice: Choice, words: Words) -> Entry:
    most = len(edges) if choice.document else LINKS
    by_relation = [
        (words(title), tuple(_cited(edge, names, words) for edge in edges if edge.relation == relation))
        for relation, title in RELATIONS.items()
    ]
    return Entry(
        name=names[node.id],
        href=reader_url(node.id),
        around=choice.address(**{"van-ban": node.id, "trang": 1}),
        digest=node.digest,
        cites=tuple((title, cited[:most], max(len(cited) - most, 0)) for title, cited in by_relation if cited),
        cited_by=node.cited_by,
    )


def _cited(edge: Edge, names: Mapping[str, str], words: Words) -> Cited:
    return Cited(
        name=names[edge.target],
        href=reader_url(edge.source, edge.start, edge.end),
        where=place(edge.section, words),
        missing=edge.target.startswith("?"),
    )


def _missing(node: Node, graph: Graph, names: Mapping[str, str], words: Words) -> Missing:
    citing = [edge for edge in graph.edges if edge.target == node.id]
    return Missing(
        name=names[node.id],
        level=words(LEVELS[node.level]),
        count=node.cited_by,
        citing=tuple((names[e.source], reader_url(e.source, e.start, e.end)) for e in citing[:CITING]),
        more=max(len(citing) - CITING, 0),
    )
