"""Automatic numbers as Word prints them (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.readers.word.ooxml import Element, attr, child, children, number, tag

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS = 9
_KEPT_BULLETS = ("+", "*", "•", "●")


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    choices: tuple[str, ...] = ()


class Numbering:
    """The lists of one document, counting as its paragraphs go by in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {number(e, "abstractNumId") or 0: e for e in children(root, "w:abstractNum")}
        self._nums = {number(e, "numId") or 0: e for e in children(root, "w:num")}
        self._levels: dict[int, dict[int, _Level]] = {}
        self._counters: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()

    def label(self, list_id: int, level: int | None, style_id: str | None) -> str:
        """The number or bullet of the next paragraph of a list, ``""`` for none."""
        abstract_id = self._abstract_of(list_id)
        if list_id == 0 or abstract_id is None:
            return ""
        levels = self._levels_of(list_id, abstract_id)
        if level is None:
            level = next((k for k, lv in levels.items() if lv.style and lv.style == style_id), 0)
        if level not in levels:
            return ""
        counters = self._advance(list_id, abstract_id, level, levels)
        return _printed(levels, level, counters)

    def _abstract_of(self, list_id: int) -> int | None:
        """The definition behind a list, through a numbering style where there is one."""
        own = number(child(self._nums.get(list_id), "w:abstractNumId"))
        linked = attr(child(self._abstract.get(own if own is not None else -1), "w:numStyleLink"))
        if not linked:
            return own if own in self._abstract else None
        return next((k for k, e in self._abstract.items() if attr(child(e, "w:styleLink")) == linked), own)

    def _levels_of(self, list_id: int, abstract_id: int) -> dict[int, _Level]:
        if list_id not in self._levels:
            levels = _read_levels(self._abstract[abstract_id])
            for override in children(self._nums[list_id], "w:lvlOverride"):
                levels |= _read_levels(override)
            self._levels[list_id] = levels
        return self._levels[list_id]

    def _advance(self, list_id: int, abstract_id: int, level: int, levels: dict[int, _Level]) -> list[int | None]:
        counters = self._counters.setdefault(abstract_id, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for override in children(self._nums[list_id], "w:lvlOverride"):
                first = number(child(override, "w:startOverride"))
                place = number(override, "ilvl") or 0
                if first is not None and 0 <= place < _LEVELS:
                    counters[place] = first - 1
        for above in range(level):
            if counters[above] is None and above in levels:
                counters[above] = levels[above].start
        now = counters[level]
        counters[level] = levels[level].start if now is None else now + 1
        for below in range(level + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or (restart > 0 and level < restart):
                counters[below] = None
        return counters


def _read_levels(holder: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in children(holder, "w:lvl"):
        place = number(element, "ilvl")
        if place is None or not 0 <= place < _LEVELS:
            continue
        start = number(child(element, "w:start"))
        style, choices = _format(element)
        found[place] = _Level(
            attr(child(element, "w:pStyle")) or "",
            0 if start is None and style == "none" else 1 if start is None else start,
            style,
            attr(child(element, "w:lvlText")) or "",
            number(child(element, "w:lvlRestart")),
            child(element, "w:isLgl") is not None,
            choices,
        )
    return found


def _format(level: Element) -> tuple[str, tuple[str, ...]]:
    """The format of a level; a custom one may list its labels ("a, b, c, d, đ, e, …")."""
    element = child(level, "w:numFmt")
    for alternate in level:
        if tag(alternate) == "mc:AlternateContent":
            element = child(alternate, "mc:Choice", "w:numFmt") or element
    listed = tuple(part.strip() for part in (attr(element, "format") or "").split(",") if part.strip(" ….\t"))
    return attr(element) or "decimal", listed


def _printed(levels: dict[int, _Level], level: int, counters: list[int | None]) -> str:
    own = levels[level]
    if own.format == "bullet":
        sign = own.text.strip()
        return sign if sign in _KEPT_BULLETS else "-"

    def place(match: re.Match[str]) -> str:
        which = int(match.group(1)) - 1
        if which not in levels:
            return ""
        value = counters[which] or 0
        return str(value) if own.legal else numeral(value, levels[which].format, levels[which].choices)

    return " ".join(_PLACE.sub(place, own.text).split())


def numeral(value: int, style: str, choices: tuple[str, ...] = ()) -> str:
    """``value`` in one of Word's number formats; formats of other scripts come as decimal numbers."""
    if choices and not choices[0].isdigit():
        return choices[value - 1] if 0 < value <= len(choices) else str(value)
    if style in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    if style == "decimalZero" or (choices and choices[0].startswith("0")):
        return f"{value:0{max(2, len(choices[0]) if choices else 2)}d}"
    return "" if style == "none" else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (value // worth)
        value %= worth
    return out
