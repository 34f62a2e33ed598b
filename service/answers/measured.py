"""Figures told beside the words asked about: in the line that leads a list, in the next sentence, in another clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from ingest.types import Passage
from service.amounts import Amount, asked_amount
from service.bounds import without_bounds
from service.citations import Sources
from service.everyday import official
from service.evidence import HALF, MEASURED_MISSING, STANDING_OUT, Evidence, Gathered, printed
from service.lexicon import content, expand
from service.plan import Plan
from service.types import Citation

PIECES = re.compile(r"\s*[,;]\s+(?:còn|và|con|va)\s+|\s+(?:còn|con)\s+|\s*[,;]\s+", re.IGNORECASE)
CARRIED = 0.2  # share of the words of one half of a question that a passage answering it carries


class Clause(NamedTuple):
    """A passage about the question and the one of its clause that tells the figure."""

    item: Evidence
    figure: Citation


class Half(NamedTuple):
    """The content words of one half of a question for two figures, and what it counts."""

    words: list[str]
    amount: Amount


def of_clause(plan: Plan, sources: Sources, gathered: Gathered) -> Clause | None:
    """Where the passage asked about prints no figure: the line that leads its list, or the sentence behind it.

    "Mức 2, không quá … đồng/tháng áp dụng đối với:" tells the sum for each line below.
    """
    amount = plan.analysis.amount
    if amount is None or (amount.counted == "count" and not amount.is_span) or plan.facts.deadlines:
        return None
    near = [one for one in gathered.items[:STANDING_OUT] if one.lacking <= MEASURED_MISSING and gathered.supports(one)]
    for item in near:
        beside = _leading(sources, item, amount) or _following(sources, item, amount)
        if beside is not None:
            return Clause(item, sources.cite_passage(item.document, beside))
    return None


def _leading(sources: Sources, item: Evidence, amount: Amount) -> Passage | None:
    """The line above a list that the passage is an item of, if it prints such a figure."""
    own, text = item.hit.passage, sources.text(item.document)
    before = [one for one in sources.passages(item.document) if one.start < own.start and one.path == own.path[:-1]]
    lead = before[-1] if before and own.path[:-1] else None
    return lead if lead and lead.kind != "heading" and amount.fits(text[lead.start : lead.end]) else None


def _following(sources: Sources, item: Evidence, amount: Amount) -> Passage | None:
    """The next passage of the same clause, if it prints such a figure."""
    own, text = item.hit.passage, sources.text(item.document)
    after = next((one for one in sources.passages(item.document) if one.start >= own.end), None)
    same = after is not None and len(own.path) > 1 and after.path == own.path
    return after if after and same and amount.fits(text[after.start : after.end]) else None


def of_each_half(plan: Plan, gathered: Gathered, chosen: Sequence[Evidence]) -> list[Evidence]:
    """For each half of "A mấy ngày, còn B mấy ngày" that nothing chosen tells, the passage that tells it best."""
    asked = halves(plan)
    if not asked or not chosen:
        return []

    told = [max(asked, key=partial(_share, gathered, item)) for item in chosen]
    documents = {one.document for one in chosen}
    pool = [one for one in gathered.carrying_names() if one.document in documents and one not in chosen]
    pool = [one for one in pool if one.support >= HALF * gathered.enough and not gathered.lacks_focus(one)]
    more: list[Evidence] = []
    for half in [one for one in asked if one not in told]:
        telling = [one for one in pool if any(tells(one.hit.text) for tells in half.amount.tellings)]
        shares = [(_share(gathered, one, half), one) for one in telling if one not in more]
        share, best = max(shares, key=itemgetter(0), default=(0.0, None))
        more += [best] if best is not None and share >= CARRIED else []
    return more


def _share(gathered: Gathered, item: Evidence, half: Half) -> float:
    """Share of the weight of the words of a half that a passage carries."""
    return gathered.rarity.coverage(half.words, expand(printed(item.hit)))


def halves(plan: Plan) -> list[Half]:
    """The content words and the measure of each half, where a question asks for two figures; otherwise none."""
    question = plan.analysis.question
    found: list[Half] = []
    words: list[str] = []
    for piece in PIECES.split(question.text) if question.language == "vi" else ():
        plain = official(without_bounds(piece, marked=question.marked), marked=question.marked)
        words += [word for word in content(expand(plain), marked=question.marked) if word in plan.analysis.terms]
        amount = asked_amount(piece)
        if amount is not None:
            found.append(Half(words, amount))
            words = []
    return found if len(found) > 1 else []
