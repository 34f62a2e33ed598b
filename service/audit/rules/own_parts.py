"""References of a plan to its own parts.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5: parts are numbered so that they can be referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.audit.case import Case, Found, unique
from service.audit.registry import rule

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5"
_SELF = re.compile(
    r"(?:tại|theo|ở|nêu ở|thuộc|của) (?:mục|phần) ([ivx]+)(?![\w.])[^.;\n]{0,25}(?:kế hoạch|chương trình|đề án) này"
)
_LISTED = re.compile(r"(?:như |tại |theo )?(?:mục|phần) ([ivx]+)(?![\w.])")


@rule("dan_muc_khong_co", title="Dẫn tới mục không có trong văn bản", source=SOURCE)
def no_such_part(case: Case) -> Iterator[Found]:
    """ "Mục VI của Kế hoạch này", "Nơi nhận: như mục V", and the plan ends with IV."""
    labels = (s.path[0].strip(" .").casefold() for s in case.document.sections if case.in_body(s.path))
    romans = {label for label in labels if re.fullmatch(r"[ivx]+", label)}
    if len(romans) < 2 or not case.is_plan:
        return
    places = [*case.find(_SELF, case.body), *case.find(_LISTED, case.part("RECIPIENTS"))]
    wrong = [p for p in places if p.match.group(1) not in romans]
    if wrong:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in wrong))
        text = f"Dẫn tới mục không có: {said}."
        yield Found("structure", "B", text, unique(map(case.cite_place, wrong[:4])))
