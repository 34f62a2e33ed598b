"""Bodies that do not exist at this level, or any more.

Source: Luật Tổ chức chính quyền địa phương 72/2025/QH15 (two levels since 01/07/2025); NĐ 150/2025/NĐ-CP on
the specialised bodies of provinces and communes: a commune has Văn phòng HĐND và UBND, Phòng Kinh tế (or Phòng Kinh
tế, Hạ tầng và Đô thị), Phòng Văn hóa - Xã hội and Trung tâm Phục vụ hành chính công.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ingest.text import plain
from ingest.vocabulary import BodyEntry, bodies
from service.audit.case import TWO_LEVELS, Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.types import Severity
from service.audit.words import phrases

SOURCE = "Luật 72/2025/QH15; NĐ 150/2025/NĐ-CP"


@cache
def _gone() -> tuple[tuple[re.Pattern[str], BodyEntry], ...]:
    """Expressions for bodies that have ceased to exist."""
    found = []
    for body in bodies():
        if body.until:
            names = sorted((plain(n) for n in body.names if len(n) > 6), key=len, reverse=True)
            either = "|".join(map(re.escape, names))
            found.append((re.compile(rf"(?<!\w)(?:{either})(?!\w)(?! (?:cũ|trước đây|tỉnh|sở))"), body))
    return tuple(found)


@rule("co_quan_khong_con", title="Cơ quan không có ở cấp này", source=SOURCE)
def gone(case: Case) -> Iterator[Found]:
    """Work given to a division of the former districts, or to a ministry that was merged."""
    if case.window is None or case.window.first < date(2025, 3, 1) or not case.is_plan:
        return
    named: dict[str, tuple[BodyEntry, list[Place]]] = {}
    for expression, body in _gone():
        if _existed(case, body):
            continue
        for place in case.find(expression, (*case.body, *case.appendix, *case.part("RECIPIENTS"))):
            if not _only_cited(case, place):
                named.setdefault(body.name, (body, []))[1].append(place)
    if named:
        yield _finding(case, named)


def _existed(case: Case, body: BodyEntry) -> bool:
    window = case.window
    end = date.fromisoformat(str(body.until))
    return window is None or window.first <= end or (body.level == "huyen" and window.first < TWO_LEVELS)


def _only_cited(case: Case, place: Place) -> bool:
    """Whether the body only stands as the issuer of a cited document."""
    return any(r.start <= place.start < r.end for r in case.document.references) or bool(
        re.search(
            r"(?:thông tư|quyết định|công văn|nghị định|của)[^.;]{0,60}$",
            case.plain[max(0, place.start - 70) : place.start],
        )
        and re.search(r"\d+/", case.plain[max(0, place.start - 70) : place.start])
    )


def _finding(case: Case, named: dict[str, tuple[BodyEntry, list[Place]]]) -> Found:
    listed = "; ".join(
        f"{name}{f' (nay là {body.successor})' if body.successor else ''}" for name, (body, _) in named.items()
    )
    severity: Severity = "A"
    where = "xã" if case.level == "xa" else "thời điểm này"
    text = f"Giao việc cho cơ quan không còn ở {where}: {listed}."
    return Found("template_leftover", severity, text, unique(case.cite_place(p[0]) for _, p in named.values()))


@rule("lan_co_quan", title="Lẫn tên hai cơ quan", source=SOURCE)
def mixed_up(case: Case) -> Iterator[Found]:
    """Names glued together from two bodies."""
    for phrase in phrases("lan_co_quan"):
        places = list(case.find(pattern(phrase.expression)))
        if places:
            said = case.text[places[0].start : places[0].end]
            yield Found("template_leftover", "B", f"“{said}”: {phrase.why}.", unique(map(case.cite_place, places[:3])))
