"""Citations of other documents as they stand in a text: type, symbol, date, issuer.

How a citation is to be printed: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6; HD 36-HD/VPTW, phần II.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.facts.dates import FoundDate, find_dates
from ingest.facts.kinds import names_pattern, type_named
from ingest.facts.letters import UPPER
from ingest.facts.symbols import Symbol, find_symbols
from ingest.text import squeeze
from ingest.vocabulary import bodies

_BEFORE = 160
_BEHIND = 220
_STOP = (
    r"(?:về|ban hành|Ban hành|quy định|Quy định|sửa đổi|bổ sung|phê duyệt|Phê duyệt|thực hiện|triển khai"
    r"|kết luận|Kết luận|hướng dẫn|Hướng dẫn|thông báo|công bố|trong|đã|tại|theo|đến|cho|có|để|trên|như|được|cụ thể"
    r"|nhằm|là|với|quyết định|thông qua|tiếp tục|giao|ngày|V/v|xác định|đề ra|phát động|yêu cầu|vào|phân công|nêu|gửi"
    r"|kèm|bằng|khi|nếu|do|sẽ|phải|thành(?!\s+(?:phố|ủy|uỷ)))"
)
_OF = re.compile(
    rf"\s*,?\s*(?:\([^)\n]{{0,20}}\)\s*)?của\s+(?P<body>[{UPPER}][^\n\t;:()“”\"¹²³\[,]*?)(?=\s+{_STOP}\b|[\n\t;:()“”\"¹²³\[,]|\.(?:\s|$)|/\.|$)"
)
_DATE_BEHIND = re.compile(r"\s*,?\s*\(?\s*(?:ngày\b)?", re.IGNORECASE)
_LAW = re.compile(r"(?P<type>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>\w[^;.()\n]{1,110}?)\s+(?:số\s*:?\s*)?$")
_DATED_LAW = re.compile(
    rf"(?P<type>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>[{UPPER}][^;.()\n\d]{{2,110}}?)\s*,?\s*(?=ngày\s+\d)"
)
_BASED_ON_LAW = re.compile(
    rf"Căn cứ\s+(?P<law>(?P<type>Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s+[{UPPER}][^;.()\n\d]{{2,110}}?)(?=[;.\n])"
)


_CUT_SHORT = {"Ban", "Bộ", "Hội", "Ủy", "Ủy ban", "Sở", "Thủ", "Ban Thường"}  # a name that a line break cut


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document: ``start`` to ``end`` covers type, symbol, date and issuer as printed.

    ``worded`` is the type as written before the symbol, ``None`` when the symbol stands alone.
    """

    start: int
    end: int
    printed: str
    worded: str | None
    symbol: Symbol | None
    issued: str | None
    issuer: str | None


@cache
def _bodies_with_commas() -> tuple[str, ...]:
    """Names that a comma does not end ("Bộ Văn hóa, Thể thao và Du lịch"), the longest first."""
    names = [name for body in bodies() for name in body.names]
    return tuple(sorted((name for name in names if "," in name), key=len, reverse=True))


@cache
def _typed() -> re.Pattern[str]:
    """A type right before a symbol: "Kế hoạch hành động số ", "Nghị quyết "."""
    return re.compile(rf"(?<!\w)(?P<type>{names_pattern()})\s*(?:số\s*:?\s*)?$", re.IGNORECASE)


@cache
def _blank() -> re.Pattern[str]:
    """A citation whose number was left blank: "Kế hoạch số ____/KH-UBND ngày __/7/2025"."""
    return re.compile(
        rf"(?<!\w)(?P<type>{names_pattern()})\s+số\s*:?[\s._…]*(?P<tail>[-–/]\s*[{UPPER}]\w+\s*[-–/]\s*[{UPPER}]\w+)",
        re.IGNORECASE,
    )


# A name of a document, not a count: a mark or a preposition follows the number.
_SHORT_NAME = re.compile(
    r"(?<!\w)(?P<type>Đề án|Nghị quyết|Kế hoạch|Kết luận|Chỉ thị|Quyết định|Quy định|Thông báo)[ \xa0](?:số[ \xa0])?"
    r"(?P<number>(?!(?:19|20)\d\d)\d{2,4})(?=\s*(?:[.;:)”\"]|,(?!\d)|$)|\s(?:và|của|về|trên|tại|theo|trong|để|ở|là|đã|được|gắn|với|nhằm)\b)",
    re.MULTILINE,
)
_SEVERAL = re.compile(r"(?<!\w)các\s+(?P<type>Thông báo(?: kết luận)?|Kết luận)(?=\s+của\s)")


def _opening(text: str, symbol: Symbol) -> tuple[int, str | None]:
    """Where the citation of a symbol begins, and the type word written there."""
    floor = max(0, symbol.start - _BEFORE)
    before = text[floor : symbol.start]
    before = before[before.rfind("\n") + 1 :]
    floor = symbol.start - len(before)
    typed = _typed().search(before)
    if typed and (typed["type"][0].isupper() or typed["type"].casefold() in ("văn bản", "công văn")):
        return floor + typed.start(), squeeze(typed["type"])
    laws = list(re.finditer(r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh)\s", before))
    law = _LAW.match(before, laws[-1].start()) if laws else None
    if law:
        return floor + law.start(), law["type"]
    number = re.search(r"(?<!\w)(?:số)\s*:?\s*$", before)
    return (floor + number.start() if number else symbol.start), None


@cache
def _and_another() -> re.Pattern[str]:
    """Where a list of citations goes on behind an issuer: "của Chính phủ và Kế hoạch số …"."""
    return re.compile(rf"\s+và(?:\s+(?:các\b|{names_pattern()}).*)?$", re.DOTALL)


def _dated(text: str, end: int) -> FoundDate | None:
    """The date right behind a symbol."""
    window = text[end : end + 60]
    lead = _DATE_BEHIND.match(window)
    for found in find_dates(window):
        if lead and found.start <= lead.end() + 1:
            return found._replace(start=end + found.start, end=end + found.end)
    return None


def _issued_by(text: str, end: int) -> tuple[str, int] | None:
    """The body behind "của", and where its name ends."""
    of = _OF.match(text, end, end + _BEHIND)
    if not of:
        return None
    start = of.start("body")
    minister = re.match(r"Bộ [Tt]rưởng ", of["body"])
    for name in _bodies_with_commas():
        if text.startswith(name, start + (minister.end() if minister else 0)):
            end = start + (minister.end() if minister else 0) + len(name)
            return squeeze(text[start:end]), end
    body = _and_another().sub("", of["body"].rstrip())
    if body in _CUT_SHORT:
        return None
    return squeeze(body), start + len(body)


def _around(text: str, start: int, end: int, worded: str | None, symbol: Symbol | None) -> Citation:
    dated = _dated(text, end)
    printed_end = dated.end if dated else end
    issuer = _issued_by(text, printed_end + (1 if text[printed_end : printed_end + 1] == ")" else 0))
    return Citation(
        start=start,
        end=issuer[1] if issuer else printed_end,
        printed=squeeze(text[start:printed_end]),
        worded=worded,
        symbol=symbol,
        issued=dated.iso if dated else None,
        issuer=issuer[0] if issuer else None,
    )


def find_citations(text: str) -> Iterator[Citation]:
    """Every citation with a symbol, in reading order."""
    for symbol in find_symbols(text):
        start, worded = _opening(text, symbol)
        yield _around(text, start, symbol.end, worded, symbol)


def find_blank_citations(text: str) -> Iterator[Citation]:
    """Citations whose number was left blank."""
    for match in _blank().finditer(text):
        yield _around(text, match.start(), match.end(), squeeze(match["type"]), None)


def find_unnamed(text: str) -> Iterator[Citation]:
    """Several documents cited at once without number or date: "các Thông báo kết luận của Ban Chỉ đạo"."""
    for match in _SEVERAL.finditer(text):
        issuer = _issued_by(text, match.end())
        if issuer:
            printed = squeeze(text[match.start() : issuer[1]])
            yield Citation(match.start(), issuer[1], printed, squeeze(match["type"]), None, None, issuer[0])


def find_short_names(text: str) -> Iterator[Citation]:
    """Documents called by type and number alone: "Đề án 06", "Nghị quyết 57"."""
    for match in _SHORT_NAME.finditer(text):
        printed = squeeze(match.group())
        yield Citation(match.start(), match.end(), printed, squeeze(match["type"]), None, None, None)


def find_laws(text: str) -> Iterator[Citation]:
    """Laws cited by name with their date, and those that a preamble is based on without number or date."""
    for match in _DATED_LAW.finditer(text):
        start = text.rfind(match["type"], match.start(), match.end())
        if not find_symbols(text[start : match.end()]):
            yield _around(text, start, match.end(), match["type"], None)
    for match in _BASED_ON_LAW.finditer(text):
        if not find_dates(match["law"]):
            printed = squeeze(match["law"])
            yield Citation(match.start("law"), match.end("law"), printed, match["type"], None, None, None)


def plain_type(worded: str) -> str:
    """The type behind a wording: "Kế hoạch hành động" is a "Kế hoạch"."""
    kind = type_named(worded)
    return kind.name if kind else worded
