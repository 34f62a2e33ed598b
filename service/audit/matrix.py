"""Plan × frame: what each item of the frame has become in each plan, by arithmetic on the facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.facts import indicators
from ingest.text import plain
from ingest.types import Target
from service.audit.case import Case, year_of
from service.audit.frame_evidence import FrameEvidence
from service.audit.frames import Item
from service.audit.mentions import mention, task_cell
from service.audit.types import MatrixCell, Status
from service.conditions import bounds, same_unit
from service.types import Citation


class Verdict(NamedTuple):
    """A status, the facts that show it, and why in words."""

    status: Status
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    why: str = ""


def matrix(case: Case, evidence: FrameEvidence) -> list[MatrixCell]:
    """One cell per item of the frame; nothing for the frame's own document."""
    if evidence.document is not None and evidence.document.id == case.document.id:
        return []
    return [_cell(case, item, evidence) for item in case.frame.items]


def _cell(case: Case, item: Item, evidence: FrameEvidence) -> MatrixCell:
    verdict = judge(case, item) if item.kind == "target" else Verdict(*task_cell(case, item))
    return MatrixCell(
        document=case.document.id,
        item=item.id,
        status=verdict.status,
        evidence=verdict.citations or case.cite_facts(verdict.targets),
        frame_evidence=evidence.of(item),
        item_text=item.text,
        kind=item.kind,
        group=item.group,
        why=verdict.why,
    )


def judge(case: Case, item: Item) -> Verdict:
    """How a plan's figures stand to one target of the frame."""
    targets = [t for t in case.targets if t.cls != "sub_target" and _same_indicator(t, item)]
    if not targets and not item.binding(case.level):
        return Verdict("not binding at this level")
    if item.value is None:
        return _qualitative(case, item, targets)
    comparable = [t for t in targets if comparable_unit(t, item) and same_denominator(t, item)]
    if comparable:
        return _compare(comparable, item, case)
    if targets:
        return Verdict("different denominator", tuple(targets), why=_denominators(targets))
    related = _related(case, item)
    if related:
        return Verdict("different denominator", tuple(related), why="chỉ có chỉ tiêu gần nghĩa, tính trên mẫu số khác")
    found = mention(case, item)
    if found:
        return Verdict("mentioned without a figure", citations=found)
    return Verdict("absent")


def _same_indicator(target: Target, item: Item) -> bool:
    if target.key:
        return target.key == item.key
    return f"={plain(target.indicator)}" == item.key


def _qualitative(case: Case, item: Item, targets: Sequence[Target]) -> Verdict:
    if targets:
        return Verdict("exceeds", tuple(targets), why="khung không đặt con số, kế hoạch đặt con số")
    found = mention(case, item)
    return Verdict("meets", citations=found) if found else Verdict("absent")


def comparable_unit(target: Target, item: Item) -> bool:
    """Whether the figures may be compared; GRDP is a province's GDP."""
    one, other = (unit.replace("GRDP", "GDP").split("(")[0].strip() for unit in (target.unit, item.unit))
    if one.startswith("thứ hạng") and other.startswith("thứ hạng"):
        return one == other
    return same_unit(one, other)


def same_denominator(target: Target, item: Item) -> bool:
    """Whether the percentage is of the same whole; an unnamed whole is given the benefit of the doubt."""
    if not item.denominators or not target.scope:
        return True
    found = indicators.denominator(target.scope, target.key)
    return found is None or found.key in item.denominators


def _denominators(targets: Sequence[Target]) -> str:
    return "tính trên " + "; ".join(dict.fromkeys(t.scope or t.unit for t in targets))


def _related(case: Case, item: Item) -> list[Target]:
    entry = indicators.get(item.key) if item.key else None
    keys = set(entry.related) if entry else set()
    return [t for t in case.targets if t.key in keys and t.unit.startswith("%") and item.unit.startswith("%")]


def _compare(targets: Sequence[Target], item: Item, case: Case) -> Verdict:
    due = year_of(item.deadline)
    timed = [(year_of(t.deadline) or _plan_end(case), t) for t in targets]
    in_time = [(year, t) for year, t in timed if due is None or year is None or year <= due]
    late = [t for year, t in timed if due is not None and year is not None and year > due]
    if in_time:
        latest = max(year or 0 for year, _ in in_time)
        current = [t for year, t in in_time if (year or 0) == latest]
        best = max(current, key=lambda t: (reach(t, item), t.value))
        if reach(best, item) >= 0:
            return Verdict("exceeds" if reach(best, item) else "meets", (best,), why=_when(best, due))
        if due is None or latest >= due or item.every_year:
            return Verdict("lower", (best, *late), why=_when(best, due))
    reaching = [t for t in late if reach(t, item) >= 0]
    if reaching:
        return Verdict("later", (reaching[0], *(t for _, t in in_time)), why=f"đến {reaching[0].deadline} mới đạt")
    if late:
        return Verdict("lower", tuple(late), why="mốc muộn hơn mà vẫn thấp hơn")
    return Verdict("absent", tuple(t for _, t in in_time), why=f"chỉ có mốc sớm hơn, không có mốc {due}")


def _plan_end(case: Case) -> int | None:
    period = case.document.period
    return year_of(period.end) if period and period.end else None


def _when(target: Target, due: int | None) -> str:
    if not target.deadline:
        return "kế hoạch không ghi thời hạn"
    year = year_of(target.deadline)
    return f"mốc {target.deadline} của kế hoạch" if due and year and year < due else ""


def reach(target: Target, item: Item) -> int:
    """-1 the target does not guarantee the item's figure, 0 it just does, 1 it goes beyond.

    "80%" in a frame is a floor: a plan that promises more exceeds it. A rank is a ceiling.
    """
    assert item.value is not None, "only items with a figure are compared"  # noqa: S101 programmer error
    downward = item.comparator in ("<=", "<")
    low, low_in, high, high_in = bounds((target.comparator, target.value, target.value_max))
    floor = item.value
    own, own_in = (high, high_in) if downward else (low, low_in)
    strict = item.comparator in (">", "<")
    if own == floor:
        if strict and own_in:
            return -1
        return 1 if not strict and not own_in else 0
    beyond = own < floor if downward else own > floor
    return 1 if beyond else -1
