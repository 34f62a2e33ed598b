"""A key shared across documents for targets that the vocabulary does not name, by the likeness of their words.

Such a target is compared with the wordings of every indicator (its name and patterns, and the words of targets that
have its key), then with the other targets without a key. The vectors alone would propose much that is wrong: the
unit, the denominator, every number within the words and most of the words by weight must agree too. Where in doubt
a target stays without a key.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from index import vectors, wordings
from index.types import Vectors
from index.wordings import Wording
from ingest.types import Target

PREFIX = "khac-"
"""How the key begins that targets share which are no indicator of the vocabulary; keys of those have no hyphen."""

CLOSE = 0.72
"""Least closeness of two vectors: 1 if they are the same, 0 if no closer than two indicators are on average.
Relative, because encoders differ in that average (multilingual-e5-small: cosine .89)."""

SHARED = 0.55
"""Least :func:`~index.wordings.overlap`. Both were set by hiding the keys of known targets: of 275,
107 came back, 106 of them right; with their indicator hidden altogether 1 was taken for another."""

SAME = 0.7
"""The same for two targets without an indicator, where one must also say all that the other says."""

FEWEST = 3  # syllables that tell something: "đóng góp", "dịch vụ" alone may mean anything
_RULES = "1"  # counted up when the same targets would get other keys
_SETTING = "likeness"


class _Came(NamedTuple):
    number: int
    ordinal: int
    wording: Wording


def texts(targets: Iterable[Target]) -> list[str]:
    """What has to have vectors before :func:`renew` can place ``targets``; nothing where none lacks its key."""
    found = [wordings.of_target(target) for target in targets]
    if all(one.key for one in found):
        return []
    return [one.text for one in (*wordings.of_vocabulary(), *found) if one.text]


def stored_texts(connection: sqlite3.Connection) -> list[str]:
    """:func:`texts` of every target of the store."""
    rows = connection.execute("SELECT json FROM targets")
    return texts(Target.model_validate_json(json) for (json,) in rows)


def kept() -> list[bytes]:
    """The keys of vectors that belong to the vocabulary, not to a document."""
    return [vectors.key(one.text) for one in wordings.of_vocabulary()]


def is_stale(connection: sqlite3.Connection, encoder: str) -> bool:
    """Whether the keys were given by another encoder, vocabulary or rule, or never."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_SETTING,)).fetchone()
    return row is None or row[0] != _version(encoder)


def renew(connection: sqlite3.Connection, encoder: str) -> None:
    """Gives keys to the targets that came, and takes back those that nothing shares any more.

    Belongs in the transaction that changed the documents. Loads no model: targets without a vector wait for the
    next sync.
    """
    if is_stale(connection, encoder):
        connection.execute("DELETE FROM likenesses")
        connection.execute("UPDATE targets SET key = json_extract(json, '$.key')")
    came = list(_came(connection))
    if not came or _place(connection, encoder, came):
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SETTING, _version(encoder)))
    _share(connection)


def _version(encoder: str) -> str:
    return f"{_RULES}:{wordings.version()}:{encoder}"


def _came(connection: sqlite3.Connection) -> Iterator[_Came]:
    rows = connection.execute(
        """SELECT number, ordinal, targets.json FROM targets LEFT JOIN likenesses AS placed USING (number, ordinal)
           WHERE placed.text IS NULL ORDER BY number, ordinal"""
    )
    for number, ordinal, json in rows:
        yield _Came(number, ordinal, wordings.of_target(Target.model_validate_json(json)))


def _share(connection: sqlite3.Connection) -> None:
    """A key of our making counts where targets of two documents that may be found have it."""
    connection.execute(
        """WITH shared AS MATERIALIZED (
               SELECT key FROM likenesses JOIN documents USING (number)
               WHERE inferred AND NOT superseded GROUP BY key HAVING count(DISTINCT number) > 1
           ), wanted AS MATERIALIZED (
               SELECT number, ordinal, CASE WHEN key NOT LIKE ? OR key IN (SELECT key FROM shared) THEN key END AS key
               FROM likenesses WHERE inferred
           )
           UPDATE targets SET key = wanted.key FROM wanted
           WHERE targets.number = wanted.number AND targets.ordinal = wanted.ordinal
             AND targets.key IS NOT wanted.key""",
        (f"{PREFIX}%",),
    )


# -- comparing -----------------------------------------------------------------------------------------------


class _Group:
    """Wordings measured alike, with their vectors, to be searched for the nearest."""

    def __init__(self) -> None:
        self._wordings: list[Wording] = []
        self._rows: Vectors = np.empty((0, 0), dtype=np.float32)

    def add(self, wording: Wording, vector: Vectors) -> None:
        held = len(self._wordings)
        if held == len(self._rows):  # grows by doubling
            larger = np.zeros((max(16, 2 * held), len(vector)), dtype=np.float32)
            if held:
                larger[:held] = self._rows
            self._rows = larger
        self._rows[held] = vector
        self._wordings.append(wording)

    def nearest(self, vector: Vectors, least: float, agrees: Callable[[Wording], bool]) -> Wording | None:
        """The closest of those at least so close that agree."""
        if not self._wordings:
            return None
        cosines = self._rows[: len(self._wordings)] @ vector
        near = np.flatnonzero(cosines >= least)
        ordered = (self._wordings[int(at)] for at in near[np.argsort(-cosines[near], kind="stable")])
        return next((one for one in ordered if agrees(one)), None)


def _is_of(sought: Wording, named: Wording) -> bool:
    """Whether words and denominator are those of an indicator of the vocabulary."""
    allowed = wordings.denominators(named.key)
    if sought.whole and allowed and sought.whole not in allowed:
        return False
    return wordings.overlap(sought.text, named.text) >= SHARED


def _is_same(sought: Wording, other: Wording) -> bool:
    return wordings.overlap(sought.text, other.text) >= SAME and wordings.is_within(sought.text, other.text)


def _tells(wording: Wording) -> bool:
    return len(wordings.content(wording.text)) >= FEWEST


class _Keys:
    """Keys for wordings, from the vocabulary first, then from each other in the order in which they come."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._named: defaultdict[str, _Group] = defaultdict(_Group)
        self._others: defaultdict[tuple[str, str], _Group] = defaultdict(_Group)
        self._taken: set[str] = set()

    def know(self, wording: Wording, vector: Vectors) -> None:
        """Remember a wording whose key is settled."""
        key = wording.key or ""
        if key.startswith(PREFIX):
            if key not in self._taken:  # the first of its kind stands for all: likeness must not drift
                self._others[wording.measure, wording.whole].add(wording, vector)
            self._taken.add(key)
        elif _tells(wording):
            self._named[wording.measure].add(wording, vector)

    def give(self, wording: Wording, vector: Vectors) -> str | None:
        """The key for a wording without one; ``None`` if its words tell too little."""
        if not _tells(wording):
            return None
        named, others = self._named[wording.measure], self._others[wording.measure, wording.whole]
        found = named.nearest(vector, self._least, lambda one: _is_of(wording, one))
        found = found or others.nearest(vector, self._least, lambda one: _is_same(wording, one))
        if found is not None:
            return found.key
        key = self._free(PREFIX + wordings.slug(wording))
        self.know(wording._replace(key=key), vector)
        return key

    def _free(self, key: str) -> str:
        numbered = (f"{key}-{number}" for number in count(2))
        return key if key not in self._taken else next(one for one in numbered if one not in self._taken)


def _place(connection: sqlite3.Connection, encoder: str, came: Sequence[_Came]) -> bool:
    """Store what each target says, with its key or the one it is given; whether none had to wait for a vector."""
    vector = _vectors_of(connection, encoder)
    lacking = [one for one in came if not one.wording.key]
    keys = _known(connection, vector) if lacking else _Keys(1.0)
    given: dict[_Came, str | None] = {one: one.wording.key for one in came if one.wording.key}
    for one in given if lacking else ():
        row = vector(one.wording.text)
        if row is not None:
            keys.know(one.wording, row)
    for one in lacking:
        row = vector(one.wording.text)
        if row is not None:
            given[one] = keys.give(one.wording, row)
        elif not one.wording.text:
            given[one] = None
    connection.executemany(
        "INSERT INTO likenesses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, ordinal, said.text, vectors.key(said.text), said.measure, said.whole, key, said.key is None)
            for (number, ordinal, said), key in given.items()
        ),
    )
    return len(given) == len(came)


def _known(connection: sqlite3.Connection, vector: Callable[[str], Vectors | None]) -> _Keys:
    """The keys that the vocabulary and the targets placed before have."""
    rows = {one: vector(one.text) for one in wordings.of_vocabulary()}
    matrix = np.stack([row for row in rows.values() if row is not None] or [np.zeros(1, dtype=np.float32)])
    usual = float(np.square(matrix.mean(axis=0)).sum())  # the mean of all cosines between them
    keys = _Keys(usual + CLOSE * (1 - usual))
    placed = connection.execute(
        """SELECT text, measure, whole, key FROM likenesses WHERE key IS NOT NULL AND (NOT inferred OR key LIKE ?)
           GROUP BY text, measure, whole, key ORDER BY min(number), ordinal""",
        (f"{PREFIX}%",),
    )
    rows.update((one, vector(one.text)) for one in map(Wording._make, placed))
    for one, row in rows.items():
        if row is not None:
            keys.know(one, row)
    return keys


def _vectors_of(connection: sqlite3.Connection, encoder: str) -> Callable[[str], Vectors | None]:
    """Reads the vector of a text, ``None`` if the store has none."""

    def read(text: str) -> Vectors | None:
        return vectors.get(connection, encoder, vectors.key(text)) if text else None

    return read
