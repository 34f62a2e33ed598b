"""Targets chosen for a question: candidates by subject, then the arithmetic of its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from ingest.facts import indicators
from ingest.types import Frozen, Target
from service.citations import Sources
from service.conditions import Deadline, Figure, Timing, last_day, meets_figure, timing
from service.lexicon import expand
from service.plan import Plan
from service.words import Rarity, carries_brief, contains

MANY = 5_000  # targets weighed by their words; beyond that the passages are asked instead
ALIKE = 0.42  # share of the question's words a target must carry where no indicator of the vocabulary names it

NEARLY = 0.9  # of levels for one time, those that carry nearly as many of the question's words as the best


class Judged(Frozen):
    """A target and how it stands to the conditions; ``timing`` is ``None`` if no time was asked."""

    target: Target
    figure_ok: bool = True
    timing: Timing | None = None
    asked: Deadline | None = None

    @property
    def met(self) -> bool:
        """Whether every condition is met."""
        return self.figure_ok and self.timing in (None, Timing.MET, Timing.EARLIER)


def candidates(
    plan: Plan, sources: Sources, documents: frozenset[str] | None, *, any_key: bool = False
) -> list[Target]:
    """Targets about the subject of the question: by indicator, else by its words.

    ``any_key`` looks by words also among targets that the vocabulary takes for another indicator.
    """
    if any_key:
        return _by_words(plan, sources, documents, any_key=True)
    keys = plan.facts.keys
    telling = plan.passages.telling
    if keys:
        every = sources.archive.targets(documents=documents, keys=keys)
        found = _counted(plan, [target for target in every if _tells(target, telling)])
        if found:
            return _preferred(found, plan)
        if every and plan.analysis.amount:  # the indicator is there, measured in something else
            return _by_words(plan, sources, documents, any_key=True)
    return _by_words(plan, sources, documents)


def _counted(plan: Plan, targets: Sequence[Target]) -> list[Target]:
    """The targets that are measured in what the question counts, or tell as much of it as a share."""
    amount = plan.analysis.amount
    return list(targets) if amount is None else amount.measured_by(targets)


def _tells(target: Target, telling: Sequence[str]) -> bool:
    """Names must be printed, unless the indicator itself is what they abbreviate."""
    words = f"{target.quote} {target.indicator} {_indicator_name(target.key)}"
    return all(contains(words, name) for name in telling)


def _indicator_name(key: str | None) -> str:
    entry = indicators.get(key) if key else None
    return f"{entry.name} {' '.join(entry.aliases)}" if entry else ""


def _preferred(found: Sequence[Target], plan: Plan) -> list[Target]:
    """Of several keys the one the question names best, as far as it has targets in each document.

    A double question names one in each half.
    """
    kept: list[Target] = []
    for keys in plan.analysis.together or (plan.analysis.indicators,):
        order = {key: place for place, key in enumerate(keys)}
        own = [target for target in found if not plan.analysis.together or target.key in order]
        best: dict[str, int] = {}
        for target in own:
            rank = order.get(target.key or "", len(order))
            best[target.document] = min(rank, best.get(target.document, rank))
        kept += [target for target in own if order.get(target.key or "", len(order)) == best[target.document]]
    return kept


def _by_words(plan: Plan, sources: Sources, documents: frozenset[str] | None, *, any_key: bool = False) -> list[Target]:
    words = [word for word in plan.analysis.terms if not word.isdigit()]
    if not words:
        return []
    keys = plan.facts.keys
    every = sources.archive.targets(documents=documents)
    if len(every) > MANY:
        return []
    found = [
        t
        for t in every
        if _tells(t, plan.passages.telling)
        and (any_key or not keys or not t.key or t.key_inferred)  # a key found by likeness rules nothing out
    ]
    amount = plan.analysis.amount
    counted = found if amount is None else [t for t in found if amount.measures(t)]
    alike = _alike(words, counted)
    if alike or amount is None:
        return alike
    return _alike(words, [t for t in found if amount.is_shared_in(t.quote)])


def _alike(words: Sequence[str], targets: Sequence[Target]) -> list[Target]:
    """The targets that carry most of the words of the question."""
    texts = [expand(_words_of(target)) for target in targets]
    rarity = Rarity(texts)
    scored = [(rarity.support(words, text), target) for text, target in zip(texts, targets, strict=True)]
    best = max((score for score, _ in scored), default=0.0)
    alike = [target for score, target in scored if score >= max(ALIKE, 0.85 * best)]
    return [target for target in alike if carries_brief(words, expand(_words_of(target)))]


def _words_of(target: Target) -> str:
    return f"{target.indicator} {target.scope or ''} {target.quote}"


def best_worded(plan: Plan, judged: Sequence[Judged]) -> list[Judged]:
    """Of several levels that a document sets for one time, those worded like the question.

    A plan may set four shares of pensioners paid without cash; only one of them is asked for.
    """
    words = [word for word in plan.analysis.terms if not word.isdigit()]
    kept: list[Judged] = []
    for place in dict.fromkeys(_place(plan, one) for one in judged):
        own = [one for one in judged if _place(plan, one) == place]
        rarity = Rarity(expand(one.target.quote) for one in own)
        scores = [rarity.support(words, expand(one.target.quote)) for one in own]
        best = max(scores)
        kept += [one for one, score in zip(own, scores, strict=True) if score >= NEARLY * best]
    return kept


def _place(plan: Plan, one: Judged) -> tuple[str, str | None, int]:
    """Document, time and the half of a double question that a level answers."""
    halves = plan.analysis.together
    half = next((n for n, keys in enumerate(halves) if one.target.key in keys), -1)
    return one.target.document, one.target.deadline, half


def judge(targets: Sequence[Target], figure: Figure | None, deadlines: Sequence[Deadline]) -> list[Judged]:
    """Each target against the figure and against the asked time that suits it best."""
    order = list(Timing)
    judged: list[Judged] = []
    for target in targets:
        figure_ok = figure is None or (meets_figure(target, figure) and is_set(target))
        best = min(((when(target, d), d) for d in deadlines), key=lambda p: order.index(p[0]), default=None)
        judged.append(
            Judged(
                target=target, figure_ok=figure_ok, timing=best[0] if best else None, asked=best[1] if best else None
            )
        )
    return judged


def is_set(target: Target) -> bool:
    """Whether a target binds: "toàn xã" without a figure does only where a time is stated for it.

    "hướng tới … phủ sóng toàn xã" among the tasks of a plan is a direction, not a level.
    """
    return target.cls != "universal" or target.deadline_from in ("text", "heading", "table")


def when(target: Target, asked: Deadline) -> Timing:
    """:func:`timing`, where the year of a plan's title is no deadline of an aim without a figure."""
    return timing(target.deadline if is_set(target) else None, asked)


def of_asked_times(
    judged: Sequence[Judged], deadlines: Sequence[Deadline], *, exact_only: bool = False
) -> list[Judged]:
    """What a document sets for each asked time, for a question that wants to know the level.

    The very time is preferred; failing that, for "by", the latest earlier one; failing
    that a longer period that includes it. With ``exact_only`` an earlier one will not do:
    the level for 2030 is not the one for 2035.
    """
    if not deadlines:
        return [one for one in judged if one.met]
    chosen: list[Judged] = []
    documents = dict.fromkeys(one.target.document for one in judged)
    for document, deadline in product(documents, deadlines):
        own = [one for one in judged if one.figure_ok and one.target.document == document]
        timed = [one.model_copy(update={"timing": when(one.target, deadline), "asked": deadline}) for one in own]
        exact = [one for one in timed if one.timing == Timing.MET]
        earlier = [one for one in timed if one.timing == Timing.EARLIER]
        covering = [one for one in timed if one.timing == Timing.COVERS]
        chosen += exact or ([] if exact_only else _latest(earlier)) or covering
    return list({(one.target.start, one.target.value, one.target.document): one for one in chosen}.values())


def _latest(judged: Sequence[Judged]) -> list[Judged]:
    if not judged:
        return []
    latest = max(last_day(one.target.deadline or "") for one in judged)
    return [one for one in judged if last_day(one.target.deadline or "") == latest]


def nearest(judged: Sequence[Judged], deadlines: Sequence[Deadline]) -> list[Judged]:
    """What misses the conditions, the nearest first: fewest conditions missed, then nearest in time."""

    def distance(one: Judged) -> tuple[int, int, int]:
        missed = int(not one.figure_ok) + int(one.timing not in (None, Timing.MET, Timing.EARLIER))
        if not deadlines or one.timing in (None, Timing.NONE):
            return (missed, 0 if not deadlines else 40_000, 0)
        days = abs((last_day(one.target.deadline or "") - last_day(deadlines[-1].end)).days)
        return (0 if missed < 3 else 1, days, missed)

    return sorted((one for one in judged if not one.met), key=distance)
