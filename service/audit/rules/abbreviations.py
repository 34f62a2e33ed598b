"""Abbreviations never spelt out, or spelt out only after they were used.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5b; which ones everybody knows is data, ``[viet_tat]`` in kiem-tra.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.types import Passage
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.words import common_abbreviations

SHOWN = 8
FEWEST = 2
"""Uses of one abbreviation from which its meaning is owed, and abbreviations from which it is worth telling."""

MANY = 8
"""Uses of a single one that is told by itself."""

_SHORT = re.compile(
    r"(?<![\w/&.,\-–])([A-ZĐƯ][A-ZĐƯa-z]?[A-ZĐƯ]{1,4}(?:[,&][A-ZĐƯ]{1,4})*|[A-ZĐ]{2}(?:[,&][A-ZĐƯ]{1,4})+)"
    r"(?![\w/&]|[-–]\w)",
    re.UNICODE,
)
_NAME_OF = re.compile(r"(?:sở|bộ|phòng|ban|hội|đài|cục|vụ|công ty|trường|luật|văn bản) $")
"""What the short name of a body or of a kind of document stands behind: everybody knows it there."""

_ROMAN = re.compile(r"[IVXLC]+")
_MEANS = r"(?:(?:sau đây )?(?:gọi|viết) (?:tắt )?(?:chung )?(?:là)?:? ?|tên viết tắt:? ?)?[“\"']?"


@rule("viet_tat", title="Chữ viết tắt không được giải thích", source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5b")
def unexplained(case: Case) -> Iterator[Found]:
    """Told once: those explained nowhere, then those explained only further on."""
    if not case.is_plan:
        return
    uses = _uses(case)
    never, late = [], []
    for word, places in uses.items():
        explained = _explained_at(case, word)
        if explained is None and len(places) >= FEWEST:
            never.append(word)
        elif explained is not None and explained - places[0][0] > len(word) + 60:
            late.append(word)
    if len(never) + len(late) >= FEWEST or any(len(uses[word]) >= MANY for word in never):
        told = [f"không giải thích: {', '.join(never[:SHOWN])}"] if never else []
        told += [f"dùng trước khi giải thích: {', '.join(late[:SHOWN])}"] if late else []
        quotes = unique(case.cite_words(*uses[word][0]) for word in [*late[:SHOWN], *never[:SHOWN]])
        yield Found("terminology", "C", f"Chữ viết tắt {'; '.join(told)}.", quotes)


def _uses(case: Case) -> dict[str, list[tuple[int, int]]]:
    """Where each abbreviation that not everybody knows is used; text all in capitals has none."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for passage in case.passages:
        if passage.kind == "heading" or not (case.in_body(passage.path) or passage in case.appendix):
            continue
        if _shouts(case, passage):
            continue
        for match in _SHORT.finditer(case.text, passage.start, passage.end):
            word = match.group(1)
            if _NAME_OF.search(case.plain, max(passage.start, match.start() - 20), match.start()):
                continue
            if word not in common_abbreviations() and not _ROMAN.fullmatch(word):
                found[word].append(match.span(1))
    return found


def _shouts(case: Case, passage: Passage) -> bool:
    letters = [c for c in case.text[passage.start : passage.end] if c.isalpha()]
    return 3 * sum(c.isupper() for c in letters) > len(letters)


def _explained_at(case: Case, word: str) -> int | None:
    """Where "… (ABC)", "viết tắt là ABC" or "ABC (…)" first stands."""
    shape = re.escape(word).replace(",", ", ?")
    match = re.search(
        rf"\({_MEANS}{shape}[”\"']?\)|viết tắt[^.;()]{{0,20}}{shape}|{shape} ?[(:–-] ?[^\W\d_]{{2,}} ",
        case.text,
    )
    return match.start() if match else None
