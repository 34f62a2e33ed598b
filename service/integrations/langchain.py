"""A retriever for programs written with LangChain: verbatim passages, each with its place and its permalink."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from index.types import Filters
from service.integrations.desks import Desks, LocalDesks
from service.integrations.shaping import Shaper
from service.types import FoundHit


class TracuuRetriever(BaseRetriever):
    """The passages nearest to a query, best first; ``filters`` restrict them to some documents.

    ``page_content`` is the passage, verbatim: ``text[start:end]`` of its document, which the metadata name with the
    section, the page, a line to cite it by, a permalink, and what a reader must be told (``caution``). Raises errors
    of :mod:`ingest.errors`, over a service those of :mod:`service.client.errors`.
    """

    desks: SkipValidation[Desks] = Field(exclude=True, repr=False)
    k: int = Field(default=8, ge=1, le=100)
    filters: Filters | None = None

    @classmethod
    def over(cls, data: Path, **fields: Any) -> Self:
        """Over a data folder of this machine; ``fields`` are ``k`` and ``filters``."""
        from index.library import Library

        return cls(desks=LocalDesks(Library.open(data)), **fields)

    @classmethod
    def at(cls, address: str, token: str | None = None, **fields: Any) -> Self:
        """Over a running service; ``fields`` are ``k`` and ``filters``."""
        from service.integrations.remote import RemoteDesks

        return cls(desks=RemoteDesks(address, token), **fields)

    def close(self) -> None:
        """End the connections to a service."""
        self.desks.close()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        found = self.desks.search(query, k or self.k, filters or self.filters)
        return documents(found.hits, Shaper(self.desks))


def documents(hits: Sequence[FoundHit], shaper: Shaper) -> list[Document]:
    """Passages found, as LangChain has them."""
    return [_document(hit, shaper) for hit in hits]


def _document(hit: FoundHit, shaper: Shaper) -> Document:
    passage = shaper.passage(hit)
    told = passage.model_dump(mode="json", exclude={"quote"})
    heading = " > ".join(title for title in hit.section_titles if title)
    return Document(
        id=f"{hit.document}:{hit.start}-{hit.end}",
        page_content=passage.quote,
        metadata={**told, "title": hit.title, "heading": heading, "source": hit.source},
    )
