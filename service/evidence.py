"""Passages weighed as evidence: what retrieval found, re-scored by the words of the question.

The dense score says how alike two texts are, not whether one answers the other
(unrelated passages average a cosine of .87), so nothing here trusts it alone: a
passage counts by the share of the question's words, weighted by rarity, that it
and its headings carry, and must carry the question's names and quoted words.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.types import RankedPassage
from ingest.facts.numbers import find_figures
from ingest.types import Frozen
from service.citations import Sources
from service.lexicon import expand
from service.plan import Plan
from service.types import Citation
from service.words import Rarity, contains, syllables

PART_BONUS = 0.6  # a passage of the part that the question names ("mẫu căn cứ pháp lý") before others
HEADING_SHARE = 0.5  # a word only in the headings counts half: they are shared by all passages below


ENOUGH = 0.42  # of 22 made-up questions about absent things 20 stay below, of 36 about present ones 34 above
ENOUGH_OF_LONG = 0.33
LONG = 16  # content syllables


class Evidence(Frozen):
    """One passage and how well it carries the question.

    ``coverage`` ranks passages against each other, ``support`` (both 0–1) tells
    whether any of them is about the question at all.
    """

    hit: RankedPassage
    coverage: float
    support: float
    score: float

    @property
    def document(self) -> str:
        """The document it stands in."""
        return self.hit.document


class Gathered:
    """The evidence of one question, best first."""

    def __init__(self, plan: Plan, sources: Sources) -> None:
        self.plan, self.sources = plan, sources
        self.words = list(plan.analysis.terms)
        unknown = len(plan.analysis.untranslated)
        self._understood = len(self.words) / (len(self.words) + unknown) if self.words else 0.0
        query = plan.passages
        hits = sources.archive.search(query.text, k=query.k, filters=query.filters)
        wholes = [expand(printed(hit)) for hit in hits]  # abbreviations in full, as in the question
        self.rarity = Rarity(wholes)
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        weighed = [self._weigh(hit, whole, hit.score / best) for hit, whole in zip(hits, wholes, strict=True)]
        self.items = sorted(weighed, key=lambda item: -item.score)

    def _weigh(self, hit: RankedPassage, text: str, retrieved: float) -> Evidence:
        own = self.rarity.coverage(self.words, expand(hit.text))
        whole = self.rarity.coverage(self.words, text)
        coverage = own + HEADING_SHARE * max(0.0, whole - own)
        if hit.passage.kind in ("heading", "title") and not self.plan.passages.phrases:
            coverage *= 0.8  # a heading announces, it seldom answers
        support = self.rarity.support(self.words, text) * self._understood
        if hit.passage.path[:1] and hit.passage.path[0] in self.plan.analysis.parts:
            support, coverage = max(support, self.enough), coverage + PART_BONUS
        return Evidence(hit=hit, coverage=coverage, support=support, score=0.5 * retrieved + coverage + 0.3 * support)

    @property
    def enough(self) -> float:
        """The support below which nothing answers; a long question tells its circumstances too."""
        return ENOUGH if len(self.words) <= LONG else ENOUGH_OF_LONG

    def carrying_names(self) -> list[Evidence]:
        """Evidence that carries every telling name of the question."""
        names = self.plan.passages.telling
        return [item for item in self.items if all(contains(printed(item.hit), name) for name in names)]

    def carrying_phrases(self, items: Sequence[Evidence]) -> list[Evidence]:
        """Evidence that carries a quoted phrase word for word."""
        return [
            item for item in items if any(contains(printed(item.hit), phrase) for phrase in self.plan.passages.phrases)
        ]

    def carrying_figures(self, items: Sequence[Evidence]) -> list[Evidence]:
        """Evidence in which something is measured."""
        return [item for item in items if find_figures(item.hit.text)]

    def cite(self, item: Evidence, *, whole: bool = False) -> Citation:
        """A citation of the sentences of a passage that carry the question, or of all of it."""
        if item.document not in self.sources.held:
            return self.sources.cite_collected(item.hit, score=item.score)
        passage = item.hit.passage
        start, end = passage.start, passage.end
        if not whole:
            start, end = self.sources.narrow(item.document, passage, self.words, self.rarity)
        return self.sources.cite(item.document, start, end, passage, score=item.score)


def phrase_overlap(phrase: str, text: str) -> float:
    """Best share of the phrase's syllables found together, in any order, in a short stretch of ``text``."""
    wanted, words = set(syllables(phrase)), syllables(text)
    width = 2 * len(wanted)
    windows = range(max(1, len(words) - width + 1))
    return max((len(wanted & set(words[at : at + width])) / len(wanted) for at in windows), default=0.0)


def best_per_document(items: Sequence[Evidence], limit: int) -> list[Evidence]:
    """The first item of each document; a passage of a plain collection stands for itself."""
    best: dict[tuple[str, str | None], Evidence] = {}
    for item in items:
        best.setdefault((item.document, item.hit.source_id), item)
    return list(best.values())[:limit]


def printed(hit: RankedPassage) -> str:
    """Headings and text as they stand in the document."""
    return f"{' '.join(hit.passage.titles)} {hit.text}"
