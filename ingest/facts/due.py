"""The deadline of a figure: in its sentence, else from the introduction, the headings or the title above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from ingest.facts.deadlines import Deadline, find_deadlines, normalise, parse
from ingest.types import Passage, Period

Source = Literal["text", "heading", "table", "title", "none"]
_CITES = re.compile(r"\d+\s?[-/]\s?[\w/]*[A-ZĐ]{2,}|(?:Quyết định|Nghị định|Thông tư|Luật)\s+(?:số|\d)")
_ELSEWHERE = re.compile(
    r"\W*theo (?:tiến độ|lộ trình|quy định|yêu cầu|kế hoạch|hướng dẫn)(?! (?:năm|từ|đến|trong))", re.IGNORECASE
)
_MARKER = re.compile(r"^\s*([-–+*•]?)")
_OPENING = 12  # a deadline that begins within so many characters opens its clause
_PER_COMMA = 40


class Measured(Protocol):
    """A figure or a rank: the span of its digits, and where it ends with its unit."""

    @property
    def number(self) -> tuple[int, int]:
        """The span of the digits."""

    @property
    def end(self) -> int:
        """Behind unit and comparator."""


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


def due_of(printed: str) -> str | None:
    """The deadline of a cell or line that tells when; "theo tiến độ của …" leaves it to another document."""
    if not printed or _ELSEWHERE.match(printed):
        return None
    return normalise(re.sub(r"\b([Qq])uí\b", r"\1uý", printed))


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


class TitleDeadline(NamedTuple):
    """The deadline that a title sets: a plan "năm 2026" dates everything in it (``everywhere``), one "đến năm 2030" or
    "giai đoạn 2026 - 2030" only what stands among its aims."""

    norm: str | None
    everywhere: bool

    @classmethod
    def read(cls, subject: str | None, period: Period | None) -> TitleDeadline:
        """From the *trích yếu*; a document without one is dated by its period if that is a single year."""
        found = find_deadlines(subject) if subject else []
        if found:
            return cls(found[0].norm, len(found[0].norm) == 4 and found[0].stated == "in" and len(found) == 1)
        single = not subject and period is not None and period.start == period.end
        return cls(period.end, True) if single and period else cls(None, False)

    def due(self, aiming: bool) -> Due:
        """What it means for a figure; ``aiming`` tells whether that stands among aims."""
        return Due(self.norm, "title") if self.norm and (self.everywhere or aiming) else NOTHING


def in_clause(clause: str, figures: Sequence[Measured], deadlines: Sequence[Deadline]) -> list[str | None]:
    """The deadline stated for each figure of a clause: the nearer of those next to it, else any of the clause.

    "năm 2026 đạt 50%, năm 2030 đạt 80%" and "50% vào năm 2026 và 80% vào năm 2030" pair off alike; "30% xã và
    40% thôn vào năm 2030" shares one.
    """
    return [_stated(clause, index, figures, deadlines) for index in range(len(figures))]


def _stated(clause: str, index: int, figures: Sequence[Measured], deadlines: Sequence[Deadline]) -> str | None:
    figure = figures[index]
    floor = figures[index - 1].end if index else 0
    ceiling = figures[index + 1].number[0] if index + 1 < len(figures) else len(clause)
    before = [d for d in deadlines if d.start >= floor and d.end <= figure.number[0]]
    behind = [d for d in deadlines if d.start >= figure.end and d.end <= ceiling]
    near: list[tuple[int, Deadline]] = []
    if before:
        opens = before[-1].start < _OPENING
        near.append((_distance(clause[before[-1].end : figure.number[0]], opens), before[-1]))
    if behind:
        near.append((_distance(clause[figure.end : behind[0].start], False), behind[0]))
    if near:
        return min(near, key=lambda item: item[0])[1].norm
    earlier = [d for d in deadlines if d.end <= figure.number[0]]
    later = [d for d in deadlines if d.start >= figure.end]
    return earlier[-1].norm if earlier else (later[0].norm if later else None)


def _distance(gap: str, opens: bool) -> int:
    """Characters between a figure and a deadline; a comma counts for many, unless the deadline opens the clause."""
    return len(gap) + (0 if opens else _PER_COMMA * sum(gap.count(mark) for mark in ",:"))


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
