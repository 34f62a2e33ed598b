"""What a saved search finds now: by the filters of the desks, each find with its marks and its days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from ingest.types import Frozen
from service.citations import Sources, title_of
from service.phrases import due, level
from service.ports import Held
from service.precedents.admission import level_of
from service.question import Language
from service.registers.desk import RegisterDesk
from service.registers.due import Due, dues_of
from service.registers.obligations import Obligation
from service.registers.selection import ObligationFilter, is_in
from service.registers.sentence import conditions, placed, sentence, target_conditions
from service.registers.statements import Statement
from service.registers.targets import Row, TargetFilter
from service.registers.windows import moving_window
from service.saved.marks import marks_of, obligation_names, target_names
from service.saved.types import Asked, DocumentFilter, Kind, PassageFilter
from service.types import Citation
from service.words import syllables

POOL = 200  # passages looked at for one search
SHORT = 200  # characters of what is to be done; the quotation has it whole
LOOK = 600  # characters of a document's head that are quoted at most


@dataclass(frozen=True)
class Find:
    """Something found: ``told`` in words, the span that says it, the days on which it is due.

    Of a whole document the span is empty: the words by which it names itself are looked up when it is cited.
    """

    marks: tuple[bytes, ...]
    document: str
    start: int
    end: int
    told: str
    dues: tuple[Due, ...] = ()

    def days(self, first: date, last: date) -> list[date]:
        """The days of a window on which it is due."""
        return sorted({day for one in self.dues for day in one.within(first, last)})

    def citation(self, sources: Sources) -> Citation:
        """The bullet, row or sentence that says it, verbatim."""
        start, end = (self.start, self.end) if self.end else _head(sources, self.document)
        passage = sources.passage_at(self.document, start, end)
        whole = sources.widen(self.document, passage, start, end) if passage is not None else (start, end)
        return sources.cite(self.document, *whole, passage, point=(start, end))


def find(desk: RegisterDesk, asked: Asked, day: date, language: Language = "vi") -> list[Find]:
    """What a filter finds on a day, in the documents of ``desk``, in the order of its desk.

    Raises :class:`~ingest.errors.BadRequest` for a filter that cannot be read.
    """
    with desk.archive.steady(searching=isinstance(asked, PassageFilter)):
        return list(_FINDERS[type(asked)](desk, asked, day, language))


def sooner(asked: Asked) -> Asked:
    """The filter by which deadlines are told beforehand: whatever its own condition of time is."""
    return asked.model_copy(update={"due": "", "dated": None}) if isinstance(asked, ObligationFilter) else asked


def in_words(kind: Kind, asked: Asked, held: Mapping[str, Held], language: Language = "vi") -> str:
    """The filter in words."""
    vi = language == "vi"
    if isinstance(asked, TargetFilter):
        return sentence(target_conditions(asked, held, language), "mọi chỉ tiêu" if vi else "every target")
    if isinstance(asked, ObligationFilter):
        return sentence(conditions(asked, held, language), "mọi việc" if vi else "every obligation")
    told = list(placed(asked.level, asked.place, "", held, language))
    if isinstance(asked, DocumentFilter) and asked.type.strip():
        told.append(("type", f"loại {asked.type.strip()}" if vi else f"type {asked.type.strip()}"))
    if asked.text.strip():
        told.append(("text", f"có chữ “{asked.text.strip()}”" if vi else f"with “{asked.text.strip()}”"))
    whole = ("mọi văn bản", "mọi đoạn") if vi else ("every document", "every passage")
    return sentence(told, whole[kind == "passages"])


# -- one finder a kind ---------------------------------------------------------------------------


def _targets(desk: RegisterDesk, asked: TargetFilter, day: date, language: Language) -> Iterator[Find]:
    held = desk.held
    every = asked if asked.document else asked.model_copy(update={"document": tuple(held)})
    for row in desk.targets(every).rows:
        for document, cell in row.cells.items():
            for one in cell:
                yield _target(row, one, held[document], language)


def _target(row: Row, one: Statement, held: Held, language: Language) -> Find:
    target = one.target
    name = row.name if language == "vi" else row.name_en
    return Find(
        marks=tuple(mark for place in one.targets for mark in marks_of(held, target_names(place))),
        document=held.id,
        start=target.start,
        end=target.end,
        told=f"{name}: {level(target, language)}, {due(target.deadline, language)}",
        dues=tuple(dues_of(target, held)),
    )


def _obligations(desk: RegisterDesk, asked: ObligationFilter, day: date, language: Language) -> Iterator[Find]:
    window = moving_window(asked.due, day)
    if window is not None:  # counted from the day of the digest, not from the day on which it is made
        asked = asked.model_copy(update={"due": f"{window.first}..{window.last}"})
    for row in desk.obligations(asked):
        yield _obligation(row)


def _obligation(row: Obligation) -> Find:
    return Find(
        marks=marks_of(row.held, obligation_names(row.fact)),
        document=row.held.id,
        start=row.fact.start,
        end=row.fact.end,
        told=shorten(f"{'; '.join(row.leads)}: {row.text}" if row.leads else row.text, SHORT, placeholder=" …"),
        dues=row.dues,
    )


def _documents(desk: RegisterDesk, asked: DocumentFilter, day: date, language: Language) -> Iterator[Find]:
    dues: dict[str, dict[Due, None]] = defaultdict(dict)
    for row in desk.read().obligations:
        dues[row.held.id].update(dict.fromkeys(row.dues))
    for held in desk.read().held:
        named = " ".join(part or "" for part in (held.type, held.symbol, held.issuer, held.subject, held.source))
        wanted = not asked.type.strip() or syllables(asked.type) == syllables(held.type or "")
        if wanted and _is_placed(held, asked) and _carries(named, asked.text):
            yield Find(marks_of(held), held.id, 0, 0, title_of(held), tuple(dues[held.id]))


def _head(sources: Sources, document: str) -> tuple[int, int]:
    """The words by which a document names itself: its subject, where that stands in it, else its first line."""
    text, subject = sources.text(document), sources.held[document].subject
    at = text.find(subject) if subject else -1
    if subject and at >= 0:
        return at, at + len(subject)
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return start, min(end if end > start else len(text), start + LOOK)


def _passages(desk: RegisterDesk, asked: PassageFilter, day: date, language: Language) -> Iterator[Find]:
    held = desk.held
    for hit in desk.archive.search(asked.text, k=POOL) if held else ():
        document = held.get(hit.document)
        if document and _is_placed(document, asked) and _carries(hit.text, asked.text):
            names = (f"passage|{' '.join(syllables(hit.text))}",)
            told = hit.passage.titles[-1] if hit.passage.titles else hit.document_title
            yield Find(marks_of(document, names), document.id, hit.passage.start, hit.passage.end, told)


def _is_placed(held: Held, asked: DocumentFilter | PassageFilter) -> bool:
    return (not asked.level or level_of(held) == asked.level) and (not asked.place.strip() or is_in(held, asked.place))


def _carries(text: str, wanted: str) -> bool:
    words = set(syllables(text))
    return all(word in words for word in syllables(wanted))


_Finder = Callable[[RegisterDesk, Any, date, Language], Iterable[Find]]
_FINDERS: Mapping[type[Frozen], _Finder] = {
    TargetFilter: _targets,
    ObligationFilter: _obligations,
    DocumentFilter: _documents,
    PassageFilter: _passages,
}
