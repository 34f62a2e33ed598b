"""Targets that cannot be followed on the way: no stage between now and ten years on, no base to grow from, no year.

Source: the criteria of a target that can be measured and dated (NQ 57-NQ/TW, mục III: "lượng hóa"; Luật Ngân sách
nhà nước and NĐ on reporting ask for yearly or staged results).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Target
from service.audit.case import Case, Found, is_appendix, unique, year_of
from service.audit.registry import rule

SOURCE = "Tiêu chí đo được, theo dõi được của chỉ tiêu"
FAR = 8
"""Years from the issue to the only horizon from which a stage between is missed."""

FEWEST = 3
_GROWTH = re.compile(
    r"(?<!\w)(?:tăng|giảm)(?: thêm)?(?: (?:ít nhất|tối thiểu|trên|khoảng|từ|bình quân))? ?\d[\d,.]* ?%"
)
_BASE = re.compile(r"so với|so cùng kỳ|cùng kỳ|/năm|mỗi năm|hằng năm|hàng năm|bình quân|xuống|lên|còn \d|từ \d")


@rule("thieu_moc_giua", title="Mục tiêu dài hạn không có mốc giữa kỳ", source=SOURCE)
def no_stage(case: Case) -> Iterator[Found]:
    """All figures at one horizon, eight years off or more: whether the plan is on course cannot be told before."""
    dated = [(year, t) for t in case.targets if (year := year_of(t.deadline)) and not is_appendix(t.section)]
    years = {year for year, _ in dated}
    window = case.window
    if not case.is_plan or len(years) != 1 or len(dated) < FEWEST or window is None:
        return
    last = years.pop()
    ahead = last - window.first.year
    if ahead < FAR:
        return
    section = case.section(dated[0][1].section[:2])
    text = f"{len(dated)} chỉ tiêu đều chỉ có mốc {last}, không có mốc giữa kỳ để kiểm điểm trong {ahead} năm."
    quotes = [case.cite_heading(section)] if section else []
    yield Found("target", "B", text, unique([*quotes, *case.cite_facts([t for _, t in dated], 3)]))


@rule("tang_khong_moc_goc", title="Mức tăng, giảm không nói so với đâu", source=SOURCE)
def no_base(case: Case) -> Iterator[Found]:
    """ "Tăng thêm ít nhất 20%" of what, since when? One finding for all of them."""
    if not case.is_plan:
        return
    loose = [
        t
        for t in case.targets
        if t.unit.startswith("%") and _GROWTH.search(case.plain_of(t)) and not _BASE.search(case.plain_of(t))
    ]
    if loose:
        text = f"{len(loose)} chỉ tiêu ghi mức tăng, giảm theo % mà không nói so với năm nào, số gốc bao nhiêu."
        yield Found("target", "B", text, case.cite_facts(loose, 5))


@rule("chi_tieu_khong_moc", title="Chỉ tiêu không có thời hạn", source=SOURCE)
def undated(case: Case) -> Iterator[Found]:
    """Figures of the aims with no year anywhere: not in the sentence, its headings or the plan's title."""
    if not case.is_plan:
        return
    loose = [t for t in case.targets if not t.deadline and t.cls == "target" and _is_aim(case, t)]
    if loose:
        yield Found("target", "C", f"{len(loose)} chỉ tiêu không ghi thời hạn.", case.cite_facts(loose, 5))


def _is_aim(case: Case, target: Target) -> bool:
    """Under a heading of aims, or strived for in so many words."""
    path = target.section
    if "phấn đấu" in case.plain_of(target):
        return True
    titles = (s.title for n in range(len(path)) if (s := case.section(path[: n + 1])) and s.title)
    return any(word in title.casefold() for title in titles for word in ("mục tiêu", "chỉ tiêu"))
