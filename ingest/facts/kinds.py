"""Types of documents and the issuers in their symbols (``loai-van-ban.toml``, ``co-quan.toml``)."""

from __future__ import annotations

import re
from functools import cache

from ingest.places import sound_key
from ingest.types import Family
from ingest.vocabulary import Entry, bodies, entries


class DocumentType(Entry):
    """One *loại văn bản*: its name, the abbreviation in symbols, other names that mean it."""

    name: str
    code: str
    codes: tuple[str, ...] = ()
    families: tuple[Family, ...] = ("state", "party")
    normative: bool = False
    variants: tuple[str, ...] = ()


class IssuerCode(Entry):
    """The part of a symbol that stands for its issuer: ``CP``, ``UBND`` (``local``: of which place?)."""

    suffix: str
    issuer: str
    family: str = "state"
    local: bool = False


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Every type, in the order of the vocabulary file."""
    return entries("loai-van-ban", "loai", DocumentType)


@cache
def type_codes() -> dict[str, str]:
    """Abbreviations by casefolded form: ``{"ctr": "CTr", "nq": "NQ"}``; the first spelling of each wins."""
    codes: dict[str, str] = {}
    for kind in document_types():
        for code in (kind.code, *kind.codes):
            codes.setdefault(code.casefold(), code)
    return codes


@cache
def _names() -> tuple[tuple[str, DocumentType], ...]:
    """Every name and variant with its type, the longest first."""
    named = [(name, kind) for kind in document_types() for name in (kind.name, *kind.variants)]
    return tuple(sorted(named, key=lambda pair: -len(pair[0])))


@cache
def names_pattern() -> str:
    """An alternation of all names, longest first, for use in a regular expression."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name, _ in _names())


def type_at(text: str) -> tuple[str, DocumentType] | None:
    """The type whose name begins a text, in any case, and that name: "KẾ HOẠCH HÀNH ĐỘNG …"."""
    folded = " ".join(text[:80].casefold().split())
    for name, kind in _names():
        if re.match(rf"{re.escape(name.casefold())}(?!\w)", folded):
            return name, kind
    return None


def type_named(name: str) -> DocumentType | None:
    """The type of exactly that name or variant."""
    wanted = " ".join(name.casefold().split())
    return next((kind for known, kind in _names() if known.casefold() == wanted), None)


def type_of_code(code: str, family: Family) -> DocumentType | None:
    """The type that an abbreviation stands for, within a family where it can be told."""
    kinds = [kind for kind in document_types() if code.casefold() in {c.casefold() for c in (kind.code, *kind.codes)}]
    return next((kind for kind in kinds if family in kind.families), kinds[0] if kinds else None)


@cache
def issuer_codes() -> dict[str, IssuerCode]:
    """Issuers by the casefolded abbreviation in symbols."""
    codes: dict[str, IssuerCode] = {}
    for entry in entries("co-quan", "ky_hieu", IssuerCode):
        codes[entry.suffix.casefold()] = entry
        codes.setdefault(re.sub(r"\d+$", "", entry.suffix).casefold(), entry)  # every term of the Assembly
    return codes


def issuer_code(body: str) -> IssuerCode | None:
    """Who stands behind the last part of a symbol: "BKHCN-VP" is a ministry's, "QH15" the Assembly's."""
    codes = issuer_codes()
    for part in (body, re.split(r"[-.&/]", body)[0]):
        found = codes.get(part.casefold()) or codes.get(re.sub(r"\d+$", "", part).casefold())
        if found:
            return found
    return None


def issuer_in_symbol(body: str) -> str | None:
    """The issuer that a symbol alone gives away; ``None`` when it needs a place or a guess among several."""
    found = issuer_code(body)
    if not found or found.local or found.suffix == "TW":
        return None
    return found.issuer


@cache
def body_names() -> dict[str, str]:
    """Names of bodies and issuers as they are properly written, by their sound."""
    names = [body.name for body in bodies()]
    names += [entry.issuer for entry in issuer_codes().values() if not entry.local]
    return {sound_key(name): name for name in names}
