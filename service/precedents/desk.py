"""The drafter's desk as pages use it: wordings, drafts on the desk, wordings collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.structure.functions import UNKNOWN
from ingest.types import Document, Function
from service.citations import Sources
from service.ports import LivingArchive
from service.precedents import bases, outline
from service.precedents.drafts import read_text
from service.precedents.engine import PrecedentDesk, own_of
from service.precedents.kept import KeptDrafts
from service.precedents.types import Basis, OutlineReport
from service.types import Citation

LONGEST = 6000  # characters of a collected wording; the longest row of a real plan has 2,400


Checks = tuple[OutlineReport, tuple[Basis, ...]]


class Place(NamedTuple):
    """Where a wording stands; as text "1200-1390-xuan-thanh", short enough for an address."""

    start: int
    end: int
    document: str

    def __str__(self) -> str:
        return f"{self.start}-{self.end}-{self.document}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place that a text names, if it names one."""
        start, _, rest = text.partition("-")
        end, _, document = rest.partition("-")
        digits = start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10
        return cls(int(start), int(end), document) if digits and document else None

    @classmethod
    def of(cls, citation: Citation) -> Place:
        """Where a citation stands."""
        return cls(citation.start, citation.end, citation.document)


class Collected(NamedTuple):
    """A wording chosen, and what it is for in its document."""

    place: Place
    citation: Citation
    function: Function


@dataclass(frozen=True)
class DraftingDesk:
    """Everything a drafter works with, over one library."""

    archive: LivingArchive
    precedents: PrecedentDesk
    drafts: KeptDrafts = field(default_factory=KeptDrafts)

    @classmethod
    def over(cls, archive: LivingArchive) -> DraftingDesk:
        """The desk over a library."""
        return cls(archive, PrecedentDesk(archive))

    def checked(self, key: str) -> Checks:
        """:meth:`checks` of a draft on the desk, made once as long as nothing held changes."""
        return self.drafts.made(key, self.archive.revision(), self.checks)

    def checks(self, draft: Document) -> Checks:
        """A draft's outline beside the usual one, and what is wrong with its bases or missing among them."""
        with self.archive.steady(searching=False):
            sources = Sources(self.archive)
            own = own_of(draft, sources)
            return outline.compare(draft, sources, own), bases.check(draft, sources, own)

    def doubts(self, clause: str) -> tuple[Basis, ...]:
        """What is wrong with the citations of a clause that stands alone."""
        return tuple(one for one in bases.check(read_text(clause), Sources(self.archive)) if one.kind != "missing")

    def collected(self, places: Iterable[Place]) -> tuple[Collected, ...]:
        """The wordings at these places, each once; a place that is no longer in its document is left out."""
        sources = Sources(self.archive)
        return tuple(
            Collected(place, sources.cite(place.document, place.start, place.end), _function(sources, place))
            for place in dict.fromkeys(places)
            if place.document in sources.held and _is_there(sources.text(place.document), place)
        )


def _is_there(text: str, place: Place) -> bool:
    inside = place.start < place.end <= len(text) and place.end - place.start <= LONGEST
    return inside and bool(text[place.start : place.end].strip())


def _function(sources: Sources, place: Place) -> Function:
    at = sources.passage_at(place.document, place.start, place.end)
    return at.function if at else UNKNOWN
