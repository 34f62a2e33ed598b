"""What the ask page is given: an answer cut into words, markers and quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.errors import TracuuError
from service.ports import Held
from service.question import language_of
from service.types import Answer
from web.asking.conditions import Conditions
from web.asking.lines import MARKER, Line, bits_of
from web.asking.results import Result
from web.phrasing.views import PhrasingView
from web.quotations import Quotation, quotation
from web.words import Words

ITEM = re.compile(r"^\s*[-•+]\s+")


@dataclass(frozen=True)
class AnswerView:
    """An answer, or a refusal with the nearest evidence; ``language`` is that of its words."""

    answered: bool
    language: str
    lines: tuple[Line, ...]
    citations: tuple[Quotation, ...]
    near_misses: tuple[Quotation, ...]
    notes: tuple[str, ...]
    took: str


@dataclass(frozen=True)
class AskView:
    """The first page: a question, how it was understood, what came of it, and other passages near it."""

    question: str = ""
    held: int = 0
    answer: AnswerView | None = None
    conditions: Conditions | None = None
    others: tuple[Result, ...] = ()
    phrasing: PhrasingView | None = None
    error: TracuuError | None = None


def answer_view(answer: Answer, held: Mapping[str, Held], words: Words) -> AnswerView:
    """An answer as the page shows it; ``held`` are the documents by id."""
    citations = {citation.n: quotation(citation, held, words) for citation in answer.citations}
    text = answer.answer if answer.answered else answer.reason or answer.answer
    lines = tuple(_line(line, citations) for line in text.splitlines() if line.strip())
    under_lines = {q.n for line in lines for q in line.quotations}
    return AnswerView(
        answered=answer.answered,
        language=language_of(answer.question),
        lines=lines,
        citations=tuple(q for n, q in citations.items() if n not in under_lines),
        near_misses=tuple(quotation(m.citation, held, words, m.why) for m in answer.near_misses),
        notes=answer.notes,
        took=f"{answer.took_ms:.0f}" if answer.took_ms >= 1 else "<1",
    )


def _line(line: str, citations: Mapping[int, Quotation]) -> Line:
    """``line`` cut at its markers; a marker without a citation stays text."""
    text = ITEM.sub("", line)
    item = text != line
    cited = [citations[int(n)] for n in MARKER.findall(text) if int(n) in citations]
    repeated = tuple(q for q in cited if f"“{q.text}”" in text)
    for q in repeated:
        text = re.sub(rf"“{re.escape(q.text)}”(?:\s*→)?", "", text)
    return Line(bits_of(text, citations), item, repeated)
