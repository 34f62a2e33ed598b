"""Wordings that may serve: passages found for a clause or a request, scored by fit, best first.

Retrieval proposes; the words decide. The fit of a wording to a clause is the share of the clause's words,
weighted by rarity, that it carries, less a little for what it carries besides, plus a share for having the
same function in its document.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.types import Filters as Searched
from index.types import RankedPassage
from ingest.text import plain
from ingest.types import Function, Passage
from service import lexicon
from service.answers.passage import WORDED_SO
from service.audit.spelling import BOILERPLATE
from service.citations import Sources
from service.evidence import Evidence, Gathered, printed
from service.plan import Plan
from service.precedents.admission import admitted
from service.precedents.functions import FORMAL
from service.precedents.types import Filters
from service.types import Citation
from service.words import Rarity, contains, phrase_overlap

DEPTH = 50  # passages looked at for one clause; more when only one function is wanted
DEEPER = 200
SEARCHED = 600  # characters of a clause that retrieval is asked with: two thirds of the longest passage
PER_DOCUMENT = 3
SINGLE, FORWARD = 0.6, 0.8
FEW = 4  # content syllables
BESIDE = 0.5  # of the best fit; what fits half as well as the best is no choice for a drafter
TOO_FAR = 0.22  # read on 70 clauses of three real plans: wordings below share a subject, not what is said of it
TRANSLATED = 0.8  # of the support asked of evidence for an English request: translation by glossary loses words
FUNCTION_SHARE = 0.2
RETRIEVED_SHARE = 0.2
REORDERED = 0.75


class Candidate(NamedTuple):
    """A wording and how well it fits."""

    citation: Citation
    function: Function
    fit: float


def scope_of(sources: Sources, filters: Filters, documents: frozenset[str] | None = None) -> Searched:
    """What retrieval is restricted to: the documents that the filters admit, of those asked for.

    Digests are our words, no precedents: they are asked only where there is nothing else.
    """
    originals = any(not held.digest for held in sources.held.values())
    inside = admitted(sources, filters)
    if inside is not None and documents is not None:
        inside &= documents
    elif inside is None:
        inside = documents
    return Searched(documents=inside, digests=not originals)


def depth_of(filters: Filters) -> int:
    """How many passages to look at."""
    return DEEPER if filters.function else DEPTH


class Weighing:
    """Scores passages found for one text."""

    def __init__(self, sources: Sources, filters: Filters) -> None:
        self.sources, self.filters = sources, filters

    def of_clause(self, clause: str, function: Function | None, hits: Sequence[RankedPassage]) -> list[Candidate]:
        """Candidates for a clause of a draft that has ``function`` there."""
        kept = [hit for hit in hits if self._wanted(hit.passage)]
        likeness = Likeness(clause, [hit.text for hit in kept])
        best = max((hit.score for hit in kept), default=0.0) or 1.0
        rarity = Rarity([hit.text for hit in kept])
        words = lexicon.content(clause)
        found: list[Candidate] = []
        for hit in kept:
            shared = likeness.to(hit.text)
            if shared < TOO_FAR:
                continue
            same = 0.5 if function is None else float(hit.passage.function == function)
            fit = (1 - FUNCTION_SHARE - RETRIEVED_SHARE) * shared
            fit += FUNCTION_SHARE * same + RETRIEVED_SHARE * hit.score / best
            found.append(self._candidate(hit, fit, words, rarity))
        return _spread(found)

    def of_request(self, plan: Plan, gathered: Gathered, function: Function | None) -> list[Candidate]:
        """Candidates for a request; quoted words first, then as they are weighed as evidence."""
        items = _eligible(plan, gathered)
        best = max((item.score for item in items), default=0.0) or 1.0
        found: list[Candidate] = []
        for item in items:
            its = item.hit.passage.function
            if not self._wanted(item.hit.passage) or item.score < 0.5 * WORDED_SO * best:
                continue
            fit = 0.8 * item.score / best + (FUNCTION_SHARE if its == function or function is None else 0.0)
            found.append(Candidate(gathered.cite(item), its, fit + (1.0 if _quotes(plan, item) else 0.0)))
        top = max((one.fit for one in found), default=1.0)
        return _spread([one._replace(fit=one.fit / max(1.0, top)) for one in found])

    def _candidate(self, hit: RankedPassage, fit: float, words: list[str], rarity: Rarity) -> Candidate:
        function = hit.passage.function
        if hit.document not in self.sources.held:
            return Candidate(self.sources.cite_collected(hit, score=fit), function, fit)
        start, end = self.sources.narrow(hit.document, hit.passage, words, rarity)
        return Candidate(self.sources.cite(hit.document, start, end, hit.passage, score=fit), function, fit)

    def _wanted(self, passage: Passage) -> bool:
        if self.filters.function:
            return passage.function == self.filters.function and passage.kind != "heading"
        return passage.function not in FORMAL and passage.kind not in ("heading", "title", "footnote")


class _Shares(NamedTuple):
    """What is common as a share of the clause, and of the other text."""

    forward: float
    backward: float


def _mixed(words: float, pairs: float) -> float:
    return SINGLE * words + (1 - SINGLE) * pairs


class Likeness:
    """How much of a clause other texts carry: content syllables and their pairs, the rare ones more.

    Four fifths count what the text has of the clause, one fifth what the clause has of the text; in each, three
    fifths count syllables and two their pairs: any long text has the syllables, only one about it has the pairs.
    """

    def __init__(self, clause: str, texts: Sequence[str]) -> None:
        self._clause = _content_grams(clause)
        self._count = len(texts)
        self._seen: Counter[str] = Counter()
        for text in texts:
            for gramset in _content_grams(text):
                self._seen.update(gramset)

    def to(self, text: str) -> float:
        """From 0, nothing in common, to 1, the same words."""
        (words, pairs), (its_words, its_pairs) = self._clause, _content_grams(text)
        one, two = self._shares(words, its_words), self._shares(pairs, its_pairs)
        return FORWARD * _mixed(one.forward, two.forward) + (1 - FORWARD) * _mixed(one.backward, two.backward)

    def _shares(self, mine: frozenset[str], its: frozenset[str]) -> _Shares:
        common = self._weight(mine & its)
        return _Shares(common / (self._weight(mine) or 1.0), common / (self._weight(its) or 1.0))

    def _weight(self, held: Iterable[str]) -> float:
        weights = (math.log(1 + (self._count + 0.5) / (self._seen[gram] + 0.5)) for gram in held)
        return float(sum(weights))


@lru_cache(maxsize=8192)
def _content_grams(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The content syllables of a text, abbreviations in full, and their neighbouring pairs.

    The subject that every plan of the genre repeats is left out, unless the text has nothing else to say.
    """
    full = lexicon.expand(text)
    words = lexicon.content(BOILERPLATE.sub(" ", plain(full)))
    if len(words) < FEW:
        words = lexicon.content(full)
    return frozenset(words), frozenset(_pairs(words))


def _pairs(words: Sequence[str]) -> list[str]:
    """Pairs of neighbours."""
    return [f"{a} {b}" for a, b in pairwise(words)]


def _eligible(plan: Plan, gathered: Gathered) -> list[Evidence]:
    """Evidence that carries the names of the request, and its quoted words or enough of its words."""
    items = gathered.carrying_names()
    enough = gathered.enough * (TRANSLATED if plan.analysis.question.language == "en" else 1.0)
    if plan.passages.phrases:
        quoting = [item for item in items if _quotes(plan, item)]
        return [*quoting, *(item for item in items if item not in quoting and item.support >= enough)]
    return [item for item in items if item.support >= enough]


def _quotes(plan: Plan, item: Evidence) -> bool:
    """Whether evidence carries a quoted phrase, or a quoted enumeration in another order."""
    text = printed(item.hit)
    return any(_carries(phrase, text) for phrase in plan.passages.phrases)


def _carries(phrase: str, text: str) -> bool:
    enumeration = "," in phrase or " - " in phrase
    return contains(text, phrase) or (enumeration and phrase_overlap(phrase, text) >= REORDERED)


def _spread(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Best first, at most three of one document, none that fits less than half as well as the best."""
    taken: dict[str, int] = {}
    kept: list[Candidate] = []
    ranked = sorted(candidates, key=lambda one: -one.fit)
    for one in (one for one in ranked if one.fit >= BESIDE * ranked[0].fit):
        taken[one.citation.document] = taken.get(one.citation.document, 0) + 1
        if taken[one.citation.document] <= PER_DOCUMENT:
            kept.append(one)
    return kept
