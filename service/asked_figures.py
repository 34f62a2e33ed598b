"""What a question quotes, and the level that it puts as a condition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.deadlines import find_deadlines as find_in_text
from ingest.facts.numbers import Figure as FoundFigure
from ingest.facts.numbers import find_figures
from service.conditions import Figure

QUOTED = re.compile(r"[\"“”„]([^\"“”„]{2,200})[\"“”„]|‘([^’]{3,200})’|«([^»]{2,200})»")
GAP = re.compile(r"…|\.{3,}|\[[^\]]*\]")


def quoted(text: str) -> tuple[str, ...]:
    """What the question puts in quotation marks; the pieces of what it leaves gaps in ("theo đề nghị … tại …")."""
    found = [next(group for group in match.groups() if group) for match in QUOTED.finditer(text)]
    pieces = (piece.strip(" ,;") for whole in found for piece in GAP.split(whole))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def asked_figure(text: str, phrases: Sequence[str]) -> Figure | None:
    """The level that a question puts as a condition, those in its quotations first."""
    for phrase in phrases:
        for found in figures(phrase):
            return _condition(found, literal=found.explicit)
    for found in figures(without_times(text)):
        return _condition(found, literal=False)
    return None


def figures(text: str) -> list[FoundFigure]:
    """The figures of a text."""
    try:
        return find_figures(text)
    except ValueError:  # digits grouped in a way that no language writes: no condition can be read from them
        return []


def without_times(text: str) -> str:
    """ "trên 60% đến 2025" is a level and a year, not a range from 60 to 2025."""
    for found in find_in_text(text):
        text = text[: found.start] + "," * (found.end - found.start) + text[found.end :]
    return text


def _condition(found: FoundFigure, *, literal: bool) -> Figure:
    return Figure.model_validate(
        {name: getattr(found, name) for name in ("comparator", "value", "value_max", "unit")} | {"literal": literal}
    )
