"""Marks at the head of a line that tell what it is: bullets, footnotes, names of kinds of documents."""

from __future__ import annotations

import re
from functools import cache

from ingest.facts.kinds import document_types

BULLET = re.compile(r"^([-–—+•●▪◦○‣*])\s*(?=[^\s\d.,%)\-–—*]|\d)")
FOOTNOTE = re.compile(r"^(?:[¹²³⁴-⁹⁰]+|\[\d{1,3}\])\s*(?=\S)")


@cache
def title_names() -> frozenset[str]:
    """The kinds of documents in capitals, as a title prints them (NĐ 30/2020, Phụ lục III; HD 36-HD/VPTW)."""
    names = [name for kind in document_types() for name in (kind.name, *kind.variants)]
    return frozenset(name.upper() for name in names) - {"VĂN BẢN"} | {"QUYẾT NGHỊ"}


def is_doc_type(text: str) -> bool:
    """Whether a line is nothing but the name of a kind of document, in capitals."""
    return text.strip(" :.") in title_names()


def starts_with_doc_type(text: str) -> bool:
    """Whether a line in capitals begins with the name of a kind of document and goes on."""
    return is_upper(text) and any(text.startswith(name + " ") for name in title_names())


def is_upper(text: str) -> bool:
    """Whether the letters of ``text`` are all capitals (at least two of them)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)
