"""Targets that only somebody outside can reach, and nobody outside is given the work.

Source: "rõ người" (5 rõ); who is needed for what is data, ``[[can_chu_the]]`` in kiem-tra.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.words import NeedsActor, needs_actor
from service.types import Citation


@rule("thieu_nguoi_lam", title="Chỉ tiêu không có người thực hiện", source="Yêu cầu “5 rõ”: rõ người, rõ trách nhiệm")
def unassigned(case: Case) -> Iterator[Found]:
    """The party that builds the thing is neither tasked nor among the recipients."""
    if not case.is_plan or case.level == "trung_uong":
        return
    for entry in needs_actor():
        targets = [t for t in case.targets if t.key in entry.keys and t.deadline]
        if not targets or any(actor in case.plain for actor in entry.actors):
            continue
        measures = _measures(case, entry)
        text = (
            f"Đặt chỉ tiêu nhưng không giao việc cho {entry.name}, cũng không ghi trong nơi nhận; "
            f"{'biện pháp chỉ ở mức phối hợp, tuyên truyền' if measures else 'không có biện pháp tương ứng'}."
        )
        yield Found("task_gap", "B", text, unique([*case.cite_facts(targets, 2), *measures]))


def _measures(case: Case, entry: NeedsActor) -> list[Citation]:
    """What the plan does about it, outside the list of targets."""
    own = {(t.start, t.end) for t in case.targets}
    found = [
        place
        for place in case.find(pattern(entry.work), (*case.body, *case.appendix))
        if not any(place.passage.start <= start < place.passage.end for start, _ in own)
    ]
    return [case.cite_place(place) for place in found[:2]]
