"""Lists over documents: communes that set a level, tasks due at a time, all targets or duties of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Duty, Target
from service.answers.draft import Draft, answers
from service.answers.obligation import duty_in_words
from service.answers.passage import draft_from, place_of
from service.answers.target import answer_target, statement
from service.answers.task import chosen_tasks, led_by, of_appendix, told
from service.citations import Sources
from service.evidence import Gathered
from service.lexicon import Wording
from service.plan import Plan
from service.selection import judge

TASKS = ("nhiệm vụ", "đầu việc", "công việc", "task", "tasks")
TARGETS = ("chỉ tiêu", "mục tiêu", "target", "targets")
DUTIES = ("báo cáo", "trách nhiệm", "report", "reports", "duties", "obligations")
MAX_LISTED = 24


@answers("list")
def answer_list(plan: Plan, sources: Sources) -> Draft | None:
    """What is listed follows from the noun: tasks, targets, reporting duties, else passages."""
    wording = Wording(
        plan.analysis.question.text, marked=plan.analysis.question.marked and plan.analysis.question.language == "vi"
    )
    if plan.facts.keys and not wording.has_any(TASKS):
        return answer_target(plan, sources)
    if wording.has_any(TASKS):
        drafted = list_tasks(plan, sources)
        if drafted is not None:
            return drafted
    if wording.has_any(TARGETS):
        return list_targets(plan, sources)
    if wording.has_any(DUTIES):
        return list_duties(plan, sources)
    return draft_from(plan, sources, Gathered(plan, sources), documents=8)


def list_tasks(plan: Plan, sources: Sources) -> Draft | None:
    """Tasks by lead, by time, or by description; all of a named appendix if nothing else is said."""
    tasks = of_appendix(plan, sources.archive.tasks(documents=plan.facts.documents))
    if not tasks:
        return None
    led = led_by(plan, tasks)
    narrowed = led or tasks
    chosen = chosen_tasks(plan, narrowed) if plan.facts.deadlines or not led else led
    if not chosen and plan.facts.deadlines:
        draft = Draft(plan.analysis.question.language)
        return draft.refuse("Không có nhiệm vụ nào có hạn như được hỏi.", "No task is due at the time asked.")
    return told(plan, sources, chosen) if chosen else None


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
