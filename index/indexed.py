"""What the indexes are made of and what a hit shows: windows, vectors' keys, numbers and marks, by SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from index.database import Database
from index.latest import Latest
from index.types import Mark
from index.windows import windows
from ingest.types import Passage


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexical index takes: one window of a passage."""

    passage: int
    number: int
    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with what a result list shows about its document."""

    document: str
    source: str
    source_id: str | None
    title: str
    locality: str | None
    passage: Passage
    text: str
    marks: frozenset[Mark]


class Indexed(Database):
    """The side of the store that is searched. Numbers stand for documents, ids for passages."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._numbers = Latest(self.revision, self.numbers)
        self._originals = Latest(self.revision, lambda: self.numbers(digests=False))

    def numbers(self, *, digests: bool = True) -> dict[str, int]:
        """Id → number of everything that may be found, collections too."""
        rows = self.connection.execute(
            "SELECT id, number FROM documents WHERE NOT superseded AND (? OR NOT digest)", (digests,)
        )
        return dict(rows.fetchall())

    def numbers_served(self, *, digests: bool = True) -> Mapping[str, int]:
        """:meth:`numbers` read once a revision; not for use in a transaction, which may come to nothing."""
        return (self._numbers if digests else self._originals)()

    def marked(self, marks: Iterable[Mark], numbers: Sequence[int] | None = None) -> list[int]:
        """The ids of passages that carry every one of ``marks``, of some documents or of all."""
        wanted = sorted(marks)
        query = f"""SELECT passage FROM marks JOIN passages ON passages.id = passage
                    WHERE mark IN ({", ".join("?" * len(wanted))})
                      AND (? OR number IN (SELECT value FROM json_each(?)))
                    GROUP BY passage HAVING count(*) = ?"""  # noqa: S608 only marks of parameters
        everywhere = numbers is None
        rows = self.connection.execute(query, (*wanted, everywhere, json.dumps(numbers or []), len(wanted)))
        return [passage for (passage,) in rows]

    def window_count(self) -> int:
        """How many windows the indexes have to hold."""
        row = self.connection.execute(
            """SELECT (SELECT count(*) FROM windows)
                    - (SELECT count(*) FROM documents CROSS JOIN passages USING (number)
                           CROSS JOIN windows ON passage = passages.id WHERE superseded)"""
        ).fetchone()
        return int(row[0])

    def window_count_of(self, numbers: Iterable[int]) -> int:
        """How many windows the documents with these numbers have."""
        row = self.connection.execute(
            """SELECT count(*) FROM json_each(?) CROSS JOIN passages ON number = value
                   CROSS JOIN windows ON passage = passages.id""",
            (json.dumps(sorted(numbers)),),
        ).fetchone()
        return int(row[0])

    def hits(self, ids: Iterable[int]) -> dict[int, Hit]:
        """The passages with these ids; those gone since are missing from the answer."""
        query = """SELECT passages.id, documents.id, source, source_id, coalesce(passages.title, documents.title),
                          locality, passages.json, passages.text,
                          (SELECT group_concat(mark) FROM marks WHERE passage = passages.id)
                   FROM json_each(?) AS wanted CROSS JOIN passages ON passages.id = wanted.value
                        JOIN documents USING (number)"""
        rows = self.connection.execute(query, (json.dumps(list(ids)),))
        return {
            one: Hit(id, source, source_id, title, locality, Passage.model_validate_json(passage), text, _marks(marks))
            for one, id, source, source_id, title, locality, passage, text, marks in rows
        }

    def entries(self, numbers: Iterable[int]) -> Iterator[Entry]:
        """The windows of the documents with these numbers, as they are indexed."""
        for number in numbers:
            rows = self.connection.execute(
                """SELECT id, context, text, (SELECT group_concat(mark) FROM marks WHERE passage = id)
                   FROM passages WHERE number = ? ORDER BY ordinal""",
                (number,),
            )
            for id, context, text, marks in rows:
                for window in windows(context, text):
                    yield Entry(id, number, window, _marks(marks))

    def keys(self) -> list[bytes]:
        """The vector key of every window, also of digests that stepped back."""
        rows = self.connection.execute("SELECT DISTINCT key FROM windows ORDER BY passage, ordinal")
        return [key for (key,) in rows]

    def keyed_texts(self, keys: Sequence[bytes]) -> list[str]:
        """The indexed text behind each of ``keys``."""
        query = """SELECT context, text, windows.ordinal
                   FROM windows JOIN passages ON passages.id = passage WHERE key = ?"""
        found = (self.connection.execute(query, (key,)).fetchone() for key in keys)
        return [windows(context, text)[ordinal] for context, text, ordinal in found]


def _marks(joined: str | None) -> frozenset[Mark]:
    return frozenset(cast(list[Mark], joined.split(","))) if joined else frozenset()
