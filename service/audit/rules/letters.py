"""Letters that no Vietnamese word has, the name of the very place misspelt, small letters where a name has capitals.

Source: spelling (NĐ 30/2020/NĐ-CP, Điều 8; Phụ lục II on capitals); the alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ingest.text import fold
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.words import slips

SOURCE = "Chính tả (NĐ 30/2020/NĐ-CP, Điều 8)"
MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
"""Combining marks of Vietnamese: five tones, circumflex, breve, horn."""

BASE = frozenset("abcdefghijklmnopqrstuvwxyzđ")
_WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)


@lru_cache(maxsize=65536)
def strange(word: str) -> bool:
    """Whether a word of Latin letters has one that Vietnamese does not know ("kǶ", a Cyrillic "Р")."""
    parts = unicodedata.normalize("NFD", word.casefold())
    foreign = [c for c in parts if c not in BASE and c not in MARKS]
    return bool(foreign) and any(c in BASE for c in parts)


@rule("ky_tu_la", title="Ký tự lạ trong chữ", source=SOURCE)
def letters(case: Case) -> Iterator[Found]:
    """Words with a letter of another alphabet: they are no longer found by search."""
    found: dict[str, tuple[int, int]] = {}
    for passage in case.passages:
        for match in _WORD.finditer(case.text, passage.start, passage.end):
            if strange(match.group()):
                found.setdefault(match.group(), match.span())
    if found:
        said = "; ".join(f"“{word}”" for word in list(found)[:6])
        quotes = unique(case.cite_words(*span) for span in list(found.values())[:6])
        yield Found("ocr", "C", f"Chữ có ký tự lạ: {said}.", quotes)


@rule("dia_danh_sai", title="Tên địa phương viết sai dấu", source=SOURCE)
def own_name(case: Case) -> Iterator[Found]:
    """The province or commune of the plan itself, with other marks than its name has."""
    document = case.document
    folded = fold(case.text)
    if len(folded) != len(case.text) or not case.is_plan:
        return
    for name in filter(None, (document.province, document.commune)):
        bare = re.sub(r"^(?:tỉnh|thành phố|xã|phường|đặc khu) ", "", name)
        if len(bare.split()) < 2:
            continue
        said = {
            case.text[m.start() : m.end()]: m.span()
            for m in re.finditer(rf"(?<!\w){re.escape(fold(bare))}(?!\w)", folded)
        }
        wrong = {words: span for words, span in said.items() if _same_letters(words, bare)}
        if wrong:
            listed = "; ".join(f"“{words}”" for words in wrong)
            quotes = unique(case.cite_words(*span) for span in list(wrong.values())[:4])
            yield Found("ocr", "C", f"Tên {name} viết sai: {listed}.", quotes)


def _same_letters(words: str, name: str) -> bool:
    """Written as a name, not as common words, and otherwise than the name."""
    return all(part[:1].isupper() for part in words.split()) and words.casefold() != name.casefold()


@rule("viet_hoa_sai", title="Viết hoa tên cơ quan không đúng", source="NĐ 30/2020/NĐ-CP, Phụ lục II, mục III")
def capitals(case: Case) -> Iterator[Found]:
    """ "Bộ chính trị", "Uỷ ban Nhân dân": told once, each way with its first place."""
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for name in slips("viet_hoa"):
        for passage in case.passages:
            for match in pattern(name.expression).finditer(case.text, passage.start, passage.end):
                found.setdefault(" ".join(match.group().split()), (name.right, match.span()))
    if found and case.is_plan:
        listed = "; ".join(f"“{said}” → {right}" for said, (right, _) in list(found.items())[:6])
        quotes = unique(case.cite_words(*span) for _, span in list(found.values())[:6])
        yield Found("ocr", "C", f"Viết hoa không đúng: {listed}.", quotes)
