"""What a plan rests on: cited in the body but not among the *căn cứ*; usual bases missing.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a: the bases are the documents that
set the issuer's authority and the matter; what the plan carries out belongs there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ingest.types import Passage, Reference
from service.audit.case import Case, Found
from service.audit.registry import rule
from service.audit.types import Severity
from service.audit.words import usual_bases
from service.types import Citation

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a"
MUST = ("theo tinh thần", "thực hiện", "triển khai", "quán triệt", "cụ thể hóa", "bám sát", "tập trung thực hiện")
MOST = 0.6  # share of sister plans that makes a basis usual
FEWEST = 3
_NOTE = re.compile(r"\s*(?:\[\d+\]|[¹²³⁴⁵⁶⁷⁸⁹])")
"""How a footnote begins: what it cites is an aside."""

_LIST = re.compile(rf"(?:{'|'.join(MUST)})[^.\n]{{0,200}}(?:nhất là|bao gồm|gồm|sau đây|như)\s?:[^.\n]*;[^;\n]*$")
_LED = re.compile(rf"[-+*\d.)\s]*(?:(?:{'|'.join(MUST)})[^.]{{0,80}}(?:tại|của|theo|:)[^.]*;[^.]*$)")
"""A list behind "triển khai các văn bản, nhất là: …" up to its next item."""


@rule("can_cu_thieu", title="Viện dẫn trong thân bài nhưng không có trong căn cứ", source=SOURCE)
def uncited(case: Case) -> Iterator[Found]:
    """Resolutions and programmes that the plan says it carries out, missing among its bases."""
    preamble = case.part("PREAMBLE")
    if not case.is_plan or not preamble:
        return
    loose = [r for r in case.document.references if _carried_out(case, r)]
    if loose:
        listed = "; ".join(dict.fromkeys(" ".join(r.quote.split()) for r in loose))
        text = f"Thân văn bản đặt nhiệm vụ thực hiện nhưng phần căn cứ không nêu: {listed}."
        severity: Severity = "C" if all(str(r.symbol).endswith("QĐ-TTg") for r in loose) else "B"
        yield Found("citation", severity, text, (*case.cite_facts(loose, 5), case.cite_passage(preamble[0])))


def _carried_out(case: Case, reference: Reference) -> bool:
    """Whether a resolution, decision or programme first stands in the aims, to be carried out."""
    symbol = reference.symbol
    if not symbol or symbol in case.basis_symbols or not case.in_body(reference.section):
        return False
    if not symbol.endswith(("/TW", "/TU", "/ĐU", "NQ-CP", "QĐ-TTg")) or reference.type == "Công văn":
        return False
    line = case.text.rfind("\n", 0, reference.start) + 1
    if _NOTE.match(case.text, line):
        return False
    before = case.plain[max(line, reference.start - 160) : reference.start]
    listed = case.plain[line : reference.start]
    return any(word in before for word in MUST) or bool(_LIST.search(listed) or _LED.match(listed))


@rule("can_cu_thuong", title="Thiếu căn cứ mà kế hoạch cùng loại thường dẫn", source=SOURCE)
def usual(case: Case) -> Iterator[Found]:
    """Bases that belong to the subject, by the vocabulary; then those that most sister plans cite."""
    place = _basis_place(case)
    if not case.is_plan or place is None:
        return
    cited = {r.symbol for r in case.document.references}
    told: set[str] = set()
    for entry in usual_bases():
        named = entry.when.casefold() in (case.document.subject or "").casefold()
        young = case.window is None or case.window.first >= date.fromisoformat(entry.since)
        called = bool(entry.title) and entry.title.casefold() in case.plain
        if named and young and not called and entry.needed not in cited and case.document.symbol != entry.needed:
            told.add(entry.needed)
            text = f"Không dẫn {entry.name}.{_sisters(case, entry.needed)}"
            yield Found("citation", entry.severity, text, (case.cite_passage(place),))
    for symbol, count in _usual_among_sisters(case).items():
        if symbol not in cited and symbol not in told:
            severity: Severity = "B" if count == len(case.sisters) else "C"
            text = f"Không dẫn {symbol}, văn bản mà {count}/{len(case.sisters)} kế hoạch cùng loại trong kho có dẫn."
            yield Found("citation", severity, text, (case.cite_passage(place), *_proof(case, symbol)))


def _basis_place(case: Case) -> Passage | None:
    return next(iter((*case.part("PREAMBLE"), *case.part("TITLE"))), None)


def _usual_among_sisters(case: Case) -> dict[str, int]:
    """Central documents that most sister plans cite among their bases, with how many do."""
    if len(case.sisters) < FEWEST:
        return {}
    counted = Counter(
        symbol
        for sister in case.sisters
        for symbol in {
            r.symbol
            for r in sister.references
            if r.symbol
            and r.section[:1] in (("PREAMBLE",), ("TITLE",))
            and r.symbol.endswith(("/TW", "NQ-CP", "TTg", "QH15"))
        }
    )
    return {symbol: n for symbol, n in counted.items() if n / len(case.sisters) >= MOST}


def _sisters(case: Case, symbol: str) -> str:
    citing = [s for s in case.sisters if any(r.symbol == symbol for r in s.references)]
    return f" {len(citing)}/{len(case.sisters)} kế hoạch cùng loại trong kho có dẫn." if citing else ""


def _proof(case: Case, symbol: str) -> tuple[Citation, ...]:
    """One sister's citation of it."""
    for sister in case.sisters:
        for reference in sister.references:
            if reference.symbol == symbol:
                return (case.sources.cite_fact(reference.model_copy(update={"document": sister.id})),)
    return ()
