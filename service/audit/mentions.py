"""Tasks and aims without figures: whether a plan takes them up, and with how much substance."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.facts import indicators
from ingest.text import plain
from ingest.types import Passage
from service.audit.case import Case, unique
from service.audit.frames import Item
from service.audit.spelling import find_phrase, has_phrases, likeness, syllables
from service.audit.types import Status
from service.types import Citation

SHOWN = 3
"""Passages quoted in a cell; the strongest come first."""

CLAUSE = 90
"""Characters within which the words of one indicator stand."""

SUBSTANTIVE_GROUP = 5.0
SUBSTANTIVE_TASK = 2.0
TOPIC = 12
SAME, NEAR = 0.5, 0.35
"""Weights from which a group or a task counts as substantive; ``SAME`` and ``NEAR`` are shares of a task's words.

Tuned on judgements made by reading, with their error rates in ``tests/service/audit/test_groups.py``.
"""


def mention(case: Case, item: Item) -> tuple[Citation, ...]:
    """Passages of the body that speak of an indicator without giving a figure."""
    entry = indicators.get(item.key) if item.key else None
    patterns = [tuple(p) for p in entry.patterns] if entry else list(item.patterns)
    found = [p for p in case.body if any(_together(case.plain_of(p), pattern) for pattern in patterns)]
    return unique(case.cite_passage(p) for p in found[:SHOWN])


def _together(text: str, pattern: tuple[str, ...]) -> bool:
    """Whether the phrases stand close to each other, within one clause."""
    if not has_phrases(text, pattern):
        return False
    spans = [match.span() for phrase in pattern if (match := find_phrase(text, phrase))]
    return max(end for _, end in spans) - min(start for start, _ in spans) <= CLAUSE


def task_cell(case: Case, item: Item) -> tuple[Status, tuple[()], tuple[Citation, ...], str]:
    """Status, no targets, evidence and the reason for a task or a group of tasks."""
    weighed = weigh(case, item)
    total = sum(weight for weight, _ in weighed)
    if not weighed:
        bound = item.binding(case.level) or item.kind == "group"
        return ("absent" if bound else "not binding at this level"), (), (), ""
    weighed.sort(key=lambda pair: -pair[0])
    limit = SUBSTANTIVE_GROUP if item.kind == "group" else SUBSTANTIVE_TASK
    status: Status = "substantive" if total >= limit else "in passing"
    evidence = unique(case.cite_passage(p) for _, p in weighed[:SHOWN])
    return status, (), evidence, f"{len(weighed)} đoạn"


def weigh(case: Case, item: Item) -> list[tuple[float, Passage]]:
    """The passages that take an item up, with what each is worth; see :func:`_weight`."""
    patterns = list(item.patterns)
    if not patterns:
        return _by_likeness(case, item)
    found = []
    for passage in (*case.body, *case.appendix):
        text = case.plain_of(passage)
        headed = item.kind == "group" and _any(patterns, plain(" ".join(passage.titles)))
        if headed or _any(patterns, text):
            found.append((_weight(text, patterns, headed), passage))
    return found


def _by_likeness(case: Case, item: Item) -> list[tuple[float, Passage]]:
    """For a task taken from a document: the passages that say much of it in its own words."""
    alike = ((likeness(case.plain_of(p), item.text), p) for p in (*case.body, *case.appendix))
    return [(2.0 if share >= SAME else 0.5, passage) for share, passage in alike if share >= NEAR]


def _any(patterns: Iterable[tuple[str, ...]], text: str) -> bool:
    return any(has_phrases(text, pattern) for pattern in patterns)


def _weight(text: str, patterns: list[tuple[str, ...]], headed: bool) -> float:
    """What a passage is worth.

    2 if the matter is what the passage is about (its words begin among the first
    ``TOPIC`` syllables of a clause that makes up much of it), 1 if a clause of it is, 0.5 if it is
    named on the way. Under a heading about the matter any passage counts 1 at the least.
    """
    best = 1.0 if headed else 0.0
    for pattern in patterns:
        if has_phrases(text, pattern):
            best = max(best, _place_of(text, pattern))
    return best


def _place_of(text: str, pattern: tuple[str, ...]) -> float:
    start = min(match.start() for phrase in pattern if (match := find_phrase(text, phrase)))
    if len(syllables(text[:start])) <= TOPIC:
        return 2.0
    clause = max(text.rfind(mark, 0, start) for mark in (".", ";", "\t"))
    return 1.0 if len(syllables(text[clause + 1 : start])) <= TOPIC else 0.5
