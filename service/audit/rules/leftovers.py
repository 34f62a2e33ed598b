"""Words of another level, or of another kind of plan, left behind in copying.

Source: Luật 72/2025/QH15 on the authority of each level; the wordings are data, ``[[cap_khac]]`` and ``[[mot_nam]]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.text import plain
from ingest.types import Passage
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.words import Phrase, phrases

SOURCE = "Phạm vi, thẩm quyền của cấp ban hành (Luật 72/2025/QH15)"


@rule("chu_cua_cap_khac", title="Chữ của cấp khác", source=SOURCE)
def other_level(case: Case) -> Iterator[Found]:
    """One finding per kind of leftover, with every place."""
    if not case.is_plan:
        return
    for phrase in phrases("cap_khac"):
        if phrase.level != case.level or not _in_force(case, phrase):
            continue
        places = [p for p in case.find(pattern(phrase.expression), _own(case)) if not _quoted(case, p)]
        if places:
            said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in places[:4]))
            text = f"Sót chữ của cấp khác: {said} ({phrase.why})."
            yield Found("template_leftover", phrase.severity, text, unique(map(case.cite_place, places[:4])))


def _in_force(case: Case, phrase: Phrase) -> bool:
    if phrase.since is None:
        return True
    return case.window is not None and case.window.first >= date.fromisoformat(phrase.since)


def _own(case: Case) -> tuple[Passage, ...]:
    headings = [p for p in case.passages if p.kind == "heading" and case.in_body(p.path)]
    return (*headings, *case.body, *case.appendix)


def _quoted(case: Case, place: Place) -> bool:
    """Inside the name of a cited document, or said of what a superior body does."""
    before = case.plain[max(place.passage.start, place.start - 60) : place.start]
    after = case.plain[place.end : place.end + 30]
    cited = any(
        r.start <= place.start < r.end + 160 and "\n" not in case.text[r.start : place.start]
        for r in case.document.references
    )
    return cited or "theo" in before[-40:].split() or "do tỉnh" in after or before.rstrip().endswith(("chung", "đề án"))


@rule("tu_goi_sai_loai", title="Văn bản tự gọi mình bằng loại khác", source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5")
def called_otherwise(case: Case) -> Iterator[Found]:
    """A plan that says "Chương trình này", "Chỉ thị này" of itself: copied from another type."""
    own = plain(case.document.type or "")
    if not case.is_plan or not own:
        return
    places = [p for p in case.find(_SELF, case.body) if p.match.group(1) not in own]
    if own == "kế hoạch" and places:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in places))
        text = f"Kế hoạch tự gọi mình là {said}: sót chữ của văn bản khác loại."
        yield Found("template_leftover", "B", text, unique(map(case.cite_place, places[:4])))


_SELF = re.compile(
    r"(?:thực hiện|nội dung|theo|của|trong) (chương trình hành động|chỉ thị|quyết định|nghị quyết|công văn) này"
)


@rule("chu_ke_hoach_nhieu_nam", title="Chữ của kế hoạch nhiều năm trong kế hoạch một năm", source=SOURCE)
def one_year(case: Case) -> Iterator[Found]:
    """A plan for one year that reviews "at the end of the term"."""
    period = case.document.period
    if not case.is_plan or period is None or not period.start or period.start != period.end:
        return
    for phrase in phrases("mot_nam"):
        places = list(case.find(pattern(phrase.expression), case.body))
        if places:
            text = f"“{case.said(places[0])}” trong kế hoạch năm {period.end}: {phrase.why}."
            yield Found("template_leftover", "B", text, unique(map(case.cite_place, places[:3])))
