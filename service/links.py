"""Addresses of pages, for whoever points at them from outside: a mail, a feed, a page."""

from __future__ import annotations

import os
from urllib.parse import quote, urlencode, urlsplit

from ingest.errors import BadRequest

SETTING = "TRACUU_URL"
"""Names the address under which readers open the pages, such as ``https://tracuu.xuanthanh.gov.vn``."""

HERE = "http://127.0.0.1:8000"


def reader_url(document: str, start: int | None = None, end: int | None = None, version: str | None = None) -> str:
    """The address of a document, at a passage if its span is given; with ``version`` it lasts when that is replaced."""
    path = f"/van-ban/{quote(document, safe='')}"
    asked = {"phien-ban": version} if version else {}
    if start is None or end is None:
        return f"{path}?{urlencode(asked)}" if asked else path
    return f"{path}?{urlencode({'tu': start, 'den': end, **asked})}#doan"


def set_address() -> str:
    """What the setting says, unchecked, without a slash at the end; "" if it says nothing."""
    return os.environ.get(SETTING, "").strip().rstrip("/")


def site_address(otherwise: str = HERE) -> str:
    """Where the pages are, without a slash at the end: as it is set, else ``otherwise``.

    Raises :class:`BadRequest` if the setting is no address.
    """
    told = set_address()
    if not told:
        return otherwise
    parts = urlsplit(told)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadRequest(f"{SETTING} “{told}” không phải địa chỉ trang.", "Ghi như https://tracuu.xuanthanh.gov.vn.")
    return told
