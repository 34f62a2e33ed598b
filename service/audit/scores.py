""" "5 rõ": who, what, by when, with which responsibility, to which product, counted per document."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.types import Task
from service.audit.case import Case, is_appendix
from service.audit.spelling import plain, syllables
from service.audit.types import Score
from service.conditions import is_moment

LEAST = 3
"""Fewer tasks than this are no assignment table to be scored."""


def tabled(case: Case) -> list[Task]:
    """The tasks assigned in tables: only a table promises an answer to each of the five."""
    rows = {(row.start, row.end) for row in case.document.rows}
    starts = {start for start, _ in rows}
    return [t for t in case.document.tasks if is_appendix(t.section) or t.start in starts]


def says_who(case: Case, task: Task) -> bool:
    """Somebody other than the very body that issues the plan answers for the task."""
    issuer = _short(case.document.issuer or "")
    return any(_short(lead) != issuer and _short(lead) not in OWN for lead in task.lead)


OWN = frozenset({"ubnd xã", "ubnd phường", "ubnd tỉnh", "ubnd thành phố", "ubnd", "đảng ủy", "đảng ủy xã"})


def _short(name: str) -> str:
    return plain(name).replace("ủy ban nhân dân", "ubnd").strip()


def says_when(task: Task) -> bool:
    """A day, month or year that can be checked, not "thường xuyên"."""
    return is_moment(task.deadline)


def score(case: Case) -> Iterator[Score]:
    """The score of a document that assigns tasks in a table."""
    tasks = tabled(case)
    if len(tasks) < LEAST:
        return
    counts = {
        "who": sum(says_who(case, t) for t in tasks),
        "work": sum(len(syllables(t.text)) >= 4 for t in tasks),
        "when": sum(says_when(t) for t in tasks),
        "responsibility": sum(bool(t.lead) and bool(t.partners) for t in tasks),
        "product": sum(bool(t.output) for t in tasks),
    }
    total = 100 * sum(counts.values()) / (5 * len(tasks))
    yield Score(document=case.document.id, tasks=len(tasks), score=round(total, 1), **counts)
