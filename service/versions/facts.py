"""Facts of two documents set against each other: what rose, fell, was put off, given to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from ingest.text import plain, shortened
from ingest.types import Document, Duty, Fact, Reference, Target, Task
from service.conditions import is_moment, last_day, same_unit
from service.phrases import due, level, listed
from service.precedents.alignment import comparable, shingles
from service.types import Citation
from service.versions.matching import best_pairs
from service.versions.types import CHANGE_NAMES, FactChange, FactKind, FactKindOfChange

F = TypeVar("F", bound=Fact)
Cite = Callable[[Fact], Citation]
TOLD = 110  # characters of a fact told
SAME_WORDS = 0.5  # share of the shorter indicator's words, where no key tells that two indicators are one


class _Rules(NamedTuple, Generic[F]):
    """How facts of one kind are paired (cheapest first, ``None`` never), compared and told."""

    kind: FactKind
    cost: Callable[[F, F], float | None]
    changes: Callable[[F, F], list[FactKindOfChange]]
    told: Callable[[F], str]


def changed_facts(old: Document, new: Document, cite_old: Cite, cite_new: Cite) -> Iterator[FactChange]:
    """Every fact that differs, kind by kind in the order of the new document, what was dropped behind."""
    quote = cite_old, cite_new
    yield from _of_kind(_Rules("target", _target_cost, _target_changes, _told_target), old.targets, new.targets, *quote)
    yield from _of_kind(_Rules("task", _task_cost, _task_changes, _told_task), old.tasks, new.tasks, *quote)
    yield from _of_kind(_Rules("duty", _duty_cost, _duty_changes, _told_duty), old.duties, new.duties, *quote)
    cited = _Rules("reference", _reference_cost, _reference_changes, _told_reference)
    yield from _of_kind(cited, old.references, new.references, *quote)


def _of_kind(
    rules: _Rules[F], old: Sequence[F], new: Sequence[F], cite_old: Cite, cite_new: Cite
) -> Iterator[FactChange]:
    pairs, dropped, added = best_pairs(old, new, rules.cost)
    for before, after in sorted(pairs, key=lambda pair: pair[1].start):
        found = tuple(rules.changes(before, after))
        if found:
            names = ", ".join(CHANGE_NAMES[change] for change in found)
            text = f"{names}: {rules.told(before)} → {rules.told(after)}"
            yield FactChange(kind=rules.kind, changes=found, text=text, old=cite_old(before), new=cite_new(after))
    for fact in added:
        yield FactChange(kind=rules.kind, changes=("added",), text=f"thêm: {rules.told(fact)}", new=cite_new(fact))
    for fact in dropped:
        yield FactChange(kind=rules.kind, changes=("dropped",), text=f"bỏ: {rules.told(fact)}", old=cite_old(fact))


# -- targets -------------------------------------------------------------------------------------


def _target_cost(old: Target, new: Target) -> float | None:
    """Only the same indicator and unit; the same deadline before the same figure before the nearest words."""
    if not same_unit(old.unit, new.unit) or (old.cls == "sub_target") != (new.cls == "sub_target"):
        return None
    shared = _shared_words(old.indicator, new.indicator)
    if (old.key or new.key) and old.key != new.key:
        return None
    if not old.key and shared < SAME_WORDS:
        return None
    apart = 0.0 if old.deadline == new.deadline else 1.0
    other = 0.0 if (old.value, old.comparator) == (new.value, new.comparator) else 0.7
    return apart + other + (1 - shared) + (0.3 if old.scope != new.scope else 0.0)


def _target_changes(old: Target, new: Target) -> list[FactKindOfChange]:
    found: list[FactKindOfChange] = []
    low, high = _bounds(old), _bounds(new)
    if low != high:
        found.append("raised" if high > low else "lowered")
    found += _later(old.deadline, new.deadline)
    if not found and (old.comparator != new.comparator or old.scope != new.scope):
        found.append("restated")
    return found


def _bounds(target: Target) -> tuple[float, float]:
    return target.value, target.value_max if target.value_max is not None else target.value


def _told_target(target: Target) -> str:
    return f"{target.indicator} {level(target)}, {due(target.deadline)}"


# -- tasks and duties ----------------------------------------------------------------------------


def _task_cost(old: Task, new: Task) -> float | None:
    return _text_cost(old.text, new.text)


def _task_changes(old: Task, new: Task) -> list[FactKindOfChange]:
    found = _later(old.deadline, new.deadline)
    if _bodies(old.lead) != _bodies(new.lead) or _bodies(old.partners) != _bodies(new.partners):
        found.append("reassigned")
    if not found and (
        comparable(old.text) != comparable(new.text) or plain(old.output or "") != plain(new.output or "")
    ):
        found.append("restated")
    return found


def _told_task(task: Task) -> str:
    lead = f" ({listed(list(task.lead))})" if task.lead else ""
    return f"“{shortened(task.text, TOLD)}”{lead}, {task.deadline_text or due(task.deadline)}"


def _duty_cost(old: Duty, new: Duty) -> float | None:
    return _text_cost(old.quote, new.quote)


def _duty_changes(old: Duty, new: Duty) -> list[FactKindOfChange]:
    found = _later(old.deadline, new.deadline)
    if plain(old.actor or "") != plain(new.actor or "") or plain(old.recipient or "") != plain(new.recipient or ""):
        found.append("reassigned")
    if not found and old.frequency != new.frequency:
        found.append("restated")
    return found


def _told_duty(duty: Duty) -> str:
    parts = (
        duty.actor,
        duty.action,
        f"gửi {duty.recipient}" if duty.recipient else None,
        duty.frequency,
        duty.deadline,
    )
    return shortened(" – ".join(part for part in parts if part), TOLD)


# -- references ----------------------------------------------------------------------------------


def _reference_cost(old: Reference, new: Reference) -> float | None:
    if old.symbol or new.symbol:
        return 0.0 if old.symbol == new.symbol else None
    return 0.0 if plain(old.printed) == plain(new.printed) else None


def _reference_changes(old: Reference, new: Reference) -> list[FactKindOfChange]:
    return ["restated"] if (old.issued, old.issuer) != (new.issued, new.issuer) else []


def _told_reference(reference: Reference) -> str:
    return shortened(reference.quote, TOLD)


# -- shared --------------------------------------------------------------------------------------


def _later(old: str | None, new: str | None) -> list[FactKindOfChange]:
    """Put off or brought forward; a deadline that appears or goes is a restatement."""
    if old == new:
        return []
    before, after = _day(old), _day(new)
    if before is None or after is None:
        return ["restated"]
    return ["postponed"] if after > before else ["advanced"] if after < before else []


def _day(deadline: str | None) -> date | None:
    return last_day(deadline) if deadline and is_moment(deadline) else None


def _text_cost(old: str, new: str) -> float | None:
    a, b = shingles(old), shingles(new)
    common = len(a & b)
    if not common:
        return None
    share = 0.5 * common / min(len(a), len(b)) + 0.5 * common / max(len(a), len(b))
    return 1 - share if share >= SAME_WORDS else None


def _shared_words(one: str, other: str) -> float:
    a, b = set(comparable(one)), set(comparable(other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _bodies(names: Iterable[str]) -> set[str]:
    return {plain(" ".join(name.split())) for name in names}
