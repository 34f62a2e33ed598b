"""The place of a passage and the name of its document, as a Vietnamese document would cite them.

Two ways of dividing a text are in use (NĐ 30/2020/NĐ-CP, Phụ lục I): by *điều*, cited
from the smallest part up ("điểm a khoản 1 Điều 5"), and by numerals, cited from the
largest part down ("mục II.1"); an appendix is named first.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from ingest.types import Document
from service.links import reader_url as reader_url
from service.ports import Held
from service.types import Citation
from web.words import Words

NUMERAL = re.compile(r"(?:[IVXLCDM]+|\d+(?:\.\d+)*)\.?")
LETTER = re.compile(r"[^\W\d_]\)?")
APPENDIX = "phụ lục"
ARTICLE = "điều"


def place(path: tuple[str, ...], words: Words) -> str:
    """A section path in words: "mục II.1", "Phụ lục I, mục III.20", "điểm a khoản 1 Điều 5"."""
    labels = [label.strip(" *.:") for label in path]
    if not labels:
        return ""
    if words.has(f"place.{labels[0]}"):
        return words(f"place.{labels[0]}")
    article = next((i for i, label in enumerate(labels) if label.casefold().startswith(ARTICLE)), None)
    if article is not None:
        return _in_article(labels[article], labels[article + 1 :], words)
    if labels[0].casefold().startswith(APPENDIX):
        return ", ".join(part for part in (labels[0], _numbered(labels[1:], words)) if part)
    return _numbered(labels, words)


def _in_article(article: str, below: list[str], words: Words) -> str:
    named = [words("place.point" if LETTER.fullmatch(b) else "place.clause", label=b.rstrip(")")) for b in below]
    return " ".join([*reversed(named), article])


def _numbered(labels: list[str], words: Words) -> str:
    parts: list[str] = []
    numerals: list[str] = []
    for label in labels:
        if NUMERAL.fullmatch(label):
            _append_numeral(numerals, label)
            continue
        if numerals:
            parts.append(words("place.section", path=".".join(numerals)))
            numerals = []
        parts.append(words("place.point", label=label.rstrip(")")) if LETTER.fullmatch(label) else label)
    if numerals:
        parts.append(words("place.section", path=".".join(numerals)))
    return ", ".join(parts)


def _append_numeral(numerals: list[str], label: str) -> None:
    """ "2.1" under "2" replaces it: the printed label already carries its parent's."""
    while numerals and not numerals[-1].isalpha() and label.startswith(f"{numerals[-1]}."):
        numerals.pop()
    numerals.append(label)


def sentence_case(text: str) -> str:
    """``text`` with its first letter large."""
    return text[:1].upper() + text[1:]


def title_of(held: Held | Document, words: Words) -> str:
    """ "Kế hoạch số 12/KH-UBND của UBND xã Xuân Thành", or the name of its file."""
    parts = [held.type]
    parts.append(words("cite.number", symbol=held.symbol) if held.symbol else None)
    parts.append(words("cite.by", issuer=words.shortened(held.issuer)) if held.issuer else None)
    return " ".join(part for part in parts if part) if held.type or held.symbol else held.source


def document_name(held: Held | Document, words: Words) -> str:
    """:func:`title_of`, and saying so when it is a digest of ours."""
    name = title_of(held, words)
    return words("cite.digest", document=name) if held.digest else name


def copied(citation: Citation, name: str, words: Words) -> str:
    """A quotation with its source, to paste: “…” (Mục II.1, Kế hoạch của UBND xã Xuân Thành)."""
    cells = [cell.strip() for line in citation.quote.split("\n") for cell in line.split("\t")]
    plain = " | ".join(cell for cell in cells if cell) if "\t" in citation.quote else citation.quote
    note = words("cite.recognised") if citation.recognised else ""
    source = ", ".join(part for part in (place(citation.section, words), name, note) if part)
    return words("quote.form", quote=plain, source=sentence_case(source))


def lasting_url(document: str, start: int | None = None, end: int | None = None, version: str = "") -> str:
    """The address that leads on to the permalink of a document or of a span of it."""
    span = {} if start is None or end is None else {"tu": start, "den": end}
    asked = urlencode(span | ({"phien-ban": version} if version else {}))
    return f"/van-ban/{quote(document, safe='')}/dia-chi" + (f"?{asked}" if asked else "")


def sheet_url(document: str, page: int, start: int | None = None, end: int | None = None) -> str:
    """The address of a page beside its picture, with a passage lit if its span is given."""
    path = f"/van-ban/{quote(document, safe='')}/trang/{page}"
    if start is None or end is None:
        return path
    return f"{path}?{urlencode({'tu': start, 'den': end})}#doan"


def image_url(document: str, page: int, sha256: str) -> str:
    """The address of the picture of a page; it names the bytes, so that browsers may keep it."""
    return f"/api/documents/{quote(document, safe='')}/pages/{page}.png?{urlencode({'v': sha256[:12]})}"


def neighbours_url(document: str, start: int, end: int) -> str:
    """The address of what other documents say where this one says ``[start, end)``."""
    return f"/van-ban/{quote(document, safe='')}/lan-can?{urlencode({'tu': start, 'den': end})}"


def fitted(label: str, most: int) -> str:
    """A label of a picture, cut at a letter where it would be longer than ``most``."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
