"""Figures far from those of sister plans for the same indicator and horizon.

Source: comparison, not a norm: the finding asks for an explanation.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from ingest.types import Target
from service.audit.case import Case, Found, unique, year_of
from service.audit.registry import rule
from service.audit.rules.against_frame import frame_item
from service.conditions import same_unit

TIMES = 3.0
FEWEST = 2


@rule(
    "xa_ke_hoach_ban",
    title="Con số khác xa kế hoạch cùng loại",
    source="Đối chiếu các kế hoạch cùng cấp, cùng nội dung",
)
def far(case: Case) -> Iterator[Found]:
    """Three times more or less than sisters (the frame counts as one) for a share without a natural full mark."""
    for target in case.targets:
        if not target.key or not target.unit.startswith("% ") or target.cls == "sub_target":
            continue
        others = list(_sisters(case, target))
        item = frame_item(case, target.key)
        values = [other.value for _, other in others] + ([item.value] if item and item.value else [])
        if len(values) < FEWEST or target.value <= 0:
            continue
        middle = median(values)
        if middle and not 1 / TIMES < target.value / middle < TIMES:
            yield _finding(case, target, others, middle)


def _finding(case: Case, target: Target, others: list[tuple[str, Target]], middle: float) -> Found:
    far_off = "cao" if target.value > middle else "thấp"
    listed = ", ".join(sorted({f"{other.value:g}" for _, other in others}))
    beside = f" (các kế hoạch cùng loại: {listed})" if listed else ""
    text = f"Mức {target.value:g} {target.unit} {far_off} bất thường so với mức chung khoảng {middle:g}{beside}; cần thuyết minh."
    quotes = [case.sources.cite_fact(other.model_copy(update={"document": id})) for id, other in others[:3]]
    return Found("target", "A" if far_off == "cao" else "B", text, unique([case.cite_fact(target), *quotes]))


def _sisters(case: Case, target: Target) -> Iterator[tuple[str, Target]]:
    """One figure of each sister: the same indicator at the nearest horizon, at most five years away."""
    year = year_of(target.deadline)
    for sister in case.sisters:
        same = [t for t in sister.targets if t.key == target.key and same_unit(t.unit, target.unit)]
        dated = [(abs((year_of(t.deadline) or 0) - (year or 0)), t) for t in same]
        near = [pair for pair in dated if pair[0] <= 5]
        if near:
            yield sister.id, min(near, key=lambda pair: pair[0])[1]
