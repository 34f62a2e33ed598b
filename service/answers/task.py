"""Tasks of appendices: one by its number, those due at a time, the latest, or the one described."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Task
from service.answers.draft import Draft, answers
from service.answers.obligation import answer_obligation
from service.answers.passage import searched
from service.citations import Sources, where
from service.conditions import is_moment
from service.phrases import due, moment, name_of
from service.plan import Plan
from service.tasking import of_appendix, pick


@answers("task")
def answer_task(plan: Plan, sources: Sources) -> Draft | None:
    """The task asked for; questions about work without a task table are asked as obligations."""
    tasks = of_appendix(plan, sources.archive.tasks(documents=plan.facts.documents))
    if plan.analysis.task_number:
        return _by_number(plan, sources, tasks)
    chosen = pick(plan, tasks)
    if not chosen:
        return answer_obligation(plan, sources)
    return told(plan, sources, chosen)


def _by_number(plan: Plan, sources: Sources, tasks: Sequence[Task]) -> Draft | None:
    number = plan.analysis.task_number
    found = [task for task in tasks if (task.number or "").strip(" .)").lstrip("0") == number]
    if found:
        return told(plan, sources, found)
    if not tasks:
        return None
    draft = Draft(plan.analysis.question.language)
    numbered = [task for task in tasks if (task.number or "").strip(" .)").isdigit()]
    last = max(numbered or tasks, key=lambda task: int((task.number or "0").strip(" .)") or 0) if numbered else 0)
    draft.add_near(sources.cite_fact(last), draft.say("nhiệm vụ cuối cùng của danh mục", "the last task of the list"))
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} danh mục chỉ có {len(numbered)} nhiệm vụ, số lớn nhất là {last.number}; "
        f"không có nhiệm vụ số {number}.",
        f"The list {where_en} has {len(numbered)} tasks, the last is number {last.number}; there is no task {number}.",
    )


def told(plan: Plan, sources: Sources, tasks: Sequence[Task]) -> Draft:
    """Tasks as statements: who leads, with whom, what comes out, by when."""
    draft = Draft(plan.analysis.question.language)
    for task in tasks:
        citation = sources.cite_fact(task)
        several = len({t.document for t in tasks}) > 1
        name = f"{name_of(sources.held[task.document])}, " if several else ""
        number = task.number.strip(" .)") if task.number else ""
        label = draft.say(f"nhiệm vụ {number}" if number else "nhiệm vụ", f"task {number}" if number else "task")
        place = where(citation)
        head = f"{name}{label}" + (f" ({place})" if place else "")
        draft.state(f"{head[:1].upper()}{head[1:]}: {details(draft, task)}", citation)
        draft.facts.append(task)
    if len(tasks) > 1:
        draft.statements.insert(0, draft.say(f"Có {len(tasks)} nhiệm vụ:", f"{len(tasks)} tasks:"))
    return draft


def details(draft: Draft, task: Task) -> str:
    """The task's text in short, then its lead, partners, output and deadline as read."""
    text = task.text if len(task.text) <= 160 else task.text[:160].rsplit(" ", 1)[0] + "…"
    parts = [f"“{text}”"]
    if task.lead:
        parts.append(draft.say(f"chủ trì: {'; '.join(task.lead)}", f"lead: {'; '.join(task.lead)}"))
    if task.partners:
        parts.append(draft.say(f"phối hợp: {'; '.join(task.partners)}", f"with: {'; '.join(task.partners)}"))
    if task.output:
        parts.append(draft.say(f"kết quả: {task.output}", f"output: {task.output}"))
    parts.append(_when(draft, task))
    return "; ".join(parts)


def _when(draft: Draft, task: Task) -> str:
    if is_moment(task.deadline) and task.deadline:
        return draft.say(f"hạn: {moment(task.deadline)}", f"due: {moment(task.deadline, 'en')}")
    stated = task.deadline_text or task.frequency
    if stated:
        return draft.say(f"thời gian: {stated}", f"time: {stated}")
    return due(None, draft.language)
