"""Wordings that may serve: passages found for a clause or a request, scored by fit, best first.

Retrieval proposes; the words decide. The fit of a wording to a clause is the share of the clause's words,
weighted by rarity, that it carries, less a little for what it carries besides, plus a share for having the
same function in its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.types import Filters as Searched
from index.types import RankedPassage
from service import lexicon
from service.answers.passage import WORDED_SO
from service.citations import Sources
from service.evidence import Evidence, Gathered, phrase_overlap, printed
from service.plan import Plan
from service.precedents.functions import FORMAL, Function
from service.precedents.shelf import Shelf, admitted
from service.precedents.types import Filters
from service.types import Citation
from service.words import Rarity, grams

DEPTH = 50  # passages looked at for one clause; more when only one function is wanted
DEEPER = 200
SEARCHED = 600  # characters of a clause that retrieval is asked with: two thirds of the longest passage
PER_DOCUMENT = 3
TOO_FAR = 0.22  # of clauses of five real plans, wordings below share a subject at most, not a sentence
FUNCTION_SHARE = 0.2
RETRIEVED_SHARE = 0.2
REORDERED = 0.75


class Candidate(NamedTuple):
    """A wording and how well it fits."""

    citation: Citation
    function: Function
    fit: float


def scope_of(sources: Sources, filters: Filters, documents: frozenset[str] | None = None) -> Searched | None:
    """What retrieval is restricted to: the documents that the filters admit, of those asked for."""
    inside = admitted(sources, filters)
    if inside is not None and documents is not None:
        inside &= documents
    elif inside is None:
        inside = documents
    return None if inside is None else Searched(documents=inside)


def depth_of(filters: Filters) -> int:
    """How many passages to look at."""
    return DEEPER if filters.function else DEPTH


class Weighing:
    """Scores passages found for one text."""

    def __init__(self, sources: Sources, shelf: Shelf, filters: Filters) -> None:
        self.sources, self.shelf, self.filters = sources, shelf, filters

    def of_clause(self, clause: str, function: Function | None, hits: Sequence[RankedPassage]) -> list[Candidate]:
        """Candidates for a clause of a draft that has ``function`` there."""
        words = lexicon.content(lexicon.expand(clause))
        functions = {self._key(hit): self._function(hit) for hit in hits}
        kept = [hit for hit in hits if self._wanted(functions[self._key(hit)], hit)]
        texts = {self._key(hit): lexicon.expand(hit.text) for hit in kept}
        rarity = Rarity(texts.values())
        best = max((hit.score for hit in kept), default=0.0) or 1.0
        found: list[Candidate] = []
        for hit in kept:
            key = self._key(hit)
            shared = _shared(rarity, words, texts[key])
            same = 1.0 if functions[key] == function else 0.0
            if function is None or shared < TOO_FAR:
                same = 0.5 if shared >= TOO_FAR else 0.0
            fit = (1 - FUNCTION_SHARE - RETRIEVED_SHARE) * shared
            fit += FUNCTION_SHARE * same + RETRIEVED_SHARE * hit.score / best
            if shared >= TOO_FAR:
                found.append(self._candidate(hit, functions[key], fit, words, rarity))
        return _spread(found)

    def of_request(self, plan: Plan, gathered: Gathered, function: Function | None) -> list[Candidate]:
        """Candidates for a request; quoted words first, then as they are weighed as evidence."""
        items = _eligible(plan, gathered)
        best = max((item.score for item in items), default=0.0) or 1.0
        found: list[Candidate] = []
        for item in items:
            its = self._function(item.hit)
            if not self._wanted(its, item.hit) or item.score < 0.5 * WORDED_SO * best:
                continue
            fit = 0.8 * item.score / best + (FUNCTION_SHARE if its == function or function is None else 0.0)
            found.append(Candidate(gathered.cite(item), its, fit + (1.0 if _quotes(plan, item) else 0.0)))
        top = max((one.fit for one in found), default=1.0)
        return _spread([one._replace(fit=one.fit / max(1.0, top)) for one in found])

    def _candidate(
        self, hit: RankedPassage, function: Function, fit: float, words: list[str], rarity: Rarity
    ) -> Candidate:
        if hit.document not in self.sources.held:
            return Candidate(self.sources.cite_collected(hit, score=fit), function, fit)
        start, end = self.sources.narrow(hit.document, hit.passage, words, rarity)
        return Candidate(self.sources.cite(hit.document, start, end, hit.passage, score=fit), function, fit)

    def _function(self, hit: RankedPassage) -> Function:
        held = self.sources.held.get(hit.document)
        return self.shelf.function_at(held, hit.passage.start) if held else "khac"

    def _wanted(self, function: Function, hit: RankedPassage) -> bool:
        if self.filters.function:
            return function == self.filters.function and hit.passage.kind != "heading"
        return function not in FORMAL and hit.passage.kind not in ("heading", "title", "footnote")

    def _key(self, hit: RankedPassage) -> tuple[str, int]:
        return hit.document, hit.passage.start


def _shared(rarity: Rarity, words: Sequence[str], text: str) -> float:
    """How much of the clause the text carries (four fifths), and how much of the text is the clause's (one)."""
    there = lexicon.content(text)
    wanted, held = set(grams(list(words))), set(grams(there))
    common = sum(rarity.weight(gram) for gram in wanted & held)
    both = (sum(rarity.weight(gram) for gram in side) for side in (wanted, held))
    forward, backward = (common / total if total else 0.0 for total in both)
    return 0.8 * forward + 0.2 * backward


def _eligible(plan: Plan, gathered: Gathered) -> list[Evidence]:
    """Evidence that carries the names of the request, and its quoted words or enough of its words."""
    items = gathered.carrying_names()
    if plan.passages.phrases:
        quoting = [item for item in items if _quotes(plan, item)]
        return [*quoting, *(item for item in items if item not in quoting and item.support >= gathered.enough)]
    return [item for item in items if item.support >= gathered.enough]


def _quotes(plan: Plan, item: Evidence) -> bool:
    """Whether evidence carries a quoted phrase, or a quoted enumeration in another order."""
    text = printed(item.hit)
    return any(_carries(phrase, text) for phrase in plan.passages.phrases)


def _carries(phrase: str, text: str) -> bool:
    from service.words import contains

    enumeration = "," in phrase or " - " in phrase
    return contains(text, phrase) or (enumeration and phrase_overlap(phrase, text) >= REORDERED)


def _spread(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Best first, at most three of one document."""
    taken: dict[str, int] = {}
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: -one.fit):
        taken[one.citation.document] = taken.get(one.citation.document, 0) + 1
        if taken[one.citation.document] <= PER_DOCUMENT:
            kept.append(one)
    return kept
