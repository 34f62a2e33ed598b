"""How a question was understood: shown as conditions, mended in a form, read back from its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from ingest.errors import BadQuestion
from ingest.facts import indicators
from ingest.types import Comparator
from service.answers.target import subject
from service.conditions import Deadline, Figure
from service.phrases import listed, moment, number, quantity
from service.types import AnswerKind, Reading
from service.understood import KINDS
from web.filtering import Choice
from web.words import Words

MENDED = "sua"  # in an address with it every condition is the reader's, an empty one drops it
MANY_PLACES = 300  # names offered for completion without scripts; more are a page of their own

COMPARATORS: Mapping[Comparator, str] = {
    ">=": "mend.at_least",
    ">": "mend.over",
    "=": "mend.equal",
    "<=": "mend.at_most",
    "<": "mend.under",
    "~": "mend.about",
}
TIMES = {"by": "mend.by", "in": "mend.in", "from": "mend.from", "after": "mend.after"}
TOLD = {
    "by": "mend.told_by",
    "in": "mend.told_in",
    "range": "mend.told_in",
    "from": "mend.told_from",
    "after": "mend.told_after",
}
LEVELS = {"": "mend.everywhere", "xa": "mend.communes", "tinh": "mend.provinces"}

FIGURE = re.compile(r"(\d[\d.]*(?:,\d+)?)\s*(?:[-–]\s*(\d[\d.]*(?:,\d+)?))?\s*(%?)")
MOMENT = re.compile(
    r"(?:(?:quý|quy)\s*(?P<quarter>[1-4]|IV|I{1,3})\s*/\s*|(?:(?P<day>\d{1,2})\s*/\s*)?(?P<month>\d{1,2})\s*/\s*)?"
    r"(?P<year>20\d\d)(?:\s*[-–]\s*(?P<last>20\d\d))?",
    re.IGNORECASE,
)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True)
class Conditions:
    """The conditions in a line, and the form that mends them."""

    told: tuple[str, ...]
    mended: bool
    full: str
    full_language: str
    kinds: tuple[Choice, ...]
    indicators: tuple[Choice, ...]
    comparators: tuple[Choice, ...]
    figure: str
    unit: str
    times: tuple[Choice, ...]
    deadline: str
    levels: tuple[Choice, ...]
    places: str
    known_places: tuple[str, ...]


def conditions_view(
    reading: Reading,
    words: Words,
    *,
    full: str,
    full_language: str,
    mended: bool,
    known_indicators: Iterable[str],
    known_places: Sequence[str],
) -> Conditions:
    """The conditions of ``reading``; ``full`` is the service's own sentence about it."""
    figure, deadline = reading.figure, reading.deadlines[0] if reading.deadlines else None
    time = "by" if deadline is None or deadline.reading == "range" else deadline.reading
    return Conditions(
        told=_told(reading, words),
        mended=mended,
        full=full,
        full_language=full_language,
        kinds=tuple(Choice(kind, _kind(kind, words), kind == reading.kind) for kind in KINDS),
        indicators=_indicators(reading.indicator, known_indicators, words),
        comparators=tuple(
            Choice(sign, words(key), figure is not None and figure.comparator == sign)
            for sign, key in COMPARATORS.items()
        ),
        figure=_figure_printed(figure),
        unit=figure.unit if figure else "%",
        times=tuple(Choice(value, words(key), value == time) for value, key in TIMES.items()),
        deadline="; ".join(map(_deadline_printed, reading.deadlines)),
        levels=tuple(Choice(value, words(key), value == (reading.level or "")) for value, key in LEVELS.items()),
        places="; ".join(reading.places),
        known_places=tuple(known_places[:MANY_PLACES]),
    )


def _kind(kind: AnswerKind, words: Words) -> str:
    vietnamese, english = KINDS[kind]
    return english if words.language == "en" else vietnamese


def _named(key: str, words: Words) -> str:
    entry = indicators.get(key)
    if entry is None:
        return key
    return entry.name_en if words.language == "en" and entry.name_en else entry.name


def _indicators(chosen: str | None, known: Iterable[str], words: Words) -> tuple[Choice, ...]:
    keys = {*known, *([chosen] if chosen else [])}
    return tuple(
        sorted((Choice(key, _named(key, words), key == chosen) for key in keys), key=lambda one: one.label.casefold())
    )


def _told(reading: Reading, words: Words) -> tuple[str, ...]:
    """The conditions one by one, in the language of the page."""
    language = words.language
    told: list[str] = []
    if reading.kind and not (reading.kind == "target" and reading.indicator):  # then the indicator says it
        told.append(_kind(reading.kind, words))
    if reading.indicator:
        told.append(words("mend.told_indicator", name=subject(reading.indicator, reading.indicator, language)))
    if reading.figure:
        one = reading.figure
        level = quantity(one.comparator, one.value, one.value_max, one.unit, language)
        told.append(words("mend.told_figure", level=level))
    told += [words(TOLD[one.reading], when=_when(one, words)) for one in reading.deadlines]
    if reading.places:
        told.append(words("mend.told_places", places=listed(list(reading.places), language)))
    else:
        told.append(words(LEVELS[reading.level or ""]))
    return tuple(told)


def _when(deadline: Deadline, words: Words) -> str:
    whole = deadline.start if deadline.start == deadline.end else f"{deadline.start}..{deadline.end}"
    return moment(deadline.end if deadline.reading == "by" else whole, words.language)


def _figure_printed(figure: Figure | None) -> str:
    if figure is None:
        return ""
    last = f"–{number(figure.value_max)}" if figure.value_max is not None else ""
    return f"{number(figure.value)}{last}"


def _deadline_printed(deadline: Deadline) -> str:
    if deadline.start != deadline.end and deadline.reading != "by":
        return f"{_moment_printed(deadline.start)}–{_moment_printed(deadline.end)}"
    return _moment_printed(deadline.end)


def _moment_printed(value: str) -> str:
    year, _, rest = value.partition("-")
    if rest.startswith("Q"):
        return f"quý {rest[1:]}/{year}"
    return "/".join([*reversed(rest.split("-")), year]) if rest else year


def reading_from(params: Mapping[str, str]) -> Reading | None:
    """The conditions that an address sets, ``None`` if it sets none.

    Raises :class:`BadQuestion` for a level or a time that cannot be read.
    """
    if MENDED not in params:
        return None
    places = tuple(place for piece in params.get("noi", "").split(";") if (place := piece.strip()))
    fields: dict[str, Any] = {
        "kind": params.get("loai") if params.get("loai") in get_args(AnswerKind) else None,
        "indicator": params.get("chi-tieu") or None,
        "figure": _figure(params),
        "deadlines": tuple(
            _deadline(piece, params.get("doc-han", "by")) for piece in params.get("han", "").split(";") if piece.strip()
        ),
        "level": params.get("pham-vi") if not places and params.get("pham-vi") in ("xa", "tinh") else None,
        "places": places,
    }
    try:
        return Reading.model_validate(fields)
    except ValidationError as error:
        raise BadQuestion("Có điều kiện không đọc được.", "Kiểm tra mức và hạn, rồi hỏi lại.") from error


def _figure(params: Mapping[str, str]) -> Figure | None:
    typed = params.get("muc", "").strip()
    if not typed:
        return None
    found = FIGURE.fullmatch(typed)
    if not found:
        raise BadQuestion(f"Mức “{typed[:40]}” không đọc được.", "Gõ số, ví dụ: 60 hoặc 0,5 hoặc 8-10; đơn vị ở ô bên.")
    low, high = (_value(text) if text else None for text in found.group(1, 2))
    sign = params.get("so-sanh", ">=")
    return Figure(
        comparator="range" if high is not None else _comparator(sign),
        value=low or 0.0,
        value_max=high,
        unit=found[3] or params.get("don-vi", "").strip(),
    )


def _comparator(sign: str) -> Comparator:
    return next((known for known in COMPARATORS if known == sign), ">=")


def _value(typed: str) -> float:
    """Vietnamese figures: "1.250" is a thousand, "0,5" and "0.5" are a half."""
    thousands = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", typed)
    plain = typed.replace(".", "") if thousands else typed
    try:
        return float(plain.replace(",", "."))
    except ValueError as error:
        raise BadQuestion(f"Mức “{typed[:40]}” không đọc được.", "Gõ số, ví dụ: 60 hoặc 0,5.") from error


def _deadline(piece: str, reading: str) -> Deadline:
    found = MOMENT.fullmatch(piece.strip())
    start = _moment(found) if found else None
    if found is None or start is None:
        raise BadQuestion(
            f"Hạn “{piece.strip()[:40]}” không đọc được.",
            "Gõ năm, tháng, ngày, quý hoặc giai đoạn: 2025; 07/2025; 15/11/2025; quý 3/2025; 2025-2027.",
        )
    if found["last"]:
        return Deadline(reading="range", start=start, end=found["last"])
    known = reading if reading in TIMES else "by"
    return Deadline.model_validate({"reading": known, "start": start, "end": start})


def _moment(found: re.Match[str]) -> str | None:
    year = found["year"]
    if found["last"]:
        return None if found["month"] or found["quarter"] else year
    if found["quarter"]:
        return f"{year}-Q{ROMAN.get(found['quarter'].upper(), found['quarter'])}"
    return "-".join([year, *(f"{int(part):02}" for part in (found["month"], found["day"]) if part)])
