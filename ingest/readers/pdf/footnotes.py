"""Footnotes: small type below a short rule, or from a raised figure on, at the foot of a page."""

from __future__ import annotations

import re

from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import Printed

_RAISED = re.compile(r"^([¹²³⁴-⁹⁰]+|\[\d{1,3}\])\s*")
_PLAIN = re.compile(r"^(\d{1,3})\s*(?=[^\s\d.,)/])")
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Footnotes are set in type of at most this share of the text's.
_SMALL = 0.93


def split(lines: list[Printed], page: Page, body: float) -> tuple[list[Printed], list[list[Printed]]]:
    """The lines of the text proper, and the footnotes, each with its lines; ``body`` is the size of the type."""
    first = _first(lines, page, body)
    notes: list[list[Printed]] = []
    expected = 0
    for line in lines[first:]:
        number = _number(line, plain=not notes or expected > 0)
        if not notes or (number is not None and number in (0, expected)):
            notes.append([line])
            expected = (number or -1) + 1
        else:
            notes[-1].append(line)
    for note in notes:
        note[0].text = _PLAIN.sub(lambda m: m.group(1).translate(_UP) + " ", note[0].text)
    return lines[:first], notes


def _number(line: Printed, plain: bool) -> int | None:
    """The number that opens a footnote; 0 for a raised one, that needs no proof by sequence."""
    if _RAISED.match(line.text):
        return 0
    match = _PLAIN.match(line.text) if plain else None
    return int(match.group(1)) if match else None


def _first(lines: list[Printed], page: Page, body: float) -> int:
    """The line with which the footnotes begin: of the small type at the foot, the first that is marked."""
    start = len(lines)
    while start and _is_small(lines[start - 1], page, body):
        start -= 1
    for i in range(start, len(lines)):
        if _RAISED.match(lines[i].text) or (_PLAIN.match(lines[i].text) and _ruled_above(lines[i], page)):
            return i
    return len(lines)


def _is_small(line: Printed, page: Page, body: float) -> bool:
    return not line.column and line.size <= _SMALL * body and line.y0 >= 0.2 * page.height


def _ruled_above(line: Printed, page: Page) -> bool:
    """Whether a short level rule stands within a few lines above."""
    return any(
        not rule.upright and 30 < rule.end - rule.start < 0.45 * page.width and -2 <= line.y0 - rule.at < 4 * line.size
        for rule in page.rules
    )
