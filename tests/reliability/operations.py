"""The operations that change a data folder, each with what must be found after it."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from doubles import open_library

from index.library import Library
from index.schema import MIGRATIONS
from ingest.types import Document
from service.audit.decisions import Decisions
from service.backup import backup, restore, verify
from service.loading import Jobs

COUNT = 30
HELD = {"mot": "mới", "hai": "hai"}


@dataclass(frozen=True)
class Operation:
    """``act`` is acknowledged when it returns; ``is_done`` says whether all of it is there, or else none."""

    act: Callable[[Path], object]
    is_done: Callable[[Path], bool]


def text_of(word: str) -> str:
    """A made-up document, each line of which carries ``word``."""
    return "\n".join(f"{word} hàng {n} về phủ sóng 5G đạt {n}% số thôn" for n in range(COUNT))


def write(folder: Path, name: str, word: str) -> Path:
    """A file with it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text_of(word), encoding="utf-8")
    return folder / name


def prepare(home: Path) -> None:
    """Two documents, one of them once replaced, a decision, a backup of it all, an older store, files to come."""
    library = open_library(home / "data")
    library.sync([write(home / "van-ban", "mot.txt", "cũ"), write(home / "van-ban", "hai.txt", "hai")])
    library.sync([write(home / "van-ban", "mot.txt", "mới")])
    Decisions(home / "data").take("phat-hien-1", "accepted")
    backup(home / "data", home / "truoc.zip")
    write(home / "them", "ba.txt", "ba")
    older_store(home / "cu" / "library.db")


def older_store(file: Path, release: int = 5) -> None:
    """A store as the program of schema ``release`` (2 to 5) left it: one document, from 4 on once replaced."""
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for script in MIGRATIONS[:release]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {release}")
        connection.execute(
            "INSERT INTO documents (id, source, path, sha256, reader, title, metadata, structure, text)"
            " VALUES ('cu', 'cu.txt', '/cu.txt', 'aa', '1', 'cu', ?, '{}', ?)",
            ('{"id": "cu", "source": "cu.txt", "sha256": "aa"}', text_of("nay")),
        )
        if release >= 4:
            former = Document(id="cu", source="cu.txt", sha256="bb", text=text_of("xưa"))
            row = ("cu", "bb", "2026-10-01T00:00:00+00:00", former.model_dump_json(by_alias=True))
            connection.execute("INSERT INTO former VALUES (?, ?, ?, ?)", row)


def found(library: Library) -> dict[str, str]:
    """Document → its word, all of its lines found by one search and verbatim in its source."""
    with library.steady():
        hits = library.search("hàng về phủ sóng 5G", k=10_000)
        texts = {summary.id: library.text(summary.id) for summary in library.documents()}
    lines: dict[str, int] = dict.fromkeys(texts, 0)
    for hit in hits:
        assert texts[hit.document][hit.passage.start : hit.passage.end] == hit.text
        lines[hit.document] += 1
    assert set(lines.values()) <= {COUNT}, lines
    words = {id: text.split()[0] for id, text in texts.items()}
    assert texts == {id: text_of(word) for id, word in words.items()}
    return words


def check_unharmed(home: Path, *, but: str = "") -> None:
    """What was acknowledged before is there, whatever happened since; ``but`` may have been removed."""
    library = open_library(home / "data")
    words = found(library)
    assert {**HELD, **words}.items() >= {**HELD}.items()
    assert HELD.keys() - words.keys() <= {but}
    assert library.status()["problems"] == []
    assert library.damage() is None
    library.recover()
    assert len(list((home / "data" / "generations").iterdir())) <= 2
    old, _ = library.versions("mot")
    assert library.version("mot", old.name)[1].text == text_of("cũ")
    assert Decisions(home / "data").of("phat-hien-1")


def _upload(home: Path) -> None:
    jobs = Jobs(open_library(home / "data"))
    jobs._submit = lambda id: None  # type: ignore[method-assign]  # acknowledged, and the process ends
    jobs.start([("ba.txt", io.BytesIO((home / "them" / "ba.txt").read_bytes()))])


def _uploaded(home: Path) -> bool:
    """Whether a start after it takes the file in."""
    library = open_library(home / "data")
    jobs = Jobs(library)
    jobs.resume()
    if jobs._worker is not None:
        jobs._worker.shutdown()
    assert all(job.state == "done" for job in jobs.recent(10))
    return "ba" in found(library)


def _backed_up(home: Path) -> bool:
    assert not list(home.glob(".sau.zip*.part")) or not (home / "sau.zip").exists()
    return (home / "sau.zip").exists() and verify(home / "sau.zip").counts["documents"] == 2


def _restored(home: Path) -> bool:
    library = open_library(home / "moi")
    try:
        if not library.documents():
            assert not (home / "moi" / "originals").exists()
            return False
        assert found(library) == HELD
        assert Decisions(home / "moi").of("phat-hien-1")
        return True
    finally:
        library._store.close()  # a restore refuses while anybody has the folder open


def _restore(home: Path) -> None:
    restore(home / "truoc.zip", home / "moi", replace=True)


def _migrated(home: Path) -> bool:
    library = open_library(home / "cu")
    old, now = library.versions("cu")
    assert library.version("cu", str(old.ordinal))[1].text == text_of("xưa")
    assert library.text("cu") == text_of("nay")
    return now.until is None


OPERATIONS = {
    "sync": Operation(
        lambda home: open_library(home / "data").sync([home / "them"]),
        lambda home: "ba" in found(open_library(home / "data")),
    ),
    "remove": Operation(
        lambda home: open_library(home / "data").remove("hai"),
        lambda home: "hai" not in found(open_library(home / "data")),
    ),
    "upload": Operation(_upload, _uploaded),
    "decision": Operation(
        lambda home: Decisions(home / "data").take("phat-hien-2", "accepted"),
        lambda home: Decisions(home / "data").of("phat-hien-2") is not None,
    ),
    "backup": Operation(lambda home: backup(home / "data", home / "sau.zip", overwrite=True), _backed_up),
    "restore": Operation(_restore, _restored),
    "migration": Operation(lambda home: open_library(home / "cu"), _migrated),
}
