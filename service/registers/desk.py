"""The registers of a library, read once as long as its documents stay the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import NotFound
from ingest.types import Target
from service.ports import Archive, Held
from service.registers.obligations import Obligation, read_obligations
from service.registers.selection import ObligationFilter, select
from service.registers.targets import Row, Table, TargetFilter, table


@dataclass(frozen=True)
class Read:
    """What was read of the documents ``held``; ``table`` has all targets of all of them."""

    held: tuple[Held, ...]
    obligations: tuple[Obligation, ...]
    targets: tuple[Target, ...]
    table: Table


class RegisterDesk:
    """Answers what a register shows; safe between threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._reading = threading.Lock()
        self._read: Read | None = None

    def read(self) -> Read:
        """All obligations and targets, read again when a document was added, replaced or removed."""
        with self._reading, self.archive.steady(searching=False):
            held = tuple(self.archive.documents())
            if self._read is None or self._read.held != held:
                self._read = self._all(held)
            return self._read

    def _all(self, held: tuple[Held, ...]) -> Read:
        targets = tuple(self.archive.targets())
        by_id = {one.id: one for one in held}
        whole = table(targets, by_id, TargetFilter(document=tuple(by_id)))
        return Read(held, tuple(read_obligations(self.archive)), targets, whole)

    @property
    def held(self) -> dict[str, Held]:
        """The documents by id."""
        return {one.id: one for one in self.read().held}

    def obligations(self, asked: ObligationFilter) -> Sequence[Obligation]:
        """The obligations that meet a filter, in its order; raises :class:`~ingest.errors.BadRequest`."""
        return select(self.read().obligations, asked)

    def targets(self, asked: TargetFilter) -> Table:
        """The table of the targets that meet a filter; raises :class:`~ingest.errors.BadRequest`."""
        return table(self.read().targets, self.held, asked)

    def indicator(self, id: str) -> Row:
        """What every document sets for an indicator; raises :class:`~ingest.errors.NotFound`."""
        found = next((row for row in self.read().table.rows if row.id == id), None)
        if found is None:
            raise NotFound(f"Không văn bản nào nêu chỉ tiêu “{id}”.", "Chọn chỉ tiêu trong bảng: /chi-tieu.")
        return found
