"""Tasks due before the plan was issued, in the very month, or before what they carry out begins.

Source: "rõ thời gian" (5 rõ); feasibility.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.text import plain
from ingest.types import Passage, Task
from service.audit.case import Case, Found, Place, days_of, unique, year_of
from service.audit.registry import rule
from service.audit.rules.five_clear import numbers, open_ended
from service.audit.scores import assigned
from service.types import Citation

SOURCE = "Yêu cầu “5 rõ”: rõ thời gian"
NEAR = timedelta(days=61)
YEARS = 3
"""Length of a span from which it is a period, not a deadline."""

_PERIOD = re.compile(r"giai đoạn (20\d\d)\s*-\s*(20\d\d)")
_DUE_LINE = re.compile(
    r"(?:thời gian|thời hạn|tiến độ)(?: hoàn thành| thực hiện)?\s*:\s*(?:xong |hoàn thành )?trước (?:ngày )?"
    r"(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](20\d\d)"
)
_PAST_MONTH = re.compile(r"(?:hoàn thành|thời hạn)[^.;]{0,40}tháng (\d{1,2})/(20\d\d)")


@rule("han_da_qua", title="Nhiệm vụ đến hạn trước hoặc ngay khi ban hành", source=SOURCE)
def overdue(case: Case) -> Iterator[Found]:
    """Due before the first day on which the plan can have been issued, or in the month of issue."""
    window = case.window
    if window is None or not case.is_plan:
        return
    dated = [(t, days) for t in case.document.tasks if (days := days_of(t.deadline))]
    past = [t for t, days in dated if days[1] < window.first]
    if past:
        text = f"{numbers(past)} có hạn đã qua khi kế hoạch ban hành ({window.first:%d/%m/%Y})."
        yield Found("task_gap", "A", text, _dated(case, past))
    if window.exact:
        yield from _overdue_lines(case, window.first)
    month = (window.first.year, window.first.month)
    now = [t for t, days in dated if (days[1].year, days[1].month) == month and days[1] >= window.first]
    months = [t for t in now if len(str(t.deadline)) == 7]  # months and quarters
    if months:
        text = (
            f"{numbers(months)} đến hạn ngay trong tháng ban hành ({window.first:%m/%Y}): "
            "không còn thời gian thực hiện."
        )
        yield Found("task_gap", "B", text, _dated(case, _spanning_first(months)))
    closing = [t for t, days in dated if len(str(t.deadline)) == 4 and timedelta(0) <= days[1] - window.first <= NEAR]
    years = [t for t in closing if not open_ended(t)]
    if years and window.exact:
        left = (date(int(str(years[0].deadline)), 12, 31) - window.first).days
        text = (
            f"{len(years)} nhiệm vụ phải xong trong năm {years[0].deadline}, chỉ còn {left} ngày khi kế hoạch ban hành."
        )
        yield Found("task_gap", "B", text, _dated(case, years))


def _overdue_lines(case: Case, issued: date) -> Iterator[Found]:
    """ "Thời gian hoàn thành: Trước ngày 15/11" below work given in prose, in a document of the 21st."""
    tasks = [(task.start, task.end) for task in case.document.tasks if days_of(task.deadline)]
    lines = [place for place in case.find(_DUE_LINE, case.body) if _day(place.match) < issued]
    lines = [place for place in lines if not any(start <= place.start < end for start, end in tasks)]
    if lines:
        text = f"{len(lines)} việc có hạn đã qua khi văn bản ban hành ({issued:%d/%m/%Y})."
        quotes = (quote for place in lines[:6] for quote in (*_work_above(case, place), case.cite_place(place)))
        yield Found("task_gap", "A", text, unique(quotes))


def _work_above(case: Case, place: Place) -> list[Citation]:
    """The passage before a line that gives a deadline and nothing else."""
    if place.start - place.passage.start > len("- + "):
        return []
    before = [p for p in case.body if p.end <= place.passage.start and p.path == place.passage.path]
    return [case.cite_passage(before[-1])] if before else []


def _dated(case: Case, tasks: list[Task]) -> tuple[Citation, ...]:
    """The tasks with the lines that give their deadlines."""
    return unique(quote for task in tasks[:8] for quote in case.cite_said(task, task.deadline_text))


def _spanning_first(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda t: not _PERIOD.search(t.text.casefold()))


@rule("han_ngan_hon_viec", title="Hạn sớm hơn giai đoạn của nhiệm vụ", source=SOURCE)
def shorter(case: Case) -> Iterator[Found]:
    """A task for a period of years, due before the period has half gone, other than for making a plan of it."""
    for task in case.document.tasks:
        period, days = _PERIOD.search(task.text.casefold()), days_of(task.deadline)
        if not period or not days or not task.text.casefold().startswith(("thực hiện", "tổ chức thực hiện")):
            continue
        if days[1] < date(int(period.group(2)), 1, 1) and days[1].year <= int(period.group(1)):
            text = f"Nhiệm vụ {task.number or ''} là việc của {period.group(0)} nhưng hạn ghi “{task.deadline_text}”."
            yield Found("task_gap", "B", text.replace("  ", " "), case.cite_facts([task]))


@rule("han_ngoai_giai_doan", title="Hạn nằm ngoài giai đoạn của kế hoạch", source=SOURCE)
def outside(case: Case) -> Iterator[Found]:
    """Due before the first year that the plan's own title names, or after the last."""
    period = case.document.period
    years = [year_of(moment) for moment in (period.start, period.end)] if period else []
    if len(years) < 2 or not years[0] or not years[1] or not case.is_plan:
        return
    out = [t for t in case.document.tasks if (year := year_of(t.deadline)) and not years[0] <= year <= years[1]]
    if out:
        said = "; ".join(dict.fromkeys(f"“{' '.join((t.deadline_text or '').split())}”" for t in out))
        text = f"{len(out)} nhiệm vụ có hạn {said}, ngoài giai đoạn {years[0]}–{years[1]} của kế hoạch."
        titles = (case.cite_passage(p) for p in case.part("TITLE")[:1])
        yield Found("task_gap", "B", text, unique([*_dated(case, out), *titles]))


@rule("bat_dau_truoc_ban_hanh", title="Hoạt động bắt đầu trước ngày ban hành", source=SOURCE)
def begun(case: Case) -> Iterator[Found]:
    """ "Thời gian: từ ngày 15/11" in a plan of the 18th."""
    window = case.window
    if window is None or not window.exact or not case.is_plan:
        return
    places = [place for place in case.find(_FROM, case.body) if _day(place.match) < window.first]
    months = [place for place in case.find(_FROM_MONTH, case.body) if place.match[1] or _tells_time(place.passage)]
    places += [
        place
        for place in months
        if (int(place.match[3]), int(place.match[2])) < (window.first.year, window.first.month)
    ]
    if places:
        text = f"Hoạt động bắt đầu trước khi kế hoạch ban hành ({window.first:%d/%m/%Y})."
        yield Found("task_gap", "A", text, unique([*map(case.cite_place, places[:4]), *window.evidence]))


_FROM = re.compile(
    r"(?:thời gian|thực hiện|triển khai|tổ chức)[^.;]{0,20}từ (?:ngày )?"
    r"(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](20\d\d)(?= ?(?:đến|-|tới))"
)
_FROM_MONTH = re.compile(
    r"(?:(thời gian|thực hiện|triển khai|tổ chức)[^.;]{0,20})?"
    r"(?<!\w)từ tháng (0?[1-9]|1[0-2])[/.-](20\d\d)(?= ?(?:đến|-|tới))"
)


def _tells_time(passage: Passage) -> bool:
    """Whether the heading above says what the passage is: "2. Thời gian thực hiện"."""
    return "thời gian" in plain(" ".join(passage.titles[-1:]))


def _day(match: re.Match[str]) -> date:
    day, month, year = map(int, match.groups())
    return date(year, month, min(day, 28))


@rule("can_cu_qua_han", title="Căn cứ gồm việc đã quá hạn", source=SOURCE)
def stale_basis(case: Case) -> Iterator[Found]:
    """A basis that speaks of work due in a month before the month of issue."""
    if case.window is None:
        return
    first = case.window.first.replace(day=1)
    for place in case.find(_PAST_MONTH, (*case.part("PREAMBLE"), *case.part("TITLE"))):
        month = int(place.match.group(1))
        if 1 <= month <= 12 and date(int(place.match.group(2)), month, 1) < first:
            text = f"Căn cứ giao việc có hạn tháng {month}/{place.match.group(2)}, đã qua khi kế hoạch ban hành."
            yield Found("task_gap", "B", text, unique([case.cite_place(place)]))


@rule("han_ca_thoi_ky", title="Thời hạn là cả một thời kỳ", source=SOURCE)
def whole_period(case: Case) -> Iterator[Found]:
    """ "2025 - 2035" where a deadline should stand: nothing is due before the last day of the plan."""
    long = [t for t in assigned(case) if (span := _YEARS.fullmatch(t.deadline or "")) and _length(span) >= YEARS]
    if len(long) >= 2 and case.is_plan:
        said = "; ".join(dict.fromkeys(f"“{' '.join((t.deadline_text or '').split())}”" for t in long))
        text = f"{len(long)} nhiệm vụ ghi hạn là cả thời kỳ ({said}): không biết khi nào phải xong việc gì."
        yield Found("task_gap", "C", text, unique(q for t in long[:6] for q in case.cite_said(t, t.deadline_text)))


_YEARS = re.compile(r"(20\d\d)\.\.(20\d\d)")


def _length(span: re.Match[str]) -> int:
    return int(span.group(2)) - int(span.group(1))
