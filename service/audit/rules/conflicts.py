"""Targets of one horizon that cannot hold together, or that say two things of one indicator.

Source: internal consistency; which aim needs which other is data, ``[[keo_theo]]`` in kiem-tra.toml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ingest.types import Target
from service.audit.case import Case, Found
from service.audit.registry import rule
from service.audit.rules.horizons import series
from service.audit.spelling import figure
from service.audit.types import Severity
from service.audit.words import implications
from service.conditions import bounds

SOURCE = "Tính nhất quán nội tại của chỉ tiêu"
GAP = 10.0
"""Percentage points below which two related shares do not contradict each other."""


@rule("chi_tieu_mau_thuan", title="Chỉ tiêu cùng mốc mâu thuẫn nhau", source=SOURCE)
def contradicting(case: Case) -> Iterator[Found]:
    """One aim needs another to be at least as high, and it is lower."""
    table = series(case)
    by_weak: dict[tuple[str, int], list[tuple[Target, str, Severity]]] = defaultdict(list)
    for entry in implications():
        for year, strong in table.get(entry.strong, {}).items():
            weak = table.get(entry.weak, {}).get(year)
            if weak and strong.unit == weak.unit and strong.value - weak.value >= GAP:
                grave: Severity = entry.severity if strong.value >= 100 or entry.severity != "A" else "B"
                by_weak[entry.weak, year].append((strong, entry.why, grave))
    for (key, year), found in by_weak.items():
        weak = table[key][year]
        severity = min(grave for _, _, grave in found)
        strong_words = "; ".join(_say(strong) for strong, _, _ in found)
        text = f"Mâu thuẫn ở mốc {year}: đặt {strong_words} nhưng chỉ {_say(weak)} ({found[0][1]})."
        yield Found("target", severity, text, case.cite_facts([*(s for s, _, _ in found), weak]))


@rule("chi_tieu_hai_muc", title="Một chỉ tiêu, một mốc, hai con số", source=SOURCE)
def two_figures(case: Case) -> Iterator[Found]:
    """The same indicator, whole and deadline with figures that exclude each other."""
    groups: dict[tuple[str, str, str | None, str], list[Target]] = defaultdict(list)
    for target in case.targets:
        if target.key and target.deadline and target.cls == "target":
            groups[target.key, target.deadline, target.scope, target.unit].append(target)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if _exclude(one, other) and one.section != other.section and _same_words(one, other):
                text = (
                    f"Hai chỗ đặt hai mức cho cùng một chỉ tiêu, cùng mốc {one.deadline}: {_say(one)}; {_say(other)}."
                )
                yield Found("target", "A", text, case.cite_facts([one, other]))


@rule("trong_do_lon_hon", title="Phần “trong đó” lớn hơn toàn bộ", source=SOURCE)
def part_above_whole(case: Case) -> Iterator[Found]:
    """ "Trên 60% …, trong đó 100% …" of the very same whole: one of the two figures is wrong."""
    mains = [t for t in case.targets if t.cls == "target" and t.key]
    for part in case.targets:
        if part.cls != "sub_target":
            continue
        whole = next((m for m in reversed(mains) if m.section == part.section and m.start <= part.start), None)
        same = whole and whole.key == part.key and whole.scope == part.scope and whole.unit == part.unit
        if whole and same and part.value > whole.value:
            text = (
                f"“Trong đó {figure(part.value)}%” lớn hơn chính tỷ lệ chung {figure(whole.value)}% "
                f"của cùng một đại lượng ({part.scope}): hai con số loại trừ nhau."
            )
            yield Found("target", "A", text, case.cite_facts([whole, part]))


def _exclude(one: Target, other: Target) -> bool:
    low_a, _, high_a, _ = bounds((one.comparator, one.value, one.value_max))
    low_b, _, high_b, _ = bounds((other.comparator, other.value, other.value_max))
    if one.comparator == other.comparator:
        return one.value != other.value
    return high_a < low_b or high_b < low_a


def _same_words(one: Target, other: Target) -> bool:
    from service.audit.spelling import likeness

    return likeness(one.indicator, other.indicator) >= 0.6


def _say(target: Target) -> str:
    sign = {">=": "≥ ", ">": "trên ", "<": "dưới ", "<=": "≤ ", "~": "khoảng ", "=": "", "range": ""}[target.comparator]
    return f"{sign}{figure(target.value)} {target.unit.split(' ')[0]} {' '.join(target.indicator.split())}".strip()
