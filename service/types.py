"""Answers as other programs receive them (the contracts of the HTTP API and the CLI)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from index.types import Mark
from ingest.types import Duty, Frozen, Reference, Target, Task
from service.conditions import Deadline, Figure, is_moment

AnswerKind = Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
Demand = Literal["lead", "target", "recipient", "deadline"]


class Cell(Frozen):
    """A place in a table, as far as it is known.

    ``table`` counts the tables of the document from 1; ``row`` is its printed number or, without one, its place;
    ``column`` is the heading above it.
    """

    table: int = Field(ge=1)
    row: str | None = None
    column: str | None = None


class Citation(Frozen):
    """A quotation and the place it stands at; ``text[start:end] == quote``, always.

    ``recognised`` says that its words were recognised from a picture of the page: it is faithful to that reading,
    not to the paper. ``cell`` tells where it stands in a table.
    """

    n: int = Field(ge=1, description="the number used as [n] in the answer")
    document: str
    source: str = Field(description="file name as ingested")
    title: str
    locality: str | None = None
    section: tuple[str, ...] = ()
    section_titles: tuple[str, ...] = ()
    page: int | None = None
    quote: str
    start: int
    end: int
    score: float = 0.0
    recognised: bool = False
    cell: Cell | None = None
    version: str | None = Field(default=None, description="bản của văn bản, như trong /api/documents/{id}/versions")
    permalink: str | None = Field(default=None, description="địa chỉ bền của trích dẫn, theo được ở /api/tl/…")


class NearMiss(Frozen):
    """Evidence that comes close and does not meet the question, with the reason why."""

    why: str
    citation: Citation


class Reading(Frozen):
    """The conditions of a question. Given with a question, a field that is not set stays as the question was read;
    one that is set to ``null`` or to nothing drops the condition."""

    kind: AnswerKind | None = Field(default=None, description="loại câu hỏi")
    indicator: str | None = Field(default=None, description="khóa chỉ tiêu, như trong /api/targets")
    figure: Figure | None = Field(default=None, description="mức: so sánh, giá trị, đơn vị")
    deadlines: tuple[Deadline, ...] = Field(default=(), description="hạn: 2025, 2026-07, 2025..2027")
    level: Literal["xa", "tinh"] | None = Field(default=None, description="mọi xã hay mọi tỉnh")
    places: tuple[str, ...] = Field(default=(), description="xã, tỉnh, cơ quan hoặc số ký hiệu của văn bản đang giữ")

    @field_validator("deadlines")
    @classmethod
    def _can_be_compared(cls, deadlines: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
        for one in deadlines:
            if not (is_moment(one.start) and is_moment(one.end)):
                raise ValueError(f"no moment: {one.start}..{one.end}")
        return deadlines


class Answer(Frozen):
    """An evidenced answer, or a refusal with its reason and the nearest evidence."""

    question: str
    answered: bool
    kind: AnswerKind
    answer: str = Field(description="text with [1] [2] markers")
    reason: str | None = Field(default=None, description="why refused")
    understood: str = Field(default="", description="how the question was read, in words")
    conditions: Reading | None = Field(default=None, description="the same as conditions that can be changed")
    notes: tuple[str, ...] = Field(default=(), description="what else the documents show: who is silent, caveats")
    citations: tuple[Citation, ...] = ()
    facts: tuple[Target | Task | Duty | Reference, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    took_ms: float = 0.0


class Hit(Frozen):
    """One passage found by search."""

    document: str
    source: str
    source_id: str | None = None
    title: str
    section: tuple[str, ...] = ()
    section_titles: tuple[str, ...] = ()
    page: int | None = None
    quote: str
    start: int
    end: int
    score: float
    recognised: bool = False
    permalink: str | None = Field(
        default=None, description="địa chỉ bền của đoạn, theo được ở /api/tl/…; đoạn của bộ sưu tập rời thì không có"
    )


class FoundHit(Hit):
    """A passage found, with the reasons why."""

    matched: tuple[tuple[int, int], ...] = Field(default=(), description="words of the query, as spans of the quote")
    dense_rank: int | None = Field(default=None, description="place by meaning, from 1; null if not among them")
    lexical_rank: int | None = Field(default=None, description="place by words, from 1; null if not among them")
    marks: tuple[Mark, ...] = Field(default=(), description="carries a target; carries a deadline")


FacetKey = Literal["province", "commune", "type", "issuer", "year", "level", "mark"]


class FacetValue(Frozen):
    """One value of a facet, and how many of the passages found have it."""

    value: str
    count: int
    chosen: bool = False


class Facet(Frozen):
    """One way of narrowing a search; the counts are those without its own choice."""

    key: FacetKey
    values: tuple[FacetValue, ...]


class Found(Frozen):
    """Passages found for a query."""

    query: str
    total: int = Field(description="passages found, at most as many as were looked at")
    hits: tuple[FoundHit, ...]
    facets: tuple[Facet, ...] = ()


SuggestionKind = Literal["place", "indicator", "document", "heading"]


class Suggestion(Frozen):
    """A name of the library that completes what is being typed from offset ``start`` on."""

    kind: SuggestionKind
    text: str
    detail: str = ""
    start: int = Field(ge=0, description="what is typed from here on is what the text stands for")
