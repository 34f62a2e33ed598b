"""Scoring answers against questions with known evidence.

The hit rule: a gold quotation is cited when its normal form is a substring of the
normal form of (section titles + quotation) of one citation. A question is right when
``gold_min`` of its quotations are cited and nothing of ``must_not`` stands in the
answer; an unanswerable one when it is refused.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from ingest.errors import NotFound
from ingest.text import normal_form
from ingest.types import Frozen
from service.audit import audit
from service.audit.evaluation import AuditScore
from service.audit.evaluation import evaluate as evaluate_findings
from service.audit.evaluation import lines as audit_lines
from service.desk import Desk
from service.fact_scoring import Tally, score_facts
from service.types import Answer


class Outcome(Frozen):
    """How one question went. ``why`` names what was missing or wrong, "" if nothing."""

    id: str
    kind: str
    answerable: bool
    right: bool
    read_as: str = Field(description="the kind the question was read as")
    why: str = ""
    took_ms: float = 0.0


class Score(Frozen):
    """All outcomes, and shares of right answers."""

    outcomes: tuple[Outcome, ...]
    by_kind: dict[str, tuple[int, int]] = Field(description="kind → (right, asked), answerable questions only")
    refusals: tuple[int, int]
    kinds_read: tuple[int, int]
    not_verbatim: int = Field(description="citations that are not in their source; must be 0")
    median_ms: float


class Evaluation(Frozen):
    """What a folder of truth says of the facts and of the answers."""

    facts: tuple[Tally, ...] = ()
    questions: Score | None = Field(default=None, description="None if the folder holds no questions")
    audit: AuditScore | None = Field(default=None, description="None if the folder holds no inconsistencies")


def evaluate_folder(desk: Desk, folder: Path) -> Evaluation:
    """Scores facts and answers, as far as ``folder`` holds truth for them.

    Raises :class:`NotFound` if it holds none.
    """
    if not folder.is_dir():
        raise NotFound(f"Không thấy thư mục {folder}.", "Hãy kiểm tra lại đường dẫn thư mục đáp án.")
    held = {held.id: desk.archive.document(held.id) for held in desk.archive.documents()}
    facts = tuple(score_facts(held, folder))
    path = folder / "questions.jsonl"
    recall = evaluate_audit(desk, folder / "inconsistencies.jsonl")
    if not facts and recall is None and not path.is_file():
        raise NotFound(f"Không thấy đáp án nào trong {folder}.", "Thư mục cần questions.jsonl, targets.jsonl…")
    questions = evaluate_questions(desk, path) if path.is_file() else None
    return Evaluation(facts=facts, questions=questions, audit=recall)


def evaluate_audit(desk: Desk, truth: Path) -> AuditScore | None:
    """How much of what an auditor flagged the audit finds; ``None`` without truth."""
    return evaluate_findings(audit(desk.archive).findings, truth) if truth.is_file() else None


def evaluation_lines(result: Evaluation) -> Iterator[str]:
    """Both tables for a terminal, what was missed first."""
    if result.questions is not None:
        yield from score_lines(result.questions)
    if result.facts:
        yield from fact_lines(result.facts)
    if result.audit is not None:
        yield from ("", "Phát hiện của kiểm tra:", *audit_lines(result.audit))


def fact_lines(tallies: Sequence[Tally]) -> Iterator[str]:
    """A table in Markdown: kind, F1, precision, recall, how many are missed and how many made up."""
    yield ""
    yield "| dữ kiện | F1 | đúng/tìm thấy | đúng/đáp án | thiếu | thừa |"
    yield "|---|---|---|---|---|---|"
    for one in tallies:
        found, truth = f"{one.matched}/{one.found}", f"{one.matched}/{one.truth}"
        yield f"| {one.kind} | {one.f1:.3f} | {found} | {truth} | {len(one.missed)} | {len(one.extra)} |"


def evaluate_questions(desk: Desk, path: Path) -> Score:
    """Asks every question of a ``questions.jsonl``; raises :class:`NotFound` if it is not there."""
    if not path.is_file():
        raise NotFound(f"Không thấy {path}.", "Thư mục đáp án phải có tệp questions.jsonl.")
    lines = path.read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    answers = [desk.ask(question["question"]) for question in gold]
    outcomes = [outcome(question, answer) for question, answer in zip(gold, answers, strict=True)]
    return _score(outcomes, sum(_not_verbatim(desk, answer) for answer in answers))


def outcome(gold: dict[str, Any], answer: Answer) -> Outcome:
    """One question judged by the hit rule."""
    why = "; ".join(_faults(gold, answer))
    return Outcome(
        id=gold["id"],
        kind=gold["kind"],
        answerable=gold["answerable"],
        right=not why,
        read_as=answer.kind,
        why=why,
        took_ms=answer.took_ms,
    )


def _faults(gold: dict[str, Any], answer: Answer) -> Iterator[str]:
    said = normal_form(answer.answer)
    forbidden = [text for text in gold["must_not"] if normal_form(text) in said]
    if forbidden:
        yield f"nêu điều không được nêu: {forbidden}"
    if not gold["answerable"]:
        if answer.answered:
            yield "đáng lẽ phải từ chối"
        return
    if not answer.answered:
        yield f"từ chối: {answer.reason}"
        return
    cited = [quote for quote in gold["gold"] if is_cited(quote, answer)]
    if len(cited) < gold["gold_min"]:
        yield f"dẫn {len(cited)}/{gold['gold_min']} đoạn cần có"


def is_cited(quote: dict[str, Any], answer: Answer) -> bool:
    """Whether one citation of the gold document carries the quotation."""
    wanted = normal_form(quote["quote"])
    return any(
        citation.document == quote["doc"]
        and wanted in normal_form(" ".join((*citation.section_titles, citation.quote)))
        for citation in answer.citations
    )


def _not_verbatim(desk: Desk, answer: Answer) -> int:
    citations = [*answer.citations, *(miss.citation for miss in answer.near_misses)]
    return sum(desk.archive.text(c.document)[c.start : c.end] != c.quote for c in citations)


def _score(outcomes: Iterable[Outcome], not_verbatim: int) -> Score:
    done = tuple(outcomes)
    answerable = [one for one in done if one.answerable]
    refusals = [one for one in done if not one.answerable]
    kinds = sorted({one.kind for one in answerable})
    return Score(
        outcomes=done,
        by_kind={
            kind: (sum(o.right for o in answerable if o.kind == kind), sum(o.kind == kind for o in answerable))
            for kind in kinds
        },
        refusals=(sum(one.right for one in refusals), len(refusals)),
        kinds_read=(sum(one.kind == one.read_as for one in done), len(done)),
        not_verbatim=not_verbatim,
        median_ms=statistics.median(one.took_ms for one in done) if done else 0.0,
    )


def score_lines(score: Score) -> Iterator[str]:
    """The score for a terminal, the failed questions first."""
    for one in score.outcomes:
        if not one.right:
            yield f"✗ {one.id} ({one.kind}, đọc là {one.read_as}): {one.why}"
    for kind, (right, asked) in score.by_kind.items():
        yield f"{kind:<12} {right}/{asked}"
    right, asked = (sum(pair[i] for pair in score.by_kind.values()) for i in (0, 1))
    yield f"{'trả lời đúng':<12} {right}/{asked}"
    yield f"{'từ chối đúng':<12} {score.refusals[0]}/{score.refusals[1]}"
    yield f"{'đúng loại':<12} {score.kinds_read[0]}/{score.kinds_read[1]}"
    yield f"trích dẫn không nguyên văn: {score.not_verbatim}; trung vị {score.median_ms:.0f} ms"
