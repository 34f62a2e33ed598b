"""Pieces of a canonical text, cut where a mark or a heading begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from web.site import number


@dataclass(frozen=True)
class Mark:
    """The half-open span ``[start, end)`` of the text that is lit."""

    start: int
    end: int

    def touches(self, start: int, end: int) -> bool:
        """Whether any of ``[start, end)`` is lit."""
        return self.start < end and start < self.end


@dataclass(frozen=True)
class Piece:
    """A run of text, lit or not, strong or not. ``first`` is the piece the mark begins with."""

    text: str
    marked: bool = False
    strong: bool = False
    first: bool = False


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines of a canonical text, without their line ends."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def pieces(text: str, start: int, end: int, mark: Mark | None, strong_until: int = 0) -> tuple[Piece, ...]:
    """``text[start:end]``, nothing added or lost; strong up to ``strong_until``."""
    cuts = {start, end, strong_until}
    if mark:
        cuts |= {mark.start, mark.end}
    bounds = sorted(cut for cut in cuts if start <= cut <= end)
    return tuple(
        Piece(
            text=text[a:b],
            marked=mark is not None and mark.touches(a, b),
            strong=b <= strong_until,
            first=mark is not None and _is_first(text, mark, a, b),
        )
        for a, b in pairwise(bounds)
    )


def _is_first(text: str, mark: Mark, a: int, b: int) -> bool:
    """Whether ``[a, b)`` holds the first lit character that shows (a mark may begin with a line end or tab)."""
    lead = len(text[mark.start : mark.end]) - len(text[mark.start : mark.end].lstrip())
    return a <= mark.start + lead < b and mark.touches(a, b)


def checked_mark(text: str, start: str | None, end: str | None) -> Mark | None:
    """The mark that an address asks for, or None if it is no visible span of this text."""
    first, last = number(start or ""), number(end or "")
    if first is None or last is None:
        return None
    return Mark(first, last) if first < last <= len(text) and text[first:last].strip() else None
