"""Plans that demand "5 rõ" or list tasks, and give the tasks to nobody by no day.

Source: "5 rõ"; NQ 71/NQ-CP asks that each task have a body in charge, a time and a product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Section
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.scores import LEAST, assigned

SOURCE = "Yêu cầu “5 rõ” trong giao nhiệm vụ"
FEWEST = 10
"""Paragraphs of tasks from which their silence about who and when is a fault of the plan."""

SHARE = 0.15
FEW = 0.1
"""Paragraphs with a year in them, per duty, that do not yet make dated work."""

_FIVE = re.compile(r"rõ [^,;.“”\"()]{2,18}(?:, (?:và )?rõ [^,;.“”\"()]{2,18}){2,}")
_DATED = re.compile(r"(?:tháng|quý|ngày) \d|(?:trước|trong|hết|xong|đến) (?:hết )?năm 20\d\d")


@rule("nhiem_vu_khong_giao", title="Nhiệm vụ không giao cho ai, không có thời hạn", source=SOURCE)
def unassigned(case: Case) -> Iterator[Found]:
    """A part of tasks where almost no paragraph names who acts, none names a day, and no table does it instead."""
    if not case.is_plan or case.level == "trung_uong" or len(assigned(case)) >= LEAST:
        return
    for section in _task_parts(case):
        told = [p for p in case.body if section.start <= p.start < section.end and p.kind != "row"]
        actors = {d.start for d in case.document.duties if d.actor and section.start <= d.start < section.end}
        owned = [p for p in told if any(p.start <= start < p.end for start in actors)]
        dated = [p for p in told if _DATED.search(_CITED.sub(" ", case.plain_of(p)))]
        if len(told) < FEWEST or len(owned) > SHARE * len(told) or len(dated) > SHARE * len(told):
            continue
        demand = next(iter(case.find(r"5 rõ|rõ người", case.body)), None)
        asked = "; chính kế hoạch lại yêu cầu “5 rõ”" if demand else ""
        text = (
            f"Phần “{section.title}” có {len(told)} nội dung nhưng chỉ {len(owned)} nội dung nêu ai làm, "
            f"{len(dated)} nội dung có thời hạn{asked}."
        )
        quotes = [case.cite_heading(section), *(case.cite_passage(p) for p in told[:2])]
        yield Found("task_gap", "B", text, unique([*quotes, *([case.cite_place(demand)] if demand else [])]))


@rule("phan_cong_khong_han", title="Phân công mà không việc nào có thời hạn", source=SOURCE)
def undated(case: Case) -> Iterator[Found]:
    """Work given to bodies one by one, in prose, and not one day, month or year by which to finish."""
    if not case.assigns or len(assigned(case)) >= LEAST or any(unassigned(case)):
        return
    duties = [d for d in case.document.duties if d.actor and case.in_body(d.section)]
    dated = [p for p in case.body if _DATED.search(_CITED.sub(" ", case.plain_of(p)))]
    if len(duties) < FEWEST or len(dated) > FEW * len(duties) or any(d.deadline for d in duties):
        return
    bodies = len({plain(d.actor or "") for d in duties})
    text = f"Giao {len(duties)} việc cho {bodies} đầu mối mà hầu như không việc nào có thời hạn: không “rõ thời gian”."
    parts = dict.fromkeys(d.section[:1] for d in duties)
    headings = [case.cite_heading(s) for path in parts if (s := case.section(path))]
    yield Found("task_gap", "B", text, unique([*headings, *case.cite_facts(duties, 4)]))


_CITED = re.compile(r"\d[\w/&-]{0,60},? ngày \d{1,2}(?:/| tháng )\d{1,2}(?:/| năm )\d{4}")
"""A symbol with its date: no deadline."""


def _task_parts(case: Case) -> list[Section]:
    return [
        section
        for section in case.document.sections
        if len(section.path) == 1
        and "nhiệm vụ" in plain(section.title or "")
        and case.in_body(section.path)
        and "phân công" not in plain(section.title or "")
    ]


@rule("nam_ro_khac_nhau", title="“5 rõ” kể khác nhau", source="NĐ 30/2020/NĐ-CP, Điều 8 (thống nhất từ ngữ)")
def told_otherwise(case: Case) -> Iterator[Found]:
    """The five things listed differently in two places; every order of them is quoted."""
    lists: dict[frozenset[str], tuple[int, int]] = {}
    places: dict[tuple[str, ...], Place] = {}
    for place in case.find(_FIVE, case.body):
        items = tuple(part.strip() for part in place.match.group().replace(" và ", ", ").split(",") if part.strip())
        lists.setdefault(frozenset(items), (place.start, place.end))
        places.setdefault(items, place)
    if len(lists) >= 2:
        said = "; ".join(f"“{case.printed(s, e)}”" for s, e in lists.values())
        yield Found(
            "terminology", "C", f"“5 rõ” được kể khác nhau: {said}.", unique(map(case.cite_place, places.values()))
        )
