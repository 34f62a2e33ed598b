"""Where in a document a fact stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.types import Passage, Section


class Locator:
    """Section paths and kinds by offset."""

    def __init__(self, sections: Sequence[Section], passages: Sequence[Passage]) -> None:
        self._passages = sorted(passages, key=lambda passage: passage.start)
        self._starts = [passage.start for passage in self._passages]
        self._sections = sorted(sections, key=lambda section: section.start)
        self._opened = [section.start for section in self._sections]
        self._around = _around(self._sections)

    def passage(self, offset: int) -> Passage | None:
        """The passage that holds an offset."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._passages[at].end:
            return None
        return self._passages[at]

    def path(self, offset: int) -> tuple[str, ...]:
        """The printed labels down to an offset, the number of a table's row among them."""
        passage = self.passage(offset)
        if passage:
            return passage.path
        section = self.section(offset)
        return section.path if section else ()

    def section(self, offset: int) -> Section | None:
        """The innermost section that holds an offset."""
        at: int | None = bisect_right(self._opened, offset) - 1
        holding: list[Section] = []
        while at is not None and at >= 0:
            if offset < self._sections[at].end:
                holding.append(self._sections[at])
            at = self._around[at]
        return max(reversed(holding), key=lambda section: (section.depth, section.start), default=None)


def _around(sections: Sequence[Section]) -> list[int | None]:
    """For each of some sections, by their starts, the place of the one that it begins in."""
    around: list[int | None] = []
    still_open: list[int] = []
    for at, section in enumerate(sections):
        while still_open and sections[still_open[-1]].end <= section.start:
            still_open.pop()
        around.append(still_open[-1] if still_open else None)
        still_open.append(at)
    return around
