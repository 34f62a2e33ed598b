"""Addresses that still lead to the same words when documents are read again, renamed, replaced or held elsewhere.

``/tl/<work>?tep=<file>&ban=<version>&doan=<start>-<end>&trich=<opening>&khop=<length>-<quote>-<before>-<after>``

The work is the document's name by the Akoma Ntoso convention, the file and the version the beginnings of the sha256 of
its bytes and of its canonical text, the rest a :class:`~service.standards.selectors.Selector`. Nothing of it is an id
of one data folder. :mod:`service.standards.resolving` follows such an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from index.types import DocumentSummary
from index.versions import name_of
from ingest.errors import BadRequest
from ingest.types import Document
from service.links import reader_url, set_address
from service.standards.selectors import OPENING, Selector, select
from service.standards.works import work_of
from service.types import Citation

PATH = "/tl/"
FILE = 12  # letters of the hash of a file
_HEX = frozenset("0123456789abcdef")


class Link(NamedTuple):
    """What an address says."""

    work: str
    file: str = ""
    version: str = ""
    selector: Selector | None = None


def permalink(
    document: DocumentSummary | Document,
    text: str,
    start: int | None = None,
    end: int | None = None,
    *,
    version: str = "",
) -> str:
    """The address of a document whose canonical text is ``text``, or of its words ``[start, end)``.

    From the root of the server; with ``TRACUU_URL`` set, from that address. ``version`` is the name of the version with
    this text, if it is known.
    """
    link = Link(work_of(document, document.source).key, document.sha256[:FILE], version or name_of(text))
    if start is not None and end is not None:
        link = link._replace(selector=select(text, start, end))
    return set_address() + address(link)


def on_this_server(permalink: str) -> str:
    """A permalink from the root of whichever server it is followed on."""
    parts = urlsplit(permalink)
    return urlunsplit(("", "", *parts[2:]))


def quotation_url(citation: Citation, version: str | None = None) -> str:
    """The address of a quotation from the root of the server: its permalink, else its place in the reader.

    ``version`` names the one held, for a citation that names none.
    """
    if citation.permalink is not None:
        return on_this_server(citation.permalink)
    return reader_url(citation.document, citation.start, citation.end, citation.version or version)


def address(link: Link) -> str:
    """A link as a path with its query."""
    asked = {"tep": link.file, "ban": link.version}
    if link.selector is not None:
        told = link.selector
        asked["doan"] = f"{told.start}-{told.end}"
        asked["trich"] = told.opening
        asked["khop"] = f"{told.length}-{told.quote}-{told.before}-{told.after}"
    query = urlencode({name: value for name, value in asked.items() if value}, quote_via=quote)
    lit = "#doan" if link.selector else ""  # where the words are lit on the page of the document
    return PATH + quote(link.work) + (f"?{query}" if query else "") + lit


def parsed(url: str) -> Link:
    """An address as it was copied; raises :class:`~ingest.errors.BadRequest` if it is none of ours."""
    parts = urlsplit(url.strip())
    _, found, work = parts.path.partition(PATH)
    if not found:
        raise _unreadable()
    return asked_link(unquote(work), dict(parse_qsl(parts.query)))


def asked_link(work: str, asked: Mapping[str, str]) -> Link:
    """The link of a work and a query; raises :class:`~ingest.errors.BadRequest` if somebody has changed it."""
    file, version = asked.get("tep", ""), asked.get("ban", "")
    if not (
        _HEX.issuperset(file) and _HEX.issuperset(version) and len(file) in range(65) and len(version) in range(65)
    ):
        raise _unreadable()
    return Link(work.strip("/"), file, version, _selector(asked))


def _selector(asked: Mapping[str, str]) -> Selector | None:
    """The words that are asked for; an address cut off behind the place of the document asks for none."""
    if "doan" not in asked and "khop" not in asked:
        return None
    start, _, end = asked.get("doan", "").partition("-")
    length, *hashes = asked.get("khop", "").split("-")
    numbers = (start, end, length)
    if len(hashes) != 3 or not all(number.isdecimal() and number.isascii() and len(number) < 10 for number in numbers):
        raise _unreadable()
    return Selector(int(start), int(end), asked.get("trich", "")[: 2 * OPENING], int(length), *hashes)


def _unreadable() -> BadRequest:
    return BadRequest(
        "Địa chỉ bền này không đọc được: thiếu hoặc sai một phần.",
        "Sao chép lại trọn địa chỉ, từ /tl/ đến hết; hoặc tìm lại văn bản ở trang Văn bản.",
    )
