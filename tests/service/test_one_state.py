"""Registers, searches and audits read one state of the documents, whatever goes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from made_up import HERE, open_made_up

from index.library import Library
from service.audit.engine import audit
from service.registers.desk import RegisterDesk
from service.registers.selection import ObligationFilter
from service.searching import explore

GONE = "suoi-nga"
READINGS: dict[str, Callable[[Library], object]] = {
    "register": lambda library: RegisterDesk(library).obligations(ObligationFilter()),
    "search": lambda library: explore(library, "mục tiêu phủ sóng 5G"),
    "audit": audit,
}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("at", ["documents", "document", "text", "targets", "tasks", "duties", "passages", "search"])
def test_a_document_that_goes_while_it_is_read_harms_nothing(
    reading: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_made_up(tmp_path / "data")
    library.sync([HERE / "plans"])
    READINGS[reading](library)  # what is kept from before must not hide what is read now
    library.sync([_changed(tmp_path)])
    others, removed = open_made_up(tmp_path / "data"), []
    as_it_was = getattr(Library, at)

    def then_gone(self: Library, *args: object, **named: object) -> object:
        told = as_it_was(self, *args, **named)
        if self is library and not removed:
            removed.append(GONE)
            with ThreadPoolExecutor(1) as beside:
                beside.submit(others.remove, GONE).result()
        return told

    monkeypatch.setattr(Library, at, then_gone)
    READINGS[reading](library)
    monkeypatch.undo()
    if removed:
        assert GONE not in {one.id for one in library.documents()}
    READINGS[reading](library)


def _changed(folder: Path) -> Path:
    path = folder / f"{GONE}.txt"
    text = (HERE / "plans" / f"{GONE}.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("35%", "37%"), encoding="utf-8")
    return path
