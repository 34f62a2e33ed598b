"""When a document was issued: the printed day, or what the document itself lets conclude."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ingest.types import Duty, Reference, Task
from service.audit.types import IssueWindow
from service.conditions import first_day, is_moment, last_day
from service.types import Citation

if TYPE_CHECKING:
    from service.audit.case import Case

OPEN_END = timedelta(days=120)


def issue_window(case: Case) -> IssueWindow | None:
    """Printed day or month; else the day its appendix gives it; else bounds.

    Bounds: not before the newest basis cited, not after the first deadline set.

    A document cannot rest on one issued after it, and gives nobody a deadline
    that has passed. ``None`` if nothing in it is dated.
    """
    document = case.document
    if document.issued and is_moment(document.issued):
        first, last = first_day(document.issued), last_day(document.issued)
        return IssueWindow(first=first, last=last, exact=first == last)
    own = next((r for r in document.references if _of_itself(case, r)), None)
    if own is not None:
        day = first_day(str(own.issued))
        return IssueWindow(first=day, last=day, exact=True, evidence=(case.cite_fact(own),))
    dated = [r for r in document.references if _basis(r.section) and is_moment(r.issued) and len(r.issued or "") == 10]
    if not dated:
        return None
    newest = max(dated, key=lambda r: str(r.issued))
    first = first_day(str(newest.issued))
    evidence = [case.cite_fact(newest)]
    latest, due = _first_due(case, first)
    if due is not None:
        evidence.append(due)
    return IssueWindow(first=first, last=latest, evidence=tuple(evidence))


def _of_itself(case: Case, reference: Reference) -> bool:
    """ "(Kèm theo Công văn số 12/SYT-VP ngày 03/02/2025)" over an appendix gives the document's own day."""
    before = case.plain[max(0, reference.start - 30) : reference.start]
    return (
        bool(re.search(r"kèm theo\s*$", before)) and len(reference.issued or "") == 10 and is_moment(reference.issued)
    )


def _basis(section: tuple[str, ...]) -> bool:
    return section[:1] in ((), ("TITLE",), ("PREAMBLE",))


def _first_due(case: Case, first: date) -> tuple[date | None, Citation | None]:
    """The first day set to somebody after ``first``, and who says so."""
    facts: list[Duty | Task] = [*case.document.duties, *case.document.tasks]
    due = [(last_day(str(f.deadline)), f) for f in facts if is_moment(f.deadline) and len(str(f.deadline)) == 10]
    after = [(day, fact) for day, fact in due if day >= first]
    if not after:
        return None, None
    day, fact = min(after, key=lambda pair: pair[0])
    return day, case.cite_fact(fact)
