"""Facts and conditions in words, Vietnamese or English.

The words for a figure keep its meaning: "≥ 60 %" is never told as "60 %".
"""

from __future__ import annotations

from ingest.types import Comparator, Target
from service.conditions import Deadline, Figure
from service.ports import Held
from service.question import Language

SIGNS: dict[Language, dict[Comparator, str]] = {
    "vi": {">=": "≥ ", ">": "trên ", "=": "", "<=": "≤ ", "<": "dưới ", "~": "khoảng ", "range": ""},
    "en": {">=": "≥ ", ">": "over ", "=": "", "<=": "≤ ", "<": "under ", "~": "about ", "range": ""},
}


ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


def number(value: float, language: Language = "vi") -> str:
    """``1.5`` as "1,5" ("1.5" in English); whole numbers without a fraction; thousands as written in Vietnam."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def quantity(
    comparator: Comparator, value: float, value_max: float | None, unit: str, language: Language = "vi"
) -> str:
    """ "≥ 60%", "trên 80%", "8–10%", "5 doanh nghiệp"."""
    figure = number(value, language)
    if value_max is not None:
        figure += f"–{number(value_max, language)}"
    joined = f"{figure}{unit}" if unit.startswith("%") else f"{figure} {unit}".strip()
    return f"{SIGNS[language][comparator]}{joined}"


def level(target: Target, language: Language = "vi") -> str:
    """The level a target sets, with what it is a share of; "toàn xã" where no figure is printed."""
    if target.cls == "universal":
        scope = target.scope or ("toàn bộ" if language == "vi" else "all")
        return f"toàn bộ ({scope})" if language == "vi" and scope != "toàn bộ" else scope
    return quantity(target.comparator, target.value, target.value_max, target.unit, language)


def moment(deadline: str, language: Language = "vi") -> str:
    """ "2025", "giai đoạn 2025–2027", "tháng 7/2026", "ngày 15/11/2025"."""
    if ".." in deadline:
        start, end = deadline.split("..", 1)
        label = "giai đoạn " if language == "vi" else ""
        return f"{label}{_date(start)}–{_date(end)}"
    parts = deadline.split("-")
    if parts[-1].startswith("Q"):
        return f"quý {ROMAN[parts[-1]]}/{parts[0]}" if language == "vi" else f"{parts[-1]}/{parts[0]}"
    if language == "en":
        return _date(deadline)
    return {1: "năm ", 2: "tháng ", 3: "ngày "}.get(len(parts), "") + _date(deadline)


def _date(value: str) -> str:
    parts = value.split("-")
    return "/".join(part.lstrip("0") if len(parts) < 3 else part for part in reversed(parts))


def due(deadline: str | None, language: Language = "vi") -> str:
    """ "đến hết năm 2025"; "không ghi hạn" where none is printed."""
    if not deadline:
        return "không ghi hạn" if language == "vi" else "no deadline stated"
    if ".." in deadline:
        return moment(deadline, language)
    year = len(deadline) == 4
    if language == "vi":
        return f"đến hết {moment(deadline)}" if year else f"hạn {moment(deadline)}"
    return f"by the end of {deadline}" if year else f"by {moment(deadline, language)}"


def asked_figure(figure: Figure, language: Language = "vi") -> str:
    """The figure condition of a question in words."""
    told = quantity(figure.comparator, figure.value, figure.value_max, figure.unit, language)
    if figure.literal:
        return f"ghi đúng “{told}”" if language == "vi" else f'printed as "{told}"'
    return f"mức {told}" if language == "vi" else f"level {told}"


def asked_deadline(deadline: Deadline, language: Language = "vi") -> str:
    """The time condition of a question, with the reading that was taken."""
    when = moment(deadline.end if deadline.reading == "by" else _whole(deadline), language)
    vietnamese = {
        "by": f"hạn đến hết {when} (hiểu là muộn nhất {when}; hạn sớm hơn cũng đạt)",
        "in": f"hạn trong {when} (hiểu là đúng {when}; hạn khác không tính)",
        "range": f"trong {when} (hiểu là đúng giai đoạn này)",
        "from": f"từ {when} trở đi",
        "after": f"sau {when}",
    }
    english = {
        "by": f"due by the end of {when} (read as: at the latest; earlier deadlines also meet it)",
        "in": f"due in {when} (read as: in that time only)",
        "range": f"for the period {when} (read as: that very period)",
        "from": f"from {when} on",
        "after": f"after {when}",
    }
    return (vietnamese if language == "vi" else english)[deadline.reading]


def _whole(deadline: Deadline) -> str:
    return deadline.start if deadline.start == deadline.end else f"{deadline.start}..{deadline.end}"


def name_of(held: Held) -> str:
    """The short name by which an answer calls a document: commune, else symbol with its issuer."""
    if held.commune:
        return held.commune.removeprefix("xã ").removeprefix("Xã ")
    if held.symbol:
        return f"{held.type} {held.symbol}" if held.type else held.symbol
    return held.issuer or (f"{held.type} (tệp {held.source})" if held.type else held.source)


def listed(items: list[str], language: Language = "vi") -> str:
    """ "a, b và c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'và' if language == 'vi' else 'and'} {items[-1]}"
