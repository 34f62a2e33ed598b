"""Two documents, or two versions of one, set against each other: what was added, dropped, raised, put off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ingest.text import fold
from ingest.types import Document
from service.ports import Held
from service.precedents.alignment import Change
from service.types import Citation
from service.versions import VersionReport, compare
from web.places import place, reader_url, sentence_case, title_of
from web.reading.editions import Edition
from web.reading.listing import date_of
from web.words import Words

SHOWN = 40  # changes of one sort; who needs more asks for the whole list
ALIKE = 15  # documents offered for comparison
ORDER = (
    "raised", "lowered", "advanced", "postponed", "reassigned", "added", "dropped", "restated", "reordered",
    "reworded", "renamed", "moved",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """The words of one of the two, and where they stand; ``href`` only where they can be opened."""

    text: str
    where: str
    href: str = ""


@dataclass(frozen=True)
class Shift:
    """One change with the words of either side; ``bits`` lay the two texts into one."""

    told: str
    old: Side | None
    new: Side | None
    bits: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Shifts:
    """Changes of one sort; ``count`` is how many there are in all."""

    key: str
    title: str
    shifts: tuple[Shift, ...]
    count: int


@dataclass(frozen=True)
class Offer:
    """Something to compare with."""

    href: str
    text: str
    note: str


@dataclass(frozen=True)
class CompareView:
    """The choice of what to compare with, and the comparison once it is chosen."""

    title: str
    href: str
    editions: tuple[Edition, ...]
    documents: tuple[Offer, ...]
    newer: str = ""
    other: str = ""
    swap: str = ""
    facts: tuple[Shifts, ...] = ()
    parts: tuple[Shifts, ...] = ()
    unchanged: int = 0
    compared: bool = False


def choice_view(document: Document, held: Sequence[Held], known: tuple[Edition, ...], words: Words) -> CompareView:
    """What a document can be compared with: what it was before its changes, and documents of its kind."""
    base = f"{reader_url(document.id)}/so-sanh"
    return CompareView(
        title=sentence_case(title_of(document, words)),
        href=reader_url(document.id),
        editions=known,
        documents=tuple(
            Offer(f"{base}?{urlencode({'voi': h.id})}", sentence_case(title_of(h, words)), _note(h))
            for h in alike(document, held)
        ),
    )


def _note(held: Held) -> str:
    return " · ".join(part for part in (date_of(held.issued), held.subject) if part)


def alike(document: Document, held: Iterable[Held]) -> list[Held]:
    """Documents of the same kind, those first whose subjects share most words."""
    own = set(fold(document.subject or "").split())

    def likeness(other: Held) -> tuple[float, str]:
        words = set(fold(other.subject or "").split())
        return len(own & words) / (len(own | words) or 1), other.issued or ""

    others = [h for h in held if h.id != document.id and h.type_code == document.type_code]
    return sorted(others, key=likeness, reverse=True)[:ALIKE]


def compare_view(
    old: Document, new: Document, words: Words, *, before: Edition | None = None, after: Edition | None = None
) -> CompareView:
    """From ``old`` to ``new``; ``before`` and ``after`` are given where they are versions of one document."""
    report = compare(old, new)
    sides = _Sides(words, before, after)
    title = sentence_case(title_of(new, words))
    swap = urlencode({"ban": after.name, "moi": before.name} if before and after else {"voi": new.id})
    return CompareView(
        title=title,
        href=reader_url(new.id),
        editions=(),
        documents=(),
        other=before.label if before else sentence_case(title_of(old, words)),
        newer=after.label if after else title,
        swap=f"{reader_url(old.id)}/so-sanh?{swap}",
        facts=tuple(_grouped(_facts(report, sides), words)),
        parts=tuple(_grouped(_parts(report, sides), words)),
        unchanged=report.unchanged,
        compared=True,
    )


class _Sides:
    """How the two sides are quoted: each in the version that was compared."""

    def __init__(self, words: Words, before: Edition | None, after: Edition | None) -> None:
        self._words, self._before, self._after = words, before, after

    def old(self, citation: Citation | None) -> Side | None:
        """The words of the old side."""
        return self._side(citation, self._before)

    def new(self, citation: Citation | None) -> Side | None:
        """The words of the new side."""
        return self._side(citation, self._after)

    def _side(self, citation: Citation | None, edition: Edition | None) -> Side | None:
        if citation is None:
            return None
        page = self._words("quote.page", page=citation.page) if citation.page else ""
        caution = self._words("quote.recognised") if citation.recognised else ""
        parts = (sentence_case(place(citation.section, self._words)), page, caution)
        version = edition.name if edition and not edition.current else None
        href = reader_url(citation.document, citation.start, citation.end, version)
        return Side(citation.quote, " · ".join(part for part in parts if part) or self._words("compare.there"), href)


def _facts(report: VersionReport, sides: _Sides) -> Iterator[tuple[str, Shift]]:
    for fact in report.facts:
        yield fact.changes[0], Shift(sentence_case(fact.text), sides.old(fact.old), sides.new(fact.new))


def _parts(report: VersionReport, sides: _Sides) -> Iterator[tuple[str, Shift]]:
    for section in report.sections:
        yield section.change, Shift(sentence_case(section.text), sides.old(section.old), sides.new(section.new))
    for text in report.texts:
        yield text.change, Shift("", sides.old(text.old), sides.new(text.new), text.differences)


def _grouped(found: Iterable[tuple[str, Shift]], words: Words) -> Iterator[Shifts]:
    sorts: dict[str, list[Shift]] = {}
    for key, shift in found:
        sorts.setdefault(key, []).append(shift)
    for key in ORDER:
        if key in sorts:
            yield Shifts(key, words(f"compare.change.{key}"), tuple(sorts[key][:SHOWN]), len(sorts[key]))
