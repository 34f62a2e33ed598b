"""Two documents compared: sections, paragraphs, facts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.errors import NotFound
from ingest.text import plain
from ingest.types import Document, Fact, Passage, Section
from service.citations import Sources
from service.precedents.alignment import comparable, differences
from service.precedents.drafts import draft_citation
from service.types import Citation
from service.versions.facts import changed_facts
from service.versions.matching import Pair, displaced, matched
from service.versions.types import SectionChange, TextChange, VersionReport

if TYPE_CHECKING:
    from service.ports import Holdings

TITLED = ("heading", "starred", "appendix", "appendix_group")
COMPARED = ("paragraph", "bullet", "row", "footnote")
SAME_TITLE = 0.5


def compare_held(sources: Sources, old: str, new: str) -> VersionReport:
    """:func:`compare` for two documents of the library; raises :class:`~ingest.errors.NotFound`."""
    return compare(sources.archive.document(old), sources.archive.document(new))


def compare_with_former(library: Holdings, id: str) -> VersionReport:
    """What the last change of a document changed; raises :class:`~ingest.errors.NotFound` if it never did."""
    document, former = library.document(id), library.former(id)
    if former is None:
        raise NotFound("Văn bản này chưa từng được thay bằng bản khác.", "Chỉ so được khi đã nạp bản mới thay bản cũ.")
    return compare(former, document)


def compare(old: Document, new: Document) -> VersionReport:
    """What was added, dropped, reworded, moved, raised, lowered, put off from ``old`` to ``new``.

    Every change quotes each version that has it; ``text[start:end] == quote`` in both.
    """
    started = time.perf_counter()
    both = _Both(old, new)
    texts = tuple(both.texts())
    return VersionReport(
        old=old.id,
        new=new.id,
        sections=tuple(both.sections()),
        texts=texts,
        facts=tuple(changed_facts(old, new, both.cite_old_fact, both.cite_new_fact)),
        unchanged=len(both.pairs) - sum(change.old is not None and change.new is not None for change in texts),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


class _Both:
    """The two documents with their parts matched."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.old_sections, self.new_sections = (_titled(document) for document in (old, new))
        self.section_pairs = matched(
            [section.title or "" for section in self.old_sections],
            [section.title or "" for section in self.new_sections],
            SAME_TITLE,
        )
        self.old_passages, self.new_passages = (_worded(document) for document in (old, new))
        self.pairs = matched(_texts(old, self.old_passages), _texts(new, self.new_passages))
        self.renamed = dict(self._renamed())
        self._same = {pair.old: pair.new for pair in self.section_pairs} | self.renamed

    # -- sections --------------------------------------------------------------------------------

    def sections(self) -> Iterator[SectionChange]:
        """Sections added, dropped, renamed, moved under another heading or in front of another."""
        out_of_order = displaced(self.section_pairs)
        for pair in self.section_pairs:
            change = self._changed_section(pair, pair.old in out_of_order)
            if change:
                yield change
        renamed = self.renamed
        for a, b in renamed.items():
            before, after = self.old_sections[a], self.new_sections[b]
            yield self._section_change("renamed", before, after)
        old_left = set(range(len(self.old_sections))) - {pair.old for pair in self.section_pairs} - set(renamed)
        new_left = set(range(len(self.new_sections))) - {pair.new for pair in self.section_pairs}
        for b in sorted(new_left - set(renamed.values())):
            section = self.new_sections[b]
            yield SectionChange(change="added", text=f"thêm mục {_name(section)}", new=_heading(self.new, section))
        for a in sorted(old_left):
            section = self.old_sections[a]
            yield SectionChange(change="dropped", text=f"bỏ mục {_name(section)}", old=_heading(self.old, section))

    def _changed_section(self, pair: Pair, out_of_order: bool) -> SectionChange | None:
        before, after = self.old_sections[pair.old], self.new_sections[pair.new]
        if self._elsewhere(before.path[:-1], after.path[:-1]) or out_of_order:
            return self._section_change("moved", before, after)
        if comparable(before.title or "") != comparable(after.title or ""):
            return self._section_change("renamed", before, after)
        return None

    def _section_change(self, change: str, before: Section, after: Section) -> SectionChange:
        told = "chuyển mục" if change == "moved" else "đổi tên mục"
        return SectionChange.model_validate(
            {
                "change": change,
                "text": f"{told} {_name(before)} → {_name(after)}",
                "old": _heading(self.old, before),
                "new": _heading(self.new, after),
            }
        )

    def _renamed(self) -> Iterator[tuple[int, int]]:
        """Sections left over on both sides at the same place, most of whose paragraphs are the same."""
        old_left = set(range(len(self.old_sections))) - {pair.old for pair in self.section_pairs}
        new_left = {
            self.new_sections[at].path: at
            for at in set(range(len(self.new_sections))) - {pair.new for pair in self.section_pairs}
        }
        for a in sorted(old_left):
            b = new_left.get(self.old_sections[a].path)
            if b is not None and self._shares_paragraphs(self.old_sections[a], self.new_sections[b]):
                yield a, b

    def _shares_paragraphs(self, before: Section, after: Section) -> bool:
        own = [at for at, passage in enumerate(self.old_passages) if _within(passage, before)]
        kept = [pair for pair in self.pairs if pair.old in set(own) and _within(self.new_passages[pair.new], after)]
        return bool(own) and 2 * len(kept) >= len(own)

    # -- paragraphs ------------------------------------------------------------------------------

    def texts(self) -> Iterator[TextChange]:
        """Paragraphs added, dropped, reworded, moved; in the order of the new document, dropped ones last."""
        out_of_order = displaced(self.pairs)
        by_new = {pair.new: pair for pair in self.pairs}
        for b, passage in enumerate(self.new_passages):
            pair = by_new.get(b)
            if pair is None:
                yield TextChange(change="added", new=_cite(self.new, passage.start, passage.end))
            elif (change := self._changed_text(pair, pair.old in out_of_order)) is not None:
                yield change
        kept = {pair.old for pair in self.pairs}
        for a, passage in enumerate(self.old_passages):
            if a not in kept:
                yield TextChange(change="dropped", old=_cite(self.old, passage.start, passage.end))

    def _changed_text(self, pair: Pair, out_of_order: bool) -> TextChange | None:
        before, after = self.old_passages[pair.old], self.new_passages[pair.new]
        old = _cite(self.old, before.start, before.end)
        new = _cite(self.new, after.start, after.end)
        changed = differences(old.quote, new.quote)
        same = all(change.op == "equal" for change in changed)
        if self._elsewhere(before.path, after.path) or out_of_order:
            return TextChange(change="moved", old=old, new=new, differences=() if same else changed)
        return None if same else TextChange(change="reworded", old=old, new=new, differences=changed)

    def _elsewhere(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether two paths lead to different sections, numbering apart."""
        a = _last(self.old_sections, before)
        b = _last(self.new_sections, after)
        if a is None or b is None:
            return (a is None) != (b is None) or tuple(before[:1]) != tuple(after[:1])
        return self._same.get(a) != b

    # -- quoting ---------------------------------------------------------------------------------

    def cite_old_fact(self, fact: Fact) -> Citation:
        """The fact's words in the old document."""
        return _cite(self.old, fact.start, fact.end)

    def cite_new_fact(self, fact: Fact) -> Citation:
        """The fact's words in the new document."""
        return _cite(self.new, fact.start, fact.end)


def _titled(document: Document) -> list[Section]:
    return [section for section in document.sections if section.kind in TITLED and section.title]


def _worded(document: Document) -> list[Passage]:
    """Paragraphs, bullets and rows; the header and the signature say nothing of the content."""
    return [
        passage
        for passage in document.passages
        if passage.kind in COMPARED and passage.path[:1] not in (("HEADER",), ("SIGNATURE",), ("TITLE",))
    ]


def _texts(document: Document, passages: Sequence[Passage]) -> list[str]:
    return [document.text[passage.start : passage.end] for passage in passages]


def _within(passage: Passage, section: Section) -> bool:
    return section.start <= passage.start < section.end


def _last(sections: Sequence[Section], path: Sequence[str]) -> int | None:
    """The innermost titled section along a path."""
    wanted = tuple(path)
    while wanted:
        for at, section in enumerate(sections):
            if section.path == wanted:
                return at
        wanted = wanted[:-1]
    return None


def _name(section: Section) -> str:
    title = " ".join((section.title or "").split())
    label = section.path[-1].strip("* ")
    return f"{'.'.join(section.path)} “{title}”" if plain(label) != plain(title) else f"“{title}”"


def _heading(document: Document, section: Section) -> Citation:
    line = document.text[section.start : section.body_start].rstrip() or document.text[section.start : section.end]
    line = line.split("\n\n")[0].rstrip()
    return _cite(document, section.start, section.start + len(line))


def _cite(document: Document, start: int, end: int) -> Citation:
    return draft_citation(document, start, end)
