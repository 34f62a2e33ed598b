"""Lists over documents: communes that set a level, tasks due at a time, all targets or duties of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Duty, Target
from service.answers.draft import Draft, answers, searched
from service.answers.obligation import duty_in_words
from service.answers.passage import EVERY, draft_from, place_of
from service.answers.target import answer_target, tell
from service.answers.task import told
from service.citations import Sources
from service.conditions import Timing
from service.demands import demand_of, names_any
from service.evidence import HARDLY_MISSING, gather
from service.lexicon import wording_of
from service.phrases import listed, name_of
from service.plan import Plan
from service.selection import Judged, judge
from service.tasking import LEADS, is_about_tasks, of_appendix, pick
from service.types import Citation
from service.words import contains, fold

TARGETS = ("chỉ tiêu", "mục tiêu", "target", "targets")
DUTIES = ("báo cáo", "trách nhiệm", "report", "reports", "duties", "obligations")
MAX_LISTED = 24
SHOWN = 4  # targets of each of many documents
AIMS = re.compile(r"muc tieu|tam nhin|giai doan|chi tieu|den (?:het )?nam")


@answers("list")
def answer_list(plan: Plan, sources: Sources) -> Draft | None:
    """What is listed follows from the noun: tasks, targets, reporting duties, else passages."""
    wording = wording_of(plan.analysis.question)
    if plan.facts.keys and not is_about_tasks(wording):
        return answer_target(plan, sources)
    if is_about_tasks(wording):
        drafted = list_tasks(plan, sources)
        if drafted is not None:
            return drafted
    if wording.has_any(TARGETS):
        return answer_target(plan, sources) if _of_a_thing(plan) else list_targets(plan, sources)
    if wording.has_any(DUTIES):
        return list_duties(plan, sources)
    gathered = gather(plan, sources)
    if plan.analysis.counted is not None:  # what hardly speaks of it is not counted
        gathered = gathered.narrowed([item for item in gathered.items if item.lacking <= HARDLY_MISSING])
    return draft_from(plan, sources, gathered, documents=8 if plan.analysis.counted is None else EVERY)


def _of_a_thing(plan: Plan) -> bool:
    """Whether it is asked which documents set a target on a thing, not which targets they set, or for when."""
    across = plan.analysis.across and not plan.analysis.absence and demand_of(plan) == "target"
    return across and names_any(plan) and not plan.facts.deadlines and plan.facts.figure is None


def list_tasks(plan: Plan, sources: Sources) -> Draft | None:
    """Tasks by body, time, rhythm or description; ``None`` if there are none, or nothing restricts them."""
    tasks = of_appendix(plan, sources.archive.tasks(documents=plan.facts.documents))
    chosen = pick(plan, tasks)
    if chosen:
        return told(plan, sources, chosen)
    if tasks and plan.facts.deadlines:
        draft = Draft(plan.analysis.question.language)
        return draft.refuse("Không có nhiệm vụ nào có hạn như được hỏi.", "No task is due at the time asked.")
    led = [body for body in plan.analysis.bodies if not body.acting]
    if tasks and led and wording_of(plan.analysis.question).has_any(LEADS):  # all tasks are not those of one body
        names = listed([body.names[0] for body in led])
        draft = Draft(plan.analysis.question.language)
        where_vi, where_en = searched(plan)
        return draft.refuse(
            f"{where_vi} không có nhiệm vụ nào do {names} chủ trì.", f"No task {where_en} is led by {names}."
        )
    return told(plan, sources, tasks) if tasks and plan.analysis.scope.named and not plan.analysis.phrases else None


def list_targets(plan: Plan, sources: Sources) -> Draft | None:
    """All targets of the documents in question that meet the conditions."""
    found = sources.archive.targets(documents=plan.facts.documents)
    judged = judge(found, plan.facts.figure, plan.facts.deadlines)
    met = [one for one in judged if one.met]
    exact = [one for one in met if one.timing == Timing.MET]
    if exact and plan.analysis.scope.named:  # the aims for 2045 are not those for 2030
        met = exact
    if not met and not (plan.facts.deadlines and not plan.analysis.scope.named):
        return None
    draft = Draft(plan.analysis.question.language)
    if plan.facts.deadlines and not plan.analysis.scope.named:
        return _of_documents(plan, sources, draft, met)
    draft.statements += _counted(plan, draft, met)
    tell(draft, sources, met[:MAX_LISTED])
    _cut(draft, met)
    return draft


def _counted(plan: Plan, draft: Draft, met: Sequence[Judged]) -> list[str]:
    """How many there are, where that is what was asked."""
    if not plan.analysis.wants_figure:
        return []
    count = sum(one.target.cls != "universal" for one in met)
    return [draft.say(f"Có {count} chỉ tiêu có con số:", f"{count} targets with figures:")]


def _of_documents(plan: Plan, sources: Sources, draft: Draft, met: Sequence[Judged]) -> Draft:
    """Which documents set aims for a time: by the heading that names it, else by their targets."""
    inside = plan.facts.documents or frozenset(sources.held)
    for id in [id for id in sources.held if id in inside]:
        own = [one.target for one in met if one.target.document == id]
        headings = _headings(plan, sources, id)
        name = name_of(sources.held[id])
        for heading in headings:
            title = " ".join(heading.quote.split())
            draft.state(draft.say(f"{name}: có mục “{title}”", f"{name}: has a section “{title}”"), heading)
        if own:
            told = draft.say(f"{name}: {len(own)} chỉ tiêu", f"{name}: {len(own)} targets")
            draft.state(told, *(sources.cite_fact(target) for target in own[: 2 if headings else SHOWN]))
        draft.facts += own
    if not draft.statements:
        return draft.refuse("Không tài liệu nào đặt mục tiêu cho thời điểm được hỏi.", "No document sets aims for it.")
    return draft


def _headings(plan: Plan, sources: Sources, id: str) -> list[Citation]:
    """The headings of a document that set aims for one of the asked times."""
    years = {deadline.end[:4] for deadline in plan.facts.deadlines}
    text = sources.text(id)
    return [
        sources.cite_passage(id, passage)
        for passage in sources.passages(id)
        if passage.kind == "heading"
        and any(contains(text[passage.start : passage.end], year) for year in years)
        and AIMS.search(fold(text[passage.start : passage.end]))
    ]


def list_duties(plan: Plan, sources: Sources) -> Draft | None:
    """The reporting duties of the documents in question."""
    found = sources.archive.duties(documents=plan.facts.documents)
    if not plan.analysis.scope.named or not found:
        return None
    draft = Draft(plan.analysis.question.language)
    for duty in found[:MAX_LISTED]:
        citation = sources.cite_fact(duty)
        draft.state(f"{place_of(sources, citation)}: {duty_in_words(draft, duty)}", citation)
        draft.facts.append(duty)
    _cut(draft, found)
    return draft


def _cut(draft: Draft, found: Sequence[Target] | Sequence[Duty] | Sequence[object]) -> None:
    if len(found) > MAX_LISTED:
        rest = len(found) - MAX_LISTED
        draft.notes.append(
            draft.say(
                f"Còn {rest} mục nữa: xem toàn bộ bằng tracuu export.", f"{rest} more: see all with tracuu export."
            )
        )
