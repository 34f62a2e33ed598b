"""Filters over what documents say of themselves and what passages carry, inside both engines."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library
from index.schema import MIGRATIONS
from index.types import Filters, Mode

KINDS: list[Mode] = ["hybrid", "dense", "lexical"]


@pytest.fixture
def plans(library: Library, tmp_path: Path) -> Library:
    """Two communes of one province, a province and a body of the whole country."""
    folder = tmp_path / "ke-hoach"
    folder.mkdir()
    said = {
        "go-dau": ("xã Gò Dâu", "tỉnh Sông Lam", "Kế hoạch", "2025-03-02", "UBND xã Gò Dâu"),
        "ba-ke": ("xã Ba Kè", "tỉnh Sông Lam", "Kế hoạch", "2026-01-15", "UBND xã Ba Kè"),
        "song-lam": (None, "tỉnh Sông Lam", "Quyết định", "2025-06", "UBND tỉnh Sông Lam"),
        "ban-nganh": (None, None, "Nghị quyết", None, "Ban Đường thủy"),
    }
    for name, values in said.items():
        fields = zip(("commune", "province", "type", "issued", "issuer"), values, strict=True)
        head = "".join(f"@{field}: {value}\n" for field, value in fields if value)
        text = f"Dạy bơi cho trẻ em ở {name}\nDạy bơi đạt 80% trẻ em\nCăn cứ 9/NQ-X"
        (folder / f"{name}.txt").write_text(head + text, encoding="utf-8")
    report = library.sync([folder])
    assert not report.rejected
    return library


def found(library: Library, mode: Mode = "hybrid", **fields: object) -> set[str]:
    hits = library.search("dạy bơi cho trẻ em", mode=mode, k=50, filters=Filters.model_validate(fields))
    return {hit.document for hit in hits}


@pytest.mark.parametrize("mode", KINDS)
@pytest.mark.parametrize(
    ("fields", "documents"),
    [
        ({"provinces": {"tỉnh Sông Lam"}}, {"go-dau", "ba-ke", "song-lam"}),
        ({"communes": {"xã Ba Kè"}}, {"ba-ke"}),
        ({"communes": {"xã Ba Kè", "xã Gò Dâu"}, "years": {"2025"}}, {"go-dau"}),
        ({"types": {"Quyết định", "Nghị quyết"}}, {"song-lam", "ban-nganh"}),
        ({"issuers": {"Ban Đường thủy"}}, {"ban-nganh"}),
        ({"levels": {"xa"}}, {"go-dau", "ba-ke"}),
        ({"levels": {"tinh"}}, {"song-lam"}),
        ({"levels": {"trung-uong"}}, {"ban-nganh"}),
        ({"levels": {"xa"}, "documents": {"go-dau", "song-lam"}}, {"go-dau"}),
        ({"years": {"1999"}}, set()),
        ({"years": frozenset()}, set()),
    ],
)
def test_only_documents_that_say_so_are_found(
    plans: Library, mode: Mode, fields: dict[str, object], documents: set[str]
) -> None:
    assert found(plans, mode, **fields) == documents


@pytest.mark.parametrize("mode", KINDS)
def test_only_passages_that_carry_a_target_are_found(plans: Library, mode: Mode) -> None:
    hits = plans.search("dạy bơi cho trẻ em", mode=mode, filters=Filters(marks=frozenset({"target"})))
    assert {hit.text for hit in hits} == {"Dạy bơi đạt 80% trẻ em"}
    assert len(hits) == 4


@pytest.mark.parametrize("mode", KINDS)
def test_marks_and_places_are_met_together(plans: Library, mode: Mode) -> None:
    filters = Filters(marks=frozenset({"target", "deadline"}), communes=frozenset({"xã Ba Kè"}))
    (hit,) = plans.search("dạy bơi cho trẻ em", mode=mode, filters=filters)
    assert (hit.document, hit.text) == ("ba-ke", "Dạy bơi đạt 80% trẻ em")


def test_a_task_without_a_deadline_has_none(plans: Library) -> None:
    (first,) = {hit.text for hit in plans.search("dạy", filters=Filters(marks=frozenset({"deadline"})))}
    assert first == "Dạy bơi đạt 80% trẻ em"  # the task at the head of each file carries no deadline


def test_a_collection_says_nothing_of_itself(plans: Library, tmp_path: Path) -> None:
    path = tmp_path / "luat.jsonl"
    path.write_text('{"id": "1", "title": "", "text": "dạy bơi cho trẻ em"}\n', encoding="utf-8")
    plans.sync_passages(path)
    assert "luat" in found(plans)
    assert "luat" not in found(plans, levels={"trung-uong"})


def test_ranks_are_those_of_each_engine(plans: Library) -> None:
    hits = plans.search("dạy bơi cho trẻ em", k=50)
    for engine in ("dense", "lexical"):
        ranked = sorted((getattr(h, f"{engine}_rank"), -getattr(h, engine)) for h in hits if getattr(h, engine))
        assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
        assert [score for _, score in ranked] == sorted(score for _, score in ranked)


def test_the_vocabulary_counts_what_documents_name(plans: Library) -> None:
    vocabulary = plans.vocabulary()
    assert vocabulary.headings == {"Nội dung": 4}
    assert vocabulary.symbols == {"9/NQ-X": 4}
    assert vocabulary.indicators == {"Dạy": 4}


def test_a_store_of_before_learns_its_marks(plans: Library, tmp_path: Path) -> None:
    """The step that made the marks, on documents that were taken before it."""
    marked = plans.search("dạy bơi", filters=Filters(marks=frozenset({"target"})))
    (step,) = (script for script in MIGRATIONS if "CREATE TABLE marks" in script)
    connection = sqlite3.connect(tmp_path / "data" / "library.db")
    made = connection.execute("SELECT * FROM marks ORDER BY mark, passage").fetchall()
    connection.execute("DROP TABLE marks")
    for statement in step.split(";\n"):
        connection.execute(statement)
    assert connection.execute("SELECT * FROM marks ORDER BY mark, passage").fetchall() == made != []
    connection.commit()
    connection.close()
    older = open_library(tmp_path / "data", HashingEncoder())
    assert older.search("dạy bơi", filters=Filters(marks=frozenset({"target"}))) == marked
