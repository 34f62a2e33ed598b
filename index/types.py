"""What the index takes and gives: filters in, ranked passages out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field

from ingest.limits import Reading
from ingest.types import Document, Frozen, Metadata, Passage, Quality

Mode = Literal["hybrid", "dense", "lexical"]
Vectors = npt.NDArray[np.float32]
Outcome = Literal["added", "updated", "unchanged", "duplicate", "rejected"]
Stage = Literal[Reading, "read", "encode", "index"]

Progress = Callable[[Stage, int, int, str], None]
"""Called as ``progress(stage, done, total, name)``: files read, passages encoded, generations built, and between
them the steps of the file being read (:class:`ingest.limits.Step`), such as pages recognised."""


Level = Literal["xa", "tinh", "trung-uong"]
"""Who a document speaks for: a commune, a province, or the State or Party as a whole."""

Mark = Literal["target", "deadline"]
"""What a passage carries: a target; a task, duty or target with a deadline."""


class Filters(Frozen):
    """Restricts a search inside both engines; ``None`` means no restriction, an empty set lets nothing through.

    Within a field one of the values is enough, the fields together must all be met.
    """

    documents: frozenset[str] | None = Field(default=None, description="document ids")
    digests: bool = Field(default=True, description="whether digests of ours may be returned")
    provinces: frozenset[str] | None = Field(default=None, description='as in the documents: "tỉnh Đồng Nai"')
    communes: frozenset[str] | None = Field(default=None, description='as in the documents: "xã Xuân Thành"')
    types: frozenset[str] | None = Field(default=None, description='"Kế hoạch", "Nghị quyết"')
    issuers: frozenset[str] | None = None
    years: frozenset[str] | None = Field(default=None, description="of issue")
    levels: frozenset[Level] | None = None
    marks: frozenset[Mark] = Field(default=frozenset(), description="what a passage must carry, all of it")

    @property
    def of_documents(self) -> bool:
        """Whether documents are restricted by what they say of themselves."""
        return bool(self._wanted)

    def admitted(self, documents: Iterable[DocumentSummary]) -> Iterator[DocumentSummary]:
        """Those that say of themselves what is asked."""
        wanted = self._wanted
        return (one for one in documents if all(getattr(one, name) in values for name, values in wanted))

    @property
    def _wanted(self) -> list[tuple[str, frozenset[str] | frozenset[Level]]]:
        fields = {
            "province": self.provinces,
            "commune": self.communes,
            "type": self.types,
            "issuer": self.issuers,
            "year": self.years,
            "level": self.levels,
        }
        return [(name, values) for name, values in fields.items() if values is not None]


class DocumentSummary(Metadata):
    """A document without its text: what a list or a facet needs."""

    id: str
    source: str
    sha256: str
    digest: bool = False
    pages: int | None = None
    sections: int = 0
    passages: int = 0
    targets: int = 0
    tasks: int = 0
    duties: int = 0
    references: int = 0
    warnings: tuple[str, ...] = ()
    quality: Quality = Quality()

    @property
    def year(self) -> str | None:
        """The year of issue."""
        return self.issued[:4] if self.issued else None

    @property
    def level(self) -> Level:
        """Who it speaks for."""
        if self.commune:
            return "xa"
        return "tinh" if self.province else "trung-uong"

    @classmethod
    def of(cls, document: Document) -> Self:
        """The summary of a document that need not be held."""
        said = {name: getattr(document, name) for name in cls.model_fields if name in _SAID}
        counted = {name: len(getattr(document, name)) for name in cls.model_fields if name not in _SAID}
        return cls.model_validate({**said, **counted})


_SAID = {*Metadata.model_fields, "id", "source", "sha256", "digest", "pages", "warnings", "quality"}


class Vocabulary(Frozen):
    """What the documents that may be found name, each with how often: what a search can be asked for."""

    headings: dict[str, int] = Field(description="titles of sections, by number of documents")
    symbols: dict[str, int] = Field(description="symbols of documents cited, canonical, by number of citations")
    indicators: dict[str, int] = Field(description="indicator keys, by number of targets")


class Likeness(Frozen):
    """A document held that another file is a version of, and by what that is known."""

    document: str
    why: Literal["symbol", "subject", "name"]


class Kept(Frozen):
    """Where a document came from: the file, when it was taken (UTC, ISO 8601; ``None`` before this was noted).

    ``superseded`` is a digest of ours that stepped back for its original. ``changed`` is when its last
    change replaced another text, ``None`` if nothing came before it.
    """

    document: str
    path: str
    taken: str | None = None
    superseded: bool = False
    changed: str | None = None


SHORT = 8
"""How many letters of the hash of its text name a version in an address."""


class Version(Frozen):
    """One content that a document had: ``until`` is when it was replaced (UTC, ISO 8601), ``None`` for the one held.

    ``ordinal`` counts from the oldest known, 1. ``sha256`` is that of the file, ``content`` that of the
    canonical text, in which offsets count. ``taken`` is ``None`` where it was not noted.
    """

    ordinal: int
    sha256: str
    content: str
    taken: str | None = None
    until: str | None = None

    @property
    def name(self) -> str:
        """Its name in an address: how the hash of its text begins."""
        return self.content[:SHORT]


class RankedPassage(Frozen):
    """A passage with the scores that ranked it.

    ``score`` is the fused score (comparable within one result list only);
    ``dense`` and ``lexical`` are the engines' own, ``None`` where the engine did
    not return the passage, and the ranks (from 1) those in the engine's own list.
    ``reranked`` is what the reranker said, ``None`` where it was not asked.
    ``text`` is the quotation, ``text == canonical[start:end]``.
    """

    document: str
    source: str
    source_id: str | None = None
    document_title: str
    locality: str | None = None
    passage: Passage
    text: str
    score: float
    dense: float | None = None
    lexical: float | None = None
    dense_rank: int | None = None
    lexical_rank: int | None = None
    reranked: float | None = None
    marks: frozenset[Mark] = frozenset()


class FileResult(Frozen):
    """What became of one file of a sync."""

    path: str
    outcome: Outcome
    document: str | None = None
    message: str = Field(default="", description="why rejected, or which document it duplicates")
    hint: str = ""
    warnings: tuple[str, ...] = ()
    given_up: str | None = Field(default=None, description="document removed, for its file holds another one by now")
    placed: str | None = Field(default=None, description="collection that a document held before was put into")


class SyncReport(Frozen):
    """What a sync did; ``generation`` is the one now served."""

    files: tuple[FileResult, ...]
    generation: int
    documents: int
    passages: int
    seconds: float

    @property
    def rejected(self) -> tuple[FileResult, ...]:
        """The files that were not taken, each with its reason."""
        return tuple(result for result in self.files if result.outcome == "rejected")
