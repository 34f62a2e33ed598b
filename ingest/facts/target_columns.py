"""What the columns of a table hold, told from its header: indicator, unit, values by year, deadline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.facts import due
from ingest.facts.deadlines import find_deadlines, normalise

_INDICATOR = re.compile(r"chỉ tiêu|chỉ số|tiêu chí|mục tiêu|nội dung đánh giá", re.IGNORECASE)
_UNIT = re.compile(r"^\W*(?:đơn vị|đvt|đ/v)(?:\s*tính)?\W*$|đơn vị tính|đvt", re.IGNORECASE)
_VALUE = re.compile(
    r"^\W*(?:kết quả|giá trị|mục tiêu|kế hoạch|chỉ tiêu|mức|phấn đấu|lộ trình|số lượng|tỷ lệ|tỉ lệ)", re.IGNORECASE
)
_STATE = re.compile(
    r"thực hiện|ƯTH|\bTH\b|hiện trạng|thực trạng|\bước|đã đạt|kết quả năm|đầu kỳ|xuất phát|cơ quan|chủ trì|ghi chú"
    r"|đơn giá|thành tiền|kinh phí|số (?:mẫu|đợt|điểm|lần)|tần suất|trữ lượng|tọa độ",
    re.IGNORECASE,
)
_DUE = re.compile(r"thời (?:gian|hạn)|tiến độ|hoàn thành", re.IGNORECASE)
_NUMBER = re.compile(r"^\W*(?:tt|stt|số tt|số thứ tự)\W*$", re.IGNORECASE)
_DOING = re.compile(r"chủ trì|phối hợp|thực hiện", re.IGNORECASE)
_COST = re.compile(r"đơn giá|thành tiền|kinh phí|số (?:mẫu|đợt|điểm|lần)|tần suất|trữ lượng", re.IGNORECASE)
_PAST = re.compile(r"thực hiện|\bước|ƯTH|\bTH\b|hiện trạng|hiện có", re.IGNORECASE)
_FEW_WORDS = 3

Header = list[list[str]]


class Columns(NamedTuple):
    """What the columns of one table hold: ``values`` maps a column to the deadline in its header."""

    indicator: int | None
    unit: int | None
    values: dict[int, str | None]
    due: int | None
    width: int
    numbered: bool

    @property
    def lists_indicators(self) -> bool:
        """Whether each row of the table is an indicator with its values."""
        return self.indicator is not None and bool(self.values)

    def shift(self, row: Sequence[object], number: str) -> int | None:
        """How far a row's cells stand left of their columns: 1 where an empty number cell was lost.

        ``None`` if the row cannot belong to this header: more cells than columns.
        """
        missing = self.width - len(row)
        if missing < 0:
            return None
        return 1 if missing == 1 and self.numbered and not number else 0


def is_second_header(cells: Sequence[str]) -> bool:
    """Whether a row only names years, below a header cell that spans them: "Năm 2026 | Năm 2027"."""
    printed = [cell for cell in cells if cell]
    return len(printed) > 1 and all(_names_a_time(cell) for cell in printed)


def _names_a_time(cell: str) -> bool:
    found = find_deadlines(cell)
    return bool(found) and len(re.findall(r"\w+", cell)) <= len(re.findall(r"\w+", found[0].printed)) + _FEW_WORDS


def read_header(rows: Sequence[Sequence[str]]) -> Header:
    """The header's words by column, from top to bottom; a cell above several is repeated over them."""
    header: Header = [[cell] if cell else [] for cell in rows[0]] if rows else []
    for row in rows[1:]:
        wide = [index for index, words in enumerate(header) if words and ".." in (normalise(words[-1]) or "")]
        if len(wide) == 1 and all(_names_a_time(cell) for cell in row):
            at = wide[0]
            header = header[:at] + [[*header[at], cell] for cell in row] + header[at + 1 :]
            continue
        for index, cell in enumerate(row[: len(header)]):
            if cell and cell not in header[index]:
                header[index].append(cell)
    return header


def classify(header: Header, issued: str | None) -> Columns:
    """Which column holds what; ``issued`` tells columns of results from columns of aims."""
    cells = [" ".join(words) for words in header]
    unit = _first(cells, lambda cell: bool(_UNIT.search(cell)) and not _DOING.search(cell))
    deadline = _first(cells, lambda cell: bool(_DUE.search(cell)) and not _INDICATOR.search(cell))
    indicator = _first(
        [cell if index != unit else "" for index, cell in enumerate(cells)],
        lambda cell: bool(_INDICATOR.search(cell)) and not normalise(cell),
    )
    values: dict[int, str | None] = {}
    for index, words in enumerate(header):
        if index in (indicator, unit, deadline):
            continue
        norm = next((norm for cell in reversed(words) if (norm := normalise(cell))), None)
        if norm and not due.is_past(norm, issued) and not (_PAST.search(cells[index]) or _COST.search(cells[index])):
            values[index] = norm
        elif not norm and indicator is not None and _VALUE.search(cells[index]) and not _STATE.search(cells[index]):
            values[index] = None
    if unit is None and not any(values.values()) and deadline is not None:
        indicator = None  # "Nhiệm vụ | Kết quả | Thời hạn" lists tasks
    numbered = bool(cells) and bool(_NUMBER.match(cells[0]))
    return Columns(indicator, unit, values, deadline, len(cells), numbered)


def _first(cells: Sequence[str], fits: Callable[[str], bool]) -> int | None:
    return next((index for index, cell in enumerate(cells) if fits(cell)), None)
