"""Passages weighed as evidence: what retrieval found, re-scored by the words of the question.

The dense score says how alike two texts are, not whether one answers the other
(unrelated passages average a cosine of .87), so nothing here trusts it alone: a
passage counts by the share of the question's words, weighted by rarity, that it
and its headings carry, and must carry the question's names and quoted words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise
from statistics import median
from typing import Any

from pydantic import Field

from index.types import RankedPassage
from ingest.facts.numbers import find_figures
from ingest.types import Frozen
from service.amounts import Amount
from service.citations import Sources, title_of
from service.everyday import with_official
from service.focus import missing
from service.lexicon import expand, expand_title
from service.plan import Plan
from service.rounds import of_that_round
from service.types import Citation
from service.words import SYLLABLE, Rarity, carries_brief, contains, fold, grams_of, sentences

PART_BONUS = 0.6  # a passage of the part that the question names ("mẫu căn cứ pháp lý") before others
HEADING_SHARE = 0.5  # a word only in the headings counts half: they are shared by all passages below


ENOUGH = 0.42  # of 22 made-up questions about absent things 20 stay below, of 36 about present ones 34 above
ENOUGH_OF_LONG = 0.33
LONG = 16  # content syllables


ASIDE = frozenset({"RECIPIENTS", "SIGNATURE", "HEADER"})
PREAMBLE, BASES = "PREAMBLE", 0.7  # share of what a passage counts that only says what a document rests on
CITED_KINDS = ("reference", "precedent", "metadata")
MEANING = 2.0  # weight of a cosine above the middle one: of 163 questions with known passages the better at 2 and 4,
MEANING_IN_TRANSLATION = 4.0  # first passage right: Vietnamese .80 to .82, English .63 to .74 (.84 in the first three)
LEAD = 0.05  # cosine by which the nearest passage leads the farther half of those found
HALF = 0.55  # share of the needed support that is enough where meaning agrees
STANDING_OUT = 3
MANY_WORDINGS = 12  # the same for precedents, which are wanted from many documents
FEW = 12  # passages: among fewer the farther half is no measure
SCATTERED = 0.22  # share of neighbouring words below which words are found here and there only
PAIRS = 4  # fewer pairs tell nothing
CERTAIN = 0.6  # support, or share of neighbouring words together, that needs no other proof
MOST = 0.6  # share of the known words' weight, and of all pairs, that shows a subject to be that of the question
BESIDE_EACH_OTHER = 0.5
# Of the weight of the question's words; of 78 questions with known passages 75 stay below both, of 60 about things
# that no document speaks of, as far as their words tell it, 50 are above one.
MOSTLY_MISSING, PARTLY_MISSING = 0.6, 0.48
MOSTLY_MISSING_ELSEWHERE = 0.75  # for precedents and English questions
UNKNOWN = 2.5  # weight of an English word that the glossary does not have
TOGETHER_MISSING = 0.15
# Share of the needed support that is enough for a precedent, and what of the subject it may leave out then.
WORDED, WORDED_MISSING = 0.75, 0.3
# For drafters a near wording is worth more than none: of 52 such questions that the rest of the rule refuses, tenfold
# cross-validation answers 6 of 13 more about what is there and 1 of 38 more about what is not.
HALF_SAID, AGREEING = 0.5, 150
HARDLY_MISSING, TELLING, TELLING_WEIGHT = 0.27, 4, 10.0
TOLD_ALONE = 0.85  # share of the words of a passage that a sentence of it carries which is quoted alone
MEASURED_MISSING = 0.35  # share of the subject that a passage with a figure of the measure asked for may leave out
FOCUS = 0.5  # weight in the score: first passage right .79 to .80 in Vietnamese, .75 to .77 in English
RARE = 2.9  # weight of a word in one of 18 documents
LEAST = 0.2  # support: less of it and what was asked about is among the words that no text has
WORDS = 6  # content syllables; fewer stand together by chance
MANY_DOCUMENTS = 200  # up to so many documents are read whole for what a question names


class Evidence(Frozen):
    """One passage and how well it carries the question.

    ``together`` is not weighted: a passage that has the words of "vi phạm giao thông"
    here and there, and hardly two of them side by side, is about something else.
    ``coverage`` ranks passages against each other, ``support`` (both 0–1) tells whether
    any of them is about the question at all.
    """

    hit: RankedPassage
    coverage: float
    support: float
    lacking: float = Field(default=0.0, description="share of the weight of what is asked about that it leaves out")
    heaviest: float = Field(default=0.0, description="weight of the rarest word that it leaves out")
    together: float = Field(default=1.0, description="share of the neighbouring words that stand together")
    score: float

    @property
    def document(self) -> str:
        """The document it stands in."""
        return self.hit.document


class Gathered:
    """The evidence of one question, best first; made by :func:`gather`."""

    def __init__(self, plan: Plan, sources: Sources) -> None:
        self.plan, self.sources = plan, sources
        self.words = list(plan.analysis.terms)
        unknown = len(plan.analysis.untranslated)
        self._understood = len(self.words) / (len(self.words) + unknown) if self.words else 0.0
        hits = _hits(plan, sources)
        wholes = [
            with_official(expand(printed(hit)), plan.analysis.everyday) for hit in hits
        ]  # in full, as in the question
        self.rarity = Rarity(wholes)
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        cosines = [hit.dense for hit in hits if hit.dense is not None]
        self.lead = _lead(cosines)
        self._middle = median(cosines) if cosines else 0.0
        self._weight = sum(word.weight for word in plan.analysis.focus)
        self._focus = FOCUS if plan.analysis.question.marked else 0.0  # without marks one word is many
        weighed = [self._weigh(hit, whole, hit.score / best) for hit, whole in zip(hits, wholes, strict=True)]
        self.items = sorted(weighed, key=lambda item: -item.score)

    def narrowed(self, items: Sequence[Evidence]) -> Gathered:
        """The same with some of the evidence only."""
        return self._changed(items=list(items))

    def under(self, plan: Plan) -> Gathered:
        """The same evidence judged by another plan with the same query."""
        return self if plan is self.plan else self._changed(plan=plan)

    def _changed(self, **parts: Any) -> Gathered:
        other = copy(self)
        vars(other).update(parts)
        return other

    def _weigh(self, hit: RankedPassage, text: str, retrieved: float) -> Evidence:
        own = self.rarity.coverage(self.words, with_official(expand(hit.text), self.plan.analysis.everyday))
        whole = self.rarity.coverage(self.words, text)
        coverage = own + HEADING_SHARE * max(0.0, whole - own)
        if hit.passage.kind in ("heading", "title") and not self.plan.passages.phrases:
            coverage *= 0.8  # a heading announces, it seldom answers
        if set(hit.passage.path[:1]) & ASIDE - set(self.plan.analysis.parts):
            coverage *= 0.6  # who gets a copy and who signs is no wording of anything
        if self._is_only_cited(hit):
            coverage *= BASES
        support = self.rarity.support(self.words, text) * self._understood
        heaviest, lacking = missing(self.plan.analysis.focus, self.surroundings(hit))
        if hit.passage.path[:1] and hit.passage.path[0] in self.plan.analysis.parts:
            support, coverage = max(support, self.enough), coverage + PART_BONUS
        return Evidence(
            hit=hit,
            coverage=coverage,
            support=support,
            together=self._together(text),
            lacking=lacking,
            heaviest=heaviest,
            score=0.5 * retrieved + coverage + 0.3 * support + self._nearness(hit) + self._focus * (1 - lacking),
        )

    def _is_only_cited(self, hit: RankedPassage) -> bool:
        """Whether a passage names what a document rests on, where it is asked what the document lays down."""
        analysis = self.plan.analysis
        asked = analysis.kind in CITED_KINDS or analysis.mentions or PREAMBLE in analysis.parts
        return hit.passage.path[:1] == (PREAMBLE,) and not asked

    def _nearness(self, hit: RankedPassage) -> float:
        """How much nearer in meaning a passage is than the middle one found; words in translation tell less."""
        weight = MEANING_IN_TRANSLATION if self.plan.analysis.question.language == "en" else MEANING
        return weight * (hit.dense - self._middle) if hit.dense is not None else 0.0

    def _together(self, text: str) -> float:
        given = {syllable for word in self.plan.analysis.given for syllable in word.split()}
        pairs = {f"{a} {b}" for a, b in pairwise(self.words) if not given.issuperset((a, b))}
        english = self.plan.analysis.question.language == "en"  # translated word by word: neighbours by chance
        return len(pairs & grams_of(text)) / len(pairs) if len(pairs) >= PAIRS and not english else 1.0

    @property
    def enough(self) -> float:
        """The support below which nothing answers; a long question tells its circumstances too."""
        return ENOUGH if len(self.words) <= LONG else ENOUGH_OF_LONG

    def supports(self, item: Evidence) -> bool:
        """Whether a passage may answer: it is about the question, or for a precedent the nearest wording."""
        return self.carries(item) or self._words_it_nearest(item)

    def carries(self, item: Evidence) -> bool:
        """Whether a passage is about the question: by its words, or by fewer of them and its meaning.

        The second opinion counts only if one passage stands out from the rest: cosines of this
        genre lie between .8 and .95 whatever is asked.
        """
        if not self._names_brief_subject(item) or self.lacks_focus(item):
            return False
        reach = MANY_WORDINGS if self.plan.analysis.kind == "precedent" else STANDING_OUT
        leading = self.lead >= LEAD and item in self.items[:reach]
        if self._carries_most(item) or (self.is_telling and item.lacking <= HARDLY_MISSING):
            return True
        if reach == MANY_WORDINGS and item.lacking <= WORDED_MISSING and item.support >= WORDED * self.enough:
            return True
        if item.support >= self.enough:
            return leading or item.support >= CERTAIN or item.together >= SCATTERED
        return leading and (item.support >= HALF * self.enough or item.together >= CERTAIN)

    def _words_it_nearest(self, item: Evidence) -> bool:
        """Whether the first passage says half of what a drafter asks for, and both ways of retrieval meet there."""
        if self.plan.analysis.kind != "precedent" or item is not self.items[0] or item.lacking > HALF_SAID:
            return False
        met = any(
            one.hit.dense_rank and one.hit.lexical_rank and one.hit.dense_rank + one.hit.lexical_rank <= AGREEING
            for one in self.items[:STANDING_OUT]
        )
        return met and self._names_brief_subject(item) and not self.lacks_focus(item)

    def is_measured(self, item: Evidence) -> bool:
        """Whether a passage among the nearest prints a figure of the measure asked for, which is a proof of its own.

        Documents word it otherwise ("không vượt quá … đồng/năm"); what it is about it must carry nevertheless.
        """
        amount = self.plan.analysis.amount
        if amount is None or not amount.is_named or not amount.fits(item.hit.text):
            return False
        if item not in self.items[:STANDING_OUT]:
            return False
        near = item.lacking <= MEASURED_MISSING and item.support >= HALF * self.enough
        return near and self._names_brief_subject(item) and not self.lacks_focus(item)

    def lacks_focus(self, item: Evidence) -> bool:
        """Whether a passage leaves out what the question is about: its bodies, or most of its rare words."""
        analysis = self.plan.analysis
        if analysis.phrases:
            return False
        worded = analysis.kind == "precedent" or analysis.question.language == "en"
        told = [body for body in analysis.bodies if not body.acting and not body.first]
        if told and not worded:
            text = self.surroundings(item.hit)
            if not any(body.is_named_in(text) for body in told):
                return True
        share = item.lacking
        if worded:  # wordings differ, and words in translation even more
            weight, unknown = max(self._weight, 1.0), UNKNOWN * len(analysis.untranslated)
            return (share * weight + unknown) / (weight + unknown) >= MOSTLY_MISSING_ELSEWHERE
        lacking = share >= MOSTLY_MISSING or (share >= PARTLY_MISSING and item.heaviest >= RARE)
        return lacking and not self._shares_the_question(item)

    @property
    def is_telling(self) -> bool:
        """Whether the question names its subject in enough rare words to be told by them alone."""
        question = self.plan.analysis.question
        telling = len(self.plan.analysis.focus) >= TELLING and self._weight >= TELLING_WEIGHT
        exact = question.marked and question.language == "vi"  # without marks "quy" is many words
        return telling and exact

    def _shares_the_question(self, item: Evidence) -> bool:
        """Whether a passage answers one half of a question for two things, and its neighbours the other."""
        beside = [one for one in self.items[:STANDING_OUT] if one.document == item.document]
        if item.lacking > HALF or item not in beside:
            return False
        whole = " ; ".join(self.surroundings(one.hit) for one in beside)
        return missing(self.plan.analysis.focus, whole)[1] <= TOGETHER_MISSING

    def surroundings(self, hit: RankedPassage) -> str:
        """A passage with its headings and what its document says of itself, abbreviations in full."""
        held = self.sources.held.get(hit.document)
        own = expand(hit.document_title)
        if held:
            own = f"{held.type or ''} {expand(held.issuer or '')} {expand_title(held.subject or '')}"
        text = f"{own} ; {expand(f'{hit.passage.context} ; {printed(hit)}')}"
        return with_official(text, self.plan.analysis.everyday)

    def _names_brief_subject(self, item: Evidence) -> bool:
        """A subject of two or three syllables is carried whole or not at all ("điện hạt nhân")."""
        question = self.plan.analysis.question
        if question.language != "vi" or not question.marked:
            return True
        return carries_brief(self.words, f"{item.hit.passage.context} {printed(item.hit)}")

    def _carries_most(self, item: Evidence) -> bool:
        """Whether a passage has most of the telling words and most of them side by side.

        Support alone is misled by long questions: a few words of asking that no text has outweigh the subject.
        """
        if self.plan.passages.figure or self._understood < MOST:
            return False  # a figure must be that of the question, not near it
        if len(self.words) < WORDS or len({f"{a} {b}" for a, b in pairwise(self.words)}) < PAIRS:
            return False
        return item.coverage >= MOST and item.together >= BESIDE_EACH_OTHER and item.support >= LEAST

    def carrying_names(self) -> list[Evidence]:
        """Evidence that carries every telling name of the question."""
        names = self.plan.passages.telling
        return [item for item in self.items if all(contains(printed(item.hit), name) for name in names)]

    def carrying_phrases(self, items: Sequence[Evidence]) -> list[Evidence]:
        """Evidence that carries a quoted phrase word for word; mark by mark, where that occurs at all."""
        phrases = self.plan.passages.phrases
        exact = [item for item in items if any(prints(item.hit, phrase) for phrase in phrases)]
        return exact or [item for item in items if any(contains(printed(item.hit), phrase) for phrase in phrases)]

    def carrying_figures(self, items: Sequence[Evidence]) -> list[Evidence]:
        """Evidence in which what the question counts is counted, which no other figure stands in for."""
        amount = self.plan.analysis.amount
        if amount is None:
            return [item for item in items if find_figures(item.hit.text)]
        return self.counting(items, amount)

    def counting(self, items: Sequence[Evidence], amount: Amount) -> list[Evidence]:
        """Evidence that tells an amount; as it is asked for, if any that does is about the question."""
        if amount.counted == "times" and not any(amount.fits(item.hit.text) for item in items):
            items = [item for item in items if item.lacking <= HARDLY_MISSING]  # every plan has rhythms of something
        found = [[item for item in items if tells(item.hit.text)] for tells in amount.tellings]
        supported = (told for told in found if any(map(self.supports, told)))
        return next(supported, None) or next(filter(None, found), [])

    def _with_figure(self, item: Evidence, start: int, end: int) -> tuple[int, int]:
        """The sentence that alone tells what the question counts, else a run of sentences reaching on to the figure."""
        amount, text, passage = self.plan.analysis.amount, self.sources.text(item.document), item.hit.passage
        if amount is None or passage.kind == "row":
            return start, end
        spans = sentences(text, passage.start, passage.end)
        found = ([span for span in spans if tells(text[slice(*span)])] for tells in amount.tellings)
        telling: list[tuple[int, int]] = next(filter(None, found), [])
        enough = TOLD_ALONE * self.rarity.coverage(self.words, item.hit.text)
        alone = [span for span in telling if self.rarity.coverage(self.words, text[slice(*span)]) >= enough]
        if alone:
            return alone[0]
        if not telling or amount.shortened.fits(text[start:end]):
            return start, end
        return min(start, telling[0][0]), max(end, telling[0][1])

    def cite(self, item: Evidence, *, whole: bool = False) -> Citation:
        """A citation of the sentences of a passage that carry the question, or of all of it."""
        if item.document not in self.sources.held:
            return self.sources.cite_collected(item.hit, score=item.score)
        passage = item.hit.passage
        start, end = passage.start, passage.end
        if not whole:
            start, end = self._with_figure(item, *self.sources.narrow(item.document, passage, self.words, self.rarity))
        return self.sources.cite(item.document, start, end, passage, score=item.score)


def gather(plan: Plan, sources: Sources) -> Gathered:
    """The evidence of a plan, sought and weighed once a question: guards and answerers ask for the same."""
    known = next((one for one in sources.gathered if _seeks_the_same(one.plan, plan)), None)
    if known is None:
        known = Gathered(plan, sources)
        sources.gathered.append(known)
    return known.under(plan)


def _seeks_the_same(one: Plan, other: Plan) -> bool:
    """Whether two plans differ at most in wanting a figure, which is asked of the evidence and not sought for."""
    query = other.passages.model_copy(update={"figure": one.passages.figure})
    return one.analysis == other.analysis and one.passages == query and one.facts == other.facts


def _lead(cosines: Sequence[float]) -> float:
    """How far the nearest passage is ahead of the farther half of what was found."""
    if len(cosines) < FEW:
        return 0.0
    ranked = sorted(cosines, reverse=True)
    rest = ranked[len(ranked) // 2 :]
    return ranked[0] - sum(rest) / len(rest)


def _hits(plan: Plan, sources: Sources) -> list[RankedPassage]:
    """What retrieval finds, what it finds by meaning for an English question, and all that holds a quoted phrase."""
    query = plan.passages
    found = [sources.archive.search(query.text, k=query.k, filters=query.filters)]
    question = plan.analysis.question
    if question.language == "en":
        found.append(sources.archive.search(question.text, k=query.k // 2, mode="dense", filters=query.filters))
    hits = {(hit.document, hit.passage.start): hit for hits in reversed(found) for hit in hits}
    for hit in _verbatim(plan, sources):
        hits.setdefault((hit.document, hit.passage.start), hit)
    return of_that_round(question.text, list(hits.values()))


def _verbatim(plan: Plan, sources: Sources) -> Iterator[RankedPassage]:
    """Every passage that holds a quoted phrase word for word, as far as the documents are few enough to read."""
    inside = plan.facts.documents or frozenset(sources.held)
    if not plan.passages.phrases or len(inside) > MANY_DOCUMENTS:
        return
    spelled = [r"[\W_]+".join(map(re.escape, SYLLABLE.findall(fold(phrase)))) for phrase in plan.passages.phrases]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, spelled)) or '(?!)'})(?!\w)")
    for id in sorted(inside):
        text = sources.text(id)
        places = [match.start() for match in pattern.finditer(fold(text))]
        passages = (
            [one for one in sources.passages(id) if any(one.start <= at < one.end for at in places)] if places else []
        )
        for passage in passages:
            yield RankedPassage(
                document=id,
                source=sources.held[id].source,
                document_title=title_of(sources.held[id]),
                passage=passage,
                text=text[passage.start : passage.end],
                score=0.0,
            )


def best_per_document(items: Sequence[Evidence], limit: int) -> list[Evidence]:
    """The first item of each document; a passage of a plain collection stands for itself."""
    best: dict[tuple[str, str | None], Evidence] = {}
    for item in items:
        best.setdefault((item.document, item.hit.source_id), item)
    return list(best.values())[:limit]


def prints(hit: RankedPassage, phrase: str) -> bool:
    """Whether a passage prints the phrase with these very marks ("quạn niệm" is not "quan niệm")."""
    return " ".join(phrase.casefold().split()) in " ".join(printed(hit).casefold().split())


def printed(hit: RankedPassage) -> str:
    """Headings and text as they stand in the document."""
    return f"{' '.join(hit.passage.titles)} {hit.text}"
