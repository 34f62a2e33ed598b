"""Reports whose first day comes at once, and one report sent to two places.

Source: NĐ 09/2019/NĐ-CP, Điều 8, 12: a periodic report has one addressee, and time to be drawn up.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from ingest.text import plain
from ingest.types import Duty
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.rules.reporting import core, reports

SOURCE = "NĐ 09/2019/NĐ-CP về chế độ báo cáo"
SOON = timedelta(days=14)
_YEARLY = re.compile(
    r"(?:trước|chậm nhất|muộn nhất)(?: là)?(?: hết)? (?:ngày )?(\d{1,2})(?:/| tháng )(\d{1,2})(?![\d/]| ?năm)"
)
_REGULAR = re.compile(r"định kỳ|hàng năm|hằng năm|mỗi năm")


@rule("bao_cao_sat_ban_hanh", title="Kỳ báo cáo đầu tiên sát ngày ban hành", source=SOURCE)
def at_once(case: Case) -> Iterator[Found]:
    """ "Trước ngày 30/11 hằng năm" in a plan of the 24th of November that does not say from which year."""
    window = case.window
    if window is None or not window.exact or not case.assigns:
        return
    passages = [p for p in (*case.body, *case.part("CLOSING")) if _REGULAR.search(case.plain_of(p))]
    near: list[Place] = []
    for place in case.find(_YEARLY, passages):
        day, month = int(place.match.group(1)), int(place.match.group(2))
        sentence = _sentence(case, place)
        if "báo cáo" not in sentence or not 1 <= month <= 12 or day > monthrange(window.first.year, month)[1]:
            continue
        left = date(window.first.year, month, day) - window.first
        if timedelta(0) <= left <= SOON and not re.search(r"từ năm|bắt đầu|lần đầu", sentence):
            near.append(place)
    if near:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in near))
        text = (
            f"Báo cáo hằng năm {said} trong kế hoạch ban hành {window.first:%d/%m/%Y}: "
            "kỳ đầu đến hạn ngay, không nói bắt đầu từ năm nào."
        )
        yield Found("reporting", "C", text, unique(map(case.cite_place, near[:4])))


def _sentence(case: Case, place: Place) -> str:
    start = case.plain.rfind(". ", place.passage.start, place.start)
    end = case.plain.find(". ", place.end, place.passage.end)
    return case.plain[max(start, place.passage.start) : end if end > 0 else place.passage.end]


@rule("bao_cao_hai_noi", title="Một báo cáo gửi hai nơi khác nhau", source=SOURCE)
def two_addresses(case: Case) -> Iterator[Found]:
    """The same body reports the results of the plan to one place here, to another there."""
    regular = [d for d in reports(case) if d.actor and d.recipient and _REGULAR.search(plain(d.frequency or d.quote))]
    for one, other in combinations(regular, 2):
        if one.section != other.section and _same_actor(one, other) and _elsewhere(one, other):
            text = (
                f"{' '.join(str(one.actor).split())} báo cáo kết quả về {one.recipient}, "
                f"chỗ khác lại báo cáo {other.recipient}."
            )
            yield Found("reporting", "B", text, case.cite_facts([one, other]))
            return


def _same_actor(one: Duty, other: Duty) -> bool:
    names = sorted((core(str(one.actor)), core(str(other.actor))), key=len)
    return names[0] in names[1]


def _elsewhere(one: Duty, other: Duty) -> bool:
    """Neither place is named in the other passage: not one report by way of another body."""
    first, second = core(str(one.recipient)), core(str(other.recipient))
    here, there = (plain(d.quote).replace("ủy ban nhân dân", "ubnd") for d in (one, other))
    return first not in there and second not in here
