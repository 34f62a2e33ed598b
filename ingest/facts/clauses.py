"""Sentences and clauses of a passage, as spans: the shortest whole unit that can be quoted.

Plans list several aims in one sentence, parted by semicolons; each such clause can be quoted by itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.facts.letters import UPPER

# A full stop ends a sentence if a capital, a digit, a quote or a bullet follows; "TP. Huế", "1. Mục" do not.
# The look behind keeps rows of dots cheap: each is tried once, not from every dot in it.
_END = re.compile(rf"(?<![.!?…])[.!?…]+(?:/\.)?[”\"’)»]*(?=\s+[\"“‘«(+\-–•*]*\s*[{UPPER}0-9])|;(?=\s)|\n")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|TT|Tr|tr|No|St|Ths|TS|PGS|GS|BS|[A-ZĐ]|[ivx]+|\d{1,2})$")


# Longer is no sentence but a text without any end of one; to weigh each figure in it against all others takes for ever.
_LONGEST = 2_000
_BULLET = re.compile(r"\s*(?:[-–+•*]\s+)?")


class Clause(NamedTuple):
    """One clause ``[start, end)`` of the canonical text and the sentence that it belongs to."""

    start: int
    end: int
    sentence: int


def _ends_inside(text: str, opened: int, at: int) -> bool:
    """Whether ``at`` stands inside brackets or quotation marks opened since ``opened``."""
    piece = text[opened:at]
    return piece.count("(") > piece.count(")") or piece.count("“") > piece.count("”")


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``text[start:end]`` in order, without white space or semicolons at their ends."""
    found: list[Clause] = []
    opened, sentence = start, 0
    for match in _END.finditer(text, start, end):
        semicolon = match.group() == ";"
        if match.group().startswith(".") and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start()):
            continue
        if match.group() != "\n" and _ends_inside(text, opened, match.start()):
            continue
        sentence = _append_cut(found, text, opened, match.start() if semicolon else match.end(), sentence)
        opened = match.end()
        sentence += not semicolon
    _append_cut(found, text, opened, end, sentence)
    return found


def _append_cut(found: list[Clause], text: str, start: int, end: int, sentence: int) -> int:
    """Add a clause, in several sentences if it is overlong; returns the number of the last of them."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        _append(found, text, start, cut, sentence)
        start, sentence = cut, sentence + 1
    _append(found, text, start, end, sentence)
    return sentence


def _append(found: list[Clause], text: str, start: int, end: int, sentence: int) -> None:
    opening = _BULLET.match(text, start, end)
    start = opening.end() if opening else start
    while end > start and (text[end - 1].isspace() or text[end - 1] == ";"):
        end -= 1
    if start < end:
        found.append(Clause(start, end, sentence))
