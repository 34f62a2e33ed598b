""" "5 rõ": who, what, by when, with which responsibility, to which product, counted per document."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.text import plain
from ingest.types import Row, Task
from service.audit.case import Case
from service.audit.spelling import syllables
from service.audit.types import Score
from service.conditions import is_moment

LEAST = 3
"""Fewer tasks than this are no assignment to be scored."""


def assigned(case: Case) -> list[Task]:
    """The tasks assigned one by one, in tables or by labelled lines ("Đơn vị chủ trì: …"), in reading order."""
    rows = [row for row in case.document.rows if row.role == "body"]
    lines = [t for t in case.document.tasks if not any(row.start <= t.start < row.end for row in rows)]
    return sorted([*tabled(case), *lines], key=lambda task: task.start)


def tabled(case: Case) -> list[Task]:
    """The tasks assigned in tables.

    A row that ends earlier than its table's rows usually do was cut up by the file (a cell
    that spans rows, a list taken for rows), not left blank by its authors: it is not judged.
    """
    rows = [row for row in case.document.rows if row.role == "body"]
    starts = [row.start for row in rows]
    usual = _usual_ends(rows)
    kept = []
    for task in case.document.tasks:
        place = bisect_right(starts, task.start) - 1
        row = rows[place] if place >= 0 else None
        if row is not None and task.start < row.end and _last_filled(row) >= usual[len(row.cells)]:
            kept.append(task)
    return kept


def _last_filled(row: Row) -> int:
    return max((column for column, (start, end) in enumerate(row.cells) if end > start), default=0)


def _usual_ends(rows: Sequence[Row]) -> dict[int, int]:
    """By number of columns, the last column that most rows fill (a table cut in two stays one so)."""
    ends: dict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        if not row.continues:
            ends[len(row.cells)][_last_filled(row)] += 1
    return defaultdict(int, {width: counted.most_common(1)[0][0] for width, counted in ends.items()})


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
    """The score of a document that assigns tasks one by one: only that promises an answer to each of the five."""
    tasks = assigned(case)
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
