"""Answers as other programs receive them (the contracts of the HTTP API and the CLI)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ingest.types import Duty, Frozen, Reference, Target, Task

AnswerKind = Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]


class Citation(Frozen):
    """A quotation and the place it stands at; ``text[start:end] == quote``, always."""

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


class NearMiss(Frozen):
    """Evidence that comes close and does not meet the question, with the reason why."""

    why: str
    citation: Citation


class Answer(Frozen):
    """An evidenced answer, or a refusal with its reason and the nearest evidence."""

    question: str
    answered: bool
    kind: AnswerKind
    answer: str = Field(description="text with [1] [2] markers")
    reason: str | None = Field(default=None, description="why refused")
    understood: str = Field(default="", description="how the question was read, in words")
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
