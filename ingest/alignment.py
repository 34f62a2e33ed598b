"""Short rows of a table that came as text: which columns their cells stand in, and which the row above spans.

Text keeps no merged cells: a row under "Chủ trì" that spans three rows simply has a cell less. What the
columns hold, told from the header, and what the cells look like settle where the gap is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal["body", "time", "other"]

_BODIES = re.compile(r"chủ trì|phối hợp|cơ quan|đơn vị(?! tính)|phân công", re.IGNORECASE)
_TIMES = re.compile(r"thời (?:gian|hạn)|tiến độ|hoàn thành|^năm$", re.IGNORECASE)
# "Bộ Y tế" is a body, "Bộ tiêu chí" and "Ban hành" are none: a name follows, or the head is a body by itself.
_BODY = re.compile(
    r"^[-+•]?\s*(?:((?:Các|các) (?:bộ|sở|cơ quan|đơn vị|xã|phường|ban|địa phương|ngành|phòng)|UBND|HĐND|Ủy ban|Uỷ ban"
    r"|Công an|Văn phòng|Tỉnh đoàn|Thành đoàn|Đảng ủy)|Bộ|Sở|Ban|Phòng|Trung tâm|Cục|Chi cục|Hội|Đoàn|Thanh tra"
    r"|Ngân hàng|Viện|Trường|Mặt trận)\b"
)
_TIME = re.compile(
    r"(?:19|20)\d\d|\btháng\b|\bquý\b|giai đoạn|thường xuyên|h[àằ]ng (?:năm|quý|tháng)|định kỳ|liên tục"
    r"|khi (?:có )?(?:phát sinh|yêu cầu)|theo (?:quy định|yêu cầu|tiến độ|lộ trình|kế hoạch)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^(\d+([.,]\d+)*|[IVXLC]+(\.\d+)*|[A-Z]|[a-zđ])[.)]?$")
_LONGEST_TIME = 12


class Aligned(NamedTuple):
    """The cells of a row, one a column, and the columns whose cell the row above spans."""

    cells: tuple[str, ...]
    merged: tuple[int, ...] = ()


def is_ordinal(cell: str) -> bool:
    """Whether a cell holds the number of its row."""
    return bool(_ORDINAL.match(cell))


def align(cells: tuple[str, ...], columns: int, header: Sequence[str] = ()) -> Aligned:
    """Pads a short row to ``columns``; ``header`` names what they hold, empty if nobody knows.

    A row that has its number lacks its last cells, one that has none begins behind the number, unless the
    cells fit the columns better with the gap elsewhere.
    """
    missing = columns - len(cells)
    if missing <= 0:
        return Aligned(cells)
    if len(cells) == 1 or len(header) != columns:
        first = 0 if is_ordinal(cells[0]) or len(cells) == 1 else 1
        return Aligned(("",) * first + cells + ("",) * (missing - first))
    kinds = [_kind(name) for name in header]
    # the first of equals: the gap at the end
    best = max(_gaps(cells, missing), key=lambda placed: _fit(placed, kinds))
    gaps = tuple(at for at, cell in enumerate(best) if at and cell is None)
    return Aligned(tuple(cell or "" for cell in best), gaps if len(cells) > 1 else ())


def _gaps(cells: tuple[str, ...], missing: int) -> Iterator[tuple[str | None, ...]]:
    """Every row with one run of missing cells behind the number, from the last place to the first."""
    lead: tuple[str | None, ...] = cells[:1] if is_ordinal(cells[0]) else (None,)
    rest = cells[1:] if is_ordinal(cells[0]) else cells
    gap = (None,) * (missing - (0 if is_ordinal(cells[0]) else 1))
    for at in range(len(rest), -1, -1):
        yield (*lead, *rest[:at], *gap, *rest[at:])


def _kind(name: str) -> Kind:
    if _BODIES.search(name):
        return "body"
    return "time" if _TIMES.search(name) else "other"


def _fit(cells: Sequence[str | None], kinds: Sequence[Kind]) -> int:
    """How many cells look like what their column holds."""
    return sum(cell is not None and _looks(cell) == kind for cell, kind in zip(cells, kinds, strict=True))


def _looks(cell: str) -> Kind:
    if _TIME.search(cell) and len(cell.split()) <= _LONGEST_TIME:
        return "time"
    named = _BODY.match(cell)
    return "body" if named and (named[1] or cell[named.end() :].lstrip()[:1].isupper()) else "other"
