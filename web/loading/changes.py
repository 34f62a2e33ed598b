"""What changed between two versions, as shown: facts first, then sections, then the wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.precedents.alignment import Change
from service.types import Citation
from service.versions.types import FactChange, SectionChange, TextChange, VersionReport
from web.places import place, reader_url, sentence_case
from web.reading.compare import Side
from web.words import Words

SHOWN = 60  # changes of one kind; a plan written anew has hundreds, which nobody reads as changes

CHANGES = {
    "added": "loading.changes.added",
    "dropped": "loading.changes.dropped",
    "raised": "loading.changes.raised",
    "lowered": "loading.changes.lowered",
    "postponed": "loading.changes.postponed",
    "advanced": "loading.changes.advanced",
    "reassigned": "loading.changes.reassigned",
    "restated": "loading.changes.restated",
    "renamed": "loading.changes.renamed",
    "moved": "loading.changes.moved",
    "reordered": "loading.changes.moved",
    "reworded": "loading.changes.reworded",
}
FACTS = {
    "target": "loading.changes.targets",
    "task": "loading.changes.tasks",
    "duty": "loading.changes.duties",
    "reference": "loading.changes.references",
}


@dataclass(frozen=True)
class ChangeView:
    """One change: what sort, what it comes to (computed), and the words of both versions or their differences."""

    told: str
    detail: str
    before: Side | None
    after: Side | None
    differences: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Group:
    """The changes of one sort; ``more`` are left out."""

    title: str
    changes: tuple[ChangeView, ...]
    more: int


@dataclass(frozen=True)
class ChangesView:
    """Two versions set against each other."""

    lead: str
    groups: tuple[Group, ...]
    unchanged: int
    back: str = ""
    ask: str = ""


def change_groups(report: VersionReport, words: Words, *, old_held: bool) -> tuple[Group, ...]:
    """The changes by sort; links lead into the version that is held, the old one or the new."""
    show = _Shown(words, old_held)
    by_kind = [
        (words(title), [show.fact(one) for one in report.facts if one.kind == kind]) for kind, title in FACTS.items()
    ]
    sections = (words("loading.changes.sections"), [show.section(one) for one in report.sections])
    texts = (words("loading.changes.texts"), [show.text(one) for one in report.texts])
    return tuple(
        Group(title, tuple(changes[:SHOWN]), max(len(changes) - SHOWN, 0))
        for title, changes in (*by_kind, sections, texts)
        if changes
    )


class _Shown:
    def __init__(self, words: Words, old_held: bool) -> None:
        self._words = words
        self._old_held = old_held

    def fact(self, change: FactChange) -> ChangeView:
        """A fact that changed, in the words of both versions."""
        both = change.old is not None and change.new is not None
        detail = change.text.partition(": ")[2] if both else ""
        return ChangeView(self._told(change.changes), detail, *self._sides(change.old, change.new))

    def section(self, change: SectionChange) -> ChangeView:
        """A section that changed, by its headings."""
        return ChangeView(self._told((change.change,)), "", *self._sides(change.old, change.new))

    def text(self, change: TextChange) -> ChangeView:
        """A paragraph that changed; reworded ones by their differences."""
        sides = self._sides(change.old, change.new)
        return ChangeView(self._told((change.change,)), "", *sides, change.differences)

    def _told(self, changes: Iterable[str]) -> str:
        return sentence_case(", ".join(self._words(CHANGES[change]) for change in changes))

    def _sides(self, old: Citation | None, new: Citation | None) -> tuple[Side | None, Side | None]:
        return self._side(old, self._old_held), self._side(new, not self._old_held)

    def _side(self, citation: Citation | None, held: bool) -> Side | None:
        if citation is None:
            return None
        where = sentence_case(_where(citation.section, self._words))
        href = reader_url(citation.document, citation.start, citation.end) if held else ""
        return Side(citation.quote, where, href)


def _where(section: Sequence[str], words: Words) -> str:
    return place(tuple(section), words)
