"""The frame's side of the evidence: its verbatim passage, where its own text is held."""

from __future__ import annotations

from functools import lru_cache

from ingest.text import plain
from ingest.types import Document, Passage
from service.audit.frames import Frame, Item
from service.audit.spelling import has_phrases, syllables
from service.citations import Sources
from service.types import Citation

LEAST = 0.45  # share of an item's words that a passage must have to be its source


class FrameEvidence:
    """Finds, once per item, where the frame's document says it."""

    def __init__(self, frame: Frame, sources: Sources) -> None:
        self._frame, self._sources = frame, sources
        self.document = self._held()
        self.of = lru_cache(maxsize=512)(self._of)

    def _held(self) -> Document | None:
        """The frame's own text among the documents held: the id named, or the original of its symbol."""
        held = self._sources.held
        if self._frame.document in held:
            return self._sources.document(str(self._frame.document))
        same = [one for one in held.values() if one.symbol and one.symbol == self._frame.symbol and not one.digest]
        return self._sources.document(same[0].id) if same else None

    def _of(self, item: Item) -> tuple[Citation, ...]:
        document = self.document
        if document is None:
            return ()
        if item.span is not None:
            passage = self._sources.passage_at(document.id, *item.span)
            return (self._sources.cite(document.id, *item.span, passage),)
        by_fact = self._by_fact(item, document)
        if by_fact is not None:
            return (by_fact,)
        passage = self._by_words(item, document)
        return (self._sources.cite_passage(document.id, passage),) if passage else ()

    def _by_fact(self, item: Item, document: Document) -> Citation | None:
        same = [t for t in document.targets if t.key == item.key and item.value == t.value]
        near = [t for t in same if t.section[: len(item.section)] == item.section]
        for target in near or same:
            return self._sources.cite_fact(target)
        return None

    def _by_words(self, item: Item, document: Document) -> Passage | None:
        """The passage of the item's section that shares most of its words."""
        wanted = set(syllables(item.text))
        best: tuple[float, Passage | None] = (LEAST, None)
        for passage in self._sources.passages(document.id):
            if item.section and passage.path[: len(item.section)] != item.section:
                continue
            if (item.kind == "group") != (passage.kind == "heading"):
                continue
            text = plain(document.text[passage.start : passage.end])
            share = len(wanted & set(syllables(text))) / max(1, len(wanted))
            share += 0.3 * any(has_phrases(text, pattern) for pattern in item.patterns)
            if share > best[0]:
                best = (share, passage)
        return best[1]
