"""What an answer needs to know of the documents held.

``index.library.Library`` fits this shape; so does any small stand-in, which keeps
the reading of questions testable without an index or a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from index.types import DocumentSummary, Filters, Kept, Mode, RankedPassage, Version, Vocabulary
from index.word_use import WordUse
from ingest.types import Document, Duty, Passage, Reference, Row, Target, Task

Held = DocumentSummary
"""A document as it is listed: what it says of itself, without its text."""


class Archive(Protocol):
    """The documents held, their facts and a search over their passages; see :class:`index.library.Library`."""

    def steady(self, *, searching: bool = True) -> AbstractContextManager[None]:
        """All that is read within, and searched if there is any ``searching``, is of one state of the documents."""
        ...

    def search(
        self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[RankedPassage]:
        """The ``k`` best passages, best first."""
        ...

    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[RankedPassage]]:
        """:meth:`search` for several queries, encoded together."""
        ...

    def word_use(self) -> WordUse | None:
        """How often words and pairs of them stand in the passages; ``None`` if that may not be told."""
        ...

    def documents(self) -> Sequence[Held]:
        """Every document that may be found."""
        ...

    def document(self, id: str) -> Document:
        """The whole document; raises :class:`~ingest.errors.NotFound`."""
        ...

    def targets(
        self, *, documents: frozenset[str] | None = None, keys: frozenset[str] | None = None
    ) -> Sequence[Target]:
        """Targets, of some documents and indicators or of all."""
        ...

    def tasks(self, *, documents: frozenset[str] | None = None) -> Sequence[Task]:
        """Tasks in reading order."""
        ...

    def duties(self, *, documents: frozenset[str] | None = None) -> Sequence[Duty]:
        """Duties in reading order."""
        ...

    def references(self, *, documents: frozenset[str] | None = None, number: int | None = None) -> Sequence[Reference]:
        """References, resolved to the documents held; those whose symbol begins with ``number``, if it is given."""
        ...

    def vocabulary(self) -> Vocabulary:
        """Headings, symbols and indicators that the documents name; the same object until something changes."""
        ...

    def passages(self, document: str) -> Sequence[Passage]:
        """The passages of a document in reading order."""
        ...

    def rows(self, document: str) -> Sequence[Row]:
        """The rows of the tables of a document in reading order."""
        ...

    def text(self, document: str) -> str:
        """The canonical text of a document."""
        ...


class LivingArchive(Archive, Protocol):
    """An archive that tells when it has changed."""

    def revision(self) -> int:
        """Grows with every change of what may be found."""
        ...


class Holdings(LivingArchive, Protocol):
    """What an application is built over: a whole library, or as much of one as somebody may see."""

    @property
    def data(self) -> Path:
        """The data folder."""
        ...

    def original(self, document: str) -> Path | None:
        """The file that a document was read from; raises :class:`~ingest.errors.NotFound`."""
        ...

    def source(self, document: str) -> str:
        """The name of that file; raises :class:`~ingest.errors.NotFound`."""
        ...

    def former(self, document: str) -> Document | None:
        """What a document was before its last change."""
        ...

    def versions(self, document: str) -> list[Version]:
        """Every version known of a document, the one held last; raises :class:`~ingest.errors.NotFound`."""
        ...

    def version(self, document: str, name: str) -> tuple[Version, Document]:
        """A version of a document; raises :class:`~ingest.errors.NotFound`."""
        ...

    def replaced(self, begins: str) -> list[str]:
        """The documents of which a former version was read from a file whose sha256 begins so."""
        ...

    def kept(self) -> Sequence[Kept]:
        """Where every document came from."""
        ...

    def remove(self, document: str) -> None:
        """Forget a document; raises :class:`~ingest.errors.NotFound`."""
        ...

    def status(self) -> dict[str, Any]:
        """Counts, generation, encoder and problems."""
        ...
