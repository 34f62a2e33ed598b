"""Whether a figure of a plan is an aim, given the words and headings around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.facts import target_cues as cues
from ingest.facts.due import Due
from ingest.facts.numbers import Figure

_COUNT_VERBS = re.compile(
    r"(?:hình thành|xây dựng|thành lập|phát triển|thu hút|đào tạo|bồi dưỡng|tập huấn|hỗ trợ|tổ chức|lựa chọn|duy trì|có"
    r"|phấn đấu|mục tiêu|hướng tới|đạt|gấp|giảm|tăng|nâng|còn|chiếm|triển khai|nhân rộng|mỗi \w+)(?!\w)[^;]*$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"^(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) )?(?:đồng|USD|đô la)", re.IGNORECASE)
_EARNED = re.compile(
    r"doanh thu|thu ngân sách|tổng thu|kim ngạch|thu nhập|giá trị|quy mô|GRDP|GDP|doanh số|vốn đăng ký", re.IGNORECASE
)
_THRESHOLD = re.compile(r"(?<!\w)từ\s*$", re.IGNORECASE)
_STRONG = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu|hướng tới", re.IGNORECASE)
_REACHED = re.compile(
    r"(?:đạt|có|hình thành|xây dựng|thành lập|tỷ số|tỉ số|tỷ suất|tỷ lệ|là|còn)[^,;]{0,40}$", re.IGNORECASE
)
_SEPARATOR = re.compile(r"[,:]\s|(?<!\w)(?:và|trong đó|đồng thời)(?!\w)", re.IGNORECASE)
_ATTAINS = re.compile(
    r"(?:đạt|chiếm|tăng|giảm|còn)(?!\w)|^\W*(?:có |phấn đấu )?(?:hình thành|xây dựng|thành lập|phát triển|hỗ trợ)",
    re.IGNORECASE,
)
_SPEED = re.compile(r"^[mgt]b(?:ps|/s|it/s)", re.IGNORECASE)
_SPEED_SUBJECT = re.compile(r"\s*(?:tốc độ|băng thông|dung lượng|tổng dung lượng)", re.IGNORECASE)
_PHYSICAL = re.compile(r"^(?:ha|hecta|[kcm]?m[²³23]?|kg|tạ|tấn|mét|MW|kWh|GWh|TB|GB|ohm|GPa|Hz)(?!\w)", re.IGNORECASE)
_PLACES = re.compile(r"^(?:nước|quốc gia|tỉnh|thành phố|địa phương|huyện|xã|phường)", re.IGNORECASE)
_LEADING = re.compile(r"^[^,.;]{0,40}?(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất)", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)")
_FLOORS = frozenset({">=", ">", "range", "~"})
_FEW_WORDS = 4


class Context(NamedTuple):
    """What stands above a passage: path, headings and deadline, and what they make of its figures.

    ``aiming``: they are aims; ``demanding``: a report, where only what is called an aim is one; ``law``: an article,
    whose floors are conditions.
    """

    path: tuple[str, ...]
    headings: tuple[str, ...]
    aiming: bool
    demanding: bool
    inherited: Due
    issued: str | None
    law: bool = False


def is_aim(piece: str, seen: str, figure: Figure, later: bool, context: Context, dated: str | None) -> bool:
    """Whether a figure of the clause ``piece`` is an aim.

    Args:
        piece: the clause; the spans of ``figure`` count in it.
        seen: the clauses of the same sentence in front of it.
        figure: the figure asked about.
        later: whether an earlier figure of the clause is an aim already.
        context: what stands above.
        dated: the deadline that the clause states for the figure.
    """
    # A comparator may itself begin with a cue ("ước đạt", "với tỷ lệ"), so the words up to the digits count.
    before, after = _BRACKETED.sub("", piece[: figure.number[0]]), piece[figure.end :]
    percent = "%" in figure.unit
    if _in_brackets(piece, figure) and not (percent and figure.explicit):
        return False
    if cues.is_present_state(before, after, context.aiming) or cues.is_condition(before):
        return False
    if cues.is_cost(before, after) or figure.unit == "% tổng mức đầu tư":
        return False
    if figure.comparator == "<=" and not context.aiming and not _STRONG.search(seen + before):
        return False
    if context.demanding and not cues.AIM.search(seen + before) and not dated:
        return False
    if context.law and not _STRONG.search(seen + before) and not dated:
        return False
    return percent or (_can_be_aimed_at(piece, figure, later, context) and _is_counted(piece, seen, figure, context))


def _in_brackets(piece: str, figure: Figure) -> bool:
    """Whether a figure stands in brackets, or in quotation marks as part of a name."""
    before = piece[: figure.start]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def _can_be_aimed_at(piece: str, figure: Figure, later: bool, context: Context) -> bool:
    """Whether a figure that is no percentage measures something that plans set: no age, cost or property."""
    before, unit = piece[: figure.start], figure.unit.casefold()
    if figure.comparator == "<=" or unit.startswith("tuổi") or cues.is_specification(before):
        return False
    if _MONEY.search(unit) and not (context.aiming and _EARNED.search(before)):
        return False
    if _SPEED.search(unit) and not _SPEED_SUBJECT.match(before):
        return False
    if _PLACES.match(unit) and _LEADING.match(piece[figure.end :]):
        return False  # a rank, read as such
    if _numbers_a_line(piece, figure):
        return False
    return not later or _stands_apart(piece[: figure.number[0]])


def _numbers_a_line(piece: str, figure: Figure) -> bool:
    """Whether a figure is the number of a line: "3 Thành phố Huế" in a table that came without its cells."""
    start, end = figure.number
    return not piece[:start].strip() and piece[end:].lstrip()[:1].isupper()


def _is_counted(piece: str, seen: str, figure: Figure, context: Context) -> bool:
    """Whether the words around a count make it an aim: a verb and, outside a list of aims, a floor or "phấn đấu"."""
    before = piece[: figure.number[0]]
    floor = figure.comparator in _FLOORS
    if context.demanding or not context.aiming:
        if _STRONG.search(seen + before):
            return bool(figure.unit) and (floor or bool(_REACHED.search(before)))
        opened = _THRESHOLD.search(piece[figure.start : figure.number[0]])
        if context.demanding or not floor or opened or _PHYSICAL.match(figure.unit):
            return False
        return bool(cues.AIM.search(piece[: figure.end]) and _COUNT_VERBS.search(before))
    if floor:
        return bool(figure.unit) or figure.comparator != "range"
    return bool(figure.unit) and (not before.strip() or bool(_COUNT_VERBS.search(before)))


def _stands_apart(before: str) -> bool:
    """Whether a later figure of a clause is an aim of its own: "…, 50 hợp tác xã".

    In "100% xã có ít nhất 01 trạm" it is a property of the first one.
    """
    parts = _SEPARATOR.split(before)
    return len(parts) > 1 and (len(parts[-1].split()) <= _FEW_WORDS or bool(_ATTAINS.search(parts[-1])))
