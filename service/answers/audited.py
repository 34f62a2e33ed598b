"""Auditors' questions: whether a document skips a number, leaves a cell empty, contradicts itself… as the audit finds.

The rules of the audit desk are run anew over the documents in question, so that what is told is what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.answers.draft import Draft
from service.answers.passage import place_of, shown
from service.answers.task import told
from service.audit.engine import inspect
from service.audit.faults import Fault, asked_faults
from service.audit.registry import RULES
from service.audit.types import Finding
from service.citations import Sources
from service.focus import Word, missing
from service.lexicon import expand, expand_title
from service.mentions import Mention
from service.phrases import listed, name_of
from service.plan import Plan
from service.tasking import asked_column, left_blank, of_appendix, says_blank
from service.types import AnswerKind, Citation
from service.words import contains

NUMBER = re.compile(r"(?<![\w/.,-])(?!(?:19|20)\d\d(?!\d))\d{3,5}(?![\w/%-])")  # of a document that is not recognised
SCANNED = 60  # documents that are audited for one question; a rule takes milliseconds over each
CARRIED = 0.34  # share of what else a question is about that a finding may leave out
FINDINGS = 12  # told in one answer; the audit desk has all
QUOTED = 6  # places of one finding
LISTING: tuple[AnswerKind, ...] = ("reference", "metadata")  # kinds that would list what is there, faulty or not
FEW = 3  # documents of which it can be said that there is nothing of the kind


def audited(plan: Plan, sources: Sources) -> Draft | None:
    """The findings that a question asks for; ``None`` if it asks for none, or the audit has none to the point."""
    analysis = plan.analysis
    if analysis.kind == "precedent" or (analysis.kind == "reference" and _cited(plan)):
        return None
    ids = _originals(plan, sources)
    if not ids or len(ids) > SCANNED or (not analysis.scope.named and NUMBER.search(analysis.question.text)):
        return None
    rows = _blank_rows(plan, sources, ids)
    if rows is not None:
        return rows
    asked = [one for one in asked_faults(analysis.question.text) if not (one.unmeasured and plan.facts.keys)]
    for fault in asked:
        rest = _rest(plan, fault)
        if fault.rules or not rest:  # "what is wrong with it" is asked of a document, not of what it speaks of
            found = _to_the_point(plan, sources, inspect(sources, ids, fault.rules), rest)
            if found:
                return _told(plan, sources, fault, found, rest)
    none = _none(plan, sources, asked[0], ids) if asked and asked[0].thorough else None
    if none is None and analysis.kind in LISTING and (why := unfound(plan, sources)):
        return Draft(analysis.question.language).refuse(*why)
    return none


def unfound(plan: Plan, sources: Sources) -> tuple[str, str] | None:
    """What to say (Vietnamese, English) where the rules, which do not see all, find no fault of the kind asked for."""
    ids = _originals(plan, sources)
    asked = [one for one in asked_faults(plan.analysis.question.text) if one.rules and not _rest(plan, one)]
    if not asked or not plan.analysis.scope.named or plan.analysis.phrases or not 0 < len(ids) <= FEW:
        return None
    names = [name_of(sources.held[id]) for id in ids]
    return (
        f"Kiểm tra tự động không thấy lỗi loại này ({asked[0].name}) trong {listed(names)}; "
        "các quy tắc không thay được người đọc.",
        f"The audit finds nothing of the kind ({asked[0].name_en}) in {listed(names, 'en')}; "
        "its rules do not replace a reader.",
    )


def _cited(plan: Plan) -> list[Mention]:
    """The documents that a question names as cited by those in question."""
    return [one for one in plan.analysis.mentions if one.role == "object"]


def _originals(plan: Plan, sources: Sources) -> list[str]:
    """The documents in question; a digest of ours has none of the faults of its original."""
    inside = plan.facts.documents
    return [id for id, held in sources.held.items() if not held.digest and (inside is None or id in inside)]


def _rest(plan: Plan, fault: Fault) -> list[Word]:
    """What a question is about besides the fault and the documents."""
    named = [word for word in plan.analysis.focus if word.text not in plan.analysis.given]
    return [word for word in named if not fault.names(word.text)]


def _to_the_point(plan: Plan, sources: Sources, findings: Sequence[Finding], rest: Sequence[Word]) -> list[Finding]:
    """The findings that carry what else the question is about, and the words it quotes."""
    weighed = [(missing(rest, _text_of(one, sources))[1], one) for one in findings]
    least = min((share for share, _ in weighed), default=1.0)
    near = [one for share, one in weighed if share <= min(CARRIED, least)]
    phrases = (*plan.analysis.phrases, *(one.symbol or one.printed for one in _cited(plan)))
    return [one for one in near if all(contains(_text_of(one, sources), phrase) for phrase in phrases)]


def _text_of(finding: Finding, sources: Sources) -> str:
    held = sources.held[finding.document]
    places = (f"{' '.join(one.section)} {' '.join(one.section_titles)} {one.quote}" for one in finding.citations)
    return expand(f"{expand_title(held.subject or '')} {held.issuer or ''} ; {finding.text} ; {' ; '.join(places)}")


def _places(plan: Plan, finding: Finding, rest: Sequence[Word]) -> Sequence[Citation]:
    """Its quotations: those with the words that the question quotes or names besides the fault, if some have them."""
    quoting = [one for one in finding.citations if any(contains(one.quote, phrase) for phrase in plan.analysis.phrases)]
    naming = [one for one in finding.citations if any(word.is_in(expand(one.quote)) for word in rest)]
    return quoting or naming or finding.citations


def _told(plan: Plan, sources: Sources, fault: Fault, found: Sequence[Finding], rest: Sequence[Word]) -> Draft:
    """Each finding as the audit words it, with the places that show it."""
    draft = Draft(plan.analysis.question.language)
    count = f"{len(found)} finding" if len(found) == 1 else f"{len(found)} findings"
    draft.statements.append(
        draft.say(f"Kiểm tra thấy {len(found)} điểm ({fault.name}):", f"{count} of the audit ({fault.name_en}):")
    )
    for finding in found[:FINDINGS]:
        draft.state(f"{name_of(sources.held[finding.document])}: {finding.text}")
        for citation in (_places(plan, finding, rest) if fault.apart else finding.citations)[:QUOTED]:
            draft.state(f"- {place_of(sources, citation)}: {shown(citation)}", citation)
    if len(found) > FINDINGS:
        more = len(found) - FINDINGS
        draft.notes.append(draft.say(f"Còn {more} điểm nữa: xem ở mục kiểm tra.", f"{more} more at the audit desk."))
    draft.notes.append(_basis(draft, dict.fromkeys(one.rule for one in found)))
    return draft


def _basis(draft: Draft, rules: Sequence[str] | dict[str, None]) -> str:
    """Which rules found it, and where their requirement comes from."""
    named = "; ".join(f"{RULES[one].title} ({RULES[one].source})" for one in rules)
    return draft.say(f"Theo quy tắc kiểm tra tự động: {named}.", f"By the rules of the audit: {named}.")


def _none(plan: Plan, sources: Sources, fault: Fault, ids: Sequence[str]) -> Draft | None:
    """That there is no such fault, where the rules go through all of the few documents named."""
    if not plan.analysis.scope.named or plan.analysis.phrases or len(ids) > FEW or _rest(plan, fault):
        return None
    draft = Draft(plan.analysis.question.language)
    names = listed([name_of(sources.held[id]) for id in ids], draft.language)
    draft.statements.append(
        draft.say(f"{names}: kiểm tra không thấy chỗ nào ({fault.name}).", f"{names}: none found ({fault.name_en}).")
    )
    draft.notes.append(_basis(draft, fault.rules))
    return draft


def _blank_rows(plan: Plan, sources: Sources, ids: Sequence[str]) -> Draft | None:
    """The tasks of the one document named whose cell is empty in the column asked for, or that there are none."""
    column = asked_column(plan)
    if column is None or len(ids) > 1 or not plan.analysis.scope.named:
        return None
    rows = sources.rows(ids[0])
    tabled = [one for one in sources.tasks(ids[0]) if any(row.start <= one.start < row.end for row in rows)]
    tasks = of_appendix(plan, tabled)
    if not tasks:
        return None
    blank = left_blank(plan, tasks)
    if blank or not says_blank(plan):
        return told(plan, sources, blank) if blank else None
    draft = Draft(plan.analysis.question.language)
    name = name_of(sources.held[ids[0]])
    draft.statements.append(
        draft.say(
            f"{name}: không nhiệm vụ nào trong {len(tasks)} nhiệm vụ để trống cột ấy.",
            f"{name}: none of its {len(tasks)} tasks leaves it blank.",
        )
    )
    return draft
