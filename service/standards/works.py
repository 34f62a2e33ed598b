"""What a document is called whoever holds it, in the naming convention of Akoma Ntoso (OASIS, part 3).

``/akn/vn/doc/ke-hoach/uy-ban-nhan-dan-xa-ba-sao-ninh-binh/2025/12-kh-ubnd`` is a plan by its kind, issuer, year and
number: known from what is printed on it, the same in every data folder, and for a document that is only cited too.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from index.identity import symbol_key
from ingest.text import fold
from ingest.types import Metadata, Reference
from ingest.vocabulary import Entry, entries, read

UNKNOWN = "khong-ro"  # in the place of an issuer
NO_YEAR = "0001"  # the earliest that the type of a date takes: the year is not printed
LONGEST = 40  # characters of a name made of a subject; the hash of all of it tells those apart that begin alike
FILE = "tep-"  # begins the number of a document that says neither its number nor its subject


class Kind(Entry):
    """A type of document as ``loai-van-ban.toml`` has it."""

    name: str
    normative: bool = False


class Work(NamedTuple):
    """A document as a work: whatever file, reading or version it comes in."""

    element: str
    subtype: str
    actor: str
    year: str
    number: str

    @property
    def key(self) -> str:
        """Its parts as a path, without a slash in front."""
        return "/".join(("vn", *(part for part in self if part)))

    @property
    def iri(self) -> str:
        """The IRI of the work."""
        return f"/akn/{self.key}"

    @property
    def is_named(self) -> bool:
        """Whether it is known by what is printed on it, not by the name of its file."""
        return not self.number.startswith(FILE)


def work_of(document: Metadata, source: str) -> Work:
    """The work that a document, read from the file ``source``, is of."""
    return Work(
        element=element_of(document.type),
        subtype=slug(document.type or ""),
        actor=_actor(document.issuer, document.commune and document.province),
        year=_year(document.issued, document.symbol),
        number=_number(document, source),
    )


def cited_work(reference: Reference) -> Work | None:
    """The work that a citation names by its symbol; ``None`` if it gives none."""
    if not reference.symbol:
        return None
    return Work(
        element=element_of(reference.type),
        subtype=slug(reference.type or ""),
        actor=_actor(reference.issuer, None),
        year=_year(reference.issued, reference.symbol),
        number=slug(symbol_key(reference.symbol)),
    )


@lru_cache(maxsize=256)
def element_of(type: str | None) -> str:
    """The document type of Akoma Ntoso for a Vietnamese one: ``act`` or ``doc``."""
    acts = {kind.name for kind in entries("loai-van-ban", "loai", Kind) if kind.normative}
    return "act" if type in acts.union(read("akoma-ntoso")["acts"]) else "doc"


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Words as part of an address: ``Ủy ban nhân dân`` → ``uy-ban-nhan-dan``."""
    folded = fold(text)
    return "-".join("".join(char if char.isalnum() else " " for char in folded).split())


def _actor(issuer: str | None, province: str | None) -> str:
    """The issuer; that of a commune with its province, for communes of one name are many."""
    names = [slug(name) for name in (issuer, province) if name]
    if len(names) > 1 and names[1].split("-", 1)[-1] in names[0]:
        names.pop()
    return "-".join(names) or UNKNOWN


def _year(issued: str | None, symbol: str | None) -> str:
    """Of issue, else as the symbol has it: ``30/2020/NĐ-CP``."""
    printed = [part for part in (symbol or "").split("/")[1:2] if len(part) == len(NO_YEAR) and part.isdecimal()]
    return issued[:4] if issued else (printed or [NO_YEAR])[0]


def _number(document: Metadata, source: str) -> str:
    if document.symbol:
        return slug(symbol_key(document.symbol))
    subject = slug(document.subject or "")
    if len(subject) <= LONGEST:
        return subject or FILE + (slug(Path(source).stem) or UNKNOWN)
    return f"{subject[: LONGEST + 1].rpartition('-')[0]}-{sha256(subject.encode()).hexdigest()[:6]}"
