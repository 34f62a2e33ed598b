"""Documents set side by side: each is asked by itself, and what they say is compared where it can be computed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Duty, Task
from service.analysis import analyse
from service.answers.draft import Draft, answerer
from service.answers.passage import draft_from
from service.answers.target import tell
from service.answers.wordings import reworded
from service.citations import Sources
from service.conditions import is_moment, last_day
from service.evidence import Evidence, gather
from service.lexicon import phrases, wording_of
from service.named_sides import NamedSide
from service.phrases import listed, moment, number
from service.plan import Plan, compile_plan
from service.scope import Named, Scope
from service.selection import judge
from service.types import Citation
from service.words import fold

LEVELS = ("chỉ tiêu", "mục tiêu", "tỷ lệ", "mức", "target", "targets", "share", "level")
MARKERS = re.compile(r"\s*(?:\[\d+\])+$")  # at the end of a statement; "[1]" in a quotation is its own
REPORTING_WORDS = ("bao cao", "gui", "nop", "ket qua", "dinh ky", "che do", "thuc hien")
REPORTERS = ("so", "nganh", "xa", "phuong", "phong", "don vi", "co quan", "dia phuong")
BRIEF = 2.5  # weight of the words beside those
HALF_TOLD = 0.5  # share of what is asked that a passage may leave out
OF_EACH = 2  # statements of one side: what answers best and what stands beside it
NOT_ASKED_OF_ONE = ("compare", "metadata", "list")  # kinds that say nothing of one document, or all of it


def set_beside(plan: Plan, sources: Sources, sides: Sequence[NamedSide]) -> Draft | None:
    """What each of the documents named says of it; ``None`` if there are not two, or little is asked of each.

    Where none of them says anything the draft is a refusal.
    """
    if len(sides) < 2:
        return None
    if wording_of(plan.analysis.question).has_any(phrases("mat_chu")):
        return _reworded(plan, sources, sides)
    drafts: list[Draft | None] = []
    for side in sides:
        drafts.append(_asked(plan, sources, side, drafts[-1] if drafts else None))
    silent = [draft is None for draft in drafts]
    if any(silent) and is_brief(plan_of(plan, sources, sides[0])):
        return None
    if all(silent):
        return _silent(plan, sources, sides)
    told = Draft(plan.analysis.question.language)
    for side, draft in zip(sides, drafts, strict=True):
        if draft is None:
            nothing = told.say("không thấy chỗ nêu điều được hỏi", "nothing found on what is asked")
            told.statements.append(f"{side.name}: {nothing}.")
        else:
            _take(told, draft)
    remark = _compared(told, sides, drafts)
    if remark:
        told.statements.insert(0, remark)
    return told


def _reworded(plan: Plan, sources: Sources, sides: Sequence[NamedSide]) -> Draft | None:
    """The sentence of the first side that repeats one of the second."""
    first, second = sides[0], sides[1]
    asked = plan_of(plan, sources, first)
    draft = Draft(plan.analysis.question.language)
    return reworded(draft, sources, gather(asked, sources).items, second.documents[0])


def _silent(plan: Plan, sources: Sources, sides: Sequence[NamedSide]) -> Draft:
    """The refusal where none of the documents says anything of what is asked."""
    draft = Draft(plan.analysis.question.language)
    for side in sides:
        gathered = gather(plan_of(plan, sources, side), sources)
        for item in gathered.items[:1]:
            draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được", "nearest found"))
    names = listed([side.name for side in sides], draft.language)
    return draft.refuse(f"Không nơi nào nêu điều được hỏi: {names}.", f"None of them says what is asked: {names}.")


def _take(told: Draft, draft: Draft) -> None:
    """The first statements of a side with their citations, numbered anew."""
    kept = draft.statements[:OF_EACH] if draft.citations else draft.statements[:1]
    for statement in kept:
        text = MARKERS.sub("", statement)
        numbers = {int(one) for one in re.findall(r"\d+", statement[len(text) :])}
        told.state(text, *(one for one in draft.citations if one.n in numbers))
    told.facts += draft.facts[:1]


def _asked(plan: Plan, sources: Sources, side: NamedSide, before: Draft | None) -> Draft | None:
    """The answer of one side alone, with what was said before of the other where the question goes back to it."""
    one = plan_of(plan, sources, side)
    if side.back and before is not None:
        one = _with_words(one, sources, before)
    draft = answerer(one.analysis.kind)(one, sources) or draft_from(one, sources, gather(one, sources), documents=1)
    if draft.reason is None and draft.citations and _is_about(one, sources, draft):
        return draft
    return _with_figure(plan, one, sources) if side.back else None


def _with_figure(plan: Plan, one: Plan, sources: Sources) -> Draft | None:
    """What a side measures by the very figure that the question goes back to, whatever it is a share of."""
    figure = plan.analysis.figure
    if figure is None:
        return None
    every = [target for id in one.facts.documents or () for target in sources.targets(id)]
    shares = [target for target in every if target.unit.startswith("%") == figure.unit.startswith("%")]
    levels = judge([target for target in shares if target.value == figure.value], None, ())
    draft = Draft(plan.analysis.question.language)
    tell(draft, sources, levels[:OF_EACH])
    return draft if levels else None


def _is_about(one: Plan, sources: Sources, draft: Draft) -> bool:
    """Whether what answers one side is about the question, not merely the nearest that one document has."""
    if draft.facts:
        return True
    first, gathered = draft.citations[0], gather(one, sources)
    own = [item for item in gathered.items if _holds(item, first)]
    return any(gathered.supports(item) or item.lacking <= HALF_TOLD for item in own) or not own


def _holds(item: Evidence, citation: Citation) -> bool:
    passage = item.hit.passage
    return item.document == citation.document and passage.start <= citation.start < passage.end


def is_brief(one: Plan) -> bool:
    """Whether hardly anything is asked of each side but that it reports."""
    words = [word for word in one.analysis.focus if word.text not in REPORTING_WORDS + REPORTERS]
    return sum(word.weight for word in words) < BRIEF


def _with_words(one: Plan, sources: Sources, before: Draft) -> Plan:
    """The question with the words of what it goes back to: "bộ tiêu chí đó" is the one of the task told before."""
    said = next((fact.text for fact in before.facts if isinstance(fact, Task)), before.citations[0].quote)
    analysis, question = one.analysis, one.analysis.question
    held = [sources.held[id] for id in one.facts.documents or ()]
    more = analyse(question.model_copy(update={"text": f"{question.text} ; {said}"}), held)
    words = {"search_text": more.search_text, "terms": more.terms, "focus": more.focus}
    return compile_plan(analysis.model_copy(update=words))


def plan_of(plan: Plan, sources: Sources, side: NamedSide) -> Plan:
    """The question as it is put to one side."""
    held = [sources.held[id] for id in side.documents]
    question = plan.analysis.question.model_copy(update={"text": side.question or plan.analysis.question.text})
    analysis = analyse(question, held)
    scope = Scope(documents=side.documents, named=(Named(name=side.name, documents=side.documents),))
    kind = "passage" if analysis.kind in NOT_ASKED_OF_ONE else analysis.kind
    return compile_plan(analysis.model_copy(update={"scope": scope, "kind": kind, "comparing": False}))


def is_measured(one: Plan) -> bool:
    """Whether levels are asked for: by an indicator, a figure, or in so many words."""
    analysis = one.analysis
    asked = bool(one.facts.keys or analysis.figure or analysis.wants_figure or "target" in analysis.demands)
    return asked or wording_of(analysis.question).has_any(LEVELS)


def _compared(told: Draft, sides: Sequence[NamedSide], drafts: Sequence[Draft | None]) -> str | None:
    """Whether the deadlines read out of the first passage of each side are the same."""
    dates = [_deadline(draft) for draft in drafts]
    stated = [date for date in dates if date]
    if len(stated) < len(sides):
        return None
    names = [side.name for side in sides]
    if len({fold(date) for date in stated}) == 1:
        same = _said(told, stated[0])
        return told.say(f"Cùng hạn: {same}.", f"The same deadline: {same}.")
    each = "; ".join(f"{name} {_said(told, date)}" for name, date in zip(names, stated, strict=True))
    apart = ""
    if len(stated) == 2 and all(is_moment(date) and len(date) == len("2025-01-01") for date in stated):
        days = abs((last_day(stated[0]) - last_day(stated[1])).days)
        apart = told.say(f" (cách nhau {number(days)} ngày)", f" ({number(days, 'en')} days apart)")
    return told.say(f"Khác hạn: {each}{apart}.", f"Different deadlines: {each}{apart}.")


def _deadline(draft: Draft | None) -> str | None:
    """The one deadline that a side tells; of several none is the one."""
    if draft is None:
        return None
    shown = "\n".join(draft.statements[:OF_EACH])
    dates = dict.fromkeys(fact.deadline for fact in draft.facts if isinstance(fact, Task | Duty) and fact.deadline)
    told = [date for date in dates if date in shown or _said(draft, date) in shown]
    return told[0] if len(told) == 1 else None


def _said(told: Draft, deadline: str) -> str:
    return moment(deadline, told.language) if is_moment(deadline) else listed([deadline], told.language)
