"""Parts that belong elsewhere, are missing, or divide one task between two.

Source: the usual outline of a plan (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4; practice of State plans).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Duty, Section
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.rules.recipients import named, single
from service.audit.rules.reporting import reports

SOURCE = "Bố cục thường dùng của kế hoạch (NĐ 30/2020/NĐ-CP, Phụ lục III)"


def _headings(case: Case) -> list[Section]:
    return [s for s in case.document.sections if s.title and case.in_body(s.path)]


@rule("muc_tieu_sai_cho", title="Mục tiêu nằm trong mục đích, yêu cầu", source=SOURCE)
def misplaced(case: Case) -> Iterator[Found]:
    """Aims with a horizon under the heading of purposes and requirements."""
    for section in _headings(case):
        title = plain(section.title or "")
        above = [s for s in _headings(case) if s.path == section.path[:1] and s.path != section.path]
        if not re.match(r"(?:các )?mục tiêu", title) or not above:
            continue
        parent = plain(above[0].title or "")
        if "mục đích" in parent and "mục tiêu" not in parent:
            text = f"“{section.title}” nằm trong “{above[0].title}”: mục tiêu nên là một phần riêng."
            yield Found("structure", "C", text, unique([case.cite_heading(section), case.cite_heading(above[0])]))
            return


@rule("thieu_kinh_phi", title="Không có mục kinh phí", source=SOURCE)
def no_budget(case: Case) -> Iterator[Found]:
    """A State plan with tasks and no part, point or paragraph on who pays."""
    if not case.is_plan or case.document.family != "state" or case.level == "trung_uong":
        return
    headings = _headings(case)
    if len(headings) < 3 or any(re.search(r"kinh phí|nguồn lực|tài chính", plain(s.title or "")) for s in headings):
        return
    organisation = [s for s in headings if "tổ chức thực hiện" in plain(s.title or "") and len(s.path) == 1]
    if any(re.search(r"kinh phí", case.plain_of(p)) for p in case.body if p.path[:1] in {s.path for s in organisation}):
        return
    if organisation:
        yield Found("structure", "C", "Kế hoạch không có mục Kinh phí.", (case.cite_heading(organisation[-1]),))


@rule("hai_dau_moi", title="Hai đầu mối cho một việc", source=SOURCE)
def two_heads(case: Case) -> Iterator[Found]:
    """Two bodies each to follow up and sum up the same plan."""
    if not case.is_plan:
        return
    heads: dict[str, list[Duty]] = defaultdict(list)
    for duty in case.document.duties:
        said = plain(duty.action)
        follows = re.search(r"theo dõi[^.;]{0,60}tổng hợp", said)
        if follows and duty.actor and case.in_body(duty.section) and len(duty.action) < 260:
            heads[plain(duty.actor)].append(duty)
    if len(heads) >= 2:
        duties = [found[0] for found in heads.values()]
        names = "; ".join(str(d.actor) for d in duties)
        text = f"Việc theo dõi, tổng hợp giao cho {len(duties)} đầu mối: {names}."
        yield Found("structure", "C", text, case.cite_facts(duties, 4))


@rule("hai_noi_phan_anh", title="Báo cáo về một nơi, vướng mắc báo nơi khác", source=SOURCE)
def two_addresses(case: Case) -> Iterator[Found]:
    """One body sums up the results for the superior, and troubles go by way of another: who follows the plan up?"""
    found = [d for d in reports(case) if d.actor and single(d.actor) and _SUMS_UP.search(plain(d.action))]
    place = next(iter(case.find(_BY_WAY_OF, (*case.part("CLOSING"), *case.body[-3:]))), None)
    names = {" ".join(str(d.actor).split()) for d in found}
    if not case.is_plan or place is None or not names:
        return
    if not any(named(name, case.plain_of(place.passage)) for name in names):
        by_way = case.printed(*place.match.span(1))
        text = f"Kết quả do {'; '.join(sorted(names))} tổng hợp, vướng mắc lại báo qua {by_way}: hai đầu mối."
        yield Found("structure", "C", text, unique([*case.cite_facts(found, 2), case.cite_place(place)]))


_SUMS_UP = re.compile(r"tổng hợp[^.;]{0,20}báo cáo[^.;]{0,60}(?:ubnd|ủy ban nhân|ủy nhân|đảng ủy|tỉnh ủy|thành ủy|bộ )")
_BY_WAY_OF = re.compile(
    r"(?:vướng mắc|khó khăn|phát sinh)[^.;]{0,120}?(?:qua|về|gửi) "
    r"((?:sở|ban quản lý|phòng|văn phòng|trung tâm|công an) [^,.;()]{3,50})"
)
