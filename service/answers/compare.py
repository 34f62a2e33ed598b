"""Comparisons: within a document (consistent? continuous?), between documents, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.facts import indicators
from ingest.types import Target
from service.answers.beside import is_brief, is_measured, plan_of, set_beside
from service.answers.draft import Draft, answers
from service.answers.obligation import duty_in_words
from service.answers.passage import draft_from, place_of, shown
from service.answers.sides import set_against
from service.answers.target import answer_target, statement, subject, tell
from service.citations import Sources
from service.conditions import is_moment, last_day
from service.evidence import Evidence, gather
from service.lexicon import phrases, wording_of
from service.named_sides import named_sides
from service.phrases import listed, moment, name_of
from service.plan import Plan
from service.selection import candidates, judge, of_asked_times
from service.words import contains, fold

RHYTHM = re.compile(r"\d|thang|quy|nam|tuan|ngay|thuong xuyen|dot xuat")  # "định kỳ" alone says no rhythm
REPORTING = ("báo cáo", "reporting", "report")
FEW = 12  # documents whose reporting can be set side by side on a page
HALF_TOLD = 0.5  # share of what is asked about that a passage under a dated heading may leave to the heading
PARALLEL = 4  # passages set beside each other


@answers("compare")
def answer_compare(plan: Plan, sources: Sources) -> Draft | None:
    """The comparison that the question's subject calls for."""
    question = plan.analysis.question
    wording = wording_of(question)
    if plan.analysis.appendix is not None and plan.analysis.absence and not plan.analysis.scope.named:
        return missing_appendix(plan, sources)
    if plan.analysis.appendix is not None:
        return beside_appendix(plan, sources)
    if plan.facts.figure and plan.facts.figure.literal and not plan.facts.keys:
        return printed_levels(plan, sources)
    if plan.analysis.comparing:
        drafted = _by_sides(plan, sources)
        if drafted is not None:
            return drafted
    if plan.analysis.scope.named and plan.facts.keys:
        return over_time(plan, sources)
    sides = named_sides(plan, sources) if plan.analysis.comparing else []
    brief = not sides or is_brief(plan_of(plan, sources, sides[0]))
    if brief and wording.has_any(REPORTING) and (plan.analysis.scope.named or len(sources.held) <= FEW):
        return reporting(plan, sources)
    if plan.facts.keys and plan.analysis.absence and not plan.facts.figure:
        return silent_documents(plan, sources)
    if plan.facts.keys:
        return answer_target(plan, sources)
    if plan.analysis.absence and wording.has_any(("chỉ tiêu", "target", "targets")):
        return without_targets(plan, sources)
    if plan.analysis.comparing and len(plan.facts.deadlines) > 1 and len(plan.facts.documents or ()) == 1:
        return beside_times(plan, sources)
    return draft_from(plan, sources, gather(plan, sources), documents=6)


def _by_sides(plan: Plan, sources: Sources) -> Draft | None:
    """Levels set against each other; where none is asked about, what each of the documents named says."""
    analysis = plan.analysis
    two = len(analysis.scope.named) > 1 or bool(analysis.sides or analysis.worded_sides)
    sides = named_sides(plan, sources)
    worded = wording_of(analysis.question).has_any(phrases("mat_chu"))
    apart = any(side.apart for side in sides)
    levels = not sides or any(is_measured(plan_of(plan, sources, side)) for side in sides)
    measured = levels and not worded and not apart
    drafted = set_against(plan, sources) if two and measured else None
    return drafted or set_beside(plan, sources, sides) or (set_against(plan, sources) if two else None)


def missing_appendix(plan: Plan, sources: Sources) -> Draft | None:
    """Documents that refer to an appendix of their own that the file does not hold."""
    draft = Draft(plan.analysis.question.language)
    for held in sources.held.values():
        document = sources.document(held.id)
        if any(section.kind == "appendix" for section in document.sections):
            continue
        for passage in sources.passages(held.id):
            text = fold(document.text[passage.start : passage.end])
            if "phu luc" in text and ("kem theo" in text or "dinh kem" in text or "chi tiet tai" in text):
                citation = sources.cite_passage(held.id, passage)
                draft.state(
                    f"{place_of(sources, citation)}: "
                    + draft.say("nhắc tới phụ lục, tệp không có phụ lục", "refers to an appendix that the file lacks"),
                    citation,
                )
                break
    if not draft.statements:
        return draft.refuse(
            "Không tài liệu nào nhắc tới phụ lục mà thiếu phụ lục.", "No document lacks an appendix it refers to."
        )
    return draft


def beside_appendix(plan: Plan, sources: Sources) -> Draft | None:
    """What the body says beside what the appendix says of the same thing."""
    gathered = gather(plan, sources)
    body = [item for item in gathered.items if not _in_appendix(item)]
    annexed = [item for item in gathered.items if _in_appendix(item)]
    if plan.facts.keys:
        targets = candidates(plan, sources, plan.facts.documents)
        body = _carrying(body, targets) or body
    if not body or not annexed:
        return draft_from(plan, sources, gathered, documents=2)
    draft = Draft(plan.analysis.question.language)
    for label, item in ((draft.say("Thân văn bản", "Body"), body[0]), (draft.say("Phụ lục", "Appendix"), annexed[0])):
        citation = gathered.cite(item)
        draft.state(f"{label} – {place_of(sources, citation)}: {shown(citation)}", citation)
    figure = plan.facts.figure
    if figure is not None:
        draft.statements.insert(0, _figure_in_both(draft, plan, body[0], annexed[0]))
    return draft


def _figure_in_both(draft: Draft, plan: Plan, body: Evidence, annexed: Evidence) -> str:
    figure = plan.facts.figure
    assert figure is not None, "called with a figure condition only"  # noqa: S101 programmer error
    printed = f"{figure.value:g}".replace(".", ",")
    if contains(annexed.hit.text, printed) == contains(body.hit.text, printed):
        return draft.say(
            "Con số được hỏi có ở cả hai nơi hoặc không ở nơi nào:", "The figure is in both places or in neither:"
        )
    return draft.say(
        "Không khớp: con số chỉ có ở một nơi.", "They do not agree: only one of the two states the figure."
    )


def _in_appendix(item: Evidence) -> bool:
    return bool(item.hit.passage.path) and fold(item.hit.passage.path[0]).startswith("phu luc")


def _carrying(items: Sequence[Evidence], targets: Sequence[Target]) -> list[Evidence]:
    return [
        item
        for item in items
        if any(
            t.document == item.document and item.hit.passage.start <= t.start < item.hit.passage.end for t in targets
        )
    ]


def beside_times(plan: Plan, sources: Sources) -> Draft | None:
    """What a document says of one thing for each of the times asked, in words where it sets no level."""
    gathered = gather(plan, sources)
    draft = Draft(plan.analysis.question.language)
    for deadline in plan.facts.deadlines:
        dated = [item for item in gathered.items if contains(item.hit.passage.context, deadline.end[:4])]
        told = [item for item in dated if item.hit.passage.kind != "heading" and item.lacking <= HALF_TOLD]
        for item in told[:2]:
            citation = gathered.cite(item)
            when = moment(deadline.end, draft.language)
            draft.state(f"{when[:1].upper()}{when[1:]} – {place_of(sources, citation)}: {shown(citation)}", citation)
    return draft if draft.statements else draft_from(plan, sources, gathered, documents=2)


def printed_levels(plan: Plan, sources: Sources) -> Draft | None:
    """Targets printed with exactly the quoted figure."""
    figure = plan.facts.figure
    judged = judge(sources.archive.targets(documents=plan.facts.documents), figure, plan.facts.deadlines)
    met = [one for one in judged if one.met]
    draft = Draft(plan.analysis.question.language)
    if not met:
        return draft.refuse("Không có chỉ tiêu nào ghi đúng như vậy.", "No target is printed so.")
    tell(draft, sources, met)
    return draft


def over_time(plan: Plan, sources: Sources) -> Draft | None:
    """One indicator of a document at all its milestones: gaps, falls and double figures are told."""
    found = candidates(plan, sources, plan.facts.documents)
    related = _related(plan, sources, found)
    judged = judge([*found, *related], plan.facts.figure, plan.facts.deadlines)
    chosen = of_asked_times(judged, plan.facts.deadlines)
    if not chosen:
        return answer_target(plan, sources)
    chosen.sort(key=lambda one: (one.target.document, _order(one.target), one.target.start))
    draft = Draft(plan.analysis.question.language)
    tell(draft, sources, chosen)
    for document, group in groupby(chosen, key=lambda one: one.target.document):
        draft.statements[:0] = verdicts(draft, sources, document, [one.target for one in group], plan)
    return draft


def _related(plan: Plan, sources: Sources, found: Sequence[Target]) -> list[Target]:
    """Targets that drop part of the wording at another milestone ("toàn trình" left out): related keys."""
    keys = {key for one in plan.analysis.indicators if (entry := indicators.get(one)) for key in entry.related}
    dated = {target.deadline for target in found}
    if not keys or plan.facts.deadlines or len(dated) > 1:
        return []
    more = sources.archive.targets(documents=plan.facts.documents, keys=frozenset(keys))
    return [target for target in more if target.deadline not in dated]


def _order(target: Target) -> tuple[int, str]:
    return (0, last_day(target.deadline or "").isoformat()) if is_moment(target.deadline) else (1, "")


def verdicts(draft: Draft, sources: Sources, document: str, targets: Sequence[Target], plan: Plan) -> list[str]:
    """Computed remarks: milestones without this indicator, falling levels, two levels in one sentence."""
    told: list[str] = []
    name = name_of(sources.held[document])
    if not plan.facts.deadlines:
        all_dates = {
            t.deadline for t in sources.archive.targets(documents=frozenset({document})) if is_moment(t.deadline)
        }
        gaps = sorted(
            all_dates - {t.deadline for t in targets if is_moment(t.deadline)}, key=lambda d: last_day(d or "")
        )
        gaps = [gap for gap in gaps if (gap and ".." in gap) or len(gap or "") == 4]
        if gaps:
            times = listed([moment(gap, draft.language) for gap in gaps if gap], draft.language)
            told.append(
                draft.say(f"{name} không ghi chỉ tiêu này ở mốc: {times}.", f"{name} does not state it for: {times}.")
            )
    for first, second in pairwise(targets):
        if first.deadline == second.deadline and first.value != second.value:
            told.append(
                draft.say(f"{name} ghi hai mức khác nhau cho cùng một mốc.", f"{name} states two levels for one time.")
            )
        elif first.value > second.value and first.key == second.key:
            told.append(draft.say(f"{name}: mức giảm theo thời gian.", f"{name}: the level falls over time."))
    return list(dict.fromkeys(told))


def reporting(plan: Plan, sources: Sources) -> Draft | None:
    """The reporting rhythms of a document set beside each other."""
    every = [d for d in sources.archive.duties(documents=plan.facts.documents) if d.frequency]
    duties = [d for d in every if "bao cao" in fold(d.quote)] or every
    draft = Draft(plan.analysis.question.language)
    for duty in duties:
        citation = sources.cite_fact(duty)
        draft.state(f"{place_of(sources, citation)}: {duty_in_words(draft, duty)}", citation)
        draft.facts.append(duty)
    rhythms = {fold(duty.frequency or "") for duty in duties if RHYTHM.search(fold(duty.frequency or ""))}
    if not duties:
        return draft_from(plan, sources, gather(plan, sources), documents=PARALLEL)
    same = draft.say("Thống nhất: mọi mục cùng một kỳ.", "Consistent: one rhythm throughout.")
    differ = draft.say(
        f"Không thống nhất: có {len(rhythms)} cách quy định kỳ báo cáo.",
        f"Not consistent: {len(rhythms)} different rhythms.",
    )
    draft.statements.insert(0, same if len(rhythms) < 2 else differ)
    return draft


def without_targets(plan: Plan, sources: Sources) -> Draft | None:
    """Documents that set no figure at all; their sections of aims are the evidence."""
    inside = plan.facts.documents
    measured = {t.document for t in sources.archive.targets(documents=inside) if t.cls != "universal"}
    draft = Draft(plan.analysis.question.language)
    for id in [id for id in sources.held if id not in measured and (inside is None or id in inside)]:
        aims = [p for p in sources.passages(id) if p.kind == "heading" and "muc tieu" in fold(" ".join(p.titles[-1:]))]
        titles = [p for p in sources.passages(id) if p.kind == "title"]
        told = draft.say("không đặt chỉ tiêu nào bằng con số", "sets no target in figures")
        evidence = [sources.cite_passage(id, passage) for passage in (aims or titles)[:1]]
        draft.state(f"{name_of(sources.held[id])}: {told}", *evidence)
    if not draft.statements:
        return draft.refuse("Mọi tài liệu đều có chỉ tiêu bằng con số.", "Every document sets targets in figures.")
    return draft


def silent_documents(plan: Plan, sources: Sources) -> Draft | None:
    """Which documents do not state an indicator; those that do are the evidence."""
    stated = candidates(plan, sources, plan.facts.documents)
    citing = {target.document for target in stated}
    silent = [held for held in sources.held.values() if held.id not in citing]
    draft = Draft(plan.analysis.question.language)
    key = plan.analysis.indicators[0]
    what = subject(key, key, draft.language)
    names = listed([name_of(held) for held in silent], draft.language)
    if silent:
        draft.statements.append(draft.say(f"Không nêu chỉ tiêu {what}: {names}.", f"Do not state {what}: {names}."))
    else:
        draft.statements.append(draft.say(f"Mọi tài liệu đều nêu chỉ tiêu {what}.", f"All documents state {what}."))
    for one in judge(stated, None, ()):
        draft.state(statement(draft, sources, one), sources.cite_fact(one.target))
    return draft
