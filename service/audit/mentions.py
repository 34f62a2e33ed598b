"""Tasks and aims without figures: whether a plan takes them up, and with how much substance."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.facts import indicators
from ingest.types import Passage
from service.audit.case import Case, unique
from service.audit.frames import Item
from service.audit.spelling import find_phrase, has_phrases, plain, syllables
from service.audit.types import Status
from service.types import Citation

SHOWN = 3
"""Passages quoted in a cell; the strongest come first."""

SUBSTANTIVE_GROUP = 5.0
SUBSTANTIVE_TASK = 2.0
"""Weights from which a group or a task counts as substantive.

Tuned on judgements made by reading, with their error rates in ``tests/service/audit/test_groups.py``.
"""


def mention(case: Case, item: Item) -> tuple[Citation, ...]:
    """Passages of the body that speak of an indicator without giving a figure."""
    entry = indicators.get(item.key) if item.key else None
    patterns = [tuple(p) for p in entry.patterns] if entry else list(item.patterns)
    found = [p for p in case.body if any(has_phrases(case.plain_of(p), pattern) for pattern in patterns)]
    return unique(case.cite_passage(p) for p in found[:SHOWN])


def task_cell(case: Case, item: Item) -> tuple[Status, tuple[()], tuple[Citation, ...], str]:
    """Status, no targets, evidence and the reason for a task or a group of tasks."""
    weighed = weigh(case, item)
    total = sum(weight for weight, _ in weighed)
    if not weighed:
        bound = item.binding(case.level)
        return ("absent" if bound else "not binding at this level"), (), (), ""
    weighed.sort(key=lambda pair: -pair[0])
    limit = SUBSTANTIVE_GROUP if item.kind == "group" else SUBSTANTIVE_TASK
    status: Status = "substantive" if total >= limit else "in passing"
    evidence = unique(case.cite_passage(p) for _, p in weighed[:SHOWN])
    return status, (), evidence, f"{len(weighed)} đoạn"


def weigh(case: Case, item: Item) -> list[tuple[float, Passage]]:
    """The passages that take an item up, with what each is worth.

    A passage counts 1; half if it only touches the matter on its way (the words
    stand late in a long sentence); half more if the passage stands under a
    heading about the matter; one more if it names a figure, a time or a product.
    """
    patterns = list(item.patterns)
    found = []
    for passage in (*case.body, *case.appendix):
        text = case.plain_of(passage)
        headed = item.kind == "group" and _any(patterns, plain(" ".join(passage.titles)))
        told = _any(patterns, text)
        if headed or told:
            found.append((_weight(text, patterns, headed, told), passage))
    return found


def _any(patterns: Iterable[tuple[str, ...]], text: str) -> bool:
    return any(has_phrases(text, pattern) for pattern in patterns)


def _weight(text: str, patterns: list[tuple[str, ...]], headed: bool, told: bool) -> float:
    early = told and any(_early(text, pattern) for pattern in patterns if has_phrases(text, pattern))
    weight = 1.0 if early or headed else 0.5
    weight += 0.5 if headed and told else 0.0
    return weight + (0.5 if any(ch.isdigit() for ch in text) and len(syllables(text)) > 8 else 0.0)


def _early(text: str, pattern: tuple[str, ...]) -> bool:
    """Whether the words stand among the first 25 syllables: what the sentence is about."""
    places = [match.start() for phrase in pattern if (match := find_phrase(text, phrase))]
    return bool(places) and len(syllables(text[: max(places)])) <= 25
