"""Targets, tasks, duties and references as rows that SQL can ask, each with its whole shape as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from index.types import Mark
from ingest.types import Document, Duty, Fact, Reference, Target, Task

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Kind(Generic[F]):
    """One table of facts: ``columns`` are fields of the shape copied for SQL."""

    table: str
    shape: type[F]
    columns: tuple[str, ...]
    read: str = "facts.json"
    """The shape in SQL, with what the whole collection adds to it."""


TARGETS = Kind(
    "targets", Target,
    ("key", "indicator", "comparator", "value", "value_max", "unit", "deadline", "cls"),
    """CASE WHEN facts.key IS json_extract(facts.json, '$.key') THEN facts.json
            ELSE json_set(facts.json, '$.key', facts.key, '$.key_inferred', json('true')) END""",
)  # fmt: skip
TASKS = Kind("tasks", Task, ("deadline", "frequency"))
DUTIES = Kind("duties", Duty, ("actor", "recipient", "frequency", "deadline"))
REFERENCES = Kind("citations", Reference, ("symbol", "issued", "suspect"))


def insert(connection: sqlite3.Connection, number: int, document: Document) -> None:
    """Store all facts of ``document``, whose immutable content is named ``number``."""
    _insert(connection, number, document.id, TARGETS, document.targets)
    _insert(connection, number, document.id, TASKS, document.tasks)
    _insert(connection, number, document.id, DUTIES, document.duties)
    _insert(connection, number, document.id, REFERENCES, document.references)


def marks(document: Document, passages: Sequence[int]) -> Iterator[tuple[Mark, int]]:
    """``(mark, id)`` of the passages that carry a target or a deadline; ``passages`` are their ids in order."""
    dated: tuple[Target | Task | Duty, ...] = (*document.targets, *document.tasks, *document.duties)
    due = [fact for fact in dated if fact.deadline]
    carried: tuple[tuple[Mark, Sequence[Fact]], ...] = (("target", document.targets), ("deadline", due))
    for mark, facts in carried:
        for passage, id in zip(document.passages, passages, strict=True):
            if any(fact.start < passage.end and passage.start < fact.end for fact in facts):
                yield mark, id


def _insert(connection: sqlite3.Connection, number: int, document: str, kind: Kind[F], found: tuple[F, ...]) -> None:
    names = ("number", "ordinal", *kind.columns, "json")
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {kind.table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 our names
    connection.executemany(
        statement,
        (
            (
                number,
                ordinal,
                *(getattr(fact, column) for column in kind.columns),
                fact.model_copy(update={"document": document}).model_dump_json(),
            )
            for ordinal, fact in enumerate(found)
        ),
    )


def of_document(connection: sqlite3.Connection, number: int, kind: Kind[F]) -> list[F]:
    """The facts of one document in reading order, as they were read there."""
    statement = f"SELECT json FROM {kind.table} WHERE number = ? ORDER BY ordinal"  # noqa: S608 our names
    return [kind.shape.model_validate_json(shape) for (shape,) in connection.execute(statement, (number,))]


def select(
    connection: sqlite3.Connection,
    kind: Kind[F],
    documents: frozenset[str] | None = None,
    keys: frozenset[str] | None = None,
    number: int | None = None,
) -> list[F]:
    """The facts of every document that may be found, by document id, then in reading order.

    ``None`` means no restriction, an empty set that nothing is asked for. ``number`` is that with which the symbol
    of a citation begins.
    """
    statement = (
        f"SELECT {kind.read}, documents.id FROM {kind.table} AS facts JOIN documents USING (number)"  # noqa: S608
        " WHERE NOT superseded"
    )
    parameters: list[str | int] = []
    for column, allowed in (("documents.id", documents), ("facts.key", keys)):
        if allowed is not None:
            statement += f" AND {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
            parameters.append(json.dumps(sorted(allowed)))
    if number is not None:
        statement += " AND CAST(facts.symbol AS INTEGER) = ?"
        parameters.append(number)
    rows = connection.execute(f"{statement} ORDER BY documents.id, ordinal", parameters)
    return [kind.shape.model_validate_json(shape) for shape, _ in rows]
