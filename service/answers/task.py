"""Tasks of appendices: one by its number, those due at a time, the latest, or the one described."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.text import shortened
from ingest.types import Task
from service.answers.demanded import note_unnamed, refused
from service.answers.draft import Draft, answers, searched
from service.answers.obligation import answer_obligation
from service.citations import Sources, where
from service.conditions import is_moment
from service.demands import NAMED, NEARLY, demand_of, left_out, naming_best, words_of
from service.phrases import due, moment, name_of
from service.plan import Plan
from service.tasking import of_appendix, pick, word_for_word
from service.types import Citation
from service.words import contains, fold

GROUP = re.compile(r"(?<!\w)(?:nhom|phan|muc|group|part)\s+(?:so\s+)?([ivx]+)(?!\w)")
ALIKE = 2  # tasks shown beside a refusal
TOLD = 160  # characters of a task told in the answer
ASSIGNED_WITHIN = 3  # lines: who leads, with whom, by when
ASSIGNMENT = re.compile(r"chu tri|phoi hop|thuc hien|thoi (?:gian|han)|hoan thanh|truoc ngay|co quan|don vi")


@answers("task")
def answer_task(plan: Plan, sources: Sources) -> Draft | None:
    """The task asked for; questions about work without a task table are asked as obligations."""
    tasks = of_appendix(plan, sources.archive.tasks(documents=plan.facts.documents))
    if plan.analysis.task_number:
        return _by_number(plan, sources, tasks)
    if demand_of(plan) == "lead":
        return _who_leads(plan, sources, tasks)
    chosen = pick(plan, tasks)
    if not chosen:
        return answer_obligation(plan, sources)
    return told(plan, sources, chosen)


def named_task(plan: Plan, sources: Sources) -> Draft | None:
    """The task that a question of another kind names word for word ("… xây dựng kế hoạch X vào tháng mấy")."""
    if plan.analysis.kind not in ("passage", "obligation") or not plan.facts.documents or plan.analysis.phrases:
        return None
    named = word_for_word(plan, sources.archive.tasks(documents=plan.facts.documents))
    return told(plan, sources, named) if named else None


def _who_leads(plan: Plan, sources: Sources, tasks: Sequence[Task]) -> Draft | None:
    """The tasks that name the work asked about, unless a clause that says who does it names it better."""
    chosen = naming_best(plan, sources, pick(plan, tasks)) or naming_best(plan, sources, tasks)
    lacking = min((left_out(plan, words_of(sources, task)) for task in chosen), default=1.0)
    if lacking > NEARLY:
        clause = answer_obligation(plan, sources)
        quoted = " ; ".join(one.quote for one in clause.citations) if clause else ""
        if clause and clause.reason is None and left_out(plan, quoted) < lacking - NEARLY:
            return clause
        if not chosen:
            return _with_near(clause, plan, sources, tasks)
    draft = told(plan, sources, chosen)
    note_unnamed(draft, plan, [task.quote for task in chosen])
    return draft


def _with_near(clause: Draft | None, plan: Plan, sources: Sources, tasks: Sequence[Task]) -> Draft | None:
    """A refusal with the tasks that name half of the work, and who leads those."""
    alike = naming_best(plan, sources, tasks, NAMED)[:ALIKE]
    if clause is None or clause.reason is None or not alike:
        return clause
    draft = refused(plan, "lead")
    for task in alike:
        leads = "; ".join(task.lead)
        why = draft.say(f"việc gần giống, do {leads} chủ trì", f"a similar work, led by {leads}")
        draft.add_near(sources.cite_fact(task), why)
    for near in clause.near if clause.reason == draft.reason else ():  # else they are not about the work at all
        draft.add_near(near.citation, near.why)
    return draft


def _of_group(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks of the group that is named beside the number ("nhóm V nhiệm vụ 2")."""
    group = GROUP.search(fold(plan.analysis.question.text))
    if not group:
        return list(tasks)
    return [task for task in tasks if any(part.strip(" .)").casefold() == group[1] for part in task.section[1:-1])]


def _by_number(plan: Plan, sources: Sources, tasks: Sequence[Task]) -> Draft | None:
    number = plan.analysis.task_number
    tasks = _of_group(plan, tasks)
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
        around = assigning_lines(sources, task)
        several = len({t.document for t in tasks}) > 1
        name = f"{name_of(sources.held[task.document])}, " if several else ""
        number = task.number.strip(" .)") if task.number else ""
        label = draft.say(f"nhiệm vụ {number}" if number else "nhiệm vụ", f"task {number}" if number else "task")
        place = where(citation)
        head = f"{name}{label}" + (f" ({place})" if place else "")
        draft.state(f"{head[:1].upper()}{head[1:]}: {details(draft, task)}", citation, *around)
        draft.facts.append(task)
    if len(tasks) > 1 or plan.analysis.wants_figure:
        some = f"{len(tasks)} task" if len(tasks) == 1 else f"{len(tasks)} tasks"
        draft.statements.insert(0, draft.say(f"Có {len(tasks)} nhiệm vụ:", f"{some}:"))
    return draft


def assigning_lines(sources: Sources, task: Task) -> list[Citation]:
    """The lines below a task in prose that say who leads it, with whom, by when."""
    inside = sources.passage_at(task.document, task.start, task.end)
    if inside is None or inside.kind == "row":
        return []
    text = sources.text(task.document)
    wanted = [part for part in (*task.lead[:1], task.deadline_text or task.frequency) if part]
    lines: list[Citation] = []
    for passage in sources.passages(task.document):
        if passage.start < task.end or len(lines) == ASSIGNED_WITHIN or not _beside(passage.path, inside.path):
            continue
        own = text[passage.start : passage.end]
        if ASSIGNMENT.search(fold(own)) and any(contains(own, part) for part in wanted):
            lines.append(sources.cite_passage(task.document, passage))
        if all(any(contains(line.quote, part) for line in lines) for part in wanted):
            break
    return lines


def _beside(path: Sequence[str], task: Sequence[str]) -> bool:
    """Whether a passage stands in the section of a task or right beside it (a, b, c below one heading)."""
    return tuple(path[: len(task) - 1]) == tuple(task[:-1]) or tuple(path[: len(task)]) == tuple(task)


def details(draft: Draft, task: Task) -> str:
    """The task's text in short, then its lead, partners, output and deadline as read."""
    parts = [f"“{shortened(task.text, TOLD)}”"]
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
