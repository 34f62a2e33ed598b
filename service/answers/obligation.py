"""Obligations: who must do or report what, to whom, how often, by when."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Duty
from service.answers.draft import Draft, answers
from service.answers.passage import draft_from, has_shapes, place_of, searched, shown
from service.citations import Sources
from service.evidence import Evidence, Gathered, best_per_document
from service.plan import Plan
from service.words import Rarity

BESIDE = 0.9  # a second passage is quoted only if it is nearly as good

DUTY_BONUS = 0.08
SHAPED = 0.2  # support a passage of the right shape needs to go before better-worded ones without it


@answers("obligation")
def answer_obligation(plan: Plan, sources: Sources) -> Draft | None:
    """The passage that lays down the obligation, told with what was read out of it."""
    gathered = Gathered(plan, sources)
    duties = sources.archive.duties(documents=plan.facts.documents)
    items = sorted(_shaped(plan, gathered), key=lambda item: -_score(item, duties))
    if not items and gathered.items:
        return _unshaped(plan, gathered)
    if not items or not (len(items) < len(gathered.items) or gathered.supports(items[0])):
        return draft_from(plan, sources, gathered, documents=2)
    best = _score(items[0], duties)
    draft = Draft(plan.analysis.question.language)
    limit = 3 if plan.facts.documents else 5
    for item in [one for one in items[:limit] if _score(one, duties) >= BESIDE * best]:
        citation = gathered.cite(item)
        found = _duty_of(plan, item, duties)
        if found:
            draft.facts.append(found)
        told = f"{place_of(sources, citation)}: {shown(citation)}"
        draft.state(told + (f" → {duty_in_words(draft, found)}" if found else ""), citation)
    return draft


def _shaped(plan: Plan, gathered: Gathered) -> list[Evidence]:
    """The evidence that looks like what is asked for: a date for "ngày nào"; all of it if none does."""
    near = [i for i in gathered.items if (i.support >= SHAPED and not gathered.lacks_focus(i)) or gathered.supports(i)]
    return [i for i in near if has_shapes(plan, i.hit.text)]


def _unshaped(plan: Plan, gathered: Gathered) -> Draft:
    """The subject may be there, but not what is asked of it: a date, an address, a rhythm."""
    draft = Draft(plan.analysis.question.language)
    for item in best_per_document(gathered.items, 2):
        why = draft.say(
            "gần nhất tìm được, nhưng không nêu điều được hỏi", "nearest found, but does not state what is asked"
        )
        draft.add_near(gathered.cite(item), why)
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không thấy ngày, kỳ hạn hay địa chỉ được hỏi.",
        f"No such date, rhythm or address is stated {where_en}.",
    )


def _score(item: Evidence, duties: Sequence[Duty]) -> float:
    return item.score + (DUTY_BONUS if any(_inside(item, duty) for duty in duties) else 0.0)


def _inside(item: Evidence, duty: Duty) -> bool:
    passage = item.hit.passage
    return duty.document == item.document and passage.start <= duty.start < passage.end


def _duty_of(plan: Plan, item: Evidence, duties: Sequence[Duty]) -> Duty | None:
    inside = [duty for duty in duties if _inside(item, duty)]
    rarity = Rarity(duty.quote for duty in duties)
    return max(inside, key=lambda duty: rarity.coverage(plan.analysis.terms, duty.quote), default=None)


def duty_in_words(draft: Draft, duty: Duty) -> str:
    """Actor, recipient, rhythm and date as read; only what was found."""
    labels = (
        (duty.actor, "ai làm", "who"),
        (duty.recipient, "gửi", "to"),
        (duty.frequency, "định kỳ", "how often"),
        (duty.deadline, "hạn", "by"),
    )
    return "; ".join(f"{draft.say(vi, en)}: {value}" for value, vi, en in labels if value) or duty.action
