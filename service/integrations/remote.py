"""The desks of a running service, asked over its API; who may read what is decided there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from index.types import DocumentSummary, Filters
from ingest.types import Document
from service.api import Listed, VersionList, VersionShown
from service.audit.types import AuditReport
from service.client import Client, calls
from service.client.calls import Call
from service.lasting import FoundTarget
from service.links import site_address
from service.precedents.types import DraftReport, Precedents
from service.precedents.types import Filters as WordingFilters
from service.registers.routes import ObligationsFound
from service.registers.selection import ObligationFilter
from service.registers.targets import Table, TargetFilter, table
from service.types import Answer, Found

R = TypeVar("R")


class RemoteDesks:
    """The desks behind an address."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self._client = Client(address, token)
        self.site = site_address(self._client.address)

    def ask(self, question: str) -> Answer:
        """The answer or the refusal."""
        return self._send(calls.ask(question), TypeAdapter(Answer))

    def search(self, query: str, k: int, filters: Filters | None) -> Found:
        """The nearest passages."""
        wanted = filters or Filters()
        call = calls.search(
            query,
            k=k,
            document=sorted(wanted.documents or ()),
            province=sorted(wanted.provinces or ()),
            commune=sorted(wanted.communes or ()),
            type=sorted(wanted.types or ()),
            issuer=sorted(wanted.issuers or ()),
            year=sorted(wanted.years or ()),
            level=sorted(wanted.levels or ()),
            mark=sorted(wanted.marks),
        )
        return self._send(call, TypeAdapter(Found))

    def documents(self) -> Sequence[DocumentSummary]:
        """Every document held."""
        return self._send(calls.documents(), TypeAdapter(Listed)).documents

    def document(self, id: str, version: str | None = None) -> Document:
        """A document, as it is or as it was."""
        if version:
            return self._send(calls.version(id, version), TypeAdapter(VersionShown)).document
        return self._send(calls.show(id), TypeAdapter(Document))

    def version(self, id: str) -> str | None:
        """The name of the version held."""
        known = self._send(calls.versions(id), TypeAdapter(VersionList)).versions
        return known[-1].name if known else None

    def targets(self, asked: TargetFilter) -> Table:
        """The table of a filter, made here of all targets, so that no address grows too long."""
        every = self._send(calls.targets(), TypeAdapter(list[FoundTarget]))
        return table(every, {one.id: one for one in self.documents()}, asked)

    def obligations(self, asked: ObligationFilter, offset: int, limit: int) -> ObligationsFound:
        """A part of the register of a filter."""
        call = calls.obligations(**asked.model_dump(), offset=offset, limit=limit)
        return self._send(call, TypeAdapter(ObligationsFound))

    def audit(self, documents: Sequence[str], frame: str) -> AuditReport:
        """The audit of the documents named."""
        return self._send(calls.audit(documents, frame), TypeAdapter(AuditReport))

    def precedents(self, text: str, filters: WordingFilters, limit: int) -> Precedents | DraftReport:
        """Wordings for a clause, a request or a draft."""
        call = calls.precedents(text, level=filters.level, limit=limit)
        return self._send(call, TypeAdapter(Precedents | DraftReport))

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _send(self, call: Call[Any], result: TypeAdapter[R]) -> R:
        """The result in the shapes of this program, which are the service's own where both are of one release."""
        typed: Call[R] = replace(call, result=result)
        return self._client.send(typed)
