"""The versions of a document as pages name them: what they are called, where they are read and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from index.types import Version
from service.wording import day
from web.places import reader_url
from web.words import Words


@dataclass(frozen=True)
class Edition:
    """A version: ``label`` says which and until when, ``band`` what a reader of an old one must know at once."""

    name: str
    label: str
    href: str
    compared: str
    current: bool
    band: str = ""


def editions(document: str, versions: Sequence[Version], words: Words) -> tuple[Edition, ...]:
    """Every version of a document, the newest first."""
    return tuple(edition(document, one, words) for one in reversed(versions))


def edition(document: str, version: Version, words: Words) -> Edition:
    """One version of a document."""
    base = reader_url(document)
    current = version.until is None
    key = "edition.current" if current else "edition.former"
    return Edition(
        name=version.name,
        label=words(key, ordinal=version.ordinal, taken=_day(version.taken, words), until=_day(version.until, words)),
        href=base if current else reader_url(document, version=version.name),
        compared="" if current else f"{base}/so-sanh?{urlencode({'ban': version.name})}",
        current=current,
        band="" if current else words("edition.band", until=_day(version.until, words)),
    )


def _day(moment: str | None, words: Words) -> str:
    return day(moment) if moment else words("edition.no_day")
