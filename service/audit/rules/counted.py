"""Numbers that do not fit what stands beside them: a count and its list, a period and its vision, "times" of nothing.

Source: internal consistency; NĐ 30/2020/NĐ-CP, Điều 8 (nội dung rõ ràng, chính xác).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.types import Category

SOURCE = "Tính nhất quán nội tại (NĐ 30/2020/NĐ-CP, Điều 8)"
_COUNTED = re.compile(r"(?<![\d/.,-])(0?[2-9]|1\d) ([^.;:()\d]{3,60}?)(?: sau(?: đây)?| gồm)?\s?: ?\(1\)")
_ITEM = re.compile(r"\((\d{1,2})\)")
_VISION = re.compile(
    r"(?:thời kỳ|giai đoạn) (20\d\d) ?- ?(20\d\d),? (?:tầm nhìn|định hướng)(?: đến)?(?: năm)? (20\d\d)(?! ?-)"
)
_TIMES = re.compile(r"(?:còn|xuống còn|đạt|giảm còn) \d+(?:,\d+)? lần(?!/|\w)")


@rule("so_luong_khong_khop", title="Số lượng nêu ra khác số mục liệt kê", source=SOURCE)
def miscounted(case: Case) -> Iterator[Found]:
    """ "03 nền tảng: (1) …; (2) …"."""
    for place in case.find(_COUNTED):
        said = int(place.match.group(1))
        listed = [
            int(m.group(1)) for m in _ITEM.finditer(case.plain, place.match.end() - 3, _cell_end(case, place.end))
        ]
        if listed and max(listed) != said and listed == list(range(1, max(listed) + 1)):
            what = " ".join(place.match.group(2).split())
            text = f"Nêu {said} {what} nhưng liệt kê {max(listed)}."
            category: Category = "task_gap" if place.passage.kind == "row" else "structure"
            yield Found(category, "B", text, (case.cite_place(place),))


def _cell_end(case: Case, at: int) -> int:
    """The end of the cell or paragraph that ``at`` stands in."""
    ends = [end for row in case.document.rows for start, end in row.cells if start <= at < end]
    line = case.text.find("\n", at)
    return ends[0] if ends else line if line >= 0 else len(case.text)


@rule("tam_nhin_som", title="Tầm nhìn không xa hơn thời kỳ", source=SOURCE)
def short_vision(case: Case) -> Iterator[Found]:
    """ "Thời kỳ 2021-2030, tầm nhìn đến 2025": one of the years is wrong."""
    for place in case.find(_VISION):
        first, last, vision = map(int, place.match.groups())
        if vision <= last or last < first:
            text = f"“{case.text[place.start : place.end]}”: tầm nhìn phải xa hơn thời kỳ, một trong các năm ghi sai."
            yield Found("citation", "B", text, (case.cite_place(place),))


@rule("lan_khong_so_sanh", title="Số lần không nói so với gì", source=SOURCE)
def times_of_nothing(case: Case) -> Iterator[Found]:
    """ "Giảm … còn 1,7 lần": of what?"""
    places = [p for p in case.find(_TIMES, case.body) if "so với" not in case.plain_of(p.passage)]
    if places and case.is_plan:
        text = "Chỉ tiêu tính bằng “lần” mà không nói so với đối tượng nào: không đo được."
        yield Found("target", "B", text, unique(map(case.cite_place, places[:4])))


@rule("hua_chi_tieu", title="Nói tới chỉ tiêu mà kế hoạch không có chỉ tiêu", source=SOURCE)
def promised(case: Case) -> Iterator[Found]:
    """The plan asks that its targets be reached and holds no figure, in body or appendix."""
    if case.targets or not case.is_plan or case.level == "trung_uong":
        return
    place = next(iter(case.find(r"(?:hoàn thành|đạt|thực hiện)[^.;]{0,40}(?<!\w)chỉ tiêu", case.body)), None)
    if place is not None:
        text = "Yêu cầu hoàn thành các chỉ tiêu nhưng kế hoạch không nêu chỉ tiêu nào để thực hiện, kiểm tra."
        yield Found("target", "B", text, (case.cite_place(place),))
