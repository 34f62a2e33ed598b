"""Names of one thing that change within a document; headings that the appendix repeats differently.

Source: NĐ 30/2020/NĐ-CP, Điều 8: one term for one thing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from ingest.types import Section
from service.audit.case import Case, Found, Place, is_appendix, unique
from service.audit.registry import rule
from service.audit.spelling import syllables

SOURCE = "NĐ 30/2020/NĐ-CP, Điều 8 (thống nhất từ ngữ)"
ALIKE = 0.9
FAMILIES = (
    ("Văn phòng HĐND và UBND", r"văn phòng (?:hđnd|hội đồng nhân dân) ?(và|&|-|,) ?(?:ubnd|ủy ban nhân dân)"),
    ("Phòng Văn hóa - Xã hội", r"phòng (văn hóa ?- ?xã hội|văn hóa xã hội|vh-?xh|vhxh|vhxxh|vhxx)(?!\w)"),
    ("Trung tâm Phục vụ hành chính công",
     r"(?:trung tâm|tt) (phục vụ hành chính công|phục vụ hcc|pvhcc|hành chính công|hcc)(?!\w)"),
)  # fmt: skip
"""Bodies of a commune whose names are written in many ways; the first group tells the ways apart."""


@rule("ten_thay_doi", title="Một cơ quan, nhiều cách viết", source=SOURCE)
def changing(case: Case) -> Iterator[Found]:
    """Three or more ways of writing one body, or an abbreviation that fits none."""
    for name, expression in FAMILIES:
        ways: dict[str, Place] = {}
        for place in case.find(expression):
            ways.setdefault(re.sub(r"\s", "", place.match.group(1)), place)
        if len(ways) >= 3:
            said = "; ".join(f"“{' '.join(case.text[p.start : p.end].split())}”" for p in ways.values())
            yield Found(
                "terminology", "C", f"{name} được viết nhiều cách: {said}.", unique(map(case.cite_place, ways.values()))
            )


@rule("ten_muc_phu_luc", title="Tên mục ở thân văn bản và phụ lục khác nhau", source=SOURCE)
def headings_differ(case: Case) -> Iterator[Found]:
    """Nearly the same long heading in both, with words missing in one."""
    if not case.is_plan:
        return
    body = [s for s in case.document.sections if s.title and case.in_body(s.path) and len(s.title) > 60]
    attached = [s for s in case.document.sections if s.title and is_appendix(s.path) and len(s.title) > 60]
    for one in body:
        for other in attached:
            changed = _changed(one, other)
            if changed:
                text = f"Tên mục ở thân văn bản và ở phụ lục khác nhau: {changed}."
                yield Found("template_leftover", "B", text, (case.cite_heading(one), case.cite_heading(other)))


def _changed(one: Section, other: Section) -> str | None:
    """The words that differ, if the titles are otherwise the same."""
    a, b = syllables(one.title or ""), syllables(other.title or "")
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if a == b or matcher.ratio() < ALIKE:
        return None
    left = [" ".join(a[i1:i2]) for tag, i1, i2, _, _ in matcher.get_opcodes() if tag != "equal"]
    right = [" ".join(b[j1:j2]) for tag, _, _, j1, j2 in matcher.get_opcodes() if tag != "equal"]
    pairs = (f"“{x or '(không có)'}” / “{y or '(không có)'}”" for x, y in zip(left, right, strict=True))
    return "; ".join(pairs)


@rule("viet_tat", title="Chữ viết tắt không được giải thích", source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5b")
def abbreviations(case: Case) -> Iterator[Found]:
    """Abbreviations of the subject used throughout and never spelt out beside their first use."""
    counts: Counter[str] = Counter()
    first: dict[str, Place] = defaultdict()
    for place in case.find(r"(?<!\w)(?:khcn|đmst|kh&cn|cds|cđs)(?!\w)", case.body):
        word = place.match.group(0)
        counts[word] += 1
        first.setdefault(word, place)
    spelt = re.compile(r"\((?:sau đây )?(?:gọi|viết)? ?(?:tắt)? ?(?:là)?:? ?[“\"']?(?:khcn|đmst|cds|cđs|kh&cn)")
    often = [word for word, n in counts.items() if n >= 8]
    if often and not spelt.search(case.plain):
        names = ", ".join(f"“{case.text[first[w].start : first[w].end]}” ({counts[w]} lần)" for w in often)
        text = f"Dùng chữ viết tắt không giải thích ở lần đầu: {names}."
        yield Found("terminology", "C", text, unique(case.cite_place(first[w]) for w in often))
