"""The deadline of a figure: in its sentence, else from the introduction, the headings or the title above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.facts.deadlines import Deadline, find_deadlines, normalise, parse
from ingest.facts.numbers import Figure
from ingest.types import Passage, Period

Source = Literal["text", "heading", "table", "title", "none"]
_CITES = re.compile(r"\d+\s?[-/]\s?[\w/]*[A-ZĐ]{2,}|(?:Quyết định|Nghị định|Thông tư|Luật)\s+(?:số|\d)")
_SEPARATES = re.compile(r"[,;:]|\. ")
_MARKER = re.compile(r"^\s*([-–+*•]?)")
_LONGEST_GAP = 90  # between a figure and a deadline behind it: "đạt 60% … vào năm 2026"


class Due(NamedTuple):
    """A deadline in normal form and where it was found."""

    deadline: str | None
    source: Source


NOTHING = Due(None, "none")


def _latest_year(norm: str) -> int:
    return parse(norm)[1].year


def is_past(norm: str, issued: str | None) -> bool:
    """Whether a deadline had passed in the year before the document was issued: such a figure is a result."""
    return bool(issued) and _latest_year(norm) < int(str(issued)[:4])


def of_label(label: str) -> str | None:
    """The deadline that a heading sets for what stands below it; a heading that cites a document sets none."""
    if _CITES.search(label):
        return None
    found = find_deadlines(label)
    return found[0].norm if found else None


def of_headings(path: Sequence[str], titles: Sequence[str]) -> str | None:
    """The deadline of the innermost heading that sets one."""
    for label, title in reversed(list(zip(path, titles, strict=False))):
        norm = of_label(f"{label} {title}" if not _same(label, title) else label)
        if norm:
            return norm
    return None


def _same(label: str, title: str) -> bool:
    return bool(title) and title.strip(" *:") in label


def of_title(period: Period | None, aiming: bool) -> str | None:
    """The deadline that the title of a plan sets.

    A plan of a single year dates everything in it; a longer period dates only what stands among its aims.
    """
    if period is None or not period.end:
        return None
    if period.start == period.end:
        return period.end
    if not aiming:
        return None
    return f"{period.start}..{period.end}" if period.start else period.end


def in_clause(clause: str, figures: Sequence[Figure], deadlines: Sequence[Deadline]) -> list[str | None]:
    """The deadline stated for each figure of a clause.

    If one stands before the first figure, each figure takes the nearest one before it ("năm 2026 đạt 50%, năm
    2030 đạt 80%"); else the next one behind it ("50% vào năm 2026 và 80% vào năm 2030").
    """
    if not deadlines or not figures:
        return [None] * len(figures)
    leading = deadlines[0].start < figures[0].number[0]
    return [_before(figure, deadlines) if leading else _behind(clause, figure, deadlines) for figure in figures]


def _before(figure: Figure, deadlines: Sequence[Deadline]) -> str | None:
    before = [deadline for deadline in deadlines if deadline.end <= figure.number[0]]
    return before[-1].norm if before else None


def _behind(clause: str, figure: Figure, deadlines: Sequence[Deadline]) -> str | None:
    for deadline in deadlines:
        gap = clause[figure.end : deadline.start]
        if deadline.start >= figure.end:
            near = len(gap) <= _LONGEST_GAP or not _SEPARATES.search(gap)
            return deadline.norm if near else None
    return None


class Introductions:
    """Remembers the sentence that introduces a list with a deadline: "Đến năm 2030, phấn đấu:".

    It holds for the passages of its section until one at its own level follows, that is, one behind the same
    bullet, or any paragraph if it has none.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._path: tuple[str, ...] = ()
        self._marker = ""
        self._norm: str | None = None
        self._open = False

    def see(self, passage: Passage) -> None:
        """Takes note of a passage, in reading order."""
        marker = self._marker_of(passage)
        body = self._text[passage.start : passage.end].rstrip()
        if self._norm and (not self._below(passage.path) or (marker == self._marker and not self._open)):
            self._norm = None
        self._open = False
        norm = self._introduces(body)
        if norm:
            self._path, self._marker, self._norm = passage.path, marker, norm
            self._open = marker == ""

    def deadline(self, passage: Passage) -> str | None:
        """The deadline introduced for a passage."""
        return self._norm if self._norm and self._below(passage.path) else None

    def _below(self, path: tuple[str, ...]) -> bool:
        return path[: len(self._path)] == self._path

    def _introduces(self, body: str) -> str | None:
        found = find_deadlines(body)
        if not found or _CITES.search(body):
            return None
        rest = re.sub(r"\W+", " ", body[: found[0].start] + body[found[-1].end :]).split()
        alone = len(rest) <= 2 and len(body) < 60
        return found[-1].norm if (body.endswith(":") and len(body) < 240) or alone else None

    def _marker_of(self, passage: Passage) -> str:
        line = self._text.rfind("\n", 0, passage.start) + 1
        match = _MARKER.match(self._text[line : passage.start])
        return match[1] if match else ""


def of_cell(printed: str) -> str | None:
    """The deadline of a cell in a column of deadlines."""
    return normalise(printed)
