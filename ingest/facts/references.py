"""The documents that a document cites, one reference each, and what is wrong with a citation.

A reference is drawn from the fullest of its citations. What makes it suspect is judged from the document
alone: separators of the other family, a type that contradicts the symbol, dates, issuers or names that
disagree, a citation without date that is nowhere completed, a number left blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.facts.citations import (
    Citation,
    find_blank_citations,
    find_citations,
    find_laws,
    find_short_names,
    find_unnamed,
    plain_type,
)
from ingest.facts.issuers import agree, of_symbol, written_out
from ingest.facts.kinds import type_named, type_of_code
from ingest.facts.locate import Locator
from ingest.facts.symbols import Symbol, parse, same
from ingest.types import Metadata, Passage, Reference, Section

_GENERIC = {"văn bản", "công văn"}
_ANNEXED = re.compile(r"\(\s*(?:ban hành |đính )?kèm theo\s*$", re.IGNORECASE)
_NOTE = 40
_UNDEFINED = "tên gọi tắt không được định nghĩa trong văn bản"


@dataclass(frozen=True, slots=True)
class _Cited:
    """All citations of one document, and the one that tells most."""

    symbol: Symbol
    citations: tuple[Citation, ...]
    fullest: Citation


def _contradicts(citation: Citation) -> bool:
    """Whether the type written before a symbol is not the one in it: "Nghị quyết số 57-KL/TW"."""
    if not citation.symbol or not citation.symbol.code or not citation.worded:
        return False
    if citation.worded.casefold() in _GENERIC:
        return False
    kind = type_named(citation.worded)
    written = citation.symbol.code.casefold()
    if not kind or written in {code.casefold() for code in (kind.code, *kind.codes)}:
        return False
    if {kind.name, citation.symbol.code} <= {"Quy định", "QĐ"} or written.startswith(kind.code.casefold()):
        return False  # the Party numbers its rules as QĐ; "459-KHHĐ/TU" is a plan of action
    return type_of_code(citation.symbol.code, citation.symbol.family) is not None


def _is_itself(citation: Citation, text: str, metadata: Metadata) -> bool:
    """Whether a document prints its own number, other than in the note that ties an annex to it."""
    if citation.symbol is None or not metadata.symbol or not same(citation.symbol.printed, metadata.symbol):
        return False
    return not _ANNEXED.search(text[max(0, citation.start - _NOTE) : citation.start])


def _group(citations: Iterable[Citation], locator: Locator) -> list[_Cited]:
    """Citations by document; a malformed or contradictory one stands for itself."""
    groups: dict[tuple[object, ...], list[Citation]] = {}
    for citation in citations:
        symbol = citation.symbol
        if symbol is None:
            continue
        groups.setdefault((symbol.key, symbol.well_formed, _contradicts(citation)), []).append(citation)
    found: list[_Cited] = []
    for members in groups.values():
        for years in _by_year(members):
            fullest = max(years, key=lambda citation: _fullness(citation, locator))
            symbol = fullest.symbol or years[0].symbol
            if symbol:
                found.append(_Cited(_with_year(symbol, years), tuple(years), fullest))
    return found


def _by_year(members: list[Citation]) -> list[list[Citation]]:
    """One list for each year printed; those without a year go to the only or the first one."""
    years: dict[str, list[Citation]] = {}
    bare: list[Citation] = []
    for citation in members:
        year = citation.symbol.year if citation.symbol else None
        (years.setdefault(year, []) if year else bare).append(citation)
    if not years:
        return [bare]
    next(iter(years.values())).extend(bare)
    return list(years.values())


def _with_year(symbol: Symbol, members: list[Citation]) -> Symbol:
    year = next((c.symbol.year for c in members if c.symbol and c.symbol.year), None)
    return symbol if symbol.year or not year else symbol.model_copy(update={"year": year})


def _fullness(citation: Citation, locator: Locator) -> tuple[bool, bool, bool, bool, bool, int]:
    section = locator.section(citation.start)
    outside_title = section is None or section.kind != "title"
    return (
        citation.issued is not None,
        citation.issuer is not None,
        bool(citation.symbol and citation.symbol.year),
        citation.worded is not None,
        outside_title,
        -citation.start,
    )


def _vietnamese(date: str) -> str:
    return "/".join(reversed(date.split("-")))


def _dates(cited: _Cited, metadata: Metadata) -> list[str]:
    """What is wrong with the dates of a document's citations."""
    dates = Counter(citation.issued for citation in cited.citations if citation.issued)
    if not dates:
        if cited.symbol.year:
            return []
        named = any(citation.issuer for citation in cited.citations)
        return ["thiếu ngày ban hành" if named else "dẫn trơ: không ngày, không cơ quan ban hành"]
    wrong = []
    if len(dates) > 1:
        wrong.append("ngày không thống nhất: " + ", ".join(map(_vietnamese, dates)))
    if cited.symbol.year and any(date[:4] != cited.symbol.year for date in dates):
        wrong.append("năm trong ký hiệu khác năm của ngày ban hành")
    issued = metadata.issued
    if issued and any(date[: len(issued)] > issued[: len(date)] for date in dates):
        wrong.append("ngày ban hành sau ngày của chính văn bản này")
    return wrong


def _issuers(cited: _Cited) -> list[str]:
    names = list(dict.fromkeys(written_out(c.issuer) for c in cited.citations if c.issuer))
    for at, name in enumerate(names):
        other = next((later for later in names[at + 1 :] if not agree(name, later)), None)
        if other:
            return [f"cơ quan ban hành không thống nhất: {name}, {other}"]
    known = of_symbol(cited.symbol)
    wrong = next((name for name in names if known and not agree(name, known)), None)
    return [f"cơ quan in là {wrong}, ký hiệu là của {known}"] if wrong else []


def _names(cited: _Cited) -> list[str]:
    """Different names of one document ("Kế hoạch hành động" and "Kế hoạch")."""
    names = {c.worded.casefold(): c.worded for c in cited.citations if c.worded}
    proper = [name for key, name in names.items() if key not in _GENERIC]
    return ["tên gọi không thống nhất: " + ", ".join(proper)] if len(proper) > 1 else []


def _type(cited: _Cited) -> str | None:
    """The type as written; else what the symbol says; a symbol without a type is a letter."""
    worded = cited.fullest.worded
    if worded and worded.casefold() not in _GENERIC:
        return worded[0].upper() + worded[1:].lower() if worded.isupper() else worded
    if cited.symbol.code:
        kind = type_of_code(cited.symbol.code, cited.symbol.family)
        return kind.name if kind else None
    return None if cited.symbol.year else "Công văn"


def _rightly(cited: _Cited, others: Sequence[_Cited]) -> _Cited | None:
    """What a contradictory symbol was meant to be: same number and body, type as written."""
    kind = type_named(cited.fullest.worded or "")
    for other in others:
        same_place = other.symbol.key[0] == cited.symbol.key[0] and other.symbol.key[2] == cited.symbol.key[2]
        if other is not cited and same_place and kind and other.symbol.code == kind.code:
            return other
    return None


def _issuer(cited: _Cited) -> str | None:
    return written_out(cited.fullest.issuer) if cited.fullest.issuer else None


def _reference(cited: _Cited, others: Sequence[_Cited], text: str, locator: Locator, own: Metadata) -> Reference:
    best, symbol = cited.fullest, cited.symbol
    reasons: list[str] = []
    correction, right = None, None
    if _contradicts(best):
        right = _rightly(cited, others)
        reasons.append(f"sai ký hiệu: {symbol.code} không phải là ký hiệu của {plain_type(best.worded or '')}")
        if right:
            symbol, correction = right.symbol, f"{best.worded} số {right.symbol.canonical}"
    if not symbol.well_formed:
        reasons.append("sai định dạng ký hiệu: dấu / và dấu - đảo chỗ")
        correction = f"{_type(cited) or 'văn bản'} số {symbol.canonical}"
    if symbol is cited.symbol:
        reasons += [*_dates(cited, own), *_issuers(cited), *_names(cited)]
    return Reference(
        start=best.start,
        end=best.end,
        quote=text[best.start : best.end],
        section=locator.path(best.start),
        printed=best.printed,
        symbol=symbol.canonical,
        type=_type(cited),
        issuer=_issuer(cited) or (_issuer(right) if right else None) or of_symbol(symbol),
        issued=best.issued,
        suspect=bool(reasons),
        reason="; ".join(reasons) or None,
        correction=correction,
    )


def _unnumbered(citation: Citation, text: str, locator: Locator, reason: str | None, right: str | None) -> Reference:
    worded = citation.worded or ""
    return Reference(
        start=citation.start,
        end=citation.end,
        quote=text[citation.start : citation.end],
        section=locator.path(citation.start),
        printed=citation.printed,
        type=worded[0].upper() + worded[1:] if worded else None,
        issuer=written_out(citation.issuer) if citation.issuer else None,
        issued=citation.issued,
        suspect=reason is not None,
        reason=reason,
        correction=right,
    )


def _own_number(citation: Citation, metadata: Metadata) -> str | None:
    """The document's own number, when the blank one has its type and body: an annex naming what it belongs to."""
    symbol = parse(metadata.symbol or "")
    tail = re.sub(r"[^\w]", "", citation.printed.casefold())
    own = re.sub(r"[^\w]", "", f"{symbol.code or ''}{symbol.body}".casefold()) if symbol else ""
    return metadata.symbol if own and own in tail else None


def extract_references(
    text: str, sections: Sequence[Section], passages: Sequence[Passage], metadata: Metadata
) -> list[Reference]:
    """Every document cited, in the order of their first mention.

    The document's own number is a citation only where an annex names what it was issued with.
    ``symbol`` is canonical; in a suspect citation it is the one that was meant, where that can be told, and
    ``correction`` says how it ought to be printed.
    """
    locator = Locator(sections, passages)
    citations = [c for c in find_citations(text) if c.symbol and not _is_itself(c, text, metadata)]
    groups = _group(citations, locator)
    found = [_reference(cited, groups, text, locator, metadata) for cited in groups]
    blanks: dict[str, Reference] = {}
    for citation in find_blank_citations(text):
        section = locator.section(citation.start)
        if section is None or section.kind != "header":
            reference = _unnumbered(citation, text, locator, "số và ngày để trống", _own_number(citation, metadata))
            blanks.setdefault(reference.printed, reference)
    laws: dict[str, Reference] = {}
    for citation in find_laws(text):
        laws.setdefault(citation.printed.casefold(), _unnumbered(citation, text, locator, None, None))
    unnamed: dict[str, Reference] = {}
    for citation in find_unnamed(text):
        unnamed.setdefault(citation.printed, _unnumbered(citation, text, locator, "không nêu số, ngày", None))
    for citation in find_short_names(text):
        if citation.printed not in unnamed and not _is_defined(citation, text, citations):
            unnamed[citation.printed] = _unnumbered(citation, text, locator, _UNDEFINED, None)
    return sorted([*found, *blanks.values(), *laws.values(), *unnamed.values()], key=lambda reference: reference.start)


def _is_defined(citation: Citation, text: str, citations: Sequence[Citation]) -> bool:
    """Whether a document tells what it means by "Đề án 06": a number that it cites in full, or words in brackets.

    "(sau đây gọi tắt là Đề án 06)" defines, as does "(Nghị quyết 57)" behind the full citation.
    """
    number = citation.printed.split()[-1].lstrip("0")
    if any(c.symbol and c.symbol.number.lstrip("0") == number for c in citations):
        return True
    return bool(re.search(rf"\([^()]*{re.escape(citation.printed)}\)|là {re.escape(citation.printed)}\b", text))
