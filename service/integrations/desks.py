"""What the tools ask: the desks over a data folder, or the same desks behind an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.types import DocumentSummary, Filters
from ingest.types import Document
from service.audit.decisions import Decisions
from service.audit.desk import AuditDesk
from service.audit.types import AuditReport
from service.desk import Desk
from service.links import site_address
from service.ports import Holdings
from service.precedents.engine import PrecedentDesk
from service.precedents.types import DraftReport, Precedents
from service.precedents.types import Filters as WordingFilters
from service.registers.desk import RegisterDesk
from service.registers.routes import ObligationsFound, obligations_found
from service.registers.selection import ObligationFilter
from service.registers.targets import Table, TargetFilter
from service.searching import explore
from service.types import Answer, Found


class Desks(Protocol):
    """The desks, wherever they are. All raise errors of the family."""

    site: str
    """Where the pages are opened."""

    def ask(self, question: str) -> Answer:
        """See :meth:`service.desk.Desk.ask`."""
        ...

    def search(self, query: str, k: int, filters: Filters | None) -> Found:
        """See :func:`service.searching.explore`."""
        ...

    def documents(self) -> Sequence[DocumentSummary]:
        """Every document held."""
        ...

    def document(self, id: str, version: str | None = None) -> Document:
        """A document, as it is or as it was; raises :class:`~ingest.errors.NotFound`."""
        ...

    def version(self, id: str) -> str | None:
        """The name of the version held; ``None`` of what has none."""
        ...

    def targets(self, asked: TargetFilter) -> Table:
        """See :meth:`service.registers.desk.RegisterDesk.targets`."""
        ...

    def obligations(self, asked: ObligationFilter, offset: int, limit: int) -> ObligationsFound:
        """See :func:`service.registers.routes.obligations_found`."""
        ...

    def audit(self, documents: Sequence[str], frame: str) -> AuditReport:
        """See :meth:`service.audit.desk.AuditDesk.report`."""
        ...

    def precedents(self, text: str, filters: WordingFilters, limit: int) -> Precedents | DraftReport:
        """See :meth:`service.precedents.engine.PrecedentDesk.of_draft_text`."""
        ...

    def close(self) -> None:
        """End what connections there are; nothing may be asked after that."""
        ...


class LocalDesks:
    """The desks over a library of this machine; safe between threads."""

    def __init__(self, library: Holdings) -> None:
        self.site = site_address()
        self._library = library
        self._desk = Desk(library)
        self._registers = RegisterDesk(library)
        self._auditing = AuditDesk(library, Decisions.beside(library))
        self._wordings = PrecedentDesk(library)

    def ask(self, question: str) -> Answer:
        """The answer or the refusal."""
        return self._desk.ask(question)

    def search(self, query: str, k: int, filters: Filters | None) -> Found:
        """The nearest passages."""
        return explore(self._library, query, k=k, filters=filters, facets=False)

    def documents(self) -> Sequence[DocumentSummary]:
        """Every document held."""
        return self._library.documents()

    def document(self, id: str, version: str | None = None) -> Document:
        """A document, as it is or as it was."""
        return self._library.version(id, version)[1] if version else self._library.document(id)

    def version(self, id: str) -> str | None:
        """The name of the version held."""
        known = self._library.versions(id)
        return known[-1].name if known else None

    def targets(self, asked: TargetFilter) -> Table:
        """The table of a filter."""
        return self._registers.targets(asked)

    def obligations(self, asked: ObligationFilter, offset: int, limit: int) -> ObligationsFound:
        """A part of the register of a filter."""
        return obligations_found(self._registers, asked, offset, limit)

    def audit(self, documents: Sequence[str], frame: str) -> AuditReport:
        """The audit of the documents named."""
        return self._auditing.report(documents, frame)

    def precedents(self, text: str, filters: WordingFilters, limit: int) -> Precedents | DraftReport:
        """Wordings for a clause, a request or a draft."""
        return self._wordings.of_draft_text(text, filters=filters, limit=limit)

    def close(self) -> None:
        """Nothing: there are no connections."""
