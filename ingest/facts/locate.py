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
        self._sections = sections

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
        holding = [section for section in self._sections if section.start <= offset < section.end]
        return max(holding, key=lambda section: (section.depth, section.start), default=None)
