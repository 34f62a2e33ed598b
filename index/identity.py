"""Which documents are the same one, what a document is called, and which one a citation means."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from index.text import fold, normal, symbols
from index.types import DocumentSummary, Likeness
from ingest.types import Document, Metadata, Reference


def identity(document: Metadata) -> str | None:
    """Equal for a digest and its original: type, family, who issued it, what its subject cites.

    ``None`` where the document does not say enough about itself to be matched.
    """
    place = _key(document.commune or document.issuer)
    if not (document.type_code and place):
        return None
    cited = sorted(set(_document_symbols(document.subject or "")))
    return json.dumps([normal(document.type_code), document.family, place, cited], ensure_ascii=False)


def version_of(document: Document, name: str, held: Iterable[DocumentSummary]) -> Likeness | None:
    """The document of which a file called ``name`` holds another version; digests of ours have none.

    By symbol and issuer, else by type, issuer and subject, else by the name of the file, unless
    symbol, issuer or year say that they are two.
    """
    alike = [one for one in held if not one.digest and _may_be_one(document, one)]
    tests: tuple[tuple[Literal["symbol", "subject", "name"], Callable[[DocumentSummary], bool]], ...] = (
        ("symbol", lambda one: bool(document.symbol and one.symbol)),
        ("subject", lambda one: _subject(document) == _subject(one) != ""),
        ("name", lambda one: normal(one.source) == normal(name)),
    )
    for why, test in tests:
        found = [one for one in alike if test(one)]
        if len(found) == 1:
            return Likeness(document=found[0].id, why=why)
    return None


def _may_be_one(one: Metadata, other: Metadata) -> bool:
    """Whether nothing known of two documents says that they are two."""
    return (
        one.family == other.family
        and _agree(one.type_code, other.type_code)
        and (not one.symbol or not other.symbol or symbol_key(one.symbol) == symbol_key(other.symbol))
        and _agree(_key(one.issuer), _key(other.issuer))
        and _agree(_key(one.commune), _key(other.commune))
        and _agree(_key(one.province), _key(other.province))
        and _same_year(one.issued, other.issued)
    )


def _agree(one: str | None, other: str | None) -> bool:
    return not one or not other or one == other


def _subject(document: Metadata) -> str:
    """Type, issuer and subject, "" unless all three are known."""
    parts = (document.type_code, _key(document.issuer), normal(" ".join((document.subject or "").split())))
    return "|".join(parts) if all(parts) else ""  # type: ignore[arg-type]


def title(document: Document) -> str:
    """What a document is called in a list: type, symbol and subject, or the name of its file."""
    named = " ".join(part for part in (document.type, document.symbol) if part)
    parts = [part for part in (named, document.subject) if part]
    return ": ".join(parts) or document.source


def locality(document: Document) -> str | None:
    """Commune and province, as far as they are known."""
    return ", ".join(part for part in (document.commune, document.province) if part) or None


def by_symbol(documents: Iterable[DocumentSummary]) -> Mapping[str, Sequence[DocumentSummary]]:
    """The documents that bear each symbol."""
    bearing: dict[str, list[DocumentSummary]] = defaultdict(list)
    for document in documents:
        if document.symbol:
            bearing[symbol_key(document.symbol)].append(document)
    return dict(bearing)


def resolve(references: Sequence[Reference], bearing: Mapping[str, Sequence[DocumentSummary]]) -> list[Reference]:
    """``references`` with the id of the held document that each one means; ``bearing`` is :func:`by_symbol`.

    A symbol alone is not enough where several held documents bear it (every
    province has its own 12/KH-UBND): then the issuer has to tell them apart.
    """
    return [reference.model_copy(update={"resolved": _meant(reference, bearing)}) for reference in references]


@lru_cache(maxsize=1 << 16)
def symbol_key(symbol: str) -> str:
    """Under which all ways of printing a document's symbol meet."""
    found = symbols(symbol)
    return found[0] if found else normal("".join(symbol.split()))


def _meant(reference: Reference, bearing: Mapping[str, Sequence[DocumentSummary]]) -> str | None:
    if not reference.symbol:
        return None
    held = [
        document
        for document in bearing.get(symbol_key(reference.symbol), [])
        if document.id != reference.document and _same_year(reference.issued, document.issued)
    ]
    if len(held) > 1:
        held = [document for document in held if _same_issuer(reference, document)]
    return held[0].id if len(held) == 1 else None


def _same_year(one: str | None, other: str | None) -> bool:
    return not one or not other or one[:4] == other[:4]


def _same_issuer(reference: Reference, document: Metadata) -> bool:
    cited = _key(reference.issuer)
    return bool(cited) and any(
        name and (cited in name or name in cited)
        for name in map(_key, (document.issuer, document.commune, document.province))
    )


def _document_symbols(text: str) -> list[str]:
    return [symbol for symbol in symbols(text) if "/" in symbol and any(map(str.isalpha, symbol))]


def _key(name: str | None) -> str:
    words = fold(normal(name or "")).split()
    return " ".join(words).removeprefix("xa ").removeprefix("phuong ")
