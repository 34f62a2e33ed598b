"""Comparators chosen at random within one list of targets.

Source: consistency of wording; a bare figure beside "≥" leaves open whether more would be a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.types import Target
from service.audit.case import Case, Found
from service.audit.registry import rule

FEWEST = 6
ODD = 0.3


@rule("dau_so_sanh", title="Dấu so sánh tùy tiện", source="Tính thống nhất của từ ngữ (NĐ 30/2020/NĐ-CP, Điều 8)")
def mixed(case: Case) -> Iterator[Found]:
    """Lists where nearly every figure has "≥" or "trên" and a few have nothing."""
    lists: dict[tuple[str, ...], list[Target]] = defaultdict(list)
    for target in case.targets:
        if target.unit.startswith("%") and target.cls == "target" and target.value < 100:
            lists[target.section].append(target)
    odd: list[Target] = []
    usual: list[Target] = []
    for group in lists.values():
        bare = [t for t in group if t.comparator == "="]
        signed = [t for t in group if t.comparator in (">=", ">")]
        if len(group) >= FEWEST and bare and signed and len(bare) <= max(2, ODD * len(group)):
            odd.extend(bare)
            usual.append(signed[0])
    if odd:
        text = (
            "Dấu so sánh dùng không thống nhất: phần lớn chỉ tiêu ghi “≥”, “trên”, "
            f"còn {len(odd)} chỉ tiêu để con số trơn; cần nói rõ là mức tối thiểu hay mức phải đạt."
        )
        yield Found("terminology", "C", text, case.cite_facts([*odd, *usual]))
