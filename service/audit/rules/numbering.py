"""Numbering that skips, repeats, or is punctuated otherwise than its siblings; sections without content.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5c: parts, sections and points are numbered in sequence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ingest.types import Section
from service.audit.case import Case, Found, unique
from service.audit.registry import rule

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5c"
_WARNING = re.compile(r"Đánh số (nhảy số|lặp lại) ở mục (.+?)\.?$")
_MARK = re.compile(r"^\s*(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])\s*([.)\-–:/]*)")


@rule("danh_so", title="Đánh số nhảy hoặc lặp", source=SOURCE)
def sequence(case: Case) -> Iterator[Found]:
    """As noted when the document was read: numbering is kept as printed and reported, not repaired."""
    for warning in case.document.warnings:
        match = _WARNING.match(warning)
        section = _section(case, match.group(2), match.group(1) == "lặp lại") if match else None
        if match and section:
            before = _before(case, section)
            kind = "lặp lại" if match.group(1) == "lặp lại" else "nhảy số"
            text = f"Đánh số {kind} ở mục {' › '.join(section.path)}."
            yield Found("structure", "C", text, unique(case.cite_heading(s) for s in (*before, section)))


def _section(case: Case, path: str, last: bool) -> Section | None:
    wanted = tuple(label.strip() for label in path.split("›"))
    found = [s for s in case.document.sections if s.path == wanted]
    return found[-1 if last else 0] if found else None


def _before(case: Case, section: Section) -> list[Section]:
    """The sibling in front."""
    siblings = [s for s in case.document.sections if s.path[:-1] == section.path[:-1] and s.start < section.start]
    return siblings[-1:]


@rule("kieu_danh_so", title="Kiểu đánh số không thống nhất", source=SOURCE)
def style(case: Case) -> Iterator[Found]:
    """One heading of a level whose number ends in another mark than all others."""
    levels: dict[tuple[str, int], list[tuple[str, Section]]] = defaultdict(list)
    for section in case.document.sections:
        if section.kind not in ("heading", "appendix_group") or not section.path:
            continue
        head = case.text[section.start : section.start + 14]
        match = _MARK.match(head)
        if match and re.fullmatch(r"[IVXLC]+", section.path[-1].strip(" .)")):
            levels[section.path[0][:7] if section.kind == "appendix_group" else "", section.depth].append(
                (match.group(1), section)
            )
    for group in levels.values():
        marks = Counter(mark for mark, _ in group)
        usual, count = marks.most_common(1)[0] if marks else ("", 0)
        odd = [section for mark, section in group if mark != usual]
        if odd and len(group) >= 4 and count >= len(group) - 2:
            same = next(section for mark, section in group if mark == usual)
            text = f"Kiểu đánh số khác các mục cùng cấp (thường dùng dấu “{usual or 'không dấu'}”)."
            yield Found("ocr", "C", text, unique(case.cite_heading(s) for s in (*odd, same)))


@rule("muc_rong", title="Mục không có nội dung", source=SOURCE)
def empty(case: Case) -> Iterator[Found]:
    """A heading followed by the next heading of the same or a higher level."""
    if not case.is_plan:
        return
    parents = {s.path[:-1] for s in case.document.sections}
    signed = min((s.start for s in case.document.sections if s.kind == "signature"), default=len(case.text))
    headed = {s.path[:-1] for s in case.document.sections if s.kind == "heading" and s.title}
    for section in case.document.sections:
        if not case.in_body(section.path) or section.path in parents or section.start > signed:
            continue
        title = _bare_title(case, section, section.path[:-1] in headed)
        if title:
            text = f"Mục {' › '.join(section.path)} “{title}” không có nội dung."
            yield Found("structure", "B", text, (case.cite_heading(section),))


def _bare_title(case: Case, section: Section, among_headings: bool) -> str | None:
    """The title of a section that has nothing else; a short line among headings is taken for one."""
    if section.kind in ("heading", "starred"):
        title, rest = (section.title or "").strip(), case.text[section.body_start : section.end]
        sentence = len(title) > 110 or title.endswith((".", ";", "./."))
        return None if rest.strip(" \n.:;-") or sentence else title
    if section.kind != "para" or not among_headings:
        return None
    line = case.text[section.start : section.end].strip().split(" ", 1)[-1]
    return None if "\n" in line or len(line.split()) > 12 or line.endswith((".", ";", ":", ",")) else line
