"""The source links of quotations on a page, each followed to the document and the span that it names."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

from index.library import Library
from service.standards.permalinks import PATH, parsed
from service.standards.resolving import resolve

SOURCE = re.compile(r'<p class="source">.*?<a href="([^"]+#doan)"', re.DOTALL)


def span(library: Library, href: str) -> tuple[str, int, int]:
    """(document, start, end) of a link as it stands in a page: a permalink, or one into the reader."""
    if not href.startswith(PATH):
        address = urlsplit(html.unescape(href))
        asked = parse_qs(address.query)
        return unquote(address.path.removeprefix("/van-ban/")), int(asked["tu"][0]), int(asked["den"][0])
    found, _ = resolve(library, parsed(html.unescape(href)))
    assert found.state == "held" and found.start is not None and found.end is not None, href
    return found.document, found.start, found.end


def spans(library: Library, page: str) -> list[tuple[str, int, int]]:
    """Those of every quotation on a page, in order."""
    return [span(library, href) for href in SOURCE.findall(page)]
