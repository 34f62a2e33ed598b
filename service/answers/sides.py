"""Two or more sides set against each other: the level of each, then the difference, computed and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from index.types import Filters
from ingest.text import shortened
from ingest.types import Frozen, Target
from service.answers.draft import Draft
from service.answers.matching import same_measure
from service.answers.passage import place_of, shown
from service.answers.target import subject, tell
from service.citations import Sources
from service.conditions import same_unit
from service.evidence import gather
from service.phrases import level, moment, name_of, number
from service.plan import Plan
from service.question import Language
from service.selection import Judged, best_worded, candidates, judge, of_asked_times

NAMED_BY = 90  # characters of a target's words that stand for its name
ALIKE_SIDES = 4  # pairs of sides whose differences are told
OPEN = {">", "<", "~", "range"}  # "over 80 %" is not 80 %
RANKED = 3  # sides that are put in order rather than paired


class Side(Frozen):
    """One side of a comparison: a name, and the targets that give its level."""

    name: str
    found: tuple[Judged, ...]


def set_against(plan: Plan, sources: Sources) -> Draft | None:
    """The sides of the question with their levels and the differences; ``None`` if there are not two."""
    if plan.analysis.sides and _of_one(plan):
        sides = _of_indicators(plan, sources)
    elif plan.analysis.worded_sides and _of_one(plan):
        sides = _of_wordings(plan, sources)
    else:
        sides = _of_documents(plan, sources)
    if len(sides) < 2 or sum(bool(side.found) for side in sides) == 0:
        return None
    draft = Draft(plan.analysis.question.language)
    for side in sides:
        tell(draft, sources, side.found)
    for side in sides:
        if not side.found:
            _without_level(draft, plan, sources, side)
    ranked = _ranked(draft, sides)
    draft.statements[:0] = [ranked] if ranked else _differences(draft, sides)
    return draft


def _of_one(plan: Plan) -> bool:
    return len(plan.analysis.scope.documents or ()) == 1


def _of_documents(plan: Plan, sources: Sources) -> list[Side]:
    named = plan.analysis.scope.named
    found = [levels(plan, sources, entry.documents) for entry in named]
    if not plan.analysis.together:  # a double question asks for two measures
        found = same_measure(found, plan.analysis.indicators, timed=bool(plan.facts.deadlines))
    return [
        Side(name=_name(sources, entry.documents, entry.name), found=tuple(own))
        for entry, own in zip(named, found, strict=True)
    ]


def _name(sources: Sources, documents: Sequence[str], name: str) -> str:
    return name_of(sources.held[documents[0]]) if len(documents) == 1 else name


def _of_indicators(plan: Plan, sources: Sources) -> list[Side]:
    sides: list[Side] = []
    for key in plan.analysis.sides:
        facts = plan.facts.model_copy(update={"keys": frozenset({key})})
        analysis = plan.analysis.model_copy(update={"indicators": (key,), "amount": None})
        passages = plan.passages.model_copy(update={"telling": ()})  # a name of one side is none of the other's
        one = plan.model_copy(update={"facts": facts, "analysis": analysis, "passages": passages})
        found = tuple(levels(one, sources, plan.analysis.scope.documents or (), by_key=True))
        sides.append(Side(name=subject(key, key, plan.analysis.question.language), found=found))
    return sides


def _of_wordings(plan: Plan, sources: Sources) -> list[Side]:
    """Two targets of one document told apart by their words, where the vocabulary has no name for them."""
    sides: list[Side] = []
    for words in plan.analysis.worded_sides:
        analysis = plan.analysis.model_copy(update={"terms": tuple(words.split()), "indicators": ()})
        facts = plan.facts.model_copy(update={"keys": None})
        passages = plan.passages.model_copy(update={"telling": ()})
        one = plan.model_copy(update={"facts": facts, "analysis": analysis, "passages": passages})
        found = levels(one, sources, plan.analysis.scope.documents or ())[:1]
        sides.append(Side(name=_clause_of(found[0].target) if found else words, found=tuple(found)))
    distinct = {(one.target.start, one.target.value) for side in sides for one in side.found}
    return sides if len(distinct) == len(sides) else []


def _clause_of(target: Target) -> str:
    """The words of a target, short enough to name it: two of one indicator are told apart by nothing else."""
    return f"“{shortened(target.quote, NAMED_BY)}”"


def levels(plan: Plan, sources: Sources, documents: Iterable[str], *, by_key: bool = False) -> list[Judged]:
    """What documents set for the subject at the asked times, worded most like the question."""
    found = candidates(plan, sources, frozenset(documents))
    if not by_key:
        found = found or candidates(plan, sources, frozenset(documents), any_key=True)
    judged = judge(found, None, plan.facts.deadlines)
    chosen = of_asked_times(judged, plan.facts.deadlines)
    best = best_worded(plan, chosen or ([] if plan.facts.deadlines and by_key else judged))
    return [one.model_copy(update={"timing": None}) for one in best]  # the difference tells of other times


def _without_level(draft: Draft, plan: Plan, sources: Sources, side: Side) -> None:
    """A side without a figure: the passage that comes nearest, told as such."""
    named = plan.analysis.scope.named
    entry = next((one for one in named if _name(sources, one.documents, one.name) == side.name), None)
    told = draft.say(f"{side.name}: không thấy con số cho chỉ tiêu này", f"{side.name}: no figure for this is stated")
    if entry is None:
        draft.statements.append(told + ".")
        return
    narrowed = plan.model_copy(
        update={"passages": plan.passages.model_copy(update={"filters": Filters(documents=frozenset(entry.documents))})}
    )
    gathered = gather(narrowed, sources)
    if not gathered.items:
        draft.statements.append(told + ".")
        return
    citation = gathered.cite(gathered.items[0])
    nearest = draft.say("gần nhất", "nearest")
    draft.state(f"{told}; {nearest}: {place_of(sources, citation)}, {shown(citation)}", citation)


def _ranked(draft: Draft, sides: Sequence[Side]) -> str | None:
    """Three sides or more with one level each of one unit and time, from the highest to the lowest."""
    filled = [(side, side.found[0].target) for side in sides if len(side.found) == 1]
    first = filled[0][1] if filled else None
    if first is None or len(filled) < RANKED or len(filled) < sum(bool(side.found) for side in sides):
        return None
    if any(one.deadline != first.deadline or not same_unit(one.unit, first.unit) for _, one in filled):
        return None
    ordered = sorted(filled, key=lambda pair: -pair[1].value)
    told = "; ".join(f"{side.name} {level(one, draft.language)}" for side, one in ordered)
    return draft.say(f"Từ cao đến thấp: {told}.", f"From high to low: {told}.")


def _differences(draft: Draft, sides: Sequence[Side]) -> list[str]:
    """For each pair of sides, and each time both speak of, by how much they differ."""
    told: list[str] = []
    filled = [side for side in sides if side.found]
    for left, right in list(combinations(filled, 2))[:ALIKE_SIDES]:
        for one, other in _pairs(left.found, right.found):
            told.append(difference(draft, left.name, one.target, right.name, other.target))
    return list(dict.fromkeys(filter(None, told)))


def _pairs(left: Sequence[Judged], right: Sequence[Judged]) -> list[tuple[Judged, Judged]]:
    """Levels of the same time; if no time is common, the first with the first."""
    same = [(a, b) for a in left for b in right if a.target.deadline == b.target.deadline]
    same = [(a, b) for a, b in same if same_unit(a.target.unit, b.target.unit)]
    return same or ([(left[0], right[0])] if len(left) == 1 or len(right) == 1 else [])


def difference(draft: Draft, left: str, one: Target, right: str, other: Target) -> str:
    """Which of two levels is higher and by how much, or why that cannot be said."""
    language = draft.language
    a, b = level(one, language), level(other, language)
    if not same_unit(one.unit, other.unit):
        return draft.say(
            f"Không so trực tiếp được: {left} ghi {a}, {right} ghi {b} (khác đơn vị).",
            f"Not directly comparable: {left} has {a}, {right} has {b} (different units).",
        )
    remark = _remark(draft, one, other)
    if one.value == other.value and one.comparator != other.comparator and {one.comparator, other.comparator} & OPEN:
        return draft.say(
            f"Cùng con số nhưng không cùng mức: {left} {a}, {right} {b}{remark}.",
            f"The same figure, but not the same level: {left} {a}, {right} {b}{remark}.",
        )
    if one.value == other.value and one.value_max == other.value_max:
        return draft.say(f"Bằng nhau: {left} {a}, {right} {b}{remark}.", f"Equal: {left} {a}, {right} {b}{remark}.")
    high, low = (left, right) if one.value > other.value else (right, left)
    gap = f"{number(abs(one.value - other.value), language)} {_unit(one.unit, language)}".strip()
    return draft.say(
        f"{high} cao hơn {low} {gap}: {left} {a}, {right} {b}{remark}.",
        f"{high} is higher than {low} by {gap}: {left} {a}, {right} {b}{remark}.",
    )


def _unit(unit: str, language: Language) -> str:
    if unit.startswith("%"):
        return "điểm phần trăm" if language == "vi" else "percentage points"
    return unit


def _remark(draft: Draft, one: Target, other: Target) -> str:
    """What the plain difference hides: other deadlines, other comparators, other denominators."""
    remarks: list[str] = []
    if one.deadline != other.deadline:
        language = draft.language
        none = draft.say("không ghi hạn", "no deadline")
        times = [moment(target.deadline, language) if target.deadline else none for target in (one, other)]
        a, b = times
        remarks.append(draft.say(f"khác hạn: {a} và {b}", f"different deadlines: {a} and {b}"))
    if one.scope and other.scope and one.scope != other.scope:
        a, b = one.scope, other.scope
        remarks.append(draft.say(f"khác mẫu số: {a} và {b}", f"different denominators: {a} and {b}"))
    return f" ({'; '.join(remarks)})" if remarks else ""
