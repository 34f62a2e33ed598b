"""Figures far from those of sister plans for the same indicator and horizon.

Source: comparison, not a norm: the finding asks for an explanation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from ingest.types import Target
from service.audit.case import Case, Found, unique, year_of
from service.audit.frames import Item
from service.audit.registry import rule
from service.audit.rules.against_frame import frame_item
from service.audit.spelling import figure
from service.conditions import same_unit

TIMES = 3.0
FEWEST = 3


@rule(
    "xa_ke_hoach_ban",
    title="Con số khác xa kế hoạch cùng loại",
    source="Đối chiếu các kế hoạch cùng cấp, cùng nội dung",
)
def far(case: Case) -> Iterator[Found]:
    """Three times the frame's figure, or three times more or less than what three sisters set.

    Only for shares of money or of output ("% tổng chi ngân sách"): they have no natural full mark.
    """
    told: dict[str, list[Target]] = defaultdict(list)
    for target in case.targets:
        if target.key and target.unit.startswith("% ") and target.cls != "sub_target" and target.value > 0:
            told[target.key].append(target)
    for key, targets in told.items():
        others = [pair for target in targets for pair in _sisters(case, target)]
        item = frame_item(case, key)
        middle = median(t.value for _, t in others) if len({id for id, _ in others}) >= FEWEST else None
        norm = middle or (item.value if item and item.unit == targets[0].unit else None)
        odd = [t for t in targets if norm and (t.value / norm >= TIMES or (middle and t.value / norm <= 1 / TIMES))]
        if odd and norm:
            yield _finding(case, odd, others, norm, item)


def _finding(case: Case, odd: list[Target], others: list[tuple[str, Target]], norm: float, item: Item | None) -> Found:
    high = odd[0].value > norm
    figures = ", ".join(f"{figure(t.value)} ({t.deadline or 'không ghi hạn'})" for t in odd)
    beside = sorted({t.value for _, t in others})
    asked = f"; khung đặt {figure(item.value)}" if item and item.value is not None else ""
    listed = f"; kế hoạch cùng loại: {', '.join(f'{figure(value)}' for value in beside)}" if beside else ""
    text = (
        f"Mức {figures} {odd[0].unit} {'cao' if high else 'thấp'} bất thường{asked}{listed}: "
        "cần thuyết minh hoặc kiểm lại mẫu số."
    )
    quotes = [case.sources.cite_fact(other.model_copy(update={"document": id})) for id, other in others[:4]]
    frame = [q for cell in case.cells if item and cell.item == item.id for q in cell.frame_evidence]
    return Found("target", "A" if high else "B", text, unique([*case.cite_facts(odd, 4), *quotes, *frame]))


def _sisters(case: Case, target: Target) -> Iterator[tuple[str, Target]]:
    """One figure of each sister: the same indicator at the nearest horizon, at most five years away."""
    year = year_of(target.deadline)
    for sister in case.sisters:
        same = [t for t in sister.targets if t.key == target.key and same_unit(t.unit, target.unit)]
        dated = [(abs((year_of(t.deadline) or 0) - (year or 0)), t) for t in same]
        near = [pair for pair in dated if pair[0] <= 5]
        if near:
            yield sister.id, min(near, key=lambda pair: pair[0])[1]
