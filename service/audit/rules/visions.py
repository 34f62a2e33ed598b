"""Horizons that the title promises and nobody fills; last horizons that only begin what they complete elsewhere.

Source: internal consistency; NQ 57-NQ/TW, II: each horizon has its own aims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Passage
from service.audit.case import Case, Found, is_appendix, unique
from service.audit.registry import rule

SOURCE = "Tính nhất quán giữa các mốc (NQ 57-NQ/TW, mục II)"
_VISION = re.compile(r"(?:tầm nhìn|định hướng)(?: đến)?(?: năm)? (20\d\d)")
_ANOTHERS = re.compile(
    r"(?:thực hiện|triển khai|thi hành|cụ thể hóa) .*(?:\d/|chiến lược|quy hoạch|đề án|chương trình)"
)
_YEAR = re.compile(r"20[2-5]\d")
_BEGINS = re.compile(r"(?<!\w)(?:thí điểm|ban đầu|bước đầu|tại một số|ở một số)(?!\w)")
_COMPLETES = re.compile(r"(?<!\w)(?:hoàn toàn|toàn bộ|100 ?%)")


@rule("tam_nhin_trong", title="Tầm nhìn ở tên văn bản không có nội dung", source=SOURCE)
def empty_vision(case: Case) -> Iterator[Found]:
    """ "…, tầm nhìn đến năm 2045" in the plan's own name, and nothing in it for that year."""
    subject = plain(case.document.subject or "")
    match = _VISION.search(subject)
    if not case.is_plan or not match or _ANOTHERS.search(subject[: match.start()]):
        return
    year = match.group(1)
    if not any(_speaks_of(case, p, year) for p in case.passages):
        text = f"Tên văn bản có tầm nhìn đến năm {year} nhưng không mục tiêu, nhiệm vụ nào cho mốc ấy."
        titles = [p for p in case.part("TITLE") if year in case.plain_of(p)] or case.part("TITLE")[:1]
        yield Found("target", "B", text, unique(map(case.cite_passage, titles)))


def _speaks_of(case: Case, passage: Passage, year: str) -> bool:
    """Whether a heading or an item is about the year; the plan's own name said again is not."""
    if not (case.in_body(passage.path) or is_appendix(passage.path)):
        return False
    said = case.plain_of(passage)
    if passage.kind == "heading":
        return year in said
    named = re.compile(rf"(?<=[^.;:\n] )(?:tầm nhìn|định hướng)(?: đến)?(?: năm)? {year}")
    return year in named.sub(" ", said)


@rule("khoi_dau_o_moc_cuoi", title="Mốc cuối vừa khởi đầu vừa hoàn thành", source=SOURCE)
def begins_at_the_end(case: Case) -> Iterator[Found]:
    """At the last horizon some aims only try out or lay a base, and others cover everything."""
    if not case.is_plan:
        return
    aims = [(_horizon(case, p), p) for p in case.body if any("mục tiêu" in plain(t) for t in p.titles)]
    last = max((year for year, _ in aims if year), default=0)
    final = [p for year, p in aims if year == last]
    begun = [p for p in final if _BEGINS.search(case.plain_of(p)) and not _COMPLETES.search(case.plain_of(p))]
    whole = [p for p in final if _COMPLETES.search(case.plain_of(p))]
    if last and case.window and last - case.window.first.year >= 3 and begun and whole:
        text = (
            f"Cùng mốc {last}, mục tiêu này mới thí điểm, làm bước đầu, mục tiêu khác đã phủ toàn bộ: "
            "cần tách mốc giữa kỳ hoặc thống nhất mức phải đạt."
        )
        yield Found("target", "B", text, unique(map(case.cite_passage, [*begun[:3], *whole[:3]])))


def _horizon(case: Case, passage: Passage) -> int:
    """The last year of the nearest heading that names one, else of the passage itself; 0 if neither does."""
    for said in (*(plain(t) for t in reversed(passage.titles)), case.plain_of(passage)):
        if years := _YEAR.findall(said):
            return int(max(years))
    return 0
