"""What stands in the margin: the figures, reporting duties and references of the text beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ingest.text import shortened
from ingest.types import Document, Duty, Fact, Reference, Target, Task
from service.phrases import due, level, moment
from web.places import reader_url
from web.reading.layout import Chunk
from web.words import Words

F = TypeVar("F", bound=Fact)

_SHORT = 70  # characters of a task
SHOWN = 8  # of each sort beside one section; more would push the text apart


@dataclass(frozen=True)
class Note:
    """One line in the margin. ``href`` lights the words it was read from; ``to`` opens the document cited."""

    head: str
    text: str
    href: str
    to: str | None = None
    doubt: str | None = None


@dataclass(frozen=True)
class Notes:
    """The notes of one sort; ``more`` is how many are left out."""

    title: str
    notes: tuple[Note, ...]
    more: int = 0


def notes_beside(document: Document, chunk: Chunk, words: Words) -> tuple[Notes, ...]:
    """The facts whose words begin in ``chunk``; none beside a table, which shows its own.

    Of the duties only those that report: with a frequency or a recipient; of the tasks those with a body or a date.
    """
    if chunk.table is not None:
        return ()
    sorts = (
        ("reader.targets", [_target(f, words) for f in _within(document.targets, chunk)]),
        ("reader.tasks", [_task(f, words) for f in _within(document.tasks, chunk) if f.lead or f.deadline]),
        ("reader.duties", [_duty(f, words) for f in _within(document.duties, chunk) if f.frequency or f.recipient]),
        ("reader.references", [_reference(f, words) for f in _within(document.references, chunk)]),
    )
    return tuple(_notes(words(title), found) for title, found in sorts if found)


def _within(facts: Iterable[F], chunk: Chunk) -> list[F]:
    return [fact for fact in facts if chunk.start <= fact.start < chunk.end]


def _notes(title: str, found: list[Note]) -> Notes:
    unique = list({(note.head.casefold(), note.text.casefold()): note for note in reversed(found)}.values())[::-1]
    return Notes(title, tuple(unique[:SHOWN]), max(len(unique) - SHOWN, 0))


def _target(target: Target, words: Words) -> Note:
    when = due(target.deadline, words.language) if target.deadline else ""
    text = " · ".join(part for part in (target.indicator, when) if part)
    return Note(level(target, words.language), text, _href(target))


def _duty(duty: Duty, words: Words) -> Note:
    when = duty.frequency or (moment(duty.deadline, words.language) if duty.deadline else "")
    return Note(duty.actor or duty.action, " · ".join(p for p in (when, duty.recipient) if p), _href(duty))


def _task(task: Task, words: Words) -> Note:
    """Who does what by when; the words themselves stand beside."""
    when = task.deadline_text or (due(task.deadline, words.language) if task.deadline else "")
    head = ", ".join(task.lead) or shortened(task.text, _SHORT)
    return Note(
        head,
        " · ".join(part for part in (shortened(task.text, _SHORT) if task.lead else "", when) if part),
        _href(task),
    )


def _reference(reference: Reference, words: Words) -> Note:
    to = reader_url(reference.resolved) if reference.resolved else None
    doubt = words("reader.suspect", reason=reference.reason or "") if reference.suspect else None
    return Note(reference.symbol or reference.printed, "", _href(reference), to, doubt)


def _href(fact: Fact) -> str:
    return reader_url(fact.document, fact.start, fact.end)
