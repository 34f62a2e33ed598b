"""Questions that count: how many documents set a thing, and bare counts that a question puts to the test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import Literal

from service import lexicon
from service.conditions import Figure
from service.focus import focus_of
from service.question import Question
from service.words import fold, has_marks

Counted = Literal["xa", "tinh", ""]
"""Whose documents are counted: those of communes, of provinces, or all of them."""

NUMBER_WORDS = {
    "hai": 2, "ba": 3, "bốn": 4, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "sáu": 6,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
"""Number words of questions; "năm" is a year more often than five."""

_COUNT = re.compile(
    rf"(?<![\w/.,:-])(?P<number>0?\d{{1,4}}|{'|'.join(NUMBER_WORDS)})\s+(?:\dG\s+)?(?P<noun>[^\W\d_]+(?:\s+[^\W\d_]+){{0,2}})",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?<!\w)(?:số|thứ|điều|khoản|mục|phần|nhóm|phụ lục|ngày|tháng|quý|năm|lần|cấp|kỳ|kế hoạch|nghị quyết|quyết định"
    r"|chỉ thị|công văn|no\.?|number|article|clause|appendix|task|plan|resolution|decision|directive)\s*$",
    re.IGNORECASE,
)
_TIMES = frozenset("tháng năm ngày quý thang nam ngay quy giờ gio year years month months day days".split())


@cache
def _counting(marked: bool) -> tuple[tuple[Counted, re.Pattern[str]], ...]:
    """For each level the ways of asking how many of its documents say a thing."""
    patterns: list[tuple[Counted, re.Pattern[str]]] = []
    levels: tuple[Counted, ...] = ("xa", "tinh", "")
    for level in levels:
        written = lexicon.phrases(f"dem_{level or 'van_ban'}")
        patterns += [(level, re.compile(one if marked else _unmarked(one))) for one in written]
    return tuple(patterns)


def _unmarked(pattern: str) -> str:
    """A pattern for texts typed without marks; its escapes stay as they are."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", pattern))


def counted_documents(question: Question) -> Counted | None:
    """Whose documents a question counts ("bao nhiêu xã đặt…", "how many communes set…"); ``None`` if it counts none."""
    marked = has_marks(question.text)
    text = question.text.casefold() if marked else fold(question.text)
    return next((level for level, pattern in _counting(marked) if pattern.search(text)), None)


def bare_count(question: Question, text: str) -> Figure | None:
    """The count that a question asks to be confirmed ("có đúng là phải mở 4 lớp…"); ``None`` if it has none.

    ``text`` is the question without its documents and times. The unit is the noun as Vietnamese documents say it.
    """
    for match in _COUNT.finditer(text):
        first = match["noun"].split()[0]
        if _ORDINAL.search(text, 0, match.start()) or first.casefold() in _TIMES:
            continue
        noun = _in_vietnamese(match["noun"], question)
        if noun:
            word = match["number"].casefold()
            return Figure(comparator="=", value=float(NUMBER_WORDS.get(word) or int(word)), unit=noun)
    return None


def _in_vietnamese(noun: str, question: Question) -> str:
    """The first word of what is counted; of English words the last, which is the noun, or "" if it is not known."""
    if question.language == "en":
        return _translated(noun)
    words = focus_of(noun, marked=question.marked)
    return noun[: len(words[0].text)] if words and fold(noun).startswith(words[0].text) else noun.split()[0]


def _translated(words: str) -> str:
    """The Vietnamese term for an English noun with what stands before it ("river mouths in …")."""
    stop = {phrase[0] for phrase in lexicon.stop_phrases("en", True) if len(phrase) == 1}
    noun = " ".join(takewhile(lambda word: word.casefold() not in stop, words.split()))
    known = lexicon.english_terms(noun)
    term = known[-1][2] if known and known[-1][1] == len(noun) else ""
    return term[:1].lower() + term[1:] if term[1:2].islower() else term


def said(text: str, figure: Figure) -> bool | None:
    """Whether a text prints a figure: ``None`` if it has none of that unit or noun at all."""
    digits = re.escape(f"{figure.value:g}").replace(r"\.", "[.,]")
    if _stands(text, rf"0*{digits}", [word for word, value in NUMBER_WORDS.items() if value == figure.value], figure):
        return True
    return False if _stands(text, r"\d[\d.,]*", list(NUMBER_WORDS), figure) else None


def _stands(text: str, digits: str, words: Sequence[str], figure: Figure) -> bool:
    """Whether a number stands in front of a unit, mark by mark where the unit was typed with marks."""
    spelling = str.casefold if has_marks(figure.unit) else fold  # folded, "sáu" is also "sau"
    noun = r"\s+".join(map(re.escape, spelling(figure.unit).split()))
    behind = rf"(?:\s*\([^)]*\))?\s+(?:(?:loại|loai)\s+)?{noun}(?!\w)" if noun else r"(?!\w)"
    if figure.unit.startswith("%"):
        behind = r"\s*(?:%|phần trăm|phan tram)"
    number = "|".join([digits, *map(spelling, words)])
    return bool(re.search(rf"(?<![\w/.,-])(?:{number}){behind}", spelling(text)))
