"""Vectors are kept as long as anything needs them, and no longer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
from doubles import HashingEncoder, open_library

from index import vectors
from index.library import Library
from index.schema import MIGRATIONS
from index.windows import windows


def held(data: Path) -> dict[str, set[bytes]]:
    connection = sqlite3.connect(data / "library.db")
    try:
        rows = connection.execute("SELECT encoder, key FROM vectors").fetchall()
        assert connection.execute("SELECT count(*) FROM loose").fetchone() == (0,)
    finally:
        connection.close()
    return {encoder: {key for one, key in rows if one == encoder} for encoder, _ in rows}


def keys(*lines: str) -> set[bytes]:
    return {vectors.key(window) for line in lines for window in windows("", line)}


def test_a_text_that_nothing_has_any_more_loses_its_vector(library: Library, tmp_path: Path) -> None:
    one, two = tmp_path / "một.txt", tmp_path / "hai.txt"
    one.write_text("Dạy bơi\nTrồng cây", encoding="utf-8")
    two.write_text("Trồng cây\nNuôi cá", encoding="utf-8")
    library.sync([one, two])
    assert held(tmp_path / "data") == {"hashing-64": keys("Dạy bơi", "Trồng cây", "Nuôi cá")}
    one.write_text("Dạy bơi", encoding="utf-8")
    library.sync([one])
    assert held(tmp_path / "data") == {"hashing-64": keys("Dạy bơi", "Trồng cây", "Nuôi cá")}
    library.remove("hai")
    assert held(tmp_path / "data") == {"hashing-64": keys("Dạy bơi")}


def test_what_was_encoded_for_a_run_that_never_ended_goes_with_the_next(library: Library, tmp_path: Path) -> None:
    one = tmp_path / "một.txt"
    one.write_text("Dạy bơi", encoding="utf-8")
    library.sync([one])
    with library._store.transaction() as connection:
        vectors.put(connection, "hashing-64", [b"x" * 32], np.ones((1, 64), np.float32))
    one.write_text("Nuôi cá", encoding="utf-8")
    library.sync([one])
    assert held(tmp_path / "data") == {"hashing-64": keys("Nuôi cá")}


def test_vectors_of_every_encoder_go_with_their_text(library: Library, tmp_path: Path) -> None:
    one, two = tmp_path / "một.txt", tmp_path / "hai.txt"
    one.write_text("Dạy bơi", encoding="utf-8")
    two.write_text("Nuôi cá", encoding="utf-8")
    library.sync([one, two])
    other = open_library(tmp_path / "data", HashingEncoder("another"))
    other.sync([one, two])
    assert held(tmp_path / "data").keys() == {"another", "hashing-64"}
    other.remove("một")
    assert held(tmp_path / "data") == dict.fromkeys(("another", "hashing-64"), keys("Nuôi cá"))


def test_a_store_of_before_finds_what_nothing_needs(library: Library, tmp_path: Path) -> None:
    one = tmp_path / "một.txt"
    one.write_text("Dạy bơi", encoding="utf-8")
    library.sync([one])
    with library._store.transaction() as connection:
        vectors.put(connection, "hashing-64", [b"x" * 32], np.ones((1, 64), np.float32))
        for name in ("windows_gone", "likenesses_gone", "vectors_came"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DROP TABLE loose")
        (step,) = (script for script in MIGRATIONS if "CREATE TABLE loose" in script)
        for statement in step.split(";\n"):
            connection.execute(statement)
    one.write_text("Nuôi cá", encoding="utf-8")
    library.sync([one])
    assert held(tmp_path / "data") == {"hashing-64": keys("Nuôi cá")}


def test_what_a_document_needs_is_read_without_the_others(library: Library, tmp_path: Path) -> None:
    """By how many steps SQLite takes: which index it goes by is its own choice unless it is told."""
    folder = tmp_path / "nhiều"
    folder.mkdir()
    for number in range(100):
        lines = [f"Việc thứ {nth} của nơi số {number}" for nth in range(10)]
        (folder / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    library.sync([folder])
    connection, steps = library._store.connection, [0]
    number = library._store.numbers()["7"]
    connection.set_progress_handler(lambda: steps.append(steps.pop() + 1), 10)
    ((ids, rows),) = vectors.load(connection, "hashing-64", [number], 64)
    assert len(ids) == len(rows) == library._store.window_count_of([number]) == 10
    with library._store.transaction():
        library._store.delete("7")
        vectors.prune(connection)
    connection.set_progress_handler(None, 0)
    assert steps[0] < 1_000  # tens of steps for each of its ten windows; there are a thousand of them in all
