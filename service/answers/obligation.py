"""Obligations: who must do or report what, to whom, how often, by when."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.text import squeeze
from ingest.types import Duty, Passage
from service.amounts import Amount
from service.answers.demanded import of_others, tell_untold, unmet
from service.answers.draft import Draft, answers, searched
from service.answers.passage import (
    draft_from,
    has_shapes,
    place_of,
    quote,
    shapes_of,
    shown,
)
from service.assigning import assigning_below, said_with
from service.bodies import Body, named_bodies
from service.citations import Sources
from service.demands import demand_of, meets
from service.evidence import ASIDE, MANY_DOCUMENTS, Evidence, Gathered, best_per_document, gather
from service.lexicon import expand, expand_title, phrases, wording_of
from service.parties import AS_LIKE, of_parties
from service.phrases import listed
from service.plan import Plan
from service.quoting import cite_telling
from service.types import Citation
from service.words import Rarity, contains, fold

BESIDE = 0.9  # a second passage is quoted only if it is nearly as good

NO_WORK = ("heading", "title", "footnote")
LISTED, FEW = 12, 3  # passages of the documents named, of each of all documents
SAYS_WHAT = 4.0  # weight of the words beside the body that say what is to be done
PARTNER = "phoi hop"  # what begins so is done with the body named, by another
OPENING = 9  # words at the head of a passage
DUTY_BONUS = 0.08
SHAPED = 0.2  # support a passage of the right shape needs to go before better-worded ones without it


@answers("obligation")
def answer_obligation(plan: Plan, sources: Sources) -> Draft | None:
    """The passage that lays down the obligation, told with what was read out of it."""
    all_of_body = of_body(plan, sources)
    if all_of_body is not None:
        return all_of_body
    gathered = gather(plan, sources)
    duties = sources.archive.duties(documents=frozenset(item.document for item in gathered.items))
    every = _shaped(plan, gathered)
    shaped = of_parties(plan, sources, every)
    if _is_that_of_others(every, shaped):
        return of_others(plan, gathered, every)
    items = sorted((i for i in shaped if meets(gathered, i)), key=lambda item: -_score(item, duties))
    if not items and demand_of(plan) is not None:
        return unmet(plan, gathered, shaped)
    if not items and gathered.items:
        return _unshaped(plan, gathered)
    if not items or not (len(items) < len(gathered.items) or gathered.supports(items[0])):
        return draft_from(plan, sources, gathered, documents=2)
    best = _score(items[0], duties)
    draft = Draft(plan.analysis.question.language)
    limit = 3 if plan.facts.documents else 5
    chosen = [one for one in items[:limit] if _score(one, duties) >= BESIDE * best]
    tell_untold(draft, plan, gathered, chosen)
    for item in chosen:
        citation = cite_telling(gathered, item, shapes_of(plan) if has_shapes(plan, item.hit.text) else [])
        found = _duty_of(plan, item, duties)
        if found:
            draft.facts.append(found)
        tail = f" → {duty_in_words(draft, found)}" if found else ""
        quote(draft, sources, item, citation, head=_headed(plan, citation), tail=tail)
        for line in assigning_below(sources, item.document, item.hit.passage):
            if not has_shapes(plan, item.hit.text) or demand_of(plan) == "deadline":
                told = sources.cite_passage(item.document, line)
                draft.state(f"- {shown(told)}", told)
    return draft


def _is_that_of_others(every: Sequence[Evidence], own: Sequence[Evidence]) -> bool:
    """Whether the body asked about has no such duty, or what it has is worded far less like the question."""
    best = max((item.score for item in every), default=0.0)
    return bool(every) and max((item.score for item in own), default=0.0) < AS_LIKE * best


def _headed(plan: Plan, citation: Citation) -> str:
    """The heading that names who does what is quoted, where the question asks who and the words do not say."""
    if not wording_of(plan.analysis.question).has_any(phrases("hoi_ai")) or named_bodies(expand(citation.quote)):
        return ""
    title = next((one for one in reversed(citation.section_titles) if named_bodies(expand(one))), "")
    return f" ({squeeze(title).strip(' .:*')})" if title else ""


def of_body(plan: Plan, sources: Sources) -> Draft | None:
    """What documents give a body to do, where the question names the body and nothing else; ``None`` otherwise.

    The passages that begin with the body, or stand under it, before those that name it beside others.
    """
    bodies = [body for body in plan.analysis.bodies if not body.acting]
    if not bodies or plan.analysis.phrases or shapes_of(plan) or counted_by(plan):
        return None
    inside = _asks_all_in(plan, sources)
    if not inside:
        return None
    draft = Draft(plan.analysis.question.language)
    if len(inside) > MANY_DOCUMENTS:  # too many to read: those in which the body is found
        inside &= {item.document for item in gather(plan, sources).items}
        draft.notes.append(
            draft.say(
                f"Kho có nhiều văn bản: chỉ xét {len(inside)} văn bản gần câu hỏi nhất.",
                f"Many documents are held: only the {len(inside)} nearest to the question were read.",
            )
        )
    for id in [id for id in sources.held if id in inside]:
        text = sources.text(id)
        named = [one for one in sources.passages(id) if any(b.is_named_in(_words(text, one)) for b in bodies)]
        worded = [one for one in named if one.kind not in NO_WORK and not (ASIDE | {"PREAMBLE"}) & set(one.path[:1])]
        first = [one for one in worded if any(_opens(b, text, one) for b in bodies)]
        led = [
            task
            for task in sources.archive.tasks(documents=frozenset({id}))
            if any(body.is_named_in(expand(lead)) for body in bodies for lead in task.lead)
        ]
        found = [sources.cite_passage(id, one) for one in first or ([] if led else worded)]
        found += [sources.cite_fact(task) for task in led]
        for citation in found[: LISTED if plan.analysis.scope.named else FEW]:
            draft.state(f"{place_of(sources, citation)}: {shown(citation)}", citation)
        _told_more(draft, len(found), LISTED if plan.analysis.scope.named else FEW)
    if draft.statements:
        return draft
    named_nowhere = not any(body.is_named_in(expand(sources.text(id))) for id in inside for body in bodies)
    return _unnamed(plan, sources, bodies) if plan.analysis.scope.named and named_nowhere else None


def _unnamed(plan: Plan, sources: Sources, bodies: Sequence[Body]) -> Draft:
    """What is said of others is no answer to what a body has to do that the documents do not name at all."""
    draft, gathered = Draft(plan.analysis.question.language), gather(plan, sources)
    for item in best_per_document(gathered.items, 2):
        draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được, nói việc của nơi khác", "nearest, of others"))
    where_vi, where_en = searched(plan)
    names = [body.names[0] for body in bodies]
    return draft.refuse(
        f"{where_vi} không có chỗ nào nhắc tới {listed(names)}.", f"{listed(names, 'en')} is not named {where_en}."
    )


def _told_more(draft: Draft, found: int, limit: int) -> None:
    if found > limit:
        more = found - limit
        draft.notes.append(
            draft.say(
                f"Còn {more} chỗ nữa: xem ở bàn Nghĩa vụ.", f"{more} more places: see the register of obligations."
            )
        )


def _asks_all_in(plan: Plan, sources: Sources) -> frozenset[str]:
    """The documents of which a question asks all that a body has to do: "Phòng Kinh tế phải làm gì?".

    What it says besides may be what a document is about: "theo kế hoạch phòng, chống ma túy". Where it says what is
    to be done there are none.
    """
    inside = plan.facts.documents or frozenset(sources.held)
    names = " ; ".join(name for body in plan.analysis.bodies for name in body.names)
    rest = [word for word in plan.analysis.focus if not contains(names, word.text)]
    if sum(word.weight for word in rest) < SAYS_WHAT:
        return inside
    subjects = {id: expand_title(sources.held[id].subject or "") for id in inside}
    return frozenset(id for id, subject in subjects.items() if all(word.is_in(subject) for word in rest))


def _words(text: str, passage: Passage) -> str:
    """A passage with its nearest heading, abbreviations in full."""
    return expand(f"{' '.join(passage.titles[-1:])} ; {text[passage.start : passage.end]}")


def _opens(body: Body, text: str, passage: Passage) -> bool:
    """Whether a passage begins with the body, or its heading does."""
    own = expand(text[passage.start : passage.end].lstrip(" -+•*\t0123456789.)"))
    heading = expand(" ".join(passage.titles[-1:]).lstrip(" -+•*\t0123456789.)"))
    parts = [part for part in (own, heading) if not fold(part).startswith(PARTNER)]
    return any(body.is_named_in(" ".join(part.split()[:OPENING])) for part in parts)


def counted_by(plan: Plan) -> Amount | None:
    """What a question for a figure counts: no obligation answers it that prints none."""
    return plan.analysis.amount if plan.passages.figure else None


def _shaped(plan: Plan, gathered: Gathered) -> list[Evidence]:
    """The evidence that looks like what is asked for: a date for "ngày nào"; all of it if none does."""
    near = [i for i in gathered.items if (i.support >= SHAPED and not gathered.lacks_focus(i)) or gathered.supports(i)]
    shaped = [i for i in near if has_shapes(plan, said_with(gathered.sources, i))]
    first = gathered.items[0] if gathered.items else None
    amount = counted_by(plan)
    if amount is not None:
        shaped = gathered.counting(shaped, amount)
        first = next(iter(gathered.counting(gathered.items[:1], amount)), None)
    leads = first is not None and first not in near and not gathered.lacks_focus(first)
    # what is nearest and has the shape answers, not the period of something else that is worded more like the question
    if shaped and first and leads and has_shapes(plan, said_with(gathered.sources, first)):
        return [first]
    return shaped


def _unshaped(plan: Plan, gathered: Gathered) -> Draft:
    """The subject may be there, but not what is asked of it: a date, an address, a rhythm."""
    draft = Draft(plan.analysis.question.language)
    for item in best_per_document(gathered.items, 2):
        why = draft.say(
            "gần nhất tìm được, nhưng không nêu điều được hỏi", "nearest found, but does not state what is asked"
        )
        draft.add_near(gathered.cite(item), why)
    where_vi, where_en = searched(plan)
    if counted_by(plan):
        return draft.refuse(
            f"{where_vi} không thấy con số nào cho điều được hỏi.",
            f"No figure for what is asked is stated {where_en}.",
        )
    if not shapes_of(plan):
        return draft.refuse(
            f"{where_vi} không có đoạn nào nói điều được hỏi.", f"Nothing {where_en} says what is asked."
        )
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
