"""Times that a question asks for, and how they are read.

"đến hết năm 2025" is a latest date: what is due earlier meets it too. "năm 2025"
names the year itself: only what is due in that year meets it. Years that belong to
a document ("Kế hoạch năm 2026", "giai đoạn … ban hành năm 2025") are no condition.
"""

from __future__ import annotations

import re

from ingest.facts.deadlines import Deadline as Found
from ingest.facts.deadlines import find_deadlines as find_in_text
from service.conditions import Deadline, Reading, last_day
from service.words import fold

# A document's own year: "kế hoạch năm 2026 của…", "plan for 2026", "ban hành năm 2025"
OF_DOCUMENT = re.compile(
    r"(?<!\w)(?:ke hoach|chuong trinh|nghi quyet|quyet dinh|chi thi|van ban|cong van|luat|nghi dinh|thong tu|plan"
    r"|resolution|decision|ban hanh|ky|issued|signed)"
    r"(?: (?!muc|chi|dat|nhiem|target|task|den|truoc|giai|by)[\w/&-]+,?){0,4}? (?:nam|ngay|thang|of|for|in|on|dated)"
    r"(?: nam)? (?:\d{1,2}/){0,2}20\d\d|20\d\d (?:action )?(?:plan|programme|program)"
)
BARE_MONTH = re.compile(r"(?<![\w/.-])(?<!tháng )(?<!Tháng )(?<!thang )(0?[1-9]|1[0-2])/(20\d\d)(?![\w/])")
READINGS: dict[str, Reading] = {
    "by": "by",
    "before": "by",
    "in": "in",
    "from-to": "range",
    "from": "from",
    "after": "after",
}


def find_deadlines(text: str) -> tuple[Deadline, ...]:
    """The times named in a question, soonest first; never the years of documents."""
    documents = [match.span() for match in OF_DOCUMENT.finditer(fold(text))]
    read: list[Deadline] = []
    for found in sorted([*find_in_text(text), *_bare_months(text)], key=lambda one: one.start):
        if any(start < found.end and found.start < end for start, end in documents):
            continue
        if " and " in found.printed and found.stated in ("by", "from-to") and "between" not in found.printed:
            read += [_year(str(year)) for year in (found.start_year, found.end_year)]
            continue
        deadline = _read(found)
        if read and read[-1].reading == "by" and found.stated == "in" and len(found.printed.split()) == 1:
            deadline = deadline.model_copy(update={"reading": "by"})  # "by 2030 and 2035"
        if all((one.start, one.end) != (deadline.start, deadline.end) for one in read):
            read.append(deadline)
    return tuple(sorted(read, key=lambda one: last_day(one.end)))


def _bare_months(text: str) -> list[Found]:
    """ "07/2025", which in running text could be half of a date or a symbol, but hardly in a question."""
    return [
        Found(
            start=match.start(),
            end=match.end(),
            norm=f"{match[2]}-{int(match[1]):02}",
            stated="in",
            start_year=int(match[2]),
            end_year=int(match[2]),
            printed=match.group(),
        )
        for match in BARE_MONTH.finditer(text)
    ]


def _year(year: str) -> Deadline:
    return Deadline(reading="by", start=year, end=year, printed=year)


def _read(found: Found) -> Deadline:
    start, _, end = found.norm.partition("..")
    reading: Reading = "range" if end else READINGS[found.stated]
    if end and found.stated in ("by", "before"):
        reading = "by"
    if found.stated == "from" and "trở" not in found.printed and "onwards" not in found.printed:
        reading = "range" if end else "from"
    return Deadline(reading=reading, start=start, end=end or start, printed=found.printed)
