"""Horizons that lie before the day of issue, or so near that nothing can be done.

Source: feasibility; NĐ 30/2020/NĐ-CP dates a document by its signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from ingest.types import Target
from service.audit.case import Case, Found, days_of, unique
from service.audit.registry import rule
from service.types import Citation

NEAR = timedelta(days=92)


@rule("moc_qua_gan", title="Mốc chỉ tiêu trước hoặc quá gần ngày ban hành", source="Tính khả thi của thời hạn")
def near(case: Case) -> Iterator[Found]:
    """All targets of one horizon together: they share the fault and the heading."""
    window = case.window
    if window is None or not case.is_plan:
        return
    by_horizon: dict[str, list[Target]] = defaultdict(list)
    for target in case.targets:
        days = days_of(target.deadline)
        if days and days[1] - window.first <= NEAR:
            by_horizon[str(target.deadline)].append(target)
    for horizon, targets in by_horizon.items():
        days = days_of(horizon)
        assert days is not None, "grouped by moments only"  # noqa: S101 programmer error
        past = days[1] < window.first
        issued = f"{window.first:%d/%m/%Y}" if window.exact else f"sớm nhất {window.first:%d/%m/%Y}"
        left = "đã qua" if past else f"chỉ còn khoảng {max(1, (days[1] - window.first).days // 30)} tháng"
        text = f"Mốc {horizon} của {len(targets)} chỉ tiêu {left} khi kế hoạch ban hành ({issued})."
        quotes = [*_heading(case, targets), *case.cite_facts(targets, 2), *window.evidence]
        yield Found("target", "A" if past else "B", text, unique(quotes))


def _heading(case: Case, targets: list[Target]) -> list[Citation]:
    """The innermost heading above the targets that names the year, else the nearest with a title."""
    path, year = targets[0].section, str(targets[0].deadline)[:4]
    above = [s for n in range(len(path), 0, -1) if (s := case.section(path[:n])) and s.path == path[:n]]
    named = [s for s in above if year in case.text[s.start : max(s.body_start, s.start + 80)].split("\n")[0]]
    return [case.cite_heading(s) for s in (named or [s for s in above if s.title])[:1]]
