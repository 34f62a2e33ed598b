"""The tables of the store, and how an older store becomes a newer one.

A document's ``number`` names one immutable content: when a document changes it
gets a new number, and with it new passage ids. Numbers and passage ids are never
used twice, so a derived index says exactly what it holds by listing numbers.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from hashlib import sha256

from ingest.errors import IndexUnavailable

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('revision', '0');

    CREATE TABLE documents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        collection INTEGER NOT NULL DEFAULT 0,  -- a plain passage collection, not a document
        source TEXT NOT NULL,
        path TEXT NOT NULL,                     -- the file it is read from
        sha256 TEXT NOT NULL,
        reader TEXT NOT NULL,                   -- version of the code that read it
        digest INTEGER NOT NULL DEFAULT 0,
        superseded INTEGER NOT NULL DEFAULT 0,  -- a digest whose original is held
        identity TEXT,                          -- equal for a digest and its original
        title TEXT NOT NULL,
        locality TEXT,
        metadata TEXT NOT NULL,                 -- JSON: what a summary shows
        structure TEXT NOT NULL,                -- JSON: page starts, sections, rows
        text TEXT NOT NULL
    );
    CREATE INDEX documents_by_sha256 ON documents (sha256);
    CREATE INDEX documents_by_identity ON documents (identity);

    CREATE TABLE files (                        -- every path ever taken, duplicates too
        path TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        document TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX files_by_document ON files (document);

    CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        source_id TEXT,                         -- id within a plain collection
        title TEXT,                             -- title within a plain collection
        context TEXT NOT NULL,
        text TEXT NOT NULL,
        json TEXT NOT NULL                      -- the Passage
    );
    CREATE INDEX passages_by_document ON passages (number, ordinal);

    CREATE TABLE windows (                      -- what is indexed of a passage
        passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        key BLOB NOT NULL,                      -- sha256 of the indexed text
        PRIMARY KEY (passage, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX windows_by_key ON windows (key);

    CREATE TABLE vectors (
        encoder TEXT NOT NULL,
        key BLOB NOT NULL,
        vector BLOB NOT NULL,                   -- little-endian float32, unit length
        UNIQUE (encoder, key)
    );

    CREATE TABLE targets (
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        key TEXT, indicator TEXT NOT NULL, comparator TEXT NOT NULL,
        value REAL NOT NULL, value_max REAL, unit TEXT NOT NULL, deadline TEXT, cls TEXT NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX targets_by_key ON targets (key);

    CREATE TABLE tasks (
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        deadline TEXT, frequency TEXT,
        json TEXT NOT NULL,
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX tasks_by_deadline ON tasks (deadline);

    CREATE TABLE duties (
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        actor TEXT, recipient TEXT, frequency TEXT, deadline TEXT,
        json TEXT NOT NULL,
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;

    CREATE TABLE citations (                    -- facts of the kind Reference
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        symbol TEXT, issued TEXT, suspect INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX citations_by_symbol ON citations (symbol);
    """,
    """
    CREATE TABLE marks (                        -- passages that carry a target, or anything with a deadline
        mark TEXT NOT NULL,
        passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
        PRIMARY KEY (mark, passage)
    ) WITHOUT ROWID;
    CREATE INDEX marks_by_passage ON marks (passage);
    INSERT INTO marks
        WITH facts AS MATERIALIZED (
            SELECT number, json, deadline, 1 AS target FROM targets
            UNION ALL SELECT number, json, deadline, 0 FROM tasks
            UNION ALL SELECT number, json, deadline, 0 FROM duties
        ), spans AS MATERIALIZED (
            SELECT number, target, deadline,
                   json_extract(json, '$.start') AS start, json_extract(json, '$.end') AS finish FROM facts
        ), places AS MATERIALIZED (
            SELECT number, id, json_extract(json, '$.start') AS start, json_extract(json, '$.end') AS finish
            FROM passages
        )
        SELECT DISTINCT mark, places.id FROM spans JOIN places
            ON places.number = spans.number AND spans.start < places.finish AND places.start < spans.finish
        JOIN (SELECT 'target' AS mark UNION ALL SELECT 'deadline')
            ON (mark = 'target' AND spans.target) OR (mark = 'deadline' AND spans.deadline IS NOT NULL)
    """,
    """
    CREATE TABLE doubts (                       -- what the collection knows better than a citation
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,               -- of the citation
        reason TEXT, correction TEXT,
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;
    """,
    """
    -- when the content was taken in: UTC, ISO 8601
    ALTER TABLE documents ADD COLUMN taken TEXT;

    CREATE TABLE former (                       -- what a document was before its last change
        id TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        until TEXT NOT NULL,                    -- when it was replaced: UTC, ISO 8601
        document TEXT NOT NULL                  -- JSON: the whole Document
    ) WITHOUT ROWID;
    CREATE INDEX former_by_sha256 ON former (sha256);
    """,
    """
    CREATE TABLE likenesses (                   -- what targets say they measure, compared across documents
        number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,               -- of the target
        text TEXT NOT NULL,
        vector BLOB NOT NULL,                   -- key of the vector of text
        measure TEXT NOT NULL,
        whole TEXT NOT NULL,                    -- denominator
        key TEXT,                               -- as in targets, or as it would be if another document shared it
        inferred INTEGER NOT NULL,              -- the key is given by likeness, not by the vocabulary
        PRIMARY KEY (number, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX likenesses_by_vector ON likenesses (vector);
    """,
    """
    CREATE TABLE loose (                        -- keys of vectors that nothing may need any more
        key BLOB PRIMARY KEY
    ) WITHOUT ROWID;
    INSERT INTO loose SELECT DISTINCT key FROM vectors;
    CREATE TRIGGER windows_gone AFTER DELETE ON windows
        BEGIN INSERT OR IGNORE INTO loose VALUES (old.key); END;
    CREATE TRIGGER likenesses_gone AFTER DELETE ON likenesses
        BEGIN INSERT OR IGNORE INTO loose VALUES (old.vector); END;
    CREATE TRIGGER vectors_came AFTER INSERT ON vectors
        BEGIN INSERT OR IGNORE INTO loose VALUES (new.key); END;
    """,
    """
    CREATE TABLE placed (                       -- documents of other collections than the common one
        document TEXT PRIMARY KEY,              -- stays when the document goes: if it comes back, it comes back there
        collection TEXT NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO meta VALUES ('placements', '0')
    """,
    """
    CREATE TABLE versions (                     -- what documents were before their changes
        id TEXT NOT NULL,
        ordinal INTEGER NOT NULL,               -- 1 is the oldest that is known
        sha256 TEXT NOT NULL,                   -- of the file
        content TEXT NOT NULL,                  -- sha256 of the canonical text: what offsets count in
        taken TEXT,                             -- UTC, ISO 8601
        until TEXT NOT NULL,                    -- when it was replaced
        document BLOB NOT NULL,                 -- the whole Document, packed
        PRIMARY KEY (id, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX versions_by_sha256 ON versions (sha256);
    INSERT INTO versions
        SELECT id, 1, sha256, hashed(json_extract(document, '$.text')), NULL, until, packed(document) FROM former;
    DROP TABLE former;

    CREATE TABLE removals (                     -- what was removed, and when: nothing of what it said
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        removed TEXT NOT NULL                   -- UTC, ISO 8601
    );
    CREATE INDEX removals_by_id ON removals (id);

    CREATE TABLE runs (                         -- who changed the store, and how it ended
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        started TEXT NOT NULL,                  -- UTC, ISO 8601
        ended TEXT,
        outcome TEXT,                           -- done, failed, cut; NULL while it goes on
        told TEXT NOT NULL DEFAULT ''           -- why it failed, or what the one before it had left behind
    );
    """,
    """
    CREATE TABLE inbox (                        -- files of watched folders, as they were when last taken or refused
        path TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,              -- nanoseconds since 1970
        reader TEXT NOT NULL,                   -- version of the reading code
        document TEXT,                          -- NULL: refused
        message TEXT NOT NULL DEFAULT '',       -- why
        hint TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID;
    """,
)
"""Script ``n`` turns a store of version ``n`` into one of version ``n + 1``."""


def packed(text: str) -> bytes:
    """A long text as it is kept where it is seldom read."""
    return zlib.compress(text.encode(), 9)


def unpacked(kept: bytes) -> str:
    """The text that was :func:`packed`."""
    return zlib.decompress(kept).decode()


def hashed(text: str) -> str:
    """The sha256 of a text, in hex."""
    return sha256(text.encode()).hexdigest()


def migrate(connection: sqlite3.Connection, scripts: Sequence[str] = MIGRATIONS) -> None:
    """Bring the store up to date, in one transaction.

    Raises :class:`IndexUnavailable` if a newer program wrote it.
    """
    if _version(connection, len(scripts)) == len(scripts):
        return
    connection.create_function("packed", 1, packed, deterministic=True)
    connection.create_function("hashed", 1, hashed, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(_version(connection, len(scripts)), len(scripts)):
            for statement in scripts[step].split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite may have rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, known: int) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > known:
        raise IndexUnavailable("Kho dữ liệu do một bản Tracuu mới hơn tạo ra.", "Hãy cập nhật Tracuu rồi chạy lại.")
    return version
