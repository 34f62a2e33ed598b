"""A library as far as a reader may see it: the one place where collections are enforced.

Whatever is built over a :class:`Visible` cannot show another document, for it is handed no other. It has the methods
that reading needs and no others, each of which asks first; what the whole library knows better than a document
(doubts about its citations, keys that targets share) is worked out anew from the documents that may be seen.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index import doubts, identity, wordings
from index.likeness import PREFIX
from index.types import DocumentSummary, Filters, Kept, Mode, RankedPassage, Version, Vocabulary
from index.word_use import WordUse
from ingest.errors import NotFound
from ingest.types import Document, Duty, Fact, Passage, Reference, Row, Target, Task

if TYPE_CHECKING:
    from index.library import Library

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
_PLACED = 1 << 24  # documents put elsewhere between two syncs, at the most


@dataclass(frozen=True)
class _Seen:
    """What may be seen at one state of the library."""

    revision: int
    ids: frozenset[str]
    whole: bool
    """Whether that is everything that may be found."""
    memory: dict[str, Any] = field(default_factory=dict)


class Visible:
    """The documents of some collections of ``library``, with the methods of a library that only read.

    Safe from several threads. A document that may not be seen is not there: :class:`NotFound`, as for any unknown id.
    """

    def __init__(self, library: Library, collections: frozenset[str]) -> None:
        self._library = library
        self._collections = collections
        self._making = threading.RLock()
        self._known: _Seen | None = None

    # -- what may be seen ------------------------------------------------------------------------

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._library.data

    @cached_property
    def collections(self) -> frozenset[str]:
        """The collections whose documents are seen."""
        return self._collections

    def revision(self) -> int:
        """Changes with every change of what may be seen."""
        return self._library.revision() * _PLACED + self._library.placement_version()

    def _seen(self) -> _Seen:
        revision = self.revision()
        known = self._known
        if known is None or known.revision != revision:
            with self._making:
                placed = self._library.placements()
                ids = frozenset(id for id, collection in placed.items() if collection in self._collections)
                known = self._known = _Seen(revision, ids, len(ids) == len(placed))
        return known

    def _check(self, document: str) -> None:
        if document not in self._seen().ids:
            raise NotFound(f"Không có văn bản nào mang mã “{document}”.", "Xem danh sách bằng lệnh tracuu list.")

    def _of(self, facts: Iterable[F]) -> list[F]:
        ids = self._seen().ids
        return [fact for fact in facts if fact.document in ids]

    def _if_whole(self, read: Callable[[], T]) -> T | None:
        """What the whole library says, if all of it may be seen, and still could when it was read."""
        found = read() if self._seen().whole else None
        return found if self._seen().whole else None

    def _asked(self, documents: frozenset[str] | None) -> frozenset[str] | None:
        return None if documents is None else documents & self._seen().ids

    # -- searching -------------------------------------------------------------------------------

    def search(
        self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[RankedPassage]:
        """As :meth:`index.library.Library.search`, both engines restricted to what may be seen."""
        return self.search_many([query], k=k, mode=mode, filters=filters)[0]

    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[RankedPassage]]:
        """:meth:`search` for many queries at once."""
        seen = self._seen()
        asked = filters.documents if filters is not None else None
        if not seen.whole:
            only = seen.ids if asked is None else asked & seen.ids
            filters = (filters or Filters()).model_copy(update={"documents": only})
        found = self._library.search_many(queries, k=k, mode=mode, filters=filters)
        return [[one for one in ranked if one.document in seen.ids] for ranked in found]

    def word_use(self) -> WordUse | None:
        """How often words stand in what is held; ``None`` if not all of it may be seen: a word could tell of it."""
        return self._if_whole(self._library.word_use)

    def steady(self, *, searching: bool = True) -> AbstractContextManager[None]:
        """As :meth:`index.library.Library.steady`."""
        return self._library.steady(searching=searching)

    # -- documents -------------------------------------------------------------------------------

    def documents(self) -> list[DocumentSummary]:
        """Every document that may be found and seen, by id."""
        ids = self._seen().ids
        return [one for one in self._library.documents() if one.id in ids]

    def document(self, id: str) -> Document:
        """The whole document; raises :class:`NotFound`."""
        self._check(id)
        known = self._if_whole(lambda: self._library.document(id))
        if known is not None:
            return known
        document = self._library.printed(id)
        return document.model_copy(update={"references": tuple(self._judged(document.references))})

    def text(self, document: str) -> str:
        """The canonical text; raises :class:`NotFound`."""
        self._check(document)
        return self._library.text(document)

    def passages(self, document: str) -> list[Passage]:
        """The passages in reading order; raises :class:`NotFound`."""
        self._check(document)
        return self._library.passages(document)

    def rows(self, document: str) -> list[Row]:
        """The rows of its tables; raises :class:`NotFound`."""
        self._check(document)
        return self._library.rows(document)

    def original(self, document: str) -> Path | None:
        """The file it was read from; raises :class:`NotFound`."""
        self._check(document)
        return self._library.original(document)

    def source(self, document: str) -> str:
        """The name of that file; raises :class:`NotFound`."""
        self._check(document)
        return self._library.source(document)

    def former(self, document: str) -> Document | None:
        """What it was before its last change; ``None`` also for what may not be seen."""
        return self._library.former(document) if document in self._seen().ids else None

    def versions(self, document: str) -> list[Version]:
        """Every version known of it, the one held last; raises :class:`NotFound`."""
        self._check(document)
        return self._library.versions(document)

    def version(self, document: str, name: str) -> tuple[Version, Document]:
        """A version of it, by its ordinal or the beginning of its hash; raises :class:`NotFound`."""
        self._check(document)
        version, shown = self._library.version(document, name)
        return version, self.document(document) if version.until is None else shown

    def replaced(self, begins: str) -> list[str]:
        """As :meth:`index.held.Held.replaced`, of documents that may be seen."""
        ids = self._seen().ids
        return [id for id in self._library.replaced(begins) if id in ids]

    def kept(self) -> list[Kept]:
        """Where every document that may be seen came from."""
        ids = self._seen().ids
        return [one for one in self._library.kept() if one.document in ids]

    def remove(self, document: str) -> None:
        """Forget a document that may be seen; raises :class:`NotFound`."""
        self._check(document)
        self._library.remove(document)

    # -- facts -----------------------------------------------------------------------------------

    def targets(self, *, documents: frozenset[str] | None = None, keys: frozenset[str] | None = None) -> list[Target]:
        """Targets by document, in reading order."""
        if keys is not None:
            names = self._names()
            keys = frozenset(
                [key for key in keys if not key.startswith(PREFIX)] + [old for old, new in names.items() if new in keys]
            )
        found = self._of(self._library.targets(documents=self._asked(documents), keys=keys))
        names = self._names()  # asked after reading: what came meanwhile is known to it
        return [_named(target, names) for target in found]

    def tasks(self, *, documents: frozenset[str] | None = None) -> list[Task]:
        """Tasks by document, in reading order."""
        return self._of(self._library.tasks(documents=self._asked(documents)))

    def duties(self, *, documents: frozenset[str] | None = None) -> list[Duty]:
        """Duties by document, in reading order."""
        return self._of(self._library.duties(documents=self._asked(documents)))

    def references(self, *, documents: frozenset[str] | None = None, number: int | None = None) -> list[Reference]:
        """References by document, resolved to and doubted by what may be seen, and nothing else."""
        only = self._asked(documents)
        known = self._if_whole(lambda: self._library.references(documents=only, number=number))
        if known is not None:
            return self._of(known)
        return self._judged(self._of(self._library.printed_references(documents=only, number=number)))

    def _judged(self, printed: Sequence[Reference]) -> list[Reference]:
        seen = self._seen()
        doubted = self._made(seen, "doubts", lambda: self._library.doubts_among(seen.ids))
        bearing = self._made(seen, "bearing", lambda: identity.by_symbol(self.documents()))
        return identity.resolve(doubts.apply(doubted, printed), bearing)

    def _made(self, seen: _Seen, name: str, make: Callable[[], T]) -> T:
        """What is made of what may be seen, made once."""
        with self._making:
            if name not in seen.memory:
                seen.memory[name] = make()
            found: T = seen.memory[name]
            return found

    def _names(self) -> Mapping[str, str | None]:
        """The keys that targets share without an indicator of the vocabulary, under names of visible words.

        Such a key is made of the words of the target that had it first, which may not be seen; and one that is shared
        with nothing that may be seen is none.
        """
        seen = self._seen()
        return {} if seen.whole else self._made(seen, "names", self._renamed)

    def _renamed(self) -> Mapping[str, str | None]:
        return _renamed([one for one in self._of(self._library.targets()) if (one.key or "").startswith(PREFIX)])

    # -- the whole -------------------------------------------------------------------------------

    def vocabulary(self) -> Vocabulary:
        """What the documents that may be seen name; the same object until something changes."""
        known = self._if_whole(self._library.vocabulary)
        if known is not None:
            return known
        seen = self._seen()
        return self._made(seen, "vocabulary", lambda: self._named_among(seen))

    def _named_among(self, seen: _Seen) -> Vocabulary:
        indicators = Counter(one.key for one in self.targets() if one.key)
        return self._library.vocabulary_among(seen.ids).model_copy(update={"indicators": dict(indicators)})

    def status(self) -> dict[str, Any]:
        """As :meth:`index.library.Library.status`, counting only what may be seen."""
        held = self.documents()
        counted = {"documents": len(held), "passages": sum(one.passages for one in held)}
        known = self._library.status()
        return counted | {name: known[name] for name in ("generation", "encoder", "problems")}


def _named(target: Target, names: Mapping[str, str | None]) -> Target:
    if target.key is None or target.key not in names:
        return target
    key = names[target.key]
    return target.model_copy(update={"key": key, "key_inferred": target.key_inferred and key is not None})


def _renamed(targets: Sequence[Target]) -> dict[str, str | None]:
    """Key → the same made of the words of the first of ``targets`` that has it, ``None`` where one document does."""
    sharing: dict[str, list[Target]] = {}
    for target in targets:
        sharing.setdefault(target.key or "", []).append(target)
    names: dict[str, str | None] = {}
    for key, those in sharing.items():
        shared = len({one.document for one in those}) > 1
        name = PREFIX + wordings.slug(wordings.of_target(those[0].model_copy(update={"key": None})))
        names[key] = (name if name not in names.values() else f"{name}-{len(names)}") if shared else None
    return names
