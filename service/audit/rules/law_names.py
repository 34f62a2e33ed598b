"""Laws, resolutions and terms of law called by a name that is not theirs.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a: a document is cited by its own name. Which wrong names are met is data,
``[[ten_van_ban]]`` and ``[[thuat_ngu]]`` in kiem-tra.toml, with the right one as enacted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.text import plain
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.types import Severity
from service.audit.words import slips
from service.types import Citation

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a (tên loại, trích yếu của văn bản viện dẫn)"


@rule("ten_van_ban_sai", title="Gọi sai tên luật, nghị quyết", source=SOURCE)
def misnamed(case: Case) -> Iterator[Found]:
    """Told together by severity: what is printed, and what the document is called."""
    for severity, said, quotes in _called(case, "ten_van_ban"):
        yield Found("citation", severity, f"Gọi sai tên văn bản: {said}.", quotes)


@rule("thuat_ngu_sai", title="Thuật ngữ không theo luật", source="NĐ 30/2020/NĐ-CP, Điều 8; luật ghi ở từng thuật ngữ")
def miscalled(case: Case) -> Iterator[Found]:
    """Terms that a law has named otherwise, or has left behind."""
    for severity, said, quotes in _called(case, "thuat_ngu"):
        yield Found("terminology", severity, f"Thuật ngữ không theo luật: {said}.", quotes)


def _called(case: Case, table: str) -> Iterator[tuple[Severity, str, tuple[Citation, ...]]]:
    """What is printed and what should be, by severity, with the first places of each."""
    by_severity: dict[Severity, list[tuple[str, Place]]] = defaultdict(list)
    for name in slips(table):
        for place in list(case.find(pattern(name.expression)))[:2]:
            by_severity[name.severity].append((name.right, place))
    for severity, found in sorted(by_severity.items()):
        said = dict.fromkeys(f"“{case.said(p)}” → {right}" for right, p in found)
        yield severity, "; ".join(said), unique(case.cite_place(place) for _, place in found[:8])


@rule("hai_co_quan_ban_hanh", title="Một văn bản, hai cơ quan ban hành", source=SOURCE)
def two_issuers(case: Case) -> Iterator[Found]:
    """The same symbol "của Ban Chấp hành Đảng bộ tỉnh" in one place and "của Tỉnh ủy" in another."""
    if not case.is_plan:
        return
    for symbol in dict.fromkeys(r.symbol for r in case.document.references if r.symbol and "/" in r.symbol):
        shape = rf"(?<![\w/-]){re.escape(plain(symbol))}(?:,? ngày [\d/]+|,? ngày \d+ tháng \d+ năm \d+)? của {_ISSUER}"
        ways: dict[str, Place] = {}
        for place in case.find(shape):
            ways.setdefault(_short(place.match.group(1)), place)
        if len(ways) == 2 and not _one_begins_other(*ways):
            said = " và ".join(f"“{case.printed(*p.match.span(1))}”" for p in ways.values())
            text = f"{symbol} ghi hai cơ quan ban hành: {said}."
            yield Found("citation", "C", text, unique(map(case.cite_place, ways.values())))


_ISSUER = (
    r"((?:ban chấp hành đảng bộ|ban thường vụ (?:tỉnh ủy|thành ủy|đảng ủy)|tỉnh ủy|thành ủy|đảng ủy|ban bí thư|"
    r"bộ chính trị|ban chấp hành trung ương|chính phủ|thủ tướng chính phủ|thủ tướng|quốc hội|"
    r"(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)|hđnd|hội đồng nhân dân|bộ trưởng bộ [^\W\d_]+ [^\W\d_]+|"
    r"bộ [^\W\d_]+ [^\W\d_]+))(?!\w)"
)


def _short(issuer: str) -> str:
    words = issuer.replace("ủy ban nhân dân", "ubnd").replace("hội đồng nhân dân", "hđnd")
    return re.sub(r"^(?:bộ trưởng|chủ tịch) ", "", words)


def _one_begins_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
