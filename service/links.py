"""Addresses of the reader's pages, as they are quoted outside of them."""

from __future__ import annotations

import os
from urllib.parse import quote, urlencode

LOCAL = "http://127.0.0.1:8000"


def site_address(usual: str = LOCAL) -> str:
    """Where people open the pages: ``TRACUU_URL``, else ``usual``; without a slash at its end."""
    return (os.environ.get("TRACUU_URL") or usual).rstrip("/")


def reader_url(document: str, start: int | None = None, end: int | None = None, version: str | None = None) -> str:
    """The address of a document, at a passage if its span is given; with ``version`` it lasts when that is replaced."""
    path = f"/van-ban/{quote(document, safe='')}"
    asked = {"phien-ban": version} if version else {}
    if start is None or end is None:
        return f"{path}?{urlencode(asked)}" if asked else path
    return f"{path}?{urlencode({'tu': start, 'den': end, **asked})}#doan"
