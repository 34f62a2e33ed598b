"""Targets: which documents set a level, what level a document sets, and by when."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.facts import indicators
from ingest.text import shortened
from ingest.types import Target
from service.answers.draft import Draft, answers, searched
from service.answers.passage import draft_from, of_year, shapes_of
from service.citations import Sources
from service.conditions import Deadline, Figure, Timing, bounds, last_day, same_unit
from service.demands import demand_of
from service.evidence import Evidence, Gathered, gather
from service.lexicon import Wording
from service.phrases import asked_deadline, asked_figure, due, level, listed, moment, name_of
from service.plan import Plan
from service.question import Language
from service.selection import Judged, best_worded, candidates, is_set, judge, nearest, of_asked_times
from service.types import Citation
from service.words import contains

HIGHEST = ("cao nhất", "lớn nhất", "nhiều nhất", "highest", "largest", "most ambitious", "cao hơn", "higher")
LOWEST = ("thấp nhất", "nhỏ nhất", "lowest", "smallest", "thấp hơn", "lower")
WHOLLY_TOLD = 0.15  # a passage that leaves out less of the question is about it, whatever else it sets
NAMED_BY = 120  # characters of a target's words that stand for what it measures
SILENT_NAMED = 8  # names of silent documents told before the rest is counted


@answers("target")
def answer_target(plan: Plan, sources: Sources) -> Draft | None:
    """Targets that meet the conditions; without any target on the subject, a passage with a figure."""
    documents = plan.facts.documents
    found = candidates(plan, sources, documents)
    if not found:
        return _from_passages(plan, sources)
    plan = without_described_figure(plan, found)
    judged = judge(found, plan.facts.figure, plan.facts.deadlines)
    lookup = bool(plan.analysis.scope.named)
    met = looked_up(plan, judged) if lookup else [one for one in judged if one.met]
    met = of_extremes(plan, met)
    draft = Draft(plan.analysis.question.language)
    _near_misses(draft, sources, judged, met, plan, lookup=lookup)
    if not lookup or len(plan.analysis.scope.named) > 1:
        _silent(draft, plan, sources)
    if not met:
        return contradicted(plan, sources, judged) or _refusal(draft, plan, judged)
    tell(draft, sources, met)
    return draft


def contradicted(plan: Plan, sources: Sources, judged: Sequence[Judged]) -> Draft | None:
    """What the one place asked about sets instead of what is put to the test; ``None`` if nothing is or it sets none.

    "5G toàn xã ngay trong năm 2025, có đúng không?" is told against by the same level set for 2030.
    """
    if not plan.analysis.doubted or len(plan.analysis.scope.named) != 1:
        return None
    stated = best_worded(plan, [one for one in judged if is_set(one.target)])
    if not stated:
        return None
    draft = Draft(plan.analysis.question.language)
    asked = ", ".join(conditions(plan, draft.language))
    draft.statements.append(
        draft.say(f"Không đúng: văn bản không đặt {asked}, mà ghi:", f"No: the document does not set {asked}, but:")
    )
    tell(draft, sources, stated)
    return draft


def tell(draft: Draft, sources: Sources, levels: Sequence[Judged]) -> None:
    """State levels; what a document says of one thing in several places is said once, with all its places."""
    places: dict[str, list[Citation]] = {}
    for one in levels:
        places.setdefault(statement(draft, sources, one), []).append(sources.cite_fact(one.target))
        draft.facts.append(one.target)
    for told, citations in places.items():
        draft.state(told, *citations)


def verified(plan: Plan, sources: Sources, found: Sequence[Target]) -> Draft | None:
    """Whether what the question says is what the documents say ("… 50 %, đúng không?"); ``None`` if they are silent."""
    draft = Draft(plan.analysis.question.language)
    plan = without_described_figure(plan, found)
    if plan.facts.figure is None:
        return None
    levels = of_asked_times(judge(found, None, plan.facts.deadlines), plan.facts.deadlines)
    stated = best_worded(plan, [one for one in levels if is_set(one.target)])
    agreeing = [one for one in judge([one.target for one in stated], plan.facts.figure, ()) if one.figure_ok]
    if not stated:
        return None
    asked = asked_figure(plan.facts.figure, draft.language)
    right = draft.say(f"Đúng: văn bản ghi {asked}.", f"Yes: the document says {asked}.")
    if not any(one.target.value == plan.facts.figure.value for one in agreeing):  # more than was asked is printed
        right = draft.say(f"Đúng: điều văn bản ghi bảo đảm {asked}.", f"Yes: what the document says ensures {asked}.")
    wrong = draft.say(f"Không đúng: văn bản không ghi {asked}, mà ghi:", f"No: the document does not say {asked}, but:")
    draft.statements.append(right if agreeing else wrong)
    tell(draft, sources, agreeing or stated)
    return draft


def without_described_figure(plan: Plan, found: Sequence[Target]) -> Plan:
    """A figure in a unit in which none of the targets is measured describes what is measured.

    "truy cập băng rộng trên 1 Gbps" is a share of users, not a level of 1 Gbps.
    """
    figure = plan.facts.figure
    asked_for = plan.analysis.wants_figure and plan.analysis.scope.named  # the level is wanted, not given
    if figure is None or (
        (figure.literal or not asked_for) and any(same_unit(target.unit, figure.unit) for target in found)
    ):
        return plan
    return plan.model_copy(update={"facts": plan.facts.model_copy(update={"figure": None})})


def looked_up(plan: Plan, judged: Sequence[Judged]) -> list[Judged]:
    """What the documents named set for the asked times; a question for the level wants that of the very time."""
    deadlines = plan.facts.deadlines
    met = of_asked_times(judged, deadlines, exact_only=plan.analysis.wants_figure)
    return best_worded(plan, met) if plan.analysis.kind == "target" and plan.analysis.wants_figure else met


def of_extremes(plan: Plan, met: Sequence[Judged]) -> list[Judged]:
    """Only the highest or the lowest levels, if the question asks for them."""
    wording = Wording(plan.analysis.question.text, marked=False)
    for words, edge_of in ((HIGHEST, max), (LOWEST, min)):
        if met and wording.has_any(words):
            edge = edge_of(one.target.value for one in met)
            return [one for one in met if one.target.value == edge]
    return list(met)


def statement(draft: Draft, sources: Sources, one: Judged) -> str:
    """ "Xuân Thành: phủ sóng 5G ≥ 60%, đến hết năm 2025", with a remark where the time is not the asked one."""
    target = one.target
    language = draft.language
    name = name_of(sources.held[target.document])
    told = f"{name}: {_measured(target, language)} {level(target, language)}"
    told += f", {due(target.deadline, language)}" if target.deadline else ""
    if one.timing == Timing.EARLIER and one.asked:
        asked = moment(one.asked.end, language)
        told += draft.say(f" (sớm hơn {asked} nên đạt hạn hỏi)", f" (earlier than {asked}, so it meets the date asked)")
    if one.timing == Timing.COVERS and one.asked:
        asked = moment(one.asked.end, language)
        told += draft.say(
            f" (đặt cho cả giai đoạn, không riêng {asked})", f" (set for the whole period, not for {asked})"
        )
    return told


def _measured(target: Target, language: Language) -> str:
    """The indicator by its name; the words of the document where it is measured otherwise than usual."""
    entry = indicators.get(target.key) if target.key else None
    usual = entry is None or entry.unit.startswith("%") == target.unit.startswith("%")
    return subject(target.key, target.indicator, language) if usual else f"“{shortened(target.quote, NAMED_BY)}”"


def subject(key: str | None, printed: str, language: Language = "vi") -> str:
    """What is measured: the name of the indicator, else the printed words."""
    entry = indicators.get(key) if key else None
    if entry is None:
        return printed
    name = entry.name_en if language == "en" and entry.name_en else entry.name
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _near_misses(
    draft: Draft, sources: Sources, judged: Sequence[Judged], met: Sequence[Judged], plan: Plan, *, lookup: bool
) -> None:
    answered = {one.target.document for one in met}
    chosen = {(one.target.document, one.target.start) for one in met}
    told: set[str] = set()
    wanted = {(one.target.document, one.target.start) for one in met}
    earlier = [one for one in judged if one.timing == Timing.EARLIER] if lookup and not wanted else []
    for one in [
        *sorted(earlier, key=lambda one: last_day(one.target.deadline or ""), reverse=True)[:1],
        *nearest(judged, plan.facts.deadlines),
    ]:
        document = one.target.document
        if (document, one.target.start) in chosen or (not lookup and (document in answered or document in told)):
            continue
        told.add(document)
        draft.add_near(sources.cite_fact(one.target), why_not(draft, one, plan.facts.figure, met))
    if lookup and not met:
        _elsewhere(draft, plan, sources)


def _elsewhere(draft: Draft, plan: Plan, sources: Sources) -> None:
    """The same subject in other documents, as the nearest evidence of a refused question."""
    inside, told = plan.facts.documents or frozenset(), set[str]()
    others = [t for t in candidates(plan, sources, None) if t.document not in inside]
    for one in nearest(judge(others, None, plan.facts.deadlines), plan.facts.deadlines) or judge(others, None, ()):
        name = name_of(sources.held[one.target.document])
        if one.target.document not in told:
            why = draft.say(f"của {name}, không phải nơi được hỏi", f"set by {name}, not by the one asked about")
            draft.add_near(sources.cite_fact(one.target), why)
        told.add(one.target.document)


def why_not(draft: Draft, one: Judged, figure: Figure | None, met: Sequence[Judged]) -> str:
    """In which respects a target misses the question."""
    target, language = one.target, draft.language
    reasons: list[str] = []
    if not is_set(target):
        reasons.append(draft.say("không ghi con số, không ghi hạn", "no figure and no deadline stated"))
    elif not one.figure_ok and figure is not None:
        told = level(target, language)
        lower = _is_lower(one, figure)
        reasons.append(
            draft.say(
                f"mức {'thấp hơn' if lower else 'khác'} ({told})", f"{'lower' if lower else 'another'} level ({told})"
            )
        )
    if _other_scope(one, met):
        reasons.append(draft.say(f"khác mẫu số ({target.scope})", f"another denominator ({target.scope})"))
    words = {
        Timing.LATER: ("hạn muộn hơn", "later deadline"),
        Timing.EARLIER: ("hạn sớm hơn, không phải mức của năm được hỏi", "earlier, not the level for the year asked"),
        Timing.BEFORE: ("hạn sớm hơn thời điểm hỏi", "earlier than the time asked"),
        Timing.COVERS: ("đặt cho cả giai đoạn", "set for a whole period"),
        Timing.NONE: ("không ghi hạn", "no deadline stated"),
    }
    if one.timing in words and is_set(target):
        vietnamese, english = words[one.timing]
        reasons.append(
            draft.say(vietnamese, english) + (f" ({due(target.deadline, language)})" if target.deadline else "")
        )
    return "; ".join(reasons) or draft.say("không đúng điều kiện hỏi", "does not meet the conditions")


def _other_scope(one: Judged, met: Sequence[Judged]) -> bool:
    """Whether a target is a share of something else than the targets that answer."""
    scopes = [m.target.scope for m in met if m.target.scope]
    own = one.target.scope
    if not own or not scopes or one.target.cls == "universal":
        return False
    return not any(contains(own, scope) or contains(scope, own) for scope in scopes)


def _is_lower(one: Judged, figure: Figure) -> bool:
    given = bounds((one.target.comparator, one.target.value, one.target.value_max))
    asked = bounds((figure.comparator, figure.value, figure.value_max))
    return given[0] < asked[0] or (given[0] == asked[0] and given[1] and not asked[1]) or given[2] < asked[2]


def _refusal(draft: Draft, plan: Plan, judged: Sequence[Judged]) -> Draft:
    where_vi, where_en = searched(plan)
    if plan.analysis.wants_figure and plan.facts.deadlines and plan.analysis.scope.named:
        times = [moment(_span(deadline), plan.analysis.question.language) for deadline in plan.facts.deadlines]
        stated = [one.target.deadline for one in judged if one.target.deadline]
        known = listed([moment(time, draft.language) for time in dict.fromkeys(stated)], draft.language)
        return draft.refuse(
            f"{where_vi} không đặt mức cho {listed(times)}"
            + (f"; chỉ đặt cho: {known}." if known else "; chỉ tiêu này không ghi hạn."),
            f"No level is set for {listed(times, 'en')} {where_en}"
            + (f"; only for: {known}." if known else "; the target has no deadline."),
        )
    wanted_vi = ", ".join(conditions(plan, "vi"))
    wanted_en = ", ".join(conditions(plan, "en"))
    return draft.refuse(
        f"{where_vi} có chỉ tiêu này nhưng không chỉ tiêu nào đạt {wanted_vi or 'điều kiện hỏi'}.",
        f"The subject is there {where_en}, but no target meets {wanted_en or 'what is asked'}.",
    )


def _span(deadline: Deadline) -> str:
    return (
        deadline.end
        if deadline.reading == "by" or deadline.start == deadline.end
        else (f"{deadline.start}..{deadline.end}")
    )


def conditions(plan: Plan, lang: Language) -> list[str]:
    """The conditions of the question in words."""
    told = [asked_figure(plan.facts.figure, lang)] if plan.facts.figure else []
    return told + [asked_deadline(deadline, lang) for deadline in plan.facts.deadlines]


def _silent(draft: Draft, plan: Plan, sources: Sources) -> None:
    """Which documents do not state the indicator at all."""
    if not plan.facts.keys:
        return
    stated = {t.document for t in sources.archive.targets(keys=plan.facts.keys)}
    scope = plan.facts.documents
    silent = [h for h in sources.held.values() if h.id not in stated and (scope is None or h.id in scope)]
    if not silent:
        return
    names = [name_of(held) for held in silent[:SILENT_NAMED]]
    rest = len(silent) - len(names)
    more = draft.say(f" và {rest} tài liệu khác", f" and {rest} more documents") if rest else ""
    draft.notes.append(
        draft.say(
            f"Không nêu chỉ tiêu này: {', '.join(names) if rest else listed(names)}{more}.",
            f"Do not state this indicator: {', '.join(names) if rest else listed(names, 'en')}{more}.",
        )
    )


def _not_of_others(plan: Plan, sources: Sources, gathered: Gathered) -> list[Evidence]:
    """Evidence without the passages that set another indicator than the one asked for."""
    others = [
        t
        for t in sources.archive.targets(documents=plan.facts.documents)
        if t.key and not t.key_inferred and t.key not in (plan.facts.keys or ())
    ]

    def sets_another(item: Evidence) -> bool:
        passage = item.hit.passage
        return any(t.document == item.document and passage.start <= t.start < passage.end for t in others)

    return [item for item in gathered.items if item.lacking <= WHOLLY_TOLD or not sets_another(item)]


def _from_passages(plan: Plan, sources: Sources) -> Draft:
    """No target on the subject: a passage that measures it may still answer, else the nearest is shown."""
    wanting = plan.model_copy(update={"passages": plan.passages.model_copy(update={"figure": True})})
    gathered = gather(wanting, sources)
    if plan.facts.keys:
        gathered = gathered.narrowed(_not_of_others(plan, sources, gathered))
    draft = draft_from(wanting, sources, gathered, documents=1 if plan.analysis.scope.named else 3)
    if draft.reason is not None and not plan.analysis.wants_figure and not shapes_of(plan):
        documents = 8 if plan.analysis.kind == "list" else 2
        gathered = gather(plan, sources)
        demanded = demand_of(plan) == "target"
        if plan.analysis.kind != "list":  # a level told in words: "không thấp hơn mức dự toán được giao"
            telling = demanded or gathered.is_telling
            gathered = gathered.narrowed(of_year(plan, gathered.items) if telling else [])
        worded = draft_from(plan, sources, gathered, documents=documents)
        if plan.analysis.kind == "list" or worded.reason is None:
            return worded
        draft = worded if demanded else draft
    if draft.reason is not None and plan.analysis.scope.named:
        near = draft.near
        draft.near = near[:2]
        _elsewhere(draft, plan, sources)
    return draft
