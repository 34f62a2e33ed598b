"""The tables of ``access.db``: a file of its own, so that signing in and the log never wait for a long sync, and a
copy of the documents carries no password.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE accounts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,            -- the name as it is compared
        role TEXT NOT NULL CHECK (role IN ('đọc', 'nạp', 'quản trị')),
        password TEXT,                          -- argon2id; none for those who come by a provider
        subject TEXT UNIQUE,                    -- issuer and subject of the provider
        made TEXT NOT NULL
    );

    CREATE TABLE sessions (
        digest BLOB PRIMARY KEY,                -- sha256 of what the cookie carries
        account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        made REAL NOT NULL,                     -- seconds since 1970
        seen REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sessions_by_account ON sessions (account);

    CREATE TABLE tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE,            -- sha256 of the token
        account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        label TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('đọc', 'nạp', 'quản trị')),
        made REAL NOT NULL,
        until REAL NOT NULL,
        used REAL
    );

    CREATE TABLE attempts (                     -- to sign in, those that succeeded taken out
        at REAL NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL
    );
    CREATE INDEX attempts_by_at ON attempts (at);

    CREATE TABLE flows (                        -- on the way to a provider and back
        digest BLOB PRIMARY KEY,                -- sha256 of what the browser's cookie carries
        nonce TEXT NOT NULL,
        verifier TEXT NOT NULL,
        onward TEXT NOT NULL,
        made REAL NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE collections (name TEXT PRIMARY KEY, made TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE readers (                      -- none means nobody
        collection TEXT NOT NULL REFERENCES collections ON DELETE CASCADE,
        account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        PRIMARY KEY (collection, account)
    ) WITHOUT ROWID;

    CREATE TABLE events (                       -- the audit log; each row seals those before it
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        address TEXT NOT NULL,
        action TEXT NOT NULL,
        object TEXT NOT NULL,
        outcome TEXT NOT NULL,
        seal TEXT NOT NULL                      -- sha256 of the seal before it and of this row
    );
    CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END
    """,
    """
    CREATE TABLE saved (                        -- searches that somebody follows
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account INTEGER REFERENCES accounts ON DELETE CASCADE,  -- NULL: saved while there were no accounts
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        asked TEXT NOT NULL,                    -- JSON: the filter
        ahead INTEGER NOT NULL,                 -- days for which deadlines are told beforehand
        mail TEXT NOT NULL,                     -- where digests are sent, '' for nowhere
        quiet INTEGER NOT NULL,                 -- a digest with nothing in it is not sent
        language TEXT NOT NULL,
        feed BLOB UNIQUE,                       -- sha256 of the secret in the address of the feed
        made TEXT NOT NULL
    );
    CREATE UNIQUE INDEX saved_by_name ON saved (ifnull(account, 0), name);

    CREATE TABLE digests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        saved INTEGER NOT NULL REFERENCES saved ON DELETE CASCADE,
        day TEXT NOT NULL,                      -- for which it was made
        made TEXT NOT NULL,
        UNIQUE (saved, day)
    );

    CREATE TABLE told (                         -- what a saved search has found, nothing of what it says
        saved INTEGER NOT NULL REFERENCES saved ON DELETE CASCADE,
        mark BLOB NOT NULL,                     -- stays the same when a document is read again
        digest INTEGER NOT NULL,                -- that told it first, 0: it was there when the search was saved
        PRIMARY KEY (saved, mark)
    ) WITHOUT ROWID;

    CREATE TABLE letters (                      -- one a digest at most, so that none is sent twice
        digest INTEGER PRIMARY KEY REFERENCES digests ON DELETE CASCADE,
        recipient TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'unsure')),
        tries INTEGER NOT NULL DEFAULT 0,
        failure TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL
    )
    """,
    """
    ALTER TABLE attempts ADD COLUMN lane BLOB NOT NULL DEFAULT x'';

    CREATE TABLE browsers (                     -- that have signed in before: it lets nobody in
        digest BLOB NOT NULL,                   -- sha256 of what the cookie carries
        account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        seen REAL NOT NULL,
        PRIMARY KEY (digest, account)
    );
    CREATE INDEX browsers_by_account ON browsers (account)
    """,
)
"""Script ``n`` turns a file of version ``n`` into one of version ``n + 1``."""
