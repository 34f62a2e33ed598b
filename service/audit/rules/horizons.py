"""The same aims along the horizons of one plan: falling, standing still, vanishing, repeated.

Source: inspectors' practice on plans with several horizons; NQ 57-NQ/TW, II: each horizon goes beyond the last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from ingest.text import plain, shortened
from ingest.types import Passage, Target
from service.audit.case import Case, Found, is_appendix, unique, year_of
from service.audit.registry import rule
from service.audit.spelling import figure, likeness

SOURCE = "Tính nhất quán giữa các mốc (NQ 57-NQ/TW, mục II)"
Series = dict[int, Target]


def series(case: Case) -> dict[str, Series]:
    """Main targets of the body by indicator and last year; the larger value where a year has two."""
    table: dict[str, Series] = defaultdict(dict)
    for target in case.targets:
        year = year_of(target.deadline)
        if not target.key or year is None or target.cls == "sub_target" or is_appendix(target.section):
            continue
        held = table[target.key].get(year)
        if held is None or (target.unit == held.unit and target.value > held.value):
            table[target.key][year] = target
    return table


@rule("chi_tieu_giam", title="Chỉ tiêu giảm theo thời gian", source=SOURCE)
def falling(case: Case) -> Iterator[Found]:
    """A later horizon asks for less of the same."""
    for points in series(case).values():
        for (year, one), (later, other) in pairwise(sorted(points.items())):
            if one.unit == other.unit and one.scope == other.scope and _upward(one) and other.value < one.value:
                course = f"{figure(one.value)} {one.unit} ({year}) còn {figure(other.value)} ({later})"
                text = f"Chỉ tiêu giảm theo thời gian: {course}."
                yield Found("regression", "A", text, case.cite_facts([one, other]))


def _upward(target: Target) -> bool:
    return target.comparator not in ("<", "<=") and not plain(target.quote).startswith(("giảm", "kéo giảm"))


@rule("chi_tieu_dung", title="Chỉ tiêu đứng yên giữa hai mốc", source=SOURCE)
def standing(case: Case) -> Iterator[Found]:
    """The same figure, short of everything, at two horizons."""
    for points in series(case).values():
        for (year, one), (later, other) in pairwise(sorted(points.items())):
            still = one.value == other.value and one.comparator == other.comparator and one.scope == other.scope
            if still and one.unit == other.unit and one.unit.startswith("%") and one.value < 100 and later - year >= 2:
                text = f"Chỉ tiêu đứng yên ở {figure(one.value)} {one.unit} từ {year} đến {later}."
                yield Found("regression", "B", text, case.cite_facts([one, other]))


@rule("chi_tieu_bien_mat", title="Chỉ tiêu biến mất giữa các mốc", source=SOURCE)
def vanishing(case: Case) -> Iterator[Found]:
    """Plans that repeat their indicators horizon by horizon and drop one before it is reached."""
    table = series(case)
    years = sorted({year for points in table.values() for year in points})
    if len(years) < 2 or not _repeats(table, years):
        return
    dropped: list[Target] = []
    for points in table.values():
        last = max(points)
        gaps = [y for y in years if min(points) < y < last and y not in points]
        reached = [y for y, t in points.items() if t.value >= 100 and t.unit.startswith("%")]
        if gaps and not any(y < gaps[0] for y in reached):
            before, after = points[max(y for y in points if y < gaps[0])], points[min(y for y in points if y > gaps[0])]
            missing = ", ".join(map(str, gaps))
            text = f"Chỉ tiêu có ở mốc {before.deadline}, biến mất ở {missing}, trở lại ở {after.deadline}."
            yield Found("regression", "B", text, case.cite_facts([before, after]))
        elif last < years[-1] and not reached and points[last].unit.startswith("%"):
            dropped.append(points[last])
    if dropped:
        listed = "; ".join(f"“{_short(t)}” ({t.deadline})" for t in dropped)
        text = f"Chỉ tiêu chưa đạt mức cuối cùng nhưng không còn ở mốc sau: {listed}."
        yield Found("regression", "C", text, case.cite_facts(dropped))


def _repeats(table: dict[str, Series], years: list[int]) -> bool:
    """Whether most indicators of a horizon come back at the next one, for every pair of horizons."""
    for one, other in pairwise(years):
        now = {key for key, points in table.items() if one in points}
        then = {key for key, points in table.items() if other in points}
        if len(now & then) < max(3, 0.4 * len(now)):
            return False
    return True


@rule("chi_tieu_lap_lai", title="Chỉ tiêu đã đạt 100% vẫn lặp lại", source=SOURCE)
def repeated(case: Case) -> Iterator[Found]:
    """Everything was to be reached at an earlier horizon and is asked for again."""
    again: list[Target] = []
    for points in series(case).values():
        full = [t for _, t in sorted(points.items()) if t.value >= 100 and t.unit.startswith("%")]
        again.extend(full[1:])
    if len(again) >= 3:
        text = f"{len(again)} chỉ tiêu đã đặt 100% ở mốc trước vẫn lặp lại ở mốc sau: nên ghi “duy trì”."
        yield Found("regression", "C", text, case.cite_facts(again))


@rule("tam_nhin_khong_doi", title="Tầm nhìn trùng mục tiêu mốc trước", source=SOURCE)
def repeated_words(case: Case) -> Iterator[Found]:
    """An aim in words that a horizon ten years later says again."""
    aims = [(year, p) for p in case.body if (year := _horizon(p)) and len(plain(case.plain_of(p)).split()) > 6]
    counted = {(t.start, t.end) for t in case.targets}
    aims = [(y, p) for y, p in aims if not any(p.start <= s < p.end for s, _ in counted)]
    for (one_year, one), (other_year, other) in combinations(aims, 2):
        if abs(one_year - other_year) < 5:
            continue
        found = _alike(case, one, other)
        if found:
            first, later = sorted((one_year, other_year))
            text = (
                f"Tầm nhìn {later} gần như lặp lại mục tiêu {first} (“{found}”): "
                f"không thấy bước tiến sau {later - first} năm."
            )
            yield Found("regression", "B", text, unique([case.cite_passage(one), case.cite_passage(other)]))
            return


_HORIZON = re.compile(r"(?:đến|năm|tầm nhìn)[^.;]{0,20}(20[2-5]\d)(?!\s*[-–]\s*20)")
_RANK = re.compile(r"(?:thuộc|trong|vào) (?:nhóm|tốp|top)(?: các (?:xã|phường|tỉnh))? (?:dẫn đầu|đứng đầu|khá)")


def _horizon(passage: Passage) -> int | None:
    """The year of the heading a passage stands under."""
    for title in reversed(passage.titles):
        match = _HORIZON.search(plain(title))
        if match:
            return int(match.group(1))
    return None


def _alike(case: Case, one: Passage, other: Passage) -> str | None:
    """What two aims share: a place among the first, or most of their words."""
    a, b = case.plain_of(one), case.plain_of(other)
    ranks = [_RANK.search(text) for text in (a, b)]
    if all(ranks):
        return "thuộc nhóm dẫn đầu"
    return " ".join(b.split()[:8]) if likeness(a, b) >= 0.75 and min(len(a), len(b)) > 60 else None


def _short(target: Target) -> str:
    return shortened(target.quote.rstrip().rstrip(".;"), 90)
