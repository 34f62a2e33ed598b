"""Answers, registers, files, searches and audits are of one state of the documents, whatever changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_up import HERE, open_made_up

from index.generation import Generation, Generations
from index.library import Library
from index.searching import TRIES
from ingest.errors import CollectionChanged
from service.api import create_app
from service.audit.engine import audit
from service.desk import Desk
from service.export import write_facts
from service.precedents.engine import PrecedentDesk
from service.registers.desk import RegisterDesk
from service.registers.selection import ObligationFilter
from service.searching import explore

GONE = "suoi-nga"
QUESTION = "Tỷ lệ phủ sóng 5G xã Suối Ngà đến hết năm 2025 là bao nhiêu?"


def fetched(address: str) -> Callable[[Library], object]:
    def fetch(library: Library) -> object:
        answer = TestClient(create_app(library), raise_server_exceptions=False).get(address)
        assert answer.status_code == 200, answer.text
        return answer

    return fetch


READINGS: dict[str, Callable[[Library], object]] = {
    "register": lambda library: RegisterDesk(library).obligations(ObligationFilter()),
    "search": lambda library: explore(library, "mục tiêu phủ sóng 5G"),
    "audit": audit,
    "answer": lambda library: Desk(library).ask(QUESTION),
    "obligations.xlsx": fetched("/api/obligations.xlsx"),
    "targets-table.csv": fetched("/api/targets-table.csv"),
    "export": lambda library: write_facts(library, "targets", "xlsx", library.data / "chi-tieu.xlsx"),
}
SEARCHING: dict[str, Callable[[Library], object]] = {
    "answer": READINGS["answer"],
    "search": READINGS["search"],
    "passages": lambda library: Desk(library).search("mục tiêu phủ sóng 5G"),
    "wordings": lambda library: PrecedentDesk(library).of_text("Phấn đấu tỷ lệ phủ sóng 5G đạt 60% số thôn của xã."),
}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("at", ["documents", "document", "text", "targets", "tasks", "duties", "passages", "search"])
def test_a_document_that_goes_while_it_is_read_harms_nothing(
    reading: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_made_up(tmp_path / "data")
    library.sync([HERE / "plans"])
    READINGS[reading](library)  # what is kept from before must not hide what is read now
    library.sync([changed(tmp_path, 37)])
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


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Library, Callable[[int], None]]:
    """A library of which nothing is open yet, and what makes two changes come between a state and its index, so many
    times: the index of the state is gone when it is to be opened.
    """
    folder = tmp_path / "plans"
    folder.mkdir()
    open_made_up(tmp_path / "data").sync([changed(folder, 30)])
    library, others, figures = open_made_up(tmp_path / "data"), open_made_up(tmp_path / "data"), count(31)
    left, as_it_was = [0], Generations.open_current

    def then_changed(self: Generations) -> Generation:
        if self is library._generations and left[0]:
            left[0] -= 1
            with ThreadPoolExecutor(1) as beside:
                for _ in range(2):
                    beside.submit(others.sync, [changed(folder, next(figures))]).result()
        return as_it_was(self)

    monkeypatch.setattr(Generations, "open_current", then_changed)
    return library, lambda times: left.__setitem__(0, times)


@pytest.mark.parametrize("reading", SEARCHING)
def test_what_is_asked_while_the_documents_change_is_answered_all_the_same(
    reading: str, changing: tuple[Library, Callable[[int], None]]
) -> None:
    library, change = changing
    change(2)
    assert SEARCHING[reading](library)


def test_documents_that_never_rest_are_told_of(changing: tuple[Library, Callable[[int], None]]) -> None:
    library, change = changing
    change(TRIES)
    with pytest.raises(CollectionChanged, match="Chờ một lát"):
        Desk(library).ask(QUESTION)
    assert Desk(library).ask(QUESTION).answered


def changed(folder: Path, figure: int) -> Path:
    """A plan with another figure."""
    path = folder / f"{GONE}.txt"
    text = (HERE / "plans" / f"{GONE}.txt").read_text(encoding="utf-8")
    assert "35%" in text
    path.write_text(text.replace("35%", f"{figure}%"), encoding="utf-8")
    return path
