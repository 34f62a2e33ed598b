"""Ranks that plans aim at: "thuộc nhóm 10 tỉnh dẫn đầu", "top 03 vùng", "xếp thứ 5 trở lên"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.types import Comparator

_LEADS = r"(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất|phát triển nhất|đi đầu)"
_PLACES = r"(?:nước|quốc gia|nền kinh tế|tỉnh|thành phố|địa phương|huyện|xã|phường|bộ|cơ quan|đơn vị)"
_AMONG = re.compile(
    rf"(?<!\w)(?:(?:nhóm|top|tốp)\s+|(?:trong(?: số)?|một trong(?: số)?|vào|và|thuộc)\s+(?=\d+\s+{_PLACES}))"
    rf"(?P<rank>\d{{1,3}})\s+(?P<of>[^.;\d]{{0,60}}?)(?:có [^.;,\d]{{0,60}}?)?{_LEADS}",
    re.IGNORECASE,
)
_TOP = re.compile(r"(?<!\w)(?:top|tốp)\s+(?P<rank>\d{1,3})\b\s*(?P<of>[^.;,\d]{0,60})", re.IGNORECASE)
_PLACED = re.compile(
    r"(?<!\w)(?:xếp|đứng|giữ|đạt|thuộc|duy trì|ở)\s+(?:vị trí\s+|hạng\s+|thứ hạng\s+)*(?:từ\s+)?"
    r"(?:thứ|hạng|vị trí|hạng thứ|vị trí thứ)\s+(?P<rank>\d{1,3})(?!\d|\s*[/.]\d)(?P<up>\s+trở lên)?"
    r"(?:\s*/\s*\d+)?(?P<of>)",
    re.IGNORECASE,
)
_AT_MOST: Comparator = "<="


class Rank(NamedTuple):
    """A rank in ``text[start:end]``, its digits at ``number``: at most ``value`` unless a place is named exactly.

    ``of`` says among whom.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: float
    comparator: Comparator
    of: str | None


def find_ranks(text: str) -> Iterator[Rank]:
    """Every rank of a clause, in reading order; one that two wordings tell is given once."""
    matches = [match for pattern in (_AMONG, _TOP, _PLACED) for match in pattern.finditer(text)]
    end = 0
    for match in sorted(matches, key=lambda match: (match.start("rank"), -match.end())):
        if match.start("rank") < end:
            continue
        end = match.end("rank") + 1
        exact = match.re is _PLACED and not match["up"]
        of = " ".join(match["of"].split()) or None
        yield Rank(match.start(), match.end(), match.span("rank"), float(match["rank"]), "=" if exact else _AT_MOST, of)
