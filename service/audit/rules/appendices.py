"""Appendices that the text refers to and that are not there, or hold something else.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục III.1: the text refers to its appendices; several are numbered in Roman.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Passage, Section
from service.audit.case import Case, Found, is_appendix, unique
from service.audit.registry import rule

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục III.1"
_REFERRED = re.compile(
    r"(?:(?:chi tiết|cụ thể)[^.;()]{0,60}|theo|tại|có|kèm|đính kèm"
    r"|(?:nêu|quy định|phân công|giao) (?:tại|ở|trong)) (?:các )?"
    r"(?:phụ lục|biểu)(?: số)?\s*((?:[ivx]+|\d+|[a-d])(?!\w))?[^.;()]{0,20}(?:kèm theo|đính kèm)?"
)
_ATTACHED = re.compile(r"(?<!\w)kèm|chi tiết|cụ thể")
_OTHERS = re.compile(r"phụ lục[^.;]{0,30}(?:nghị định|nghị quyết|thông tư|quyết định|luật|của )")
_TARGETS = re.compile(r"chỉ tiêu|mục tiêu")


def appendices(case: Case) -> list[Section]:
    """The appendices held in the file."""
    return [s for s in case.document.sections if s.kind == "appendix" or (len(s.path) == 1 and is_appendix(s.path))]


@rule("thieu_phu_luc", title="Nhắc tới phụ lục không có", source=SOURCE)
def missing(case: Case) -> Iterator[Found]:
    """A reference to an attached appendix, and none of that name in the file."""
    held = {_number(s.path[0]) for s in appendices(case)}
    told: set[int | None] = set()
    for place in case.find(_REFERRED, _own(case)):
        said = case.plain[place.start : place.end + 20]
        if _OTHERS.search(said) or not _ATTACHED.search(said):
            continue
        number = _arabic(place.match.group(1))
        if number in told or (held if number is None else number in held or held == {None}):
            continue
        told.add(number)
        name = f"Phụ lục {place.match.group(1).upper()}" if number else "phụ lục kèm theo"
        text = f"Văn bản dẫn {name} nhưng tệp không có phụ lục ấy."
        yield Found(
            "missing_appendix", "A" if _essential(case, place.passage.path) else "B", text, (case.cite_place(place),)
        )


def _own(case: Case) -> list[Passage]:
    """The body with its headings: "Các mục tiêu khác (chi tiết tại Phụ lục kèm theo)" is one."""
    return [p for p in case.passages if case.in_body(p.path)]


def _essential(case: Case, path: tuple[str, ...]) -> bool:
    """Whether a whole section of aims or assignments consists of the reference."""
    section = case.section(path)
    return section is not None and len(case.text[section.body_start : section.end].split()) < 20


@rule("phu_luc_khong_khop", title="Phụ lục không có nội dung được nêu", source=SOURCE)
def other_content(case: Case) -> Iterator[Found]:
    """The text promises targets in an appendix that holds only tasks."""
    held = appendices(case)
    if not held or any(is_appendix(t.section) for t in case.targets):
        return
    for place in case.find(_REFERRED, _own(case)):
        said = case.plain[place.start : place.end]
        titles = " ".join((s.title or "").casefold() for s in held)
        if "chỉ tiêu" in said and not _TARGETS.search(titles):
            text = "Văn bản nói phụ lục có các chỉ tiêu, nhưng phụ lục chỉ có nhiệm vụ, không có chỉ tiêu nào."
            yield Found("missing_appendix", "B", text, (case.cite_place(place), *map(case.cite_heading, held[:1])))
            return


@rule("danh_so_phu_luc", title="Đánh số phụ lục", source=SOURCE)
def numbered_alone(case: Case) -> Iterator[Found]:
    """One appendix called "I", or a gap in the sequence."""
    held = appendices(case)
    numbers = [n for s in held if (n := _number(s.path[0])) is not None]
    if len(held) == 1 and numbers == [1]:
        yield Found(
            "missing_appendix",
            "C",
            "Chỉ có một phụ lục mà đánh số “I”, không có Phụ lục II.",
            (case.cite_heading(held[0]),),
        )
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if gaps and len(numbers) > 1:
        text = f"Phụ lục đánh số nhảy: thiếu {', '.join(map(str, gaps))}."
        yield Found("missing_appendix", "B", text, unique(case.cite_heading(s) for s in held[:4]))


def _number(label: str) -> int | None:
    match = re.search(r"([IVX]+|\d+)\s*$", label.strip(" .:"))
    return _arabic(match.group(1).casefold()) if match else None


def _arabic(label: str | None) -> int | None:
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    if not label:
        return None
    if label.isdigit():
        return int(label)
    return roman.index(label) + 1 if label in roman else None
