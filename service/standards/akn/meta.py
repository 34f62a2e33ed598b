"""What an Akoma Ntoso document says of itself: the work, its expression and manifestation, and whom it speaks of."""

from __future__ import annotations

from typing import NamedTuple

from index.schema import hashed
from index.types import SHORT
from ingest.types import Document
from ingest.vocabulary import indicators
from service.standards.akn.markup import Element, put
from service.standards.permalinks import permalink
from service.standards.works import NO_YEAR, UNKNOWN, Work, slug, work_of

SOURCE = "#tracuu"
LANGUAGE = "vie"
DATES = {10: ("ban-hanh", ""), 7: ("thang-ban-hanh", "-01"), 4: ("nam-ban-hanh", "-01-01")}
"""By how much of the date is printed: what the date given is of, and what completes it to a day."""


class Identity(NamedTuple):
    """What a document is, worked out once for all its parts: ``content`` is the sha256 of its text."""

    document: Document
    work: Work
    content: str
    permalink: str


def identity_of(document: Document) -> Identity:
    """The identity of a document."""
    content = hashed(document.text)
    link = permalink(document, document.text, version=content[:SHORT])
    return Identity(document, work_of(document, document.source), content, link)


def meta(parent: Element, identity: Identity, component: str) -> None:
    """The ``meta`` of the document, or of one attached to it."""
    document = identity.document
    top = put(parent, "meta")
    _identification(put(top, "identification", source=SOURCE), identity, component)
    if component != "main":
        return
    if document.issued and len(document.issued) == max(DATES):
        number = {"number": document.symbol} if document.symbol else {}
        put(top, "publication", date=document.issued, name="ban-hanh", showAs=f"Ban hành {_name(document)}", **number)
    keys = list(dict.fromkeys(target.key for target in document.targets if target.key))
    if keys:
        classification = put(top, "classification", source=SOURCE)
        for key in keys:
            said = {"value": key, "showAs": _indicator(key), "dictionary": "chi-tieu", "refersTo": f"#chi-tieu-{key}"}
            put(classification, "keyword", **said)
    _references(put(top, "references", source=SOURCE), document, keys)


def _identification(parent: Element, identity: Identity, component: str) -> None:
    document, work = identity.document, identity.work
    day, date_name = date_of(document)
    expression = f"{work.iri}/{LANGUAGE}@{document.issued or ''}"
    author = "#issuer" if document.issuer else SOURCE

    level = put(parent, "FRBRWork")
    _level(level, f"{work.iri}/!{component}", work.iri, (day, date_name), author, identity.permalink)
    put(level, "FRBRcountry", value="vn")
    if work.subtype:
        put(level, "FRBRsubtype", value=work.subtype)
    if document.symbol:
        put(level, "FRBRnumber", value=document.symbol)
    put(level, "FRBRname", value=_name(document))

    level = put(parent, "FRBRExpression")
    _level(level, f"{expression}/!{component}", expression, (day, date_name), author)
    put(level, "FRBRversionNumber", value=identity.content[:12])
    put(level, "FRBRlanguage", language=LANGUAGE)

    level = put(parent, "FRBRManifestation")
    _level(level, f"{expression}/!{component}.xml", f"{expression}.xml", (day, date_name), SOURCE)
    put(level, "FRBRformat", value="application/akn+xml")


def _level(level: Element, this: str, uri: str, date: tuple[str, str], author: str, alias: str = "") -> None:
    put(level, "FRBRthis", value=this)
    put(level, "FRBRuri", value=uri)
    if alias:
        put(level, "FRBRalias", value=alias, name="dia-chi-ben")
    put(level, "FRBRdate", date=date[0], name=date[1])
    put(level, "FRBRauthor", href=author)


def _references(parent: Element, document: Document, keys: list[str]) -> None:
    said = {"eId": "tracuu", "href": "/akn/ontology/organization/vn/tracuu", "showAs": "Tra cứu"}
    put(parent, "TLCOrganization", **said)
    if document.issuer:
        href = f"/akn/ontology/organization/vn/{slug(document.issuer) or UNKNOWN}"
        put(parent, "TLCOrganization", eId="issuer", href=href, showAs=document.issuer)
    if document.signer:
        href = f"/akn/ontology/person/vn/{slug(document.signer.name) or UNKNOWN}"
        put(parent, "TLCPerson", eId="signer", href=href, showAs=document.signer.name)
    if document.signer and document.signer.role:
        href = f"/akn/ontology/role/vn/{slug(document.signer.role) or UNKNOWN}"
        put(parent, "TLCRole", eId="signer-role", href=href, showAs=document.signer.role)
    for key in keys:
        put(parent, "TLCConcept", eId=f"chi-tieu-{key}", href=f"/akn/ontology/concept/vn/{key}", showAs=_indicator(key))


def date_of(document: Document) -> tuple[str, str]:
    """A day, and what it is: the day of issue, the first of its month or year, or that none is known."""
    printed = document.issued or ""
    if len(printed) in DATES:
        name, completed = DATES[len(printed)]
        return printed + completed, name
    return f"{NO_YEAR}-01-01", "khong-ro"


def _name(document: Document) -> str:
    parts = (document.type, f"số {document.symbol}" if document.symbol else None, document.subject)
    return " ".join(" ".join(part.split()) for part in parts if part) or document.source


def _indicator(key: str) -> str:
    return next((one.name for one in indicators() if one.key == key), key)
