"""Targets that cannot be: "≥ 100%", shares above the whole.

Source: the rule of measurability (Luật 64/2025/QH15 does not speak of it; Quyết định 28/QĐ-TTg and the SMART
criteria used by inspectors do): a target must be able to be missed and to be met.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.types import Target
from service.audit.case import Case, Found
from service.audit.registry import rule
from service.audit.spelling import figure

GROWING = ("tăng", "vượt", "so với", "kế hoạch", "dự toán", "gấp")


@rule("chi_tieu_vo_nghia", title="Chỉ tiêu vô nghĩa", source="Tiêu chí đo được của chỉ tiêu")
def senseless(case: Case) -> Iterator[Found]:
    """Shares that are asked to reach more than everything, or at least nothing."""
    for target in case.targets:
        why = _why(target)
        if why:
            yield Found("target", "A", f"Chỉ tiêu “{_short(target)}” {why}.", case.cite_facts([target]))


def _why(target: Target) -> str | None:
    if not target.unit.startswith("%") or any(word in target.quote.casefold() for word in GROWING):
        return None
    value = target.value_max if target.value_max is not None else target.value
    if value > 100:
        return f"vượt quá toàn bộ ({figure(value)}%)"
    if value == 100 and target.comparator in (">=", ">"):
        return "vô nghĩa: không thể vượt 100%, phải viết “100%”"
    if target.value == 0 and target.comparator == ">=":
        return "vô nghĩa: mức nào cũng đạt"
    return None


def _short(target: Target) -> str:
    return " ".join(target.quote.split()).rstrip(".;")
