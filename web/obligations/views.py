"""What the register of obligations is given: rows, calendar and picture, complete, nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingest.errors import TracuuError
from service.citations import Sources
from service.phrases import name_of
from service.ports import Held
from service.registers.bodies import preferred
from service.registers.obligations import NEVER, Obligation
from service.registers.rhythms import ONCE, rhythm_name, rhythms, rhythms_in
from service.registers.selection import ObligationFilter, day_shown
from web.filtering import Choice, Condition, Link, Paging, Params, Saving, choices, level_choices
from web.obligations.months import Month
from web.obligations.picture import Picture
from web.places import sentence_case
from web.quotations import Quotation, quotation
from web.words import Words

MOST_BODIES = 100  # offered while typing; others can be typed all the same


@dataclass(frozen=True)
class ObligationRow:
    """A task or duty in the register."""

    day: str
    printed: str
    rhythm: str
    text: str
    leads: str
    partners: str
    recipients: str
    output: str
    kind: str
    name: str
    province: str
    quotation: Quotation


@dataclass(frozen=True)
class Form:
    """The filter as it can be changed: what stands in each field, what each list offers."""

    values: Mapping[str, str]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    roles: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    rhythms: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    documents: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True)
class RegisterView:
    """The page: the form, what it says in words, and one of the ways to look at what was found.

    ``dayless`` leads to what meets every condition but that of time, because no day is told.
    """

    form: Form
    way: str
    conditions: tuple[Condition, ...] = ()
    everything: str = ""
    ways: tuple[Link, ...] = ()
    files: tuple[Link, ...] = ()
    total: int = 0
    dated: int = 0
    dayless: Link | None = None
    rows: tuple[ObligationRow, ...] = ()
    paging: Paging | None = None
    month: Month | None = None
    picture: Picture | None = None
    held: int = 0
    saving: Saving | None = None
    error: TracuuError | None = None

    def but(self, **changes: Any) -> RegisterView:
        """The same page with something more on it."""
        return replace(self, **changes)


def form_of(params: Params, rows: Sequence[Obligation], held: Mapping[str, Held], words: Words) -> Form:
    """The form with the values of an address, whether they can be read or not."""
    values = dict(params)
    with_rows = {row.held.id for row in rows}
    documents = {id: _named(one) for id, one in held.items() if id in with_rows}
    places = {name for one in held.values() if one.id in with_rows for name in (one.commune, one.province) if name}
    named = preferred(name for row in rows for name in (*row.leads, *row.partners, *row.recipients))
    language = words.language
    return Form(
        values={name: values.get(name, "") for name in ObligationFilter.model_fields}
        | {"view": values.get("view", "")},
        bodies=tuple(list(named.values())[:MOST_BODIES]),
        places=tuple(sorted(places)),
        roles=choices(
            {
                "": words("obligation.any_role"),
                "lead": words("obligation.as_lead"),
                "partner": words("obligation.as_partner"),
                "recipient": words("obligation.as_recipient"),
            },
            values.get("role"),
        ),
        kinds=choices(
            {"": words("obligation.any_kind"), "task": words("obligation.task"), "duty": words("obligation.duty")},
            values.get("kind"),
        ),
        rhythms=choices(
            {"": words("obligation.any_rhythm"), ONCE: rhythm_name(ONCE, language)}
            | {one.key: rhythm_name(one.key, language) for one in rhythms()},
            values.get("rhythm"),
        ),
        levels=level_choices(words, values.get("level")),
        documents=choices({"": words("obligation.any_document"), **documents}, values.get("document")),
        orders=choices(
            {
                "": words("obligation.by_due"),
                "-due": words("obligation.by_due_late"),
                "lead": words("obligation.by_lead"),
                "document": words("obligation.by_document"),
                "text": words("obligation.by_text"),
            },
            values.get("sort"),
        ),
        more=any(values.get(name) for name in ("kind", "rhythm", "level", "document", "text", "overdue", "sort")),
    )


def _named(held: Held) -> str:
    return ", ".join(part for part in (sentence_case(name_of(held)), held.province) if part)


def rows_of(
    rows: Sequence[Obligation], asked: ObligationFilter, sources: Sources, words: Words
) -> tuple[ObligationRow, ...]:
    """The rows as they are read."""
    window = asked.window
    return tuple(_row(row, day_shown(row, window), sources, words) for row in rows)


def _row(row: Obligation, day: date, sources: Sources, words: Words) -> ObligationRow:
    shown = "" if day == NEVER else f"{day:%d/%m/%Y}"
    printed = row.printed if row.printed and any(letter.isalpha() for letter in row.printed) else ""
    told = [rhythm_name(key, words.language) for key in sorted(row.rhythms - {ONCE} - rhythms_in(printed))]
    return ObligationRow(
        day=shown,
        printed=printed,
        rhythm=", ".join(told),
        text=row.text,
        leads="; ".join(row.leads),
        partners="; ".join(row.partners),
        recipients="; ".join(row.recipients),
        output=row.output or "",
        kind=words("obligation.task_tag") if row.kind == "task" else words("obligation.duty_tag"),
        name=sentence_case(name_of(row.held)),
        province=row.held.province or "",
        quotation=quotation(sources.cite(row.fact.document, row.fact.start, row.fact.end), sources.held, words),
    )
