"""Citations that are malformed, wrong, or bare.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II: a document is cited the first time
with type, number and symbol, date, issuer and subject; later with type, number
and symbol only. HD 36-HD/VPTW asks the same of Party documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ingest.types import Reference
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.types import Severity
from service.audit.words import replaced
from service.types import Citation

NĐ30 = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II (căn cứ, viện dẫn)"
GRAVE = ("sai ký hiệu", "sai định dạng", "sai ngày", "sai cơ quan", "năm trong ký hiệu")
BLANK = "để trống"
UNDATED = ("QH13", "QH14", "QH15", "QH16", "NĐ-CP", "NQ-CP")
LETTERS = ("Công văn", "Văn bản", "Thông báo", "Thông báo kết luận")
BARE = ("dẫn trơ", "thiếu ngày", "không nêu số")
NAMES = "tên gọi không thống nhất"


@rule("vien_dan_sai", title="Viện dẫn sai ký hiệu, ngày, cơ quan", source=NĐ30)
def wrong(case: Case) -> Iterator[Found]:
    """A symbol that cannot be, or that contradicts what the document itself cites elsewhere."""
    for reference in _suspects(case, GRAVE):
        right = f" Đúng ra: {reference.correction}." if reference.correction else ""
        same = [r for r in case.document.references if r.symbol == reference.symbol and not r.suspect]
        text = f"Viện dẫn “{_words(reference)}” {_reason(reference)}.{right}"
        yield Found("citation", "A", text, case.cite_facts([reference, *same[:1]]))


@rule("ky_hieu_thieu", title="Ký hiệu thiếu thành phần", source=NĐ30)
def truncated(case: Case) -> Iterator[Found]:
    """ "Chỉ thị số 27/CTTg", "Kế hoạch số 15/KH": no hyphen, no issuer behind it."""
    places = list(case.find(_TRUNCATED))
    if places:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in places))
        text = f"Ký hiệu thiếu thành phần (loại văn bản - cơ quan ban hành): {said}."
        yield Found("citation", "B", text, unique(map(case.cite_place, places[:4])))


_TRUNCATED = re.compile(
    r"(?:chỉ thị|quyết định|nghị quyết|kế hoạch|kết luận|thông báo|chương trình|nghị định) số \d{1,4}/"
    r"(?!\d)[a-zđ]{2,5}(?![\w/&-]| ?[-/])"
)


_BASIS = re.compile(r"(?:căn cứ|thực hiện|theo)[^.;]{0,60}(?:luật|nghị|quyết|chỉ thị|chương trình|kế hoạch|công)")


@rule("khong_can_cu", title="Không dẫn căn cứ nào", source=NĐ30)
def without_bases(case: Case) -> Iterator[Found]:
    """A State plan whose preamble names no document at all."""
    preamble = case.part("PREAMBLE")
    if case.document.family != "state" or not case.is_plan or not preamble or case.basis_symbols:
        return
    said = " ".join(case.plain_of(p) for p in preamble)
    if not re.search(
        r"(?:căn cứ|thực hiện|theo)[^.;]{0,60}(?:luật|nghị|quyết|chỉ thị|chương trình|kế hoạch|công)", said
    ):
        text = "Kế hoạch không dẫn căn cứ nào: không rõ dựa trên luật, chỉ đạo nào."
        yield Found("citation", "B", text, (case.cite_passage(preamble[-1]),))


@rule("vien_dan_tro", title="Viện dẫn trơ, thiếu ngày hoặc cơ quan", source=NĐ30)
def bare(case: Case) -> Iterator[Found]:
    """Bare citations: grave where another document of the same kind is the basis, else told together."""
    loose: list[Reference] = []
    for reference in _suspects(case, BARE):
        rivals = _rivals(case, reference)
        if rivals:
            text = (
                f"“{_words(reference)}” không rõ cơ quan, ngày ban hành và không được định nghĩa, "
                f"trong khi căn cứ lại là {_words(rivals[0])}."
            )
            yield Found("citation", "A", text, case.cite_facts([reference, *rivals]))
        else:
            loose.append(reference)
    loose.extend(r for r in case.document.references if _undated(case, r))
    for severity, group in _by_severity(case, loose).items():
        listed = "; ".join(f"{_words(r)} ({_reason(r)})" for r in group)
        yield Found("citation", severity, f"Viện dẫn không đủ thành phần: {listed}.", case.cite_facts(group, 8))


@rule("ten_vien_dan", title="Một văn bản, nhiều tên gọi", source=NĐ30)
def renamed(case: Case) -> Iterator[Found]:
    """One document called by two types."""
    for reference in _suspects(case, (NAMES,)):
        names = str(reference.reason).split(":")[-1].strip()
        places = _named_otherwise(case, reference)
        text = f"Gọi {reference.symbol} bằng nhiều tên loại ({names}): phải thống nhất theo tên in trên văn bản ấy."
        yield Found("citation", "C", text, (case.cite_fact(reference), *places))


def _named_otherwise(case: Case, reference: Reference) -> tuple[Citation, ...]:
    """Places where the same symbol stands behind another type."""
    symbol = str(reference.symbol)
    number, rest = symbol.split("-", 1) if "-" in symbol else (symbol, "")
    shape = rf"(?<!\w){number}\s*-?\s*{rest}" if rest else rf"(?<!\w){number}"
    own = " ".join(reference.quote.split()).casefold()
    for place in case.find(shape.casefold()):
        before = case.plain[max(0, place.start - 40) : place.start]
        kind = before.rsplit("số", 1)[0].strip().split()
        if kind and not own.startswith(" ".join(kind[-4:])) and own.split(" số")[0] not in " ".join(kind):
            return (case.cite_place(place),)
    return ()


@rule("vien_dan_cu", title="Viện dẫn văn bản đã được thay thế", source="Luật 64/2025/QH15, Điều 8, 58; thay-the.toml")
def outdated(case: Case) -> Iterator[Found]:
    """A document replaced before this one was issued: grave where the clause that says so was read."""
    for reference in case.document.references:
        entry = replaced(reference)
        if entry and case.window and case.window.first >= date.fromisoformat(entry.since):
            text = f"{_words(reference)} đã {entry.told}."
            yield Found("citation", "A" if entry.source else "C", text, case.cite_facts([reference]))


def _undated(case: Case, reference: Reference) -> bool:
    """A law or resolution cited by its number alone the first and only time; not the document itself."""
    if reference.suspect or reference.issued or not reference.symbol or not case.is_plan:
        return False
    return reference.symbol != case.document.symbol and reference.symbol.endswith(UNDATED)


def _suspects(case: Case, reasons: tuple[str, ...]) -> list[Reference]:
    return [r for r in case.document.references if r.suspect and _class(r.reason or "") == reasons]


def _class(reason: str) -> tuple[str, ...] | None:
    """The gravest class that a reason falls in; blanks are told by another rule."""
    for reasons in (GRAVE, (BLANK,), BARE, (NAMES,)):
        if any(word in reason for word in reasons):
            return reasons
    return None


def _reason(reference: Reference) -> str:
    return (reference.reason or "không ghi ngày ban hành").strip(" .")


def _words(reference: Reference) -> str:
    return " ".join(reference.quote.split())


def _rivals(case: Case, reference: Reference) -> list[Reference]:
    """Bases of the same type and issuing body under another number."""
    symbol = reference.symbol or ""
    if "/" not in symbol or reference.issuer or "UBND" not in symbol:
        return []
    tail = symbol.split("/", 1)[1]
    bases = [r for r in case.document.references if r.section[:1] == ("PREAMBLE",) and not r.suspect]
    return [r for r in bases if r.symbol and r.symbol != symbol and r.symbol.split("/", 1)[-1] == tail]


def _inside_another(case: Case, reference: Reference) -> bool:
    """Whether it stands in the subject of another cited document, where the whole form is not asked for."""
    before = case.text[max(0, reference.start - 320) : reference.start].rsplit("\n", 1)[-1].rsplit(";", 1)[-1]
    return any(r.quote.split("\n")[0][:40] in before for r in case.document.references if r.start < reference.start)


def _by_severity(case: Case, loose: list[Reference]) -> dict[Severity, list[Reference]]:
    """Instruments cited bare are B; letters (whose number alone finds nothing) inside tables are C."""
    groups: dict[Severity, list[Reference]] = defaultdict(list)
    for reference in loose:
        named = reference.symbol and reference.suspect and reference.type not in LETTERS
        groups["B" if named and not _inside_another(case, reference) else "C"].append(reference)
    return groups
