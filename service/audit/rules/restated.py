"""One indicator said in two places of a plan, differently.

Source: internal consistency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.types import Target
from service.audit.case import Case, Found
from service.audit.registry import rule


@rule("nhac_lai_khac", title="Nhắc lại chỉ tiêu khác đi", source="Tính nhất quán nội tại của chỉ tiêu")
def restated(case: Case) -> Iterator[Found]:
    """The same indicator once with a deadline, once without; or with another whole."""
    by_key: dict[str, list[Target]] = defaultdict(list)
    for target in case.targets:
        if target.key and target.cls != "sub_target":
            by_key[target.key].append(target)
    for targets in by_key.values():
        dated = [t for t in targets if t.deadline]
        loose = [t for t in targets if not t.deadline and t.section[:1] != ("Phụ lục",)]
        pair = next(((a, b) for a in dated for b in loose if a.value == b.value and a.unit == b.unit), None)
        if pair:
            one, other = pair
            text = (
                f"Chỉ tiêu nhắc lại không kèm thời hạn: chỗ này ghi {one.deadline}, chỗ kia không ghi hạn"
                f"{_companions(case, other, targets)}."
            )
            yield Found("target", "C", text, case.cite_facts([other, one]))


def _companions(case: Case, other: Target, targets: list[Target]) -> str:
    """What the second place adds that the first does not have."""
    keys = {t.key for t in targets}
    added = [t for t in case.targets if t.section == other.section and t.start == other.start and t.key not in keys]
    return f", lại thêm {'; '.join(sorted({t.indicator for t in added}))}" if added else ""
