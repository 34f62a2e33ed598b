"""What an answer needs to know of the documents held.

``index.library.Library`` fits this shape; so does any small stand-in, which keeps
the reading of questions testable without an index or a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.types import DocumentSummary, Filters, Mode, RankedPassage
from ingest.types import Document, Duty, Passage, Reference, Target, Task

Held = DocumentSummary
"""A document as it is listed: what it says of itself, without its text."""


class Archive(Protocol):
    """The documents held, their facts and a search over their passages."""

    def search(
        self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[RankedPassage]: ...
    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[RankedPassage]]: ...
    def documents(self) -> Sequence[Held]: ...
    def document(self, id: str) -> Document: ...
    def targets(
        self, *, documents: frozenset[str] | None = None, keys: frozenset[str] | None = None
    ) -> Sequence[Target]: ...
    def tasks(self, *, documents: frozenset[str] | None = None) -> Sequence[Task]: ...
    def duties(self, *, documents: frozenset[str] | None = None) -> Sequence[Duty]: ...
    def references(self, *, documents: frozenset[str] | None = None) -> Sequence[Reference]: ...
    def passages(self, document: str) -> Sequence[Passage]: ...
    def text(self, document: str) -> str: ...
