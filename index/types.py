"""What the index takes and gives: filters in, ranked passages out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from ingest.types import Frozen, Metadata, Passage, Quality

Mode = Literal["hybrid", "dense", "lexical"]
Vectors = npt.NDArray[np.float32]
Outcome = Literal["added", "updated", "unchanged", "duplicate", "rejected"]
Stage = Literal["read", "encode", "index"]

Progress = Callable[[Stage, int, int, str], None]
"""Called as ``progress(stage, done, total, name)``: files read, passages encoded, generations built."""


class Filters(Frozen):
    """Restricts a search inside both engines; ``None`` means no restriction."""

    documents: frozenset[str] | None = Field(default=None, description="document ids")
    digests: bool = Field(default=True, description="whether digests of ours may be returned")


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


class RankedPassage(Frozen):
    """A passage with the scores that ranked it.

    ``score`` is the fused score (comparable within one result list only);
    ``dense`` and ``lexical`` are the engines' own, ``None`` where the engine did
    not return the passage. ``text`` is the quotation, ``text == canonical[start:end]``.
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


class FileResult(Frozen):
    """What became of one file of a sync."""

    path: str
    outcome: Outcome
    document: str | None = None
    message: str = Field(default="", description="why rejected, or which document it duplicates")
    hint: str = ""
    warnings: tuple[str, ...] = ()


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
