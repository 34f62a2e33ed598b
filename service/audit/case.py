"""One document under audit, with all that a rule may ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ingest.text import plain, squeeze
from ingest.types import Document, Fact, Passage, Section, Target, Task
from service.audit.types import Category, IssueWindow, Level, MatrixCell, Severity
from service.citations import Sources
from service.conditions import first_day, is_moment, last_day
from service.types import Citation

if TYPE_CHECKING:
    from service.audit.frames import Frame

TWO_LEVELS = date(2025, 7, 1)
"""The day from which local government has two levels (Luật Tổ chức chính quyền địa phương 72/2025/QH15)."""

NEXT = 12
"""Passages behind a task among which the lines that assign it are looked for."""

OUTER = ("HEADER", "TITLE", "PREAMBLE", "CLOSING", "RECIPIENTS", "SIGNATURE")
PLAN_TYPES = ("KH", "CTr", "CTHĐ", "ĐA")


class Found(NamedTuple):
    """What a rule says: the engine adds the document, the rule's name and an id."""

    category: Category
    severity: Severity
    text: str
    citations: tuple[Citation, ...]


class Case:
    """A document, its place among the others and the frame it is held against."""

    def __init__(self, document: Document, sources: Sources, frame: Frame, sisters: Sequence[Document] = ()) -> None:
        self.document = document
        self.sources = sources
        self.frame = frame
        self.sisters = tuple(sisters)
        self.cells: tuple[MatrixCell, ...] = ()

    # -- what it is ------------------------------------------------------------------------------

    @cached_property
    def level(self) -> Level:
        """The level of government that issued it."""
        return level_of(self.document)

    @cached_property
    def is_plan(self) -> bool:
        """A plan, a programme, or a decision that issues one."""
        document = self.document
        return document.type_code in PLAN_TYPES or "kế hoạch" in plain(document.subject or "")[:60]

    @cached_property
    def assigns(self) -> bool:
        """Whether it gives work to others: a plan, or a directive."""
        return self.is_plan or self.document.type_code == "CT"

    @cached_property
    def carries_out_frame(self) -> bool:
        """Whether carrying out the frame's document is its very subject, not one basis among others."""
        subject = (self.document.subject or "").casefold()
        return self.is_plan and bool(self.frame.symbol) and str(self.frame.symbol).casefold() in subject

    @cached_property
    def basis_symbols(self) -> frozenset[str]:
        """Symbols cited in the title and among the *căn cứ*."""
        outer = ("TITLE", "PREAMBLE")
        return frozenset(
            r.symbol for r in self.document.references if r.symbol and r.section[:1] and r.section[0] in outer
        )

    @cached_property
    def window(self) -> IssueWindow | None:
        """When it was issued: printed, or bounded from below by the newest document it cites as its basis."""
        from service.audit.issued import issue_window

        return issue_window(self)

    # -- its text --------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.document.text

    @cached_property
    def plain(self) -> str:
        """The text in comparable spelling; offsets are the same."""
        return plain(self.document.text)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in reading order."""
        return tuple(self.sources.passages(self.document.id))

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """What lies between the preamble and the closing, without headings and appendices."""
        return tuple(
            p for p in self.passages if self.in_body(p.path) and p.kind not in ("heading", "title", "footnote")
        )

    @cached_property
    def appendix(self) -> tuple[Passage, ...]:
        """What the appendices say, without their headings."""
        return tuple(p for p in self.passages if is_appendix(p.path) and p.kind != "heading")

    def in_body(self, path: Sequence[str]) -> bool:
        """Whether a path lies in the numbered body."""
        return bool(path) and path[0] not in OUTER and not is_appendix(path)

    def part(self, label: str) -> tuple[Passage, ...]:
        """The passages of an outer part: ``PREAMBLE``, ``RECIPIENTS``…"""
        return tuple(p for p in self.passages if p.path[:1] == (label,))

    def plain_of(self, span: Passage | Section | Fact) -> str:
        """The comparable text of a span."""
        return self.plain[span.start : span.end]

    def printed(self, start: int, end: int) -> str:
        """The words of a span as they are printed, in one line: what a finding quotes within its own sentence."""
        return " ".join(self.text[start:end].split())

    def said(self, place: Place) -> str:
        """The words of a place as they are printed."""
        return self.printed(place.start, place.end)

    def section(self, path: Sequence[str]) -> Section | None:
        """The innermost section along ``path``."""
        wanted = tuple(path)
        while wanted:
            for section in self.document.sections:
                if section.path == wanted:
                    return section
            wanted = wanted[:-1]
        return None

    def find(self, expression: str | re.Pattern[str], passages: Iterable[Passage] | None = None) -> Iterator[Place]:
        """Every place where the expression matches the comparable text of the passages."""
        compiled = re.compile(expression) if isinstance(expression, str) else expression
        for passage in self.passages if passages is None else passages:
            for match in compiled.finditer(self.plain, passage.start, passage.end):
                yield Place(passage, match.start(), match.end(), match)

    # -- its facts -------------------------------------------------------------------------------

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Its targets in reading order."""
        return self.document.targets

    # -- quoting it ------------------------------------------------------------------------------

    def cite(self, start: int, end: int, passage: Passage | None = None) -> Citation:
        """Exactly the span, with the place it stands at."""
        return self.sources.cite(self.document.id, start, end, passage)

    def cite_fact(self, fact: Fact) -> Citation:
        """The whole bullet, row or sentence that carries a fact of this document."""
        return self.sources.cite_fact(fact if fact.document else fact.model_copy(update={"document": self.document.id}))

    def cite_facts(self, facts: Iterable[Fact], limit: int = 6) -> tuple[Citation, ...]:
        """The first ``limit`` facts, each place once."""
        return unique(self.cite_fact(fact) for fact in list(facts)[:limit])

    def cite_said(self, task: Task, said: str | None) -> tuple[Citation, ...]:
        """A task, and the line behind it that says so much ("Thời gian: …") where the task's own words do not."""
        own = self.cite_fact(task)
        wanted = squeeze(plain(said or ""))
        if not wanted or any(row.start <= task.start < row.end for row in self.document.rows):
            return (own,)
        lines = [p for p in self.passages if p.start >= task.end][:NEXT]
        line = next((p for p in lines if wanted in squeeze(self.plain_of(p))), None)
        return (own, self.cite_passage(line)) if line else (own,)

    def cite_passage(self, passage: Passage) -> Citation:
        """A whole passage."""
        return self.sources.cite_passage(self.document.id, passage)

    def cite_place(self, place: Place) -> Citation:
        """The whole passage if short, else the sentences around the place."""
        start, end = self.sources.widen(self.document.id, place.passage, place.start, place.end)
        return self.cite(start, end, place.passage)

    def cite_words(self, start: int, end: int) -> Citation:
        """The short passage or the sentence around a span."""
        passage = self.sources.passage_at(self.document.id, start, end)
        if passage is None:
            return self.cite(start, end)
        return self.cite(*self.sources.widen(self.document.id, passage, start, end), passage)

    def cite_heading(self, section: Section) -> Citation:
        """The printed heading of a section, or its first line if it has none."""
        end = section.body_start if section.title and section.body_start > section.start else section.end
        line = self.text[section.start : min(end, section.end)].split("\n\n")[0].rstrip()
        line = line or self.text[section.start : section.end].strip().split("\n")[0]
        start = section.start + (len(line) - len(line.lstrip()))
        return self.cite(start, start + len(line.strip()))


class Place(NamedTuple):
    """Where something was found."""

    passage: Passage
    start: int
    end: int
    match: re.Match[str]


def is_appendix(path: Sequence[str]) -> bool:
    """Whether a path lies in an appendix."""
    return bool(path) and path[0].casefold().startswith(("phụ lục", "biểu", "danh mục"))


def level_of(document: Document) -> Level:
    """The level of the body that issued the document."""
    issuer = plain(document.issuer or "")
    if document.commune or re.search(r"(?<!\w)(?:xã|phường|đặc khu)(?!\w)", issuer):
        return "xa"
    if document.province or re.search(r"(?<!\w)(?:tỉnh|thành phố|tỉnh ủy|thành ủy|sở)(?!\w)", issuer):
        return "tinh"
    return "trung_uong"


def unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations in order, each place once, numbered from 1."""
    seen: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        seen.setdefault((citation.document, citation.start, citation.end), citation)
    return tuple(c.model_copy(update={"n": n}) for n, c in enumerate(seen.values(), 1))


def year_of(deadline: str | None) -> int | None:
    """The last year a deadline can mean."""
    return last_day(deadline).year if deadline and is_moment(deadline) else None


def days_of(moment: str | None) -> tuple[date, date] | None:
    """The first and last day of a moment, ``None`` for what is no moment."""
    return (first_day(moment), last_day(moment)) if moment and is_moment(moment) else None
