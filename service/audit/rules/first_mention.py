"""How a document is named where it first stands: with its day, its number, its full name.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5: the first time in full (a law needs only its name), later in short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Reference
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5 (viện dẫn lần đầu)"
NICKNAMES = 4
_DATED = re.compile(r"[\s,;()]*(?:ngày|ký|năm)\s")
_NICKNAME = re.compile(
    r"(?<!\w)(đề án|nghị quyết|chỉ thị|kết luận|quyết định|chương trình|quy định|thông tư|nghị định)(?: số)? (\d{1,3})"
    r"(?![\d/.,%-]| ?-| (?:của|nhiệm vụ|chỉ tiêu|nội dung|năm|tháng|điểm|khoản|đề án|dự án))"
)
_UNNUMBERED = re.compile(
    r"(?:(?<=và )|(?<=; )|(?<=;\n)|^)"
    r"((?:căn cứ |thực hiện )?(?:kế hoạch|chương trình|nghị quyết|kết luận|chỉ thị|quyết định)(?: hành động)? của "
    r"(?:ban thường vụ|thường trực|tỉnh ủy|thành ủy|đảng ủy|ubnd|ủy ban nhân dân|chính phủ|thủ tướng))",
    re.MULTILINE,
)


@rule("lan_dau_khong_ngay", title="Viện dẫn lần đầu không ghi ngày", source=SOURCE)
def undated_first(case: Case) -> Iterator[Found]:
    """The day is given, but only where the document stands for the second time."""
    late = [(r, place) for r in case.document.references if (place := _first_bare(case, r))]
    if late:
        listed = "; ".join(str(r.symbol) for r, _ in late)
        text = f"Lần đầu viện dẫn không ghi ngày ban hành, lần sau mới ghi: {listed}."
        quotes = [q for r, place in late[:4] for q in (case.cite_place(place), case.cite_fact(r))]
        yield Found("citation", "C", text, unique(quotes))


def _first_bare(case: Case, reference: Reference) -> Place | None:
    """The first place of a dated document's symbol, if it stands there without its day; titles do not count."""
    if not reference.symbol or not reference.issued or not case.is_plan or reference.symbol == case.document.symbol:
        return None
    shape = re.compile(rf"(?<!\w){re.escape(reference.symbol.casefold())}(?!\w)")
    places = (p for p in case.find(shape) if p.passage.path[:1] != ("TITLE",))
    first = next(places, None)
    if first is None or first.start >= reference.start or _DATED.match(case.plain, first.end):
        return None
    return first


@rule("goi_tat", title="Gọi tắt văn bản chưa được dẫn", source=SOURCE)
def nicknamed(case: Case) -> Iterator[Found]:
    """ "Đề án 06", "Chỉ thị 32": and nowhere the number and symbol that this stands for."""
    if not case.is_plan:
        return
    symbols = [r.symbol or "" for r in case.document.references]
    numbers = {match.group(1) for symbol in symbols if (match := re.match(r"0*(\d+)", symbol))}
    loose: dict[str, Place] = {}
    for place in case.find(_NICKNAME):
        if place.match.group(2).lstrip("0") not in numbers:
            loose.setdefault(f"{place.match.group(1)} {place.match.group(2)}", place)
    if loose:
        said = "; ".join(f"“{case.said(p)}”" for p in loose.values())
        text = f"Gọi tắt {said} mà không nơi nào ghi số, ký hiệu, ngày của văn bản ấy."
        yield Found("citation", "C", text, unique(map(case.cite_place, list(loose.values())[:NICKNAMES])))


@rule("vien_dan_khong_so", title="Viện dẫn không ghi số", source=SOURCE)
def unnumbered(case: Case) -> Iterator[Found]:
    """ "và Kế hoạch hành động của Ban Thường vụ Thành ủy": which one?"""
    places = list(case.find(_UNNUMBERED, (*case.part("TITLE"), *case.part("PREAMBLE"))))
    if places and case.is_plan:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}…”" for p in places))
        yield Found("citation", "C", f"Viện dẫn không ghi số, ngày: {said}.", unique(map(case.cite_place, places[:4])))
