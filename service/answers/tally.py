"""What a counting question wants in front of the list: how many documents, or the sum of their levels."""

from __future__ import annotations

from ingest.types import Target
from service.answers.draft import Draft
from service.citations import Sources
from service.lexicon import Wording, phrases
from service.phrases import level, listed, name_of, quantity
from service.plan import Plan

NAMED = 12  # documents named behind their number


def tell_counts(draft: Draft, plan: Plan, sources: Sources) -> None:
    """Put the number of documents, or the sum of their levels, in front of an answer that lists them."""
    if draft.reason is not None:
        return
    if plan.analysis.counted is not None:
        draft.statements.insert(0, _documents(draft, sources))
    told = _sum(draft, plan)
    if told:
        draft.statements.insert(0, told)


def _documents(draft: Draft, sources: Sources) -> str:
    """How many documents; passages are the nearest of many, so that they tell only of at least so many."""
    stated = [fact.document for fact in draft.facts]
    ids = list(dict.fromkeys(stated or [one.document for one in draft.citations]))
    names = [name_of(sources.held[id]) for id in ids if id in sources.held]
    some = draft.say("Có", "") if stated else draft.say("Ít nhất", "At least ")
    shown = names if len(names) <= NAMED else []
    vi = f"{some} {len(ids)} văn bản{': ' + listed(shown) if shown else ''}."
    en = f"{some}{len(ids)} {'document' if len(ids) == 1 else 'documents'}"
    return draft.say(vi, f"{en}{': ' + listed(shown, 'en') if shown else ''}.")


def _sum(draft: Draft, plan: Plan) -> str | None:
    """The levels of several documents added up: counts of one thing for one time, one of each document."""
    targets = [fact for fact in draft.facts if isinstance(fact, Target)]
    if len(targets) < 2 or not Wording(plan.analysis.question.text, marked=False).has_any(phrases("tong_cong")):
        return None
    alike = {(one.key, one.unit, one.deadline, one.comparator) for one in targets}
    first = targets[0]
    apart = len({one.document for one in targets}) == len(targets)
    if len(alike) > 1 or not apart or not first.key or first.unit.startswith("%") or first.value_max is not None:
        return None
    total = quantity(first.comparator, sum(one.value for one in targets), None, first.unit, draft.language)
    terms = " + ".join(level(one, draft.language) for one in targets)
    return draft.say(f"Cộng lại: {total} ({terms}).", f"In total: {total} ({terms}).")
