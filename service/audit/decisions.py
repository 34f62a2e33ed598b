"""What people made of findings: accepted or dismissed, with a note.

Kept as one JSON line per decision in the data folder, beside the library and
outside of it: reading a document again touches nothing here, and the last
line on a finding counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.failures import storage_told
from index.files import append_line, exclusive, make_folder
from ingest.errors import BadRequest
from ingest.text import clean
from service.audit.types import Decision, Finding, Verdict

if TYPE_CHECKING:
    from service.ports import Holdings

FILE = "decisions.jsonl"
WITHDRAWN = "withdrawn"


class Decisions:
    """The decisions taken in a data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._lock = data / "decisions.lock"
        self._known: dict[str, Decision] = {}
        self._size = -1

    @classmethod
    def beside(cls, library: Holdings) -> Self:
        """The decisions kept in a library's own data folder."""
        return cls(library.data)

    def _read(self) -> dict[str, Decision]:
        """The decisions on file, read again when another process added to them."""
        size = self._path.stat().st_size if self._path.is_file() else 0
        if size != self._size:
            lines = self._path.read_text(encoding="utf-8").split("\n") if size else ()
            self._known, self._size = _replayed(lines), size
        return self._known

    def of(self, finding: str) -> Decision | None:
        """The last decision on a finding, by its id."""
        return self._read().get(finding)

    def on(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, each with the last decision on it."""
        known = self._read()
        return tuple(finding.model_copy(update={"decision": known.get(finding.id)}) for finding in findings)

    def take(self, finding: str, verdict: Verdict, note: str = "", by: str = "") -> Decision:
        """Accepts or dismisses a finding; dismissing needs a note.

        Raises :class:`BadRequest` without one: who reads the report later must see why.
        """
        note, by = clean(note), clean(by)  # it goes into reports, where not every character may stand
        if verdict == "dismissed" and not note.strip():
            raise BadRequest("Bỏ qua một phát hiện thì phải ghi lý do.", "Thêm ghi chú, ví dụ: đã đính chính.")
        decision = Decision(
            verdict=verdict, note=note.strip(), by=by.strip(), at=datetime.now(UTC).isoformat(timespec="seconds")
        )
        self._append({"finding": finding, **decision.model_dump()})
        return decision

    def withdraw(self, finding: str) -> None:
        """Takes back what was decided on a finding; that it was decided stays on file."""
        self._append({"finding": finding, WITHDRAWN: datetime.now(UTC).isoformat(timespec="seconds")})

    def _append(self, row: dict[str, str]) -> None:
        with storage_told():
            make_folder(self._path.parent)
            with exclusive(self._lock):
                append_line(self._path, json.dumps(row, ensure_ascii=False))


def _replayed(lines: Iterable[str]) -> dict[str, Decision]:
    """What stands after all lines; one cut short by a crash loses itself, not the others."""
    known: dict[str, Decision] = {}
    for line in lines:
        try:
            row = json.loads(line)
            finding = row.pop("finding")
            if WITHDRAWN in row:
                known.pop(finding, None)
            else:
                known[finding] = Decision.model_validate(row)
        except (ValueError, KeyError, AttributeError):
            continue
    return known
