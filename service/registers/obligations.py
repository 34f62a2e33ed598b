"""Tasks and duties as rows of one register: who does what with whom, by when, told where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.types import Duty, Task
from service.audit.types import Level
from service.conditions import is_moment
from service.ports import Archive, Held
from service.precedents.admission import level_of
from service.registers.bodies import bodies_of, key_of
from service.registers.due import Due, dues_of
from service.registers.rhythms import ONCE, rhythms_in
from service.words import syllables

Kind = Literal["task", "duty"]
NEVER = date.max  # sorts behind every deadline


@dataclass(frozen=True)
class Obligation:
    """A task or duty, its bodies under their common names, its days worked out.

    ``dues`` is empty where no day is told; ``rhythms`` are the keys of :mod:`service.registers.rhythms`.
    """

    fact: Task | Duty
    held: Held
    level: Level
    text: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    recipients: tuple[str, ...]
    output: str | None
    printed: str | None
    dues: tuple[Due, ...]
    rhythms: frozenset[str]
    folded: str

    @property
    def kind(self) -> Kind:
        """Whether it was assigned as a task or stands as a duty."""
        return "task" if isinstance(self.fact, Task) else "duty"

    @property
    def day(self) -> date:
        """The first day on which it is due; :data:`NEVER` if none is told."""
        return min((due.day for due in self.dues), default=NEVER)

    @property
    def once(self) -> bool:
        """Whether it has a day and does not return."""
        return bool(self.dues) and all(due.every is None for due in self.dues)

    def due_within(self, first: date, last: date) -> list[date]:
        """The days of a window on which it is due."""
        return sorted({day for due in self.dues for day in due.within(first, last)})


def read_obligations(archive: Archive) -> list[Obligation]:
    """Every task and duty of the documents held, by document, in reading order."""
    held = {one.id: one for one in archive.documents()}
    facts: list[Task | Duty] = [*archive.tasks(), *archive.duties()]
    rows = [_row(fact, held[fact.document]) for fact in facts if fact.document in held]
    return sorted(rows, key=lambda row: (row.fact.document, row.fact.start))


def _row(fact: Task | Duty, held: Held) -> Obligation:
    leads = bodies_of(fact.lead if isinstance(fact, Task) else _some(fact.actor), held.commune)
    partners = bodies_of(fact.partners, held.commune) if isinstance(fact, Task) else ()
    recipients = bodies_of(_some(fact.recipient), held.commune) if isinstance(fact, Duty) else ()
    text = " ".join((fact.text if isinstance(fact, Task) else fact.action).split())
    output = fact.output if isinstance(fact, Task) else None
    words = (text, *leads, *partners, *recipients, output or "", fact.quote)
    return Obligation(
        fact=fact,
        held=held,
        level=level_of(held),
        text=text,
        leads=leads,
        partners=partners,
        recipients=recipients,
        output=output,
        printed=_printed(fact),
        dues=tuple(dict.fromkeys(dues_of(fact, held))),
        rhythms=_rhythms(fact),
        folded=f" {' '.join(syllables(' ; '.join(words)))} ",
    )


def _printed(fact: Task | Duty) -> str | None:
    """The deadline in the document's words; a duty keeps them only where they name no one day."""
    if isinstance(fact, Task):
        return fact.deadline_text
    return None if is_moment(fact.deadline) else fact.deadline


def _some(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _rhythms(fact: Task | Duty) -> frozenset[str]:
    told = [fact.frequency or "", fact.deadline_text or "" if isinstance(fact, Task) else ""]
    if fact.deadline and not is_moment(fact.deadline):
        told.append(fact.deadline)
    found = rhythms_in(" ; ".join(told))
    return found or (frozenset({ONCE}) if is_moment(fact.deadline) else frozenset())


def is_named(names: tuple[str, ...], key: str, *, exactly: bool) -> bool:
    """Whether one of the bodies is, or (not ``exactly``) has in its name, the one of ``key``."""
    keys = (key_of(name) for name in names)
    return any(own == key if exactly else f" {key} " in f" {own} " for own in keys)
