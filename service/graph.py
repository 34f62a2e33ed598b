"""Which document rests on which: those held, those cited and not held, and what carries out what.

A document *carries out* what its title names ("Kế hoạch thực hiện Nghị quyết số …"), *rests on*
what stands among its *căn cứ*, and *mentions* the rest. Each edge is one pair of documents, with the
strongest of its citations as evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from index.identity import symbol_key
from index.text import fold, symbols
from ingest.errors import NotFound
from ingest.facts.kinds import issuer_code
from ingest.facts.letters import UPPER
from ingest.facts.symbols import parse
from ingest.places import without_level
from ingest.text import plain
from ingest.types import Frozen, Reference
from service.audit.types import Level
from service.ports import Archive, Held

Relation = Literal["carries_out", "basis", "mention"]
STRENGTH: Sequence[Relation] = ("carries_out", "basis", "mention")
BASES = ("TITLE", "PREAMBLE")
LEVELS: Sequence[Level] = ("trung_uong", "tinh", "xa")
_DATE = re.compile(r",?\s*ngày\s.*$")
_COMMUNE = re.compile(r"(?<!\w)(?:xã|phường|đặc khu|cấp xã)(?!\w)")
_PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp|thành ủy|tỉnh ủy|sở|huyện|huyện ủy)(?!\w)")
_CENTRAL = re.compile(r"(?<!\w)(?:trung ương|chính phủ|quốc hội|bộ|thủ tướng|bộ chính trị|ban bí thư)(?!\w)")
_USUAL_LEVEL: Mapping[str, Level] = {"TU": "tinh", "HU": "tinh", "UBND": "tinh", "HĐND": "tinh", "ĐU": "xa"}
"""Local issuers by the end of their symbols, where the citation does not say whose they are."""

# "Ban Thường vụ Tỉnh ủy Hậu Giang", "UBND thành phố Đà Nẵng": the name behind the last word for a level
_PLACE = re.compile(
    r"(?:[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Tt]ỉnh|[Tt]hành phố|TP\.?|[Ủủ]y|[Uu]ỷ)\s+"
    rf"([{UPPER}][\w'’]*(?:[\s-]+[{UPPER}][\w'’]*)*)$"
)


class Node(Frozen):
    """A document that is held, or one that is cited and not held (``document`` is ``None``)."""

    id: str
    document: str | None = None
    type: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    name: str = Field(default="", description="how a missing document is printed where it is cited")
    place: str | None = None
    level: Level
    digest: bool = False
    cited_by: int = Field(default=0, description="documents held that cite it")


class Edge(Frozen):
    """``source`` cites ``target``; ``start`` and ``end`` are of the strongest citation, in the text of ``source``."""

    source: str
    target: str
    relation: Relation
    count: int
    section: tuple[str, ...] = ()
    quote: str
    start: int
    end: int


class Graph(Frozen):
    """Documents and their citations; ``hidden`` documents that are not held are cited too rarely to be shown."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    hidden: int = 0

    def around(self, document: str) -> Graph:
        """A document, what it cites, what cites it, and what those above it carry out, all the way up.

        Raises :class:`NotFound` if it is not in the graph.
        """
        if all(node.id != document for node in self.nodes):
            raise NotFound(f"Không có văn bản “{document}” trong sơ đồ.", "Chọn một văn bản khác trong danh sách.")
        kept = {document} | {edge.source for edge in self.edges if edge.target == document}
        above = {edge.target for edge in self.edges if edge.source == document}
        while above - kept:
            kept |= above
            above = {edge.target for edge in self.edges if edge.source in above and edge.relation == "carries_out"}
        return self.of(lambda node: node.id in kept)

    def of(self, wanted: Callable[[Node], bool]) -> Graph:
        """The nodes that are ``wanted``, with the edges between them."""
        kept = {node.id for node in self.nodes if wanted(node)}
        return self.model_copy(
            update={
                "nodes": tuple(node for node in self.nodes if node.id in kept),
                "edges": tuple(edge for edge in self.edges if edge.source in kept and edge.target in kept),
            }
        )

    def at_least(self, least: int) -> Graph:
        """Without the documents not held that fewer than ``least`` documents cite; the others stay."""
        kept = self.of(lambda node: node.document is not None or node.cited_by >= least)
        return kept.model_copy(update={"hidden": self.hidden + len(self.nodes) - len(kept.nodes)})


def build(archive: Archive, *, mentions: bool = False) -> Graph:
    """The graph of all documents held; ``mentions`` adds what is cited in the body only."""
    held = {one.id: one for one in archive.documents()}
    named = {one.id: {symbol_key(symbol) for symbol in symbols(one.subject or "")} for one in held.values()}
    grouped: dict[tuple[str, str], list[tuple[Relation, Reference]]] = defaultdict(list)
    missing: dict[str, list[Node]] = defaultdict(list)
    for reference in archive.references():
        if reference.document not in held:
            continue
        relation = _relation(reference, named[reference.document])
        node = None if reference.resolved in held else _missing(reference, held[reference.document])
        target = node.id if node else reference.resolved
        if target is None or target == reference.document or (relation == "mention" and not mentions):
            continue
        if node is not None:
            missing[node.id].append(node)
        grouped[reference.document, target].append((relation, reference))
    citing = Counter(target for _, target in grouped)
    nodes = [_held(one) for one in held.values()] + [_commonest(found) for found in missing.values()]
    return Graph(
        nodes=tuple(node.model_copy(update={"cited_by": citing[node.id]}) for node in nodes),
        edges=tuple(_edge(source, target, found) for (source, target), found in grouped.items()),
    )


def _relation(reference: Reference, named: set[str]) -> Relation:
    """What a citation is for: a document named in the title is carried out, unless it is only mentioned again."""
    if reference.section[:1] and reference.section[0] not in BASES:
        return "mention"
    carried = reference.symbol is not None and symbol_key(reference.symbol) in named
    return "carries_out" if carried else "basis"


def _edge(source: str, target: str, found: Sequence[tuple[Relation, Reference]]) -> Edge:
    relation, reference = min(found, key=lambda pair: (STRENGTH.index(pair[0]), pair[1].start))
    return Edge(
        source=source,
        target=target,
        relation=relation,
        count=len(found),
        section=reference.section,
        quote=reference.quote,
        start=reference.start,
        end=reference.end,
    )


def _held(held: Held) -> Node:
    return Node(
        id=held.id,
        document=held.id,
        type=held.type,
        symbol=held.symbol,
        issuer=held.issuer,
        name=held.source,
        place=held.commune or held.province,
        level=_level_of(held),
        digest=held.digest,
    )


def _level_of(held: Held) -> Level:
    if held.commune:
        return "xa"
    return "tinh" if held.province else _level(plain(held.issuer or "")) or "trung_uong"


def _missing(reference: Reference, citing: Held) -> Node | None:
    """The document that a citation means and that is not held; ``None`` where it cannot be told from others."""
    if reference.symbol is None:
        name = _DATE.sub("", " ".join(reference.printed.split()))
        if not plain(name).startswith(("luật ", "bộ luật ", "hiến pháp")):
            return None  # "Kế hoạch của Tỉnh ủy": any of a hundred
        return Node(id=f"?{plain(name)}", type=reference.type, issuer=reference.issuer, name=name, level="trung_uong")
    level, local = _issued_at(reference, citing)
    place = _place(reference, citing, level) if local else ""
    whose = [place, citing.province if level == "xa" else None]  # communes of several provinces share a name
    return Node(
        id="|".join([f"?{symbol_key(reference.symbol)}", *(fold(plain(name)) for name in whose if place and name)]),
        type=reference.type,
        symbol=reference.symbol,
        issuer=reference.issuer,
        name=_DATE.sub("", " ".join(reference.printed.split())),
        place=place or None,
        level=level,
    )


def _issued_at(reference: Reference, citing: Held) -> tuple[Level, bool]:
    """The level that issued a cited document, and whether its number occurs in every province or commune."""
    symbol = parse(reference.symbol or "")
    code = issuer_code(symbol.body) if symbol else None
    body = symbol.body.split("-")[0] if symbol else ""
    known = _level(plain(reference.issuer or ""))
    local = body in _USUAL_LEVEL or (code is not None and code.local)
    if not local or known == "trung_uong":
        return known or "trung_uong", False
    return known or _USUAL_LEVEL.get(body) or _level_of(citing), True


def _level(issuer: str) -> Level | None:
    if _COMMUNE.search(issuer):
        return "xa"
    if _PROVINCE.search(issuer):
        return "tinh"
    return "trung_uong" if _CENTRAL.search(issuer) else None


def _place(reference: Reference, citing: Held, level: Level) -> str:
    """Whose number it is: the place in the issuer's name, else the place of the document that cites it."""
    named = _PLACE.search(" ".join((reference.issuer or "").split()))
    own = citing.commune if level == "xa" else citing.province
    return named[1] if named else without_level(own or "")


def _commonest(found: Iterable[Node]) -> Node:
    """Of the ways in which a missing document is cited the commonest."""
    return Counter(found).most_common(1)[0][0]


def by_level(nodes: Iterable[Node]) -> Mapping[Level, tuple[Node, ...]]:
    """Nodes from the top level down, those cited most first."""
    ordered = sorted(nodes, key=lambda node: (-node.cited_by, node.document is None, node.id))
    return {level: tuple(node for node in ordered if node.level == level) for level in LEVELS}
