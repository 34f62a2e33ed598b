"""Figures that do not add up: parts and their whole, a share and the two numbers it is of, days no month has.

Source: internal consistency; NĐ 30/2020/NĐ-CP, Điều 8 (nội dung rõ ràng, chính xác).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import figure
from service.audit.types import Category

SOURCE = "Tính nhất quán nội tại (NĐ 30/2020/NĐ-CP, Điều 8)"
_NUMBER = r"(?<![\d.,/-])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d/%]|[.,]\d)"
_WHOLE = re.compile(
    rf"{_NUMBER} ([^\W\d_]+(?: [^\W\d_]+)?)[^.;:()\d]{{0,40}}[(,:;] ?(trong đó(?: có)?|bao gồm|gồm(?: có)?)\s?:? ?"
    r"(?=[^.;()]*\d)"
)
_STOP = re.compile(r"\.(?!\d)|\n|(?<!^)trong đó|\)")
_ABOUT = re.compile(r"(?:khoảng|gần|hơn|trên|dưới|tối thiểu|ít nhất) \d")
_NESTED = re.compile(r"\([^()]*\)")
_SHARE = re.compile(
    rf"{_NUMBER} ([^\W\d_]+)(?:[^.;()]{{0,40}})[.,;] ?trong đó,? ?(?:có )?{_NUMBER} \2(?!\w)[^.;()%]{{0,60}}"
    r"[(,] ?(?:chiếm|đạt)(?: (?:tỷ|tỉ) lệ)? (\d+(?:,\d+)?) ?%"
)
_FRACTION = re.compile(
    r"(?<![\d./,-])(\d[\d.]*)/(\d[\d.]*) [^\W\d_][^.;()\d%]{1,60}"
    r"[(,] ?(?:đạt|chiếm)(?: (?:tỷ|tỉ) lệ)? (\d+(?:,\d+)?) ?%(?! (?:tổng|trong|so với|trên))"
)
_DAY = re.compile(r"ngày (\d{1,2})(?:/| tháng )(\d{1,2})(?:(?:/| năm )(20\d\d))?(?![\d/])")
LEAP = 2024
"""A year that has the 29th of February: where none is printed, every day that some year has may stand."""


@rule("tong_khong_khop", title="Tổng số khác tổng các phần", source=SOURCE)
def parts_and_whole(case: Case) -> Iterator[Found]:
    """ "58 trạm (gồm: … 25 trạm, … 30 trạm)"; parts introduced by "trong đó" may be fewer than the whole, not more."""
    for place in case.find(_WHOLE):
        whole, unit = _value(place.match.group(1)), place.match.group(2)
        parts = _parts(case, place, unit)
        total = sum(parts)
        complete = "gồm" in place.match.group(3)
        if len(parts) < 2 or total == whole or (total < whole and not complete) or whole <= max(parts):
            continue
        text = f"Nêu {figure(whole)} {unit.split()[0]} nhưng các phần cộng lại là {figure(total)}."
        yield Found("target", "A", text, (case.cite_place(place),))


def _parts(case: Case, place: Place, unit: str) -> list[float]:
    """The numbers behind "gồm", up to the end of the sentence or bracket; none unless all are exact and of one unit."""
    rest = _NESTED.sub("", case.plain[place.match.end() : place.passage.end])
    end = _STOP.search(rest)
    said = rest[: end.start() if end else len(rest)]
    words = unit.split()[0]
    parts = [_value(m.group(1)) for m in re.finditer(rf"{_NUMBER} {re.escape(words)}(?!\w)", said)]
    return parts if len(parts) == len(re.findall(_NUMBER, said)) and not _ABOUT.search(said) else []


@rule("ty_le_khong_khop", title="Tỷ lệ không khớp hai số của nó", source=SOURCE)
def share_of_numbers(case: Case) -> Iterator[Found]:
    """ "87 trạm, trong đó 28 trạm … (chiếm 40 %)", "120/150 thôn (đạt 90%)": the quotient is another."""
    found = [(p, p.match.group(1), p.match.group(3), p.match.group(4)) for p in case.find(_SHARE)]
    found += [(p, p.match.group(2), p.match.group(1), p.match.group(3)) for p in case.find(_FRACTION)]
    for place, of, part, said in found:
        whole, some = _value(of), _value(part)
        share = float(said.replace(",", "."))
        allowed = 0.15 if "," in said else 1.0
        if whole and some <= whole and abs(100 * some / whole - share) > allowed:
            text = f"{part}/{of} là {figure(round(100 * some / whole, 1))}%, không phải {said}%."
            yield Found("target", "A", text, (case.cite_place(place),))


def _value(said: str) -> float:
    return float(said.rstrip(".").replace(".", ""))


@rule("ngay_khong_co", title="Ngày không có trong lịch", source=SOURCE)
def no_such_day(case: Case) -> Iterator[Found]:
    """ "Ngày 31/11", "ngày 30 tháng 2": no deadline and no date of issue."""
    by_kind: dict[Category, list[Place]] = {}
    for place in case.find(_DAY):
        day, month = int(place.match.group(1)), int(place.match.group(2))
        year = int(place.match.group(3) or LEAP)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            cited = any(r.start <= place.start < r.end for r in case.document.references)
            by_kind.setdefault("citation" if cited else "task_gap", []).append(place)
    for category, places in by_kind.items():
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in places))
        yield Found(category, "A", f"Ngày không có trong lịch: {said}.", unique(map(case.cite_place, places[:4])))
