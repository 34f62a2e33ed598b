"""What is held, as it is read: documents, their passages, facts and versions; no search and no change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from index import doubts, evaluations, facts, identity, vectors, versions
from index.evaluations import Evaluated
from index.latest import Latest
from index.originals import Originals
from index.store import Origin, Store
from index.types import DocumentSummary, Kept, Version, Vocabulary
from ingest.types import Document, Duty, Fact, Passage, Reference, Row, Target, Task

KEPT = 20_000
"""Facts of one kind that are kept in memory, about 2 KB each; of more they are read when asked for."""

READ = 32
"""Documents whose passages are kept in memory, 1 KB a passage: what one question cites, the next one does too."""

F = TypeVar("F", bound=Fact)


class Held:
    """Reads the store; what is asked of every document is kept until something changes."""

    def __init__(self, store: Store, originals: Originals) -> None:
        self._store = store
        self._originals = originals
        self._vocabulary = Latest(self._store.revision, self._store.vocabulary)
        self._bearing = Latest(self._store.revision, lambda: identity.by_symbol(self._store.summaries()))
        self._doubts = Latest(self._store.revision, lambda: doubts.known(self._store.connection))
        self._passages = lru_cache(maxsize=READ)(self._read_passages)
        # facts of every document, which questions that compare, count or list ask for one after the other
        self._targets = self._every(facts.TARGETS)
        self._tasks = self._every(facts.TASKS)
        self._duties = self._every(facts.DUTIES)

    def documents(self) -> list[DocumentSummary]:
        """Every document that may be found, by id. A digest of ours whose original is held is not."""
        return self._store.summaries()

    def document(self, id: str) -> Document:
        """The whole document; raises :class:`~ingest.errors.NotFound`."""
        document = self._store.document(id)
        with self._store.snapshot():
            references = identity.resolve(doubts.apply(self._doubts(), document.references), self._bearing())
        return document.model_copy(update={"references": tuple(references)})

    def passages(self, document: str) -> list[Passage]:
        """The passages of a document in reading order; raises :class:`~ingest.errors.NotFound`."""
        with self._store.snapshot():
            return list(self._passages(self._store.revision(), document))

    def _read_passages(self, revision: int, document: str) -> tuple[Passage, ...]:
        return tuple(self._store.passages(document))

    def original(self, document: str) -> Path | None:
        """The file that a document was read from, as it was then; raises :class:`~ingest.errors.NotFound`."""
        return self._originals.find(self._origin(document).sha256)

    def source(self, document: str) -> str:
        """The name of the file that a document was read from; raises :class:`~ingest.errors.NotFound`."""
        return Path(self._origin(document).path).name

    def _origin(self, document: str) -> Origin:
        held = self._store.origin(document)
        if held is None:
            raise self._store.unknown(document)
        return held

    def rows(self, document: str) -> list[Row]:
        """The rows of the tables of a document in reading order; raises :class:`~ingest.errors.NotFound`."""
        return self._store.rows(document)

    def versions(self, document: str) -> list[Version]:
        """Every version that is known of a document, the oldest first and the one held last.

        Raises :class:`~ingest.errors.NotFound`.
        """
        self._origin(document)
        return versions.known(self._store.connection, document)

    def version(self, document: str, name: str) -> tuple[Version, Document]:
        """A version of a document, by its ordinal or the beginning of the hash of its text.

        Raises :class:`~ingest.errors.NotFound`.
        """
        with self._store.snapshot() as connection:
            wanted = versions.chosen(self.versions(document), name)
            if wanted.until is None:
                return wanted, self.document(document)
            return wanted, versions.load(connection, document, wanted.ordinal)

    def former(self, document: str) -> Document | None:
        """What a document was before another file took its place, ``None`` if none did."""
        with self._store.snapshot() as connection:
            known = versions.known(connection, document)
            last = next((one for one in reversed(known) if one.sha256 != known[-1].sha256), None)
            return versions.load(connection, document, last.ordinal) if last else None

    def replaced(self, begins: str) -> list[str]:
        """The documents of which a former version was read from a file whose sha256 begins so."""
        return versions.replaced(self._store.connection, begins)

    def kept(self) -> list[Kept]:
        """Where every document came from, by path, digests that stepped back included."""
        return self._store.kept()

    def text(self, document: str) -> str:
        """The canonical text of a document; raises :class:`~ingest.errors.NotFound`."""
        return self._store.text(document)

    def targets(self, *, documents: frozenset[str] | None = None, keys: frozenset[str] | None = None) -> list[Target]:
        """Targets by document, in reading order; ``keys`` are indicator keys; None means all."""
        if documents is None and keys is None:
            return list(self._targets())
        return facts.select(self._store.connection, facts.TARGETS, documents, keys)

    def tasks(self, *, documents: frozenset[str] | None = None) -> list[Task]:
        """Tasks by document, in reading order."""
        return list(self._tasks()) if documents is None else self._selected(facts.TASKS, documents)

    def duties(self, *, documents: frozenset[str] | None = None) -> list[Duty]:
        """Duties by document, in reading order."""
        return list(self._duties()) if documents is None else self._selected(facts.DUTIES, documents)

    def _every(self, kind: facts.Kind[F]) -> Latest[list[F]]:
        return Latest(self._store.revision, lambda: self._selected(kind, None), lambda found: len(found) <= KEPT)

    def _selected(self, kind: facts.Kind[F], documents: frozenset[str] | None) -> list[F]:
        return facts.select(self._store.connection, kind, documents)

    def references(self, *, documents: frozenset[str] | None = None, number: int | None = None) -> list[Reference]:
        """References by document, in reading order, resolved to the documents now held.

        ``number`` keeps those whose symbol begins with it. What the whole collection doubts of them is added to
        what their own documents do.
        """
        with self._store.snapshot() as connection:
            found = facts.select(connection, facts.REFERENCES, documents, number=number)
            return identity.resolve(doubts.apply(self._doubts(), found), self._bearing())

    def printed(self, id: str) -> Document:
        """The document as it was read, without what others add to it; raises :class:`~ingest.errors.NotFound`."""
        return self._store.document(id)

    def printed_references(
        self, *, documents: frozenset[str] | None = None, number: int | None = None
    ) -> list[Reference]:
        """References as they were read, without what others add to them."""
        return facts.select(self._store.connection, facts.REFERENCES, documents, number=number)

    def doubts_among(self, documents: frozenset[str]) -> doubts.Doubts:
        """What some documents know better than each other, as if there were no others."""
        with self._store.snapshot() as connection:
            return doubts.among(connection, documents)

    def vocabulary_among(self, documents: frozenset[str]) -> Vocabulary:
        """What some documents name, counted."""
        return self._store.vocabulary(documents)

    def revision(self) -> int:
        """Grows with every change of what may be found; what was computed at another one is out of date."""
        return self._store.revision()

    def vocabulary(self) -> Vocabulary:
        """Headings, symbols and indicators that the documents name; the same object until something changes."""
        return self._vocabulary()

    def encoders(self) -> list[str]:
        """Every model that has made vectors of what is held, by the name of its vectors."""
        return list(vectors.encoders(self._store.connection))

    def evaluations(self) -> list[Evaluated]:
        """The last evaluation of each model, the newest first."""
        return evaluations.noted(self._store)
