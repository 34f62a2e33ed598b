"""The registers of a library, read once as long as its documents stay the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.types import Target
from service.ports import Archive, Held
from service.registers.obligations import Obligation, read_obligations
from service.registers.selection import ObligationFilter, select
from service.registers.targets import Table, TargetFilter, table


@dataclass(frozen=True)
class Read:
    """What was read of the documents ``held``."""

    held: tuple[Held, ...]
    obligations: tuple[Obligation, ...]
    targets: tuple[Target, ...]


class RegisterDesk:
    """Answers what a register shows; safe between threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._reading = threading.Lock()
        self._read: Read | None = None

    def read(self) -> Read:
        """All obligations and targets, read again when a document was added, replaced or removed."""
        held = tuple(self.archive.documents())
        with self._reading:
            if self._read is None or self._read.held != held:
                self._read = Read(held, tuple(read_obligations(self.archive)), tuple(self.archive.targets()))
            return self._read

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
