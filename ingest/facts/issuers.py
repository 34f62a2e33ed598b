"""Names of issuers: written out, compared, and told from a symbol."""

from __future__ import annotations

import re

from ingest.facts.kinds import issuer_in_symbol
from ingest.facts.symbols import Symbol
from ingest.places import sound_key
from ingest.text import squeeze

_SHORT = (
    (re.compile(r"\bBCH\b"), "Ban Chấp hành"),
    (re.compile(r"\bBTV\b"), "Ban Thường vụ"),
    (re.compile(r"\bBCĐ\b"), "Ban Chỉ đạo"),
)
_SAME = (
    (re.compile(r"uỷ"), "ủy"),
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bttcp\b|\bttg\b"), "thủ tướng chính phủ"),
    (re.compile(r"^bộ trưởng (?=bộ )|^thống đốc (?=ngân hàng )"), ""),
    (re.compile(r"\btrung ương đảng(?: cộng sản việt nam)?\b"), "trung ương"),
    (re.compile(r"^(?:ban thường vụ|thường trực) (?=tỉnh ủy|thành ủy|huyện ủy|đảng ủy)"), ""),
)
_GOVERNMENT = {"chính phủ", "thủ tướng chính phủ", "văn phòng chính phủ"}


def written_out(issuer: str) -> str:
    """The issuer with the Party's short forms written out: "BCH Trung ương Đảng"."""
    for short, full in _SHORT:
        issuer = short.sub(full, issuer)
    return squeeze(issuer)


def _key(issuer: str) -> str:
    folded = written_out(issuer).casefold()
    for pattern, full in _SAME:
        folded = pattern.sub(full, folded)
    return sound_key(folded)


def agree(a: str, b: str) -> bool:
    """Whether two names can be of one issuer: equal, or one the other with or without its place.

    "Ban Thường vụ Tỉnh ủy" agrees with "Ban Thường vụ Tỉnh ủy Thái Nguyên" and with "Tỉnh ủy"; "Chính phủ"
    does not agree with "Thủ tướng Chính phủ".
    """
    left, right = _key(a), _key(b)
    if left == right:
        return True
    if left in _GOVERNMENT and right in _GOVERNMENT:
        return False
    short, long = sorted((left, right), key=len)
    return bool(re.search(rf"(?:^|\s){re.escape(short)}(?:\s|$)", long))


def of_symbol(symbol: Symbol) -> str | None:
    """The issuer that a symbol alone gives away ("CP", "TTg", "QH15", ministries)."""
    return issuer_in_symbol(symbol.body) if symbol.family == "state" else None
