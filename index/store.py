"""The one truth: documents, passages and facts, on top of one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter

from index import facts, identity, vectors, versions
from index.database import now
from index.indexed import Indexed
from index.latest import Latest
from index.types import DocumentSummary, Kept, Vocabulary
from index.windows import windows
from ingest.errors import NotFound
from ingest.types import Document, Metadata, Passage, Row

_SUMMARY = {*Metadata.model_fields, "id", "source", "sha256", "digest", "pages", "warnings", "quality"}
_FACTS = {"text", "passages", "targets", "tasks", "duties", "references"}
_STRUCTURE = set(Document.model_fields) - _SUMMARY - _FACTS
_ROWS = TypeAdapter(list[Row])
_NAMED = (
    """SELECT json_extract(section.value, '$.title') AS name, count(DISTINCT number)
       FROM documents, json_each(structure, '$.sections') AS section
       WHERE NOT superseded AND NOT collection AND name IS NOT NULL AND {only} GROUP BY name""",
    """SELECT symbol, count(*) FROM citations JOIN documents USING (number)
       WHERE NOT superseded AND symbol IS NOT NULL AND {only} GROUP BY symbol""",
    """SELECT key, count(*) FROM targets JOIN documents USING (number)
       WHERE NOT superseded AND key IS NOT NULL AND {only} GROUP BY key""",
)
_COUNTED = ("passages", "targets", "tasks", "duties", "citations")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: file, its bytes, and the code that read them."""

    path: str
    sha256: str
    reader: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a plain passage collection."""

    id: str
    title: str
    text: str


class Store(Indexed):
    """Documents and plain passage collections; the methods that write belong in a transaction."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._summaries = Latest(self.revision, self._read_summaries)

    # -- files -----------------------------------------------------------------------------------

    def file(self, path: str) -> tuple[str, str] | None:
        """``(sha256, document id)`` as last taken from ``path``."""
        row = self.connection.execute("SELECT sha256, document FROM files WHERE path = ?", (path,)).fetchone()
        return (row[0], row[1]) if row else None

    def origin(self, id: str) -> Origin | None:
        """Where a held document comes from."""
        query = "SELECT path, sha256, reader FROM documents WHERE id = ?"
        row = self.connection.execute(query, (id,)).fetchone()
        return Origin(*row) if row else None

    def holder(self, sha256: str) -> str | None:
        """The document that was read from these bytes."""
        row = self.connection.execute("SELECT id FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else None

    def kept(self) -> list[Kept]:
        """Where every document came from, digests that stepped back included."""
        rows = self.connection.execute(
            """SELECT id, path, taken, superseded,
                      (SELECT max(until) FROM versions
                       WHERE versions.id = documents.id AND versions.sha256 <> documents.sha256)
               FROM documents WHERE NOT collection ORDER BY path"""
        )
        names = ("document", "path", "taken", "superseded", "changed")
        return [Kept.model_validate(dict(zip(names, row, strict=True))) for row in rows]

    def bytes_known(self) -> set[str]:
        """The sha256 of every file that a document or a former version of one was read from."""
        rows = self.connection.execute("SELECT sha256 FROM documents UNION SELECT sha256 FROM versions")
        return {sha256 for (sha256,) in rows}

    def note_file(self, path: str, sha256: str, id: str) -> None:
        """Remember what ``path`` held when it was taken."""
        self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, sha256, id))

    def move(self, id: str, path: str) -> None:
        """Note that the file of a document now stands elsewhere."""
        self.connection.execute("UPDATE documents SET path = ? WHERE id = ?", (path, id))

    # -- writing ---------------------------------------------------------------------------------

    def put(self, document: Document, origin: Origin) -> None:
        """Add ``document``, or put it in the place of what has its id, which is kept as a former version."""
        self._keep_former(document)
        number = self._replace(
            id=document.id,
            collection=False,
            source=document.source,
            path=origin.path,
            sha256=origin.sha256,
            reader=origin.reader,
            digest=document.digest,
            identity=identity.identity(document),
            title=identity.title(document),
            locality=identity.locality(document),
            metadata=document.model_dump_json(include=_SUMMARY, by_alias=True),
            structure=document.model_dump_json(include=_STRUCTURE),
            text=document.text,
        )
        ids = self._insert_passages(
            number, ((None, None, p, document.text[p.start : p.end]) for p in document.passages)
        )
        facts.insert(self.connection, number, document)
        self.connection.executemany("INSERT INTO marks VALUES (?, ?)", facts.marks(document, ids))

    def _keep_former(self, document: Document) -> None:
        """What stands under the id of ``document``, if it has another text."""
        row = self.connection.execute("SELECT text, taken, collection FROM documents WHERE id = ?", (document.id,))
        before = row.fetchone()
        if before is not None and not before[2] and before[0] != document.text:
            versions.keep(self.connection, self.document(document.id), before[1], now())

    def put_collection(self, name: str, source: str, origin: Origin, items: Sequence[Item]) -> None:
        """Add a plain passage collection, or put it in the place of what has its name."""
        summary = DocumentSummary(id=name, source=source, sha256=origin.sha256)
        number = self._replace(
            id=name,
            collection=True,
            source=source,
            path=origin.path,
            sha256=origin.sha256,
            reader=origin.reader,
            digest=False,
            identity=None,
            title=name,
            locality=None,
            metadata=summary.model_dump_json(by_alias=True),
            structure="{}",
            text="\n".join(item.text for item in items),
        )
        self._insert_passages(number, _item_rows(items))

    def _replace(self, **columns: Any) -> int:
        """Put the row in the place of that with its id, under a new number."""
        connection = self.connection
        query = "SELECT taken FROM documents WHERE id = ? AND sha256 = ?"
        same = connection.execute(query, (columns["id"], columns["sha256"])).fetchone()
        columns["taken"] = same[0] if same else now()  # reading the same bytes again is no new taking
        connection.execute("DELETE FROM documents WHERE id = ?", (columns["id"],))
        cursor = connection.execute(
            f"INSERT INTO documents ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608
            tuple(columns.values()),
        )
        connection.execute("DELETE FROM files WHERE document = ? AND sha256 <> ?", (columns["id"], columns["sha256"]))
        self.note_file(columns["path"], columns["sha256"], columns["id"])
        if cursor.lastrowid is None:
            raise AssertionError("an INSERT gives a row id")
        return cursor.lastrowid

    def _insert_passages(self, number: int, rows: Iterable[tuple[str | None, str | None, Passage, str]]) -> list[int]:
        """Store passages with their windows; returns their ids in order."""
        ids: list[int] = []
        for source_id, title, passage, text in rows:
            cursor = self.connection.execute(
                "INSERT INTO passages (number, ordinal, source_id, title, context, text, json)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, passage.ordinal, source_id, title, passage.context, text, passage.model_dump_json()),
            )
            self.connection.executemany(
                "INSERT INTO windows VALUES (?, ?, ?)",
                (
                    (cursor.lastrowid, ordinal, vectors.key(window))
                    for ordinal, window in enumerate(windows(passage.context, text))
                ),
            )
            ids.append(cast(int, cursor.lastrowid))
        return ids

    def delete(self, id: str) -> None:
        """Forget a document or collection and all drawn from it; :class:`NotFound` if not held."""
        if not self.connection.execute("DELETE FROM documents WHERE id = ?", (id,)).rowcount:
            raise self.unknown(id)
        self.connection.execute("DELETE FROM files WHERE document = ?", (id,))
        self.connection.execute("DELETE FROM versions WHERE id = ?", (id,))
        self.connection.execute("INSERT INTO removals (id, removed) VALUES (?, ?)", (id, now()))

    def supersede(self) -> None:
        """Digests of ours step back where the original is held, and return where it is not."""
        self.connection.execute(
            """UPDATE documents SET superseded = EXISTS (
                   SELECT 1 FROM documents AS original
                   WHERE NOT original.digest AND original.identity = documents.identity
                     -- another year or another province, where both are known, is another document
                     AND coalesce(substr(json_extract(original.metadata, '$.issued'), 1, 4)
                                  = substr(json_extract(documents.metadata, '$.issued'), 1, 4), 1)
                     AND coalesce(json_extract(original.metadata, '$.province')
                                  = json_extract(documents.metadata, '$.province'), 1))
               WHERE digest"""
        )

    # -- reading ---------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """Documents, collections and passages that may be found, and digests that stepped back."""
        row = self.connection.execute(
            """SELECT (SELECT count(*) FROM documents WHERE NOT collection AND NOT superseded),
                      (SELECT count(*) FROM documents WHERE collection),
                      (SELECT count(*) FROM documents WHERE superseded),
                      (SELECT count(*) FROM passages JOIN documents USING (number) WHERE NOT superseded)"""
        ).fetchone()
        return dict(zip(("documents", "collections", "superseded", "passages"), row, strict=True))

    def vocabulary(self, documents: frozenset[str] | None = None) -> Vocabulary:
        """What the documents that may be found, or some of them, name, counted."""
        only = "1" if documents is None else "documents.id IN (SELECT value FROM json_each(:ids))"
        ids = {"ids": json.dumps(sorted(documents or ()))}
        with self.snapshot() as connection:
            headings, symbols, indicators = (
                dict(connection.execute(query.format(only=only), ids).fetchall()) for query in _NAMED
            )
        return Vocabulary(headings=headings, symbols=symbols, indicators=indicators)

    def summaries(self) -> list[DocumentSummary]:
        """Every document that may be found, by id; collections are not documents. Read once a revision."""
        return list(self._summaries())

    def _read_summaries(self) -> list[DocumentSummary]:
        counts = ", ".join(
            f"(SELECT count(*) FROM {table} WHERE number = documents.number)"  # noqa: S608 our names
            for table in _COUNTED
        )
        rows = self.connection.execute(
            f"SELECT metadata, json_array_length(structure, '$.sections'), {counts} FROM documents"  # noqa: S608
            " WHERE NOT collection AND NOT superseded ORDER BY id"
        )
        names = ("sections", "passages", "targets", "tasks", "duties", "references")
        return [
            DocumentSummary.model_validate({**json.loads(row[0]), **dict(zip(names, row[1:], strict=True))})
            for row in rows
        ]

    def document(self, id: str) -> Document:
        """The whole document as it was read; :class:`NotFound` if it is not held."""
        with self.snapshot() as connection:
            number, metadata, structure, text, collection = self._row(id)
            if collection:
                raise self.unknown(id)
            return Document.model_validate(
                {
                    **json.loads(metadata),
                    **json.loads(structure),
                    "text": text,
                    "passages": self._passages(number),
                    "targets": facts.of_document(connection, number, facts.TARGETS),
                    "tasks": facts.of_document(connection, number, facts.TASKS),
                    "duties": facts.of_document(connection, number, facts.DUTIES),
                    "references": facts.of_document(connection, number, facts.REFERENCES),
                }
            )

    def rows(self, id: str) -> list[Row]:
        """The rows of the tables of a document in reading order, without reading the rest of it."""
        query = "SELECT json_extract(structure, '$.rows') FROM documents WHERE id = ?"
        row = self.connection.execute(query, (id,)).fetchone()
        if row is None:
            raise self.unknown(id)
        return _ROWS.validate_json(row[0] or "[]")

    def text(self, id: str) -> str:
        """The canonical text; :class:`NotFound` if the document is not held."""
        return str(self._row(id)[3])

    def passages(self, id: str) -> list[Passage]:
        """The passages in reading order; :class:`NotFound` if the document is not held."""
        with self.snapshot():
            return self._passages(self._row(id)[0])

    def _row(self, id: str) -> tuple[int, str, str, str, bool]:
        query = "SELECT number, metadata, structure, text, collection FROM documents WHERE id = ?"
        row: tuple[int, str, str, str, bool] | None = self.connection.execute(query, (id,)).fetchone()
        if row is None:
            raise self.unknown(id)
        return row

    def unknown(self, id: str) -> NotFound:
        """Why a document is not held."""
        removed = versions.removed(self.connection, id)
        if removed is None:
            return NotFound(f"Không có văn bản nào mang mã “{id}”.", "Xem danh sách bằng lệnh tracuu list.")
        day = f"{date.fromisoformat(removed[:10]):%d/%m/%Y}"
        return NotFound(f"Văn bản “{id}” đã được gỡ ngày {day}.", "Muốn xem lại thì nạp lại tệp của văn bản.")

    def _passages(self, number: int) -> list[Passage]:
        rows = self.connection.execute("SELECT json FROM passages WHERE number = ? ORDER BY ordinal", (number,))
        return [Passage.model_validate_json(text) for (text,) in rows]


def _item_rows(items: Sequence[Item]) -> Iterator[tuple[str, str, Passage, str]]:
    start = 0
    for ordinal, item in enumerate(items):
        passage = Passage(
            start=start,
            end=start + len(item.text),
            ordinal=ordinal,
            path=(),
            titles=(),
            kind="paragraph",
            context=item.title,
        )
        yield item.id, item.title, passage, item.text
        start = passage.end + 1
