"""Names of one thing that change within a document; headings that the appendix repeats differently.

Source: NĐ 30/2020/NĐ-CP, Điều 8: one term for one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from ingest.text import plain
from ingest.types import Section
from ingest.vocabulary import bodies
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
            said = "; ".join(f"“{case.said(p)}”" for p in ways.values())
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


@rule("ten_o_phan_ket", title="Tên văn bản ở phần kết khác tiêu đề", source=SOURCE)
def closing_name(case: Case) -> Iterator[Found]:
    """ "Trên đây là Kế hoạch …" with four words of substance or more that the title does not have."""
    subject = set(syllables(f"{case.document.subject} {case.document.issuer}"))
    subject |= set("hội đồng nhân dân ủy ban".split())  # abbreviated in titles
    for place in case.find(_ABOVE_IS, case.part("CLOSING") or case.body[-2:]):
        said = syllables(place.match.group(1))
        extra = [word for word in dict.fromkeys(said) if word not in subject and word not in _FILLING]
        if case.is_plan and case.document.subject and EXTRA <= len(extra) <= 0.5 * len(said):
            text = f"Phần kết gọi tên văn bản khác tiêu đề: tiêu đề không có “{' '.join(extra)}”."
            titles = map(case.cite_passage, case.part("TITLE")[:1])
            yield Found("terminology", "C", text, unique([case.cite_place(place), *titles]))
            return


EXTRA = 4
_ABOVE_IS = re.compile(
    r"trên đây là (?:nội dung |toàn bộ )?(?:kế hoạch|chương trình) ([^.;]{20,400}?)"
    r"(?=[.;]|, (?:yêu cầu|đề nghị|giao|ubnd|ủy ban|ban |các ))"
)
_FILLING = frozenset("và của về trong tại trên địa bàn năm thực hiện triển khai giai đoạn để theo cho các ubnd".split())


@rule("ten_so_sai", title="Tên cơ quan thiếu chữ, thiếu dấu phẩy", source=SOURCE)
def misspelt_body(case: Case) -> Iterator[Found]:
    """A department in a table with the words of its name and without its "và" or its commas."""
    wrong: dict[str, tuple[str, int, int]] = {}
    for task in case.document.tasks:
        for name in (*task.lead, *task.partners):
            proper = proper_name(name)
            if proper:
                wrong.setdefault(" ".join(name.split()), (proper, task.start, task.end))
    if wrong:
        said = "; ".join(f"“{name}” → {proper}" for name, (proper, _, _) in wrong.items())
        quotes = unique(case.cite_words(start, end) for _, start, end in list(wrong.values())[:4])
        yield Found("terminology", "C", f"Tên cơ quan viết không đúng: {said}.", quotes)


def proper_name(name: str) -> str | None:
    """The vocabulary's name of a body that is written without its commas or its "và"; ``None`` if nothing is wrong."""
    words = tuple(w for w in syllables(name) if w != "và")
    right, known = _bodies()
    return right.get(words) if len(words) > 3 and plain(" ".join(name.split())) not in known else None


@cache
def _bodies() -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    """Names by their syllables without "và", and every way of writing one that is right."""
    held = [body for body in bodies() if not body.until]
    right = {tuple(w for w in syllables(body.name) if w != "và"): body.name for body in held}
    return right, frozenset(plain(name) for body in bodies() for name in body.names)
