"""Passages and precedents: the words of the documents that carry the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.text import shortened
from service.answers.demanded import tell_untold, unmet
from service.answers.draft import Draft, answers, searched
from service.answers.measured import of_clause, of_each_half
from service.assigning import work_above
from service.citations import Sources, where
from service.demands import demand_of, meets
from service.evidence import ASIDE, Evidence, Gathered, best_per_document, gather, printed
from service.lexicon import AskedShape, Wording, asked_shapes, expand, expand_title, wording_of
from service.phrases import listed, name_of
from service.plan import Plan
from service.quoting import CITED_DATE
from service.types import Citation
from service.words import contains, fold, phrase_overlap

ALSO = 0.45  # score of a further passage worth naming, as a share of the best one's
ALSO_WORDED = 0.3  # the share of words for precedents, which are worded differently everywhere
AT_LEAST = 2  # further passages named beside a long list
HEADED = 2  # words that a heading must carry, all of them
BELOW = 6  # lines of an announced list that are cited
CITED = 8  # citations up to which further passages are named
EVERY = 20  # documents that hold the quoted words; more than that is an export
BESIDE = 0.72  # a further document is quoted if it carries this share of what the best one carries
WORDED_SO = 0.5  # the same for precedents: every document that words it is wanted, not only the best
WHOLLY_TOLD = 0.1  # share of the subject that a passage with the figure and its headings may leave out
QUOTED = 320  # characters of a quotation repeated in the answer itself


@answers("passage")
def answer_passage(plan: Plan, sources: Sources) -> Draft | None:
    """The best passages: by quoted words if the question quotes, else by coverage; at most three."""
    gathered = gather(plan, sources)
    return under_heading(plan, sources) or draft_from(
        plan, sources, gathered, documents=8 if plan.analysis.across else 2
    )


def under_heading(plan: Plan, sources: Sources) -> Draft | None:
    """What stands under the heading that is all a question asks of one document ("mục đích", "kinh phí thực hiện")."""
    inside = plan.facts.documents or frozenset()
    if len(inside) != 1 or plan.passages.phrases or plan.passages.figure or plan.passages.telling or demand_of(plan):
        return None
    id = next(iter(inside))
    held = sources.held[id]
    about = f"{held.type or ''} {expand_title(held.subject or '')} {expand(held.issuer or '')}"
    wanted = [word for word in plan.analysis.focus if not word.is_in(about)]
    if not wanted or len(wanted) > HEADED:
        return None
    text = sources.text(id)
    headings = [one for one in sources.passages(id) if one.kind == "heading"]
    named = [one for one in headings if all(word.is_in(expand(text[one.start : one.end])) for word in wanted)]
    if not named:
        return None
    heading = min(named, key=lambda one: one.end - one.start)
    lines = [one for one in sources.passages(id) if one.path[: len(heading.path)] == heading.path and one != heading]
    draft = Draft(plan.analysis.question.language)
    citation = sources.cite_passage(id, heading)
    draft.state(f"{place_of(sources, citation)}: {shown(citation)}", citation)
    for line in [one for one in lines if one.kind != "heading"][:BELOW]:
        told = sources.cite_passage(id, line)
        draft.state(f"- {shown(told)}", told)
    return draft if len(draft.statements) > 1 else None


@answers("precedent")
def answer_precedent(plan: Plan, sources: Sources) -> Draft | None:
    """How each document words it: the best passage of each, of as many as come close to the best."""
    gathered = gather(plan, sources)
    draft = draft_from(plan, sources, gathered, documents=12)
    if draft.reason is None and not plan.passages.phrases and not any(map(gathered.carries, gathered.items)):
        draft.notes.append(
            draft.say(
                "Không đoạn nào nói đủ điều được hỏi; trên đây là cách viết gần nhất tìm được.",
                "No passage says all of what is asked; this is the nearest wording found.",
            )
        )
    return draft


def draft_from(plan: Plan, sources: Sources, gathered: Gathered, *, documents: int) -> Draft:
    """The answer from gathered evidence, or the refusal that says what was missing."""
    draft = Draft(plan.analysis.question.language)
    refusal, items = _eligible(plan, gathered)
    if refusal is None:
        met = [item for item in items if meets(gathered, item)]
        if items and not met:
            return unmet(plan, gathered, items)
        chosen = select(plan, gathered, met, documents)
        tell_untold(draft, plan, gathered, chosen)
        for item in (*chosen, *of_each_half(plan, gathered, chosen)):
            quote(draft, sources, item, gathered.cite(item))
            for line in announced(sources, item):
                draft.state(f"- {shown(line)}", line)
        return draft
    clause = of_clause(plan, sources, gathered) if plan.passages.figure and not plan.passages.phrases else None
    if clause is not None:
        quote(draft, sources, clause.item, gathered.cite(clause.item))
        draft.state(f"- {shown(clause.figure)}", clause.figure)
        return draft
    nearest = [*gathered.carrying_names(), *gathered.items] if plan.passages.telling else gathered.items
    for item in best_per_document(nearest, 3):
        why = draft.say("gần nhất tìm được, nhưng không trả lời câu hỏi", "nearest found, but no answer")
        draft.add_near(gathered.cite(item), why)
    return draft.refuse(*refusal)


def see_also(draft: Draft, plan: Plan, sources: Sources) -> None:
    """Places of further passages on the question, named and cited but not quoted in the answer."""
    room = max(AT_LEAST, CITED - len(draft.citations))
    if plan.passages.phrases:
        return
    gathered = gather(plan, sources)
    best = gathered.items[0] if gathered.items else None
    if best is None:
        return
    share = ALSO_WORDED if plan.analysis.kind == "precedent" else ALSO
    near = [i for i in gathered.items if i.score >= ALSO * best.score and i.coverage >= share * best.coverage]
    cited = [(one.document, one.start, one.end) for one in draft.citations]
    if plan.analysis.kind in ("compare", "list", "reference"):  # which documents is the answer: no others beside it
        answered = {one.document for one in draft.citations}
        near = [item for item in near if item.document in answered]
    citations = [gathered.cite(item) for item in near if _is_wording(item)]
    more = [one for one in citations if not any(_overlaps(one, span) for span in cited)][:room]
    if more:
        places = "; ".join(f"{place_of(sources, one)} {draft.cite(one)}".strip() for one in more)
        draft.statements.append(draft.say(f"Xem thêm: {places}.", f"See also: {places}."))


def _is_wording(item: Evidence) -> bool:
    return item.hit.passage.kind not in ("heading", "title") and not ASIDE & set(item.hit.passage.path[:1])


def quote(
    draft: Draft, sources: Sources, item: Evidence, citation: Citation, *, head: str = "", tail: str = ""
) -> None:
    """State what a passage says, with its place; where it only assigns ("Thời gian: …"), below the work assigned."""
    place = f"{place_of(sources, citation)}{head}"
    above = work_above(sources, item.document, item.hit.passage)
    if above is None:
        draft.state(f"{place}: {shown(citation)}{tail}", citation)
    else:
        work = sources.cite_passage(item.document, above)
        draft.state(f"{place}: {shown(work)}", work)
        draft.state(f"- {shown(citation)}{tail}", citation)


def announced(sources: Sources, item: Evidence) -> list[Citation]:
    """The lines below a heading or a passage that ends in a colon, which are what it says."""
    lead = item.hit.passage
    opens = lead.kind == "heading" or item.hit.text.rstrip(" *").endswith(":")
    if item.document not in sources.held or not opens:
        return []
    below = [one for one in sources.passages(item.document) if one.start >= lead.end]
    same = list(takewhile(lambda one: one.path[: len(lead.path)] == lead.path, below))
    return [sources.cite_passage(item.document, one) for one in same[:BELOW]]


def _overlaps(citation: Citation, span: tuple[str, int, int]) -> bool:
    document, start, end = span
    return citation.document == document and start <= citation.start and citation.end <= end


def _eligible(plan: Plan, gathered: Gathered) -> tuple[tuple[str, str] | None, list[Evidence]]:
    """Why to refuse (Vietnamese, English), or the evidence that may answer."""
    items = gathered.carrying_names()
    if not items and plan.passages.telling:
        names = [f"“{name}”" for name in plan.passages.telling]
        where_vi, where_en = searched(plan)
        return (
            f"{where_vi} không có đoạn nào nhắc {listed(names)}.",
            f"No passage {where_en} mentions {listed(names, 'en')}.",
        ), []
    if plan.passages.phrases:
        exact = gathered.carrying_phrases(items)
        items = [*exact, *(item for item in _reordered(plan, items) if item not in exact)]
        if not items and plan.analysis.kind == "passage":
            return _unsaid(plan), []
    if plan.passages.figure:
        items = gathered.carrying_figures(of_year(plan, items))
        if not _measured(gathered, items):
            where_vi, where_en = searched(plan)
            return (
                f"{where_vi} không thấy con số nào cho điều được hỏi.",
                f"No figure for what is asked is stated {where_en}.",
            ), []
    items = items if plan.passages.phrases else _supported(gathered, items)
    if plan.analysis.kind == "passage" and not plan.passages.phrases:
        items = [item for item in items if has_shapes(plan, item.hit.text)]
    if not items:
        where_vi, where_en = searched(plan)
        return (f"{where_vi} không có đoạn nào nói điều được hỏi.", f"Nothing {where_en} says what is asked."), []
    return None, items


def of_year(plan: Plan, items: Sequence[Evidence]) -> list[Evidence]:
    """Evidence that is about one of the asked years: a figure without its year answers for no year."""
    years = {year for deadline in plan.facts.deadlines for year in (deadline.start[:4], deadline.end[:4])}
    if not years:
        return list(items)
    return [item for item in items if any(year in f"{printed(item.hit)} {item.hit.passage.context}" for year in years)]


def _measured(gathered: Gathered, items: Sequence[Evidence]) -> bool:
    """Whether the evidence with figures is about the question, not merely near it.

    What stands under headings that say all of the subject need not repeat its words ("Số điểm quan trắc: 03 điểm"),
    nor need a clause that counts the thing and says the same of it ("gần 90 hộ phải lánh nạn").
    """
    supported = _supported(gathered, items)
    amount = gathered.plan.analysis.amount
    if amount is not None and any(one.lacking <= WHOLLY_TOLD or amount.is_said_in(one.hit.text) for one in supported):
        return True
    best = max((item.coverage for item in items), default=0.0)
    share = 0.6 if amount is None else 0.45  # the counted noun is a proof of its own
    return best >= share * max((item.coverage for item in gathered.items), default=0.0) and bool(supported)


def _supported(gathered: Gathered, items: Sequence[Evidence]) -> list[Evidence]:
    measured = gathered.plan.passages.figure
    return [item for item in items if gathered.supports(item) or (measured and gathered.is_measured(item))]


def _reordered(plan: Plan, items: Sequence[Evidence]) -> list[Evidence]:
    """Evidence that carries a quoted enumeration in another order or shortened ("đúng, đủ, sống, sạch")."""
    lists = [phrase for phrase in plan.passages.phrases if "," in phrase or " - " in phrase]
    return [item for item in items if any(phrase_overlap(phrase, item.hit.text) >= 0.75 for phrase in lists)]


def _unsaid(plan: Plan) -> tuple[str, str]:
    where_vi, where_en = searched(plan)
    phrases = [f"“{phrase}”" for phrase in plan.passages.phrases]
    return (
        f"{where_vi} không có cụm {listed(phrases)}.",
        f"The words {listed(phrases, 'en')} do not occur {where_en}.",
    )


def has_shapes(plan: Plan, text: str) -> bool:
    """Whether a text looks like what is asked for; the dates of documents it cites count only if one is asked about."""
    own = text if plan.analysis.mentions else CITED_DATE.sub(" ", text)
    return all(shape.search(own) for shape in shapes_of(plan))


def shapes_of(plan: Plan) -> list[re.Pattern[str]]:
    """What a passage must look like that answers what is asked: a date for "ngày nào", a reason for "vì sao"."""
    return [shape.regex for shape in shapes_asked_by(plan)]


def shapes_asked_by(plan: Plan) -> list[AskedShape]:
    """The shapes of answers that the wording of a question asks for; what is demanded by name as it was typed."""
    question = plan.analysis.question  # "trươc ngày" is mistyped, but "mưa" is no "mua"
    typed, folded = wording_of(question), Wording(fold(question.text), marked=False)
    return [shape for shape in asked_shapes() if shape.is_asked(typed if shape.name else folded)]


def select(plan: Plan, gathered: Gathered, items: Sequence[Evidence], documents: int) -> list[Evidence]:
    """The evidence to quote: all that carry the quoted words, else the best of each close document."""
    if plan.passages.phrases:
        exact = sorted(gathered.carrying_phrases(items), key=lambda item: -item.score)
        rest = [item for item in items if item.document not in {one.document for one in exact}]
        first = best_per_document(exact, EVERY)
        more = [item for item in exact if item not in first][: max(0, 2 * documents - len(first))]
        return [*first, *_each_phrase(gathered, exact, first), *more, *best_per_document(rest, documents)]
    best = items[0].score
    worded = [item for item in items if item.hit.passage.kind not in ("heading", "title")] or items
    if (plan.analysis.kind == "precedent" or plan.analysis.across) and not plan.analysis.scope.named:
        return [item for item in best_per_document(worded, documents) if item.score >= WORDED_SO * best]
    close = [item for item in best_per_document(items, documents) if item.score >= BESIDE * best]
    if plan.analysis.scope.documents and len(plan.analysis.scope.documents) == 1:
        close = [item for item in items[:3] if item.score >= 0.85 * best]
    return close


def _each_phrase(gathered: Gathered, exact: Sequence[Evidence], chosen: Sequence[Evidence]) -> list[Evidence]:
    """For each quoted phrase that nothing chosen carries, the best passage that does."""
    more: list[Evidence] = []
    for phrase in gathered.plan.passages.phrases:
        if not any(contains(printed(item.hit), phrase) for item in (*chosen, *more)):
            more += [item for item in exact if contains(printed(item.hit), phrase)][:1]
    return more


def place_of(sources: Sources, citation: Citation) -> str:
    """Commune and section ("Bình Giang, mục II.1"); of a passage of a plain collection its title."""
    held = sources.held.get(citation.document)
    if held is None:
        return citation.title
    return ", ".join(part for part in (name_of(held), where(citation)) if part)


def shown(citation: Citation) -> str:
    """The quotation as it is repeated in the answer, shortened at a word if it is long."""
    return f"“{shortened(citation.quote, QUOTED)}”"
