"""Lists over documents: communes that set a level, tasks due at a time, all targets or duties of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Duty, Target
from service.answers.draft import Draft, answers
from service.answers.obligation import duty_in_words
from service.answers.passage import draft_from, place_of
from service.answers.target import answer_target, statement
from service.answers.task import told
from service.citations import Sources
from service.evidence import Gathered
from service.plan import Plan
from service.selection import judge
from service.tasking import is_about_tasks, of_appendix, pick, wording_of

TARGETS = ("chỉ tiêu", "mục tiêu", "target", "targets")
DUTIES = ("báo cáo", "trách nhiệm", "report", "reports", "duties", "obligations")
MAX_LISTED = 24


@answers("list")
def answer_list(plan: Plan, sources: Sources) -> Draft | None:
    """What is listed follows from the noun: tasks, targets, reporting duties, else passages."""
    wording = wording_of(plan)
    if plan.facts.keys and not is_about_tasks(wording):
        return answer_target(plan, sources)
    if is_about_tasks(wording):
        drafted = list_tasks(plan, sources)
        if drafted is not None:
            return drafted
    if wording.has_any(TARGETS):
        return list_targets(plan, sources)
    if wording.has_any(DUTIES):
        return list_duties(plan, sources)
    return draft_from(plan, sources, Gathered(plan, sources), documents=8)


def list_tasks(plan: Plan, sources: Sources) -> Draft | None:
    """Tasks by body, time, rhythm or description; ``None`` if there are none, or nothing restricts them."""
    tasks = of_appendix(plan, sources.archive.tasks(documents=plan.facts.documents))
    chosen = pick(plan, tasks)
    if chosen:
        return told(plan, sources, chosen)
    if tasks and plan.facts.deadlines:
        draft = Draft(plan.analysis.question.language)
        return draft.refuse("Không có nhiệm vụ nào có hạn như được hỏi.", "No task is due at the time asked.")
    return told(plan, sources, tasks) if tasks and plan.analysis.scope.named and not plan.analysis.phrases else None


def list_targets(plan: Plan, sources: Sources) -> Draft | None:
    """All targets of the documents in question that meet the conditions."""
    found = sources.archive.targets(documents=plan.facts.documents)
    met = [one for one in judge(found, plan.facts.figure, plan.facts.deadlines) if one.met]
    if not met:
        return None
    draft = Draft(plan.analysis.question.language)
    for one in met[:MAX_LISTED]:
        draft.state(statement(draft, sources, one), sources.cite_fact(one.target))
        draft.facts.append(one.target)
    _cut(draft, met)
    return draft


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
