"""Yes or no: a figure put to the test, proved by a span that prints it or told against what is printed."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.facts.numbers import find_figures
from service.answers.draft import Draft, searched
from service.answers.passage import of_year, place_of, shown
from service.answers.target import verified
from service.citations import Sources
from service.conditions import Figure, same_unit
from service.counting import said
from service.evidence import Evidence, Gathered, gather
from service.phrases import quantity
from service.plan import Plan
from service.selection import candidates

OTHER_KINDS = ("compare", "reference", "precedent", "metadata")
BESIDE = 0.72  # of the best score: what is farther speaks of something else, whatever figure it prints
NEAREST = 3  # passages
TOLD = 2  # passages told against a figure that nothing prints


def confirmed(plan: Plan, sources: Sources) -> Draft | None:
    """Whether the figure of a question is that of the documents; ``None`` if it puts none to the test."""
    analysis, figure = plan.analysis, plan.facts.figure
    if not analysis.doubted or figure is None or analysis.kind in OTHER_KINDS:
        return None
    if analysis.kind in ("target", "list") or plan.facts.keys:
        found = candidates(plan, sources, plan.facts.documents)
        if any(same_unit(target.unit, figure.unit) for target in found):
            return verified(plan, sources, found) if analysis.scope.named else None
    return None if figure.literal else _by_passages(plan, sources, figure)  # "toàn xã" is printed in any sense


def _by_passages(plan: Plan, sources: Sources, figure: Figure) -> Draft | None:
    gathered = gather(plan, sources)
    about = [item for item in gathered.carrying_names() if _is_about(gathered, item, figure)]
    about = of_year(plan, about) or about  # the count for 2027 is not that for 2030
    close = [item for item in about if item.score >= BESIDE * about[0].score]
    printing = [item for item in close if said(item.hit.text, figure)]
    draft = Draft(plan.analysis.question.language)
    asked = quantity(figure.comparator, figure.value, figure.value_max, figure.unit, draft.language)
    if printing:
        draft.statements.append(draft.say(f"Đúng: văn bản ghi {asked}.", f"Yes: the document says {asked}."))
        return _quoted(draft, sources, gathered, printing[:1])
    counting = [item for item in close if said(item.hit.text, figure) is False]
    measured = counting or [item for item in close[:1] if _measures(item.hit.text, figure)]
    if measured:
        against = figure.comparator == "=" and bool(counting)
        head = draft.say("Không đúng: văn bản", "No: the document") if against else draft.say("Văn bản", "The document")
        tail = draft.say(f"không ghi {asked}, mà ghi:", f"does not say {asked}, but:")
        draft.statements.append(f"{head} {tail}")
        return _quoted(draft, sources, gathered, measured[:TOLD])
    if not close:
        return None
    for item in close[:TOLD]:
        why = draft.say("nói điều được hỏi nhưng không ghi con số ấy", "about what is asked, without such a figure")
        draft.add_near(gathered.cite(item), why)
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không ghi {asked}, cũng không ghi con số nào khác cho điều được hỏi.",
        f"Neither {asked} nor any other figure for what is asked is stated {where_en}.",
    )


def _is_about(gathered: Gathered, item: Evidence, figure: Figure) -> bool:
    """Whether a passage is about the question; among the nearest the counted noun is a proof of its own."""
    if gathered.supports(item):
        return True
    near = item in gathered.items[:NEAREST] and not figure.unit.startswith("%")
    return near and said(item.hit.text, figure) is not None and not gathered.lacks_focus(item)


def _measures(text: str, figure: Figure) -> bool:
    """Whether a text prints any figure of the same sort: a share, or a count of whatever it calls the thing."""
    return any(one.unit.startswith("%") == figure.unit.startswith("%") for one in find_figures(text))


def _quoted(draft: Draft, sources: Sources, gathered: Gathered, items: Sequence[Evidence]) -> Draft:
    for item in items:
        citation = gathered.cite(item)
        draft.state(f"{place_of(sources, citation)}: {shown(citation)}", citation)
    return draft
