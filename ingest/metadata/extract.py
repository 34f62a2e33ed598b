"""The metadata of a document, read from its outer parts: header, title, preamble, closing, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts.dates import find_dates, first_date
from ingest.facts.kinds import (
    DocumentType,
    issuer_in_symbol,
    type_at,
    type_codes,
    type_named,
    type_of_code,
)
from ingest.facts.symbols import Symbol, find_symbols
from ingest.metadata import issuer as issuers
from ingest.metadata.locality import resolve
from ingest.metadata.period import extract_period
from ingest.metadata.signature import extract_signer
from ingest.places import Places
from ingest.text import squeeze
from ingest.types import Family, Metadata, Passage, Section

_OPENING = 1500  # characters in which a text without a header introduces itself
_NUMBER_LINE = re.compile(r"(?:^|\s)(?:Số|(?:Luật|Pháp lệnh) số)\s*:?\s*(?P<rest>[^\n]{0,60})")
_BLANK_NUMBER = re.compile(r"^[\s._…]*(?:[-–/]\s*)(?P<code>\w+)\s*(?P<separator>[-–/])\s*(?P<body>[\w.&]+)")
_ADDRESSED = re.compile(r"^\W*Kính gửi\b", re.MULTILINE)
_ABOUT = re.compile(r"V/v:?\s+(?P<subject>[^\n]+)", re.IGNORECASE)
_DATE_LINE = re.compile(r"ngày[\s._…\d]*tháng[\s._…\d]*năm\s*\d{4}", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    r"^[^\n,]{2,60},\s*ngày[\s._…\d]*tháng[\s._…\d]*năm\s*\d{4}\s*$", re.IGNORECASE | re.MULTILINE
)
_CAPTION = re.compile(r"\(\s*(?:Ban hành )?(?:[Kk]èm theo|[Tt]heo)[^)]*\)")
_ATTACHED_TO = re.compile(r"^\(\s*(?:[Bb]an hành )?[Kk]èm theo\s+(?P<named>[^)]*)", re.MULTILINE)
_PARTY_SIGN = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM|(?:^|\n)\s*T/M\b")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The outer parts of one document; a missing part is an empty string."""

    header: str
    title: str
    preamble: str
    closing: str
    recipients: str
    signature: str
    captions: str
    opening: str

    @classmethod
    def of(cls, text: str, sections: Sequence[Section]) -> _Parts:
        first: dict[str, str] = {}
        for section in sections:
            first.setdefault(section.kind, text[section.start : section.end])
        first["signature"] = _signature(text, sections)
        return cls(
            **{
                kind: first.get(kind, "")
                for kind in ("header", "title", "preamble", "closing", "recipients", "signature")
            },
            captions="\n".join(_CAPTION.findall(text)),
            opening=text[:_OPENING],
        )

    @property
    def zones(self) -> list[str]:
        """Where the document may name its own place, the surest first."""
        return [
            self.title,
            _issuing(self.preamble),
            self.closing,
            self.preamble,
            self.captions,
            self.recipients,
        ]


def _signature(text: str, sections: Sequence[Section]) -> str:
    """The first signature, with what stands right below it: a role cut from its name by the layout."""
    found = [section for section in sections if section.kind == "signature"]
    end = found[0].end if found else 0
    for section in found[1:]:
        if section.start - end > 3:
            break
        end = section.end
    return text[found[0].start : end] if found else ""


def _issuing(preamble: str) -> str:
    """The last sentence of the preamble, in which the issuer names itself."""
    return preamble[-400:]


@dataclass(frozen=True, slots=True)
class _Number:
    """The document's number; ``introduced`` when it stands in a first line instead of a header.

    ``behind`` is what an appendix says behind it, where only the appendix tells it ("ngày … của …").
    """

    symbol: Symbol | None = None
    code: str | None = None
    family: Family | None = None
    introduced: bool = False
    behind: str = ""


def _number(parts: _Parts) -> _Number:
    """The number line of the header; blank ("Số: /KH-UBND") gives type and family without a symbol."""
    for match in _NUMBER_LINE.finditer(parts.header):
        symbols = find_symbols(match["rest"])
        if symbols and symbols[0].start < 6:
            return _Number(symbols[0], symbols[0].code, symbols[0].family)
        blank = _BLANK_NUMBER.match(match["rest"])
        if blank:
            code = type_codes().get(blank["code"].casefold())
            return _Number(None, code, "party" if blank["separator"] == "/" else "state")
    if parts.header.strip() and parts.title:
        return _Number()
    own = _own_symbol(parts.opening)
    return own if own.symbol or parts.header.strip() else _of_appendix(parts)


def _own_symbol(opening: str) -> _Number:
    """The symbol of a text without header whose first line is its own name: "Nghị quyết số 57-NQ/TW"."""
    line = opening.strip().split("\n", 1)[0]
    symbols = find_symbols(line)
    named = type_at(line)
    if symbols and named and line.casefold().startswith(named[0].casefold()) and symbols[0].start < len(named[0]) + 8:
        return _Number(symbols[0], symbols[0].code, symbols[0].family, introduced=True)
    return _Number()


def _of_appendix(parts: _Parts) -> _Number:
    """The number that the appendices give the document they belong to, which has lost its header.

    "(Kèm theo Công văn số …)" counts only where it names the kind that the document is, and one number only.
    """
    kind = _kind(parts, _Number())
    found: dict[tuple[str, str, str], _Number] = {}
    for note in _ATTACHED_TO.finditer(parts.captions):
        named, symbols = type_at(note["named"]), find_symbols(note["named"])
        if kind and named and symbols and named[1] == kind[1] and symbols[0].start < len(named[0]) + 8:
            own = symbols[0]
            found.setdefault(own.key, _Number(own, own.code, own.family, behind=note["named"][own.end :]))
    return next(iter(found.values())) if len(found) == 1 else _Number()


def _kind(parts: _Parts, number: _Number) -> tuple[str, DocumentType] | None:
    """Type by the title, else by the number's abbreviation; a number without one is a letter."""
    named = _titled(parts.title)
    if named:
        return named
    kind = type_of_code(number.code, number.family or "state") if number.code else None
    if not kind and number.symbol and not number.symbol.year:
        kind = type_of_code("CV", "state")
    if kind:
        return kind.name, kind
    if _ADDRESSED.search(parts.opening):
        kind = type_named("Công văn")
        return (kind.name, kind) if kind else None
    return type_at(parts.opening.strip())


def _titled(title: str) -> tuple[str, DocumentType] | None:
    """The type that opens a title: a variant ("KẾ HOẠCH HÀNH ĐỘNG") only when it has a line of its own."""
    line = squeeze(title.strip().split("\n", 1)[0]).strip(" *_:-–")
    kind = type_named(line)
    if kind:
        return line.capitalize(), kind
    named = type_at(line)
    return (named[1].name, named[1]) if named else None


def _subject(parts: _Parts, number: _Number, named: str | None) -> str | None:
    """The trích yếu: the title without its type, or what follows "V/v" in a letter."""
    if number.introduced:
        said = re.search(r"\b(?:về|Về)\s[^\n]+", _introduction(parts, number))
        return squeeze(said.group()).rstrip(" .;") if said else None
    about = None if parts.title else _ABOUT.search(parts.header or parts.opening)
    if about:
        return squeeze(about["subject"]).rstrip(" .")
    title = squeeze(parts.title).strip(" -–_*")
    about = _ABOUT.search(title)
    if about:
        return about["subject"].rstrip(" .")
    if named and title.casefold().startswith(named.casefold()):
        title = title[len(named) :].lstrip(" :-–")
    return title.rstrip(" -–_*") or None


def _issued(parts: _Parts, number: _Number) -> str | None:
    """The date of the header's place line; without a header, the date behind the document's own symbol."""
    dated = _DATE_LINE.search(parts.header) or _PLACE_AND_DATE.search(parts.opening)
    if dated:
        return first_date(dated.group())
    behind = find_dates(_introduction(parts, number) if number.introduced else number.behind)
    return behind[0].iso if behind and behind[0].start < 12 else None


def _family(parts: _Parts, number: _Number, issuer: str | None) -> Family:
    if number.family:
        return number.family
    if issuer and re.search(r"Đảng|[Tt]ỉnh ủy|[Tt]hành ủy|Ban Thường vụ|Bộ Chính trị|Ban Bí thư|Trung ương", issuer):
        return "party"
    return "party" if _PARTY_SIGN.search(f"{parts.header}\n{parts.signature}") else "state"


def _issuer(parts: _Parts, number: _Number) -> str | None:
    """The issuer as printed; for a text that only names itself, the one after its symbol or in it."""
    named = issuers.find_issuer(parts.header, parts.preamble, parts.closing, parts.signature)
    if number.symbol and number.family == "party" and issuer_in_symbol(number.symbol.body):
        return issuer_in_symbol(number.symbol.body)  # an office of the Centre prints only half its name
    if named or not number.symbol:
        return named
    if number.behind:  # names of ministries hold commas, which a phrase may end at
        return issuer_in_symbol(number.symbol.body) or issuers.from_phrase(number.behind)
    introduction = _introduction(parts, number) if number.introduced else parts.title
    return issuers.from_phrase(introduction) or issuer_in_symbol(number.symbol.body)


def _introduction(parts: _Parts, number: _Number) -> str:
    """The sentence about itself that opens a text without header, from behind its symbol on."""
    own = [found for found in find_symbols(parts.opening) if number.symbol and found.key == number.symbol.key]
    for symbol in own:
        sentence = parts.opening[symbol.end :].split("\n", 1)[0]
        if re.match(r"\W*(?:\(?ngày|của|về)\b", sentence):
            return sentence
    return ""


def extract_metadata(
    text: str, sections: Sequence[Section], passages: Sequence[Passage], *, places: Places
) -> Metadata:
    """Everything that a document prints about itself; what it leaves blank is ``None``.

    The outer parts are those of NĐ 30/2020/NĐ-CP, Phụ lục I, and HD 36-HD/VPTW. The province may be inferred
    from the commune's name, and then ``province_inferred`` says so.
    """
    parts = _Parts.of(text, sections)
    number = _number(parts)
    named = _kind(parts, number)
    issuer = _issuer(parts, number)
    locality = resolve(issuer, issuers.without_motto(parts.header), parts.zones, text, places)
    family = _family(parts, number, issuer)
    kind = named[1] if named else None
    return Metadata(
        type=named[0] if named else None,
        type_code=number.code or (kind.code if kind else None),
        symbol=number.symbol.canonical if number.symbol else None,
        family=family,
        issuer=issuers.complete(issuer, locality.commune, locality.province),
        commune=locality.commune,
        province=locality.province,
        province_inferred=locality.inferred,
        issued=_issued(parts, number),
        subject=_subject(parts, number, named[0] if named else None),
        signer=extract_signer(parts.signature) if parts.signature else None,
        period=extract_period(parts.title, [section.title or "" for section in sections], _issued(parts, number)),
    )
