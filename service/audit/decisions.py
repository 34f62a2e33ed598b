"""What people made of findings: accepted or dismissed, with a note.

Kept as one JSON line per decision in the data folder, beside the library and
outside of it: reading a document again touches nothing here, and the last
decision on a finding counts.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.files import exclusive
from ingest.errors import BadRequest
from service.audit.types import Decision, Verdict

if TYPE_CHECKING:
    from index.library import Library

FILE = "decisions.jsonl"


class Decisions:
    """The decisions taken in a data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._lock = data / "decisions.lock"
        self._known = self._read()

    @classmethod
    def beside(cls, library: Library) -> Self:
        """The decisions kept in a library's own data folder."""
        return cls(library.data)

    def _read(self) -> dict[str, Decision]:
        known: dict[str, Decision] = {}
        if not self._path.is_file():
            return known
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
                finding = row.pop("finding")
                known[finding] = Decision.model_validate(row)
            except (ValueError, KeyError, AttributeError):
                continue  # a line cut short by a crash loses itself, not the others
        return known

    def of(self, finding: str) -> Decision | None:
        """The last decision on a finding, by its id."""
        return self._known.get(finding)

    def take(self, finding: str, verdict: Verdict, note: str = "", by: str = "") -> Decision:
        """Accepts or dismisses a finding; dismissing needs a note.

        Raises :class:`BadRequest` without one: who reads the report later must see why.
        """
        if verdict == "dismissed" and not note.strip():
            raise BadRequest("Bỏ qua một phát hiện thì phải ghi lý do.", "Thêm ghi chú, ví dụ: đã đính chính.")
        decision = Decision(
            verdict=verdict, note=note.strip(), by=by.strip(), at=datetime.now(UTC).isoformat(timespec="seconds")
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"finding": finding, **decision.model_dump()}, ensure_ascii=False)
        with exclusive(self._lock), self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
        self._known[finding] = decision
        return decision
