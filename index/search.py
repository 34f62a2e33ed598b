"""From a question to ranked passages: both engines asked, their answers fused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.fusion import DEPTH, dense_weight, fuse
from index.generation import Generation
from index.lexical import ACCENTED, RESTORED, Weights
from index.restore import Restorer
from index.selection import Allowed, allowed
from index.store import Store
from index.text import fold, is_unaccented, syllables
from index.types import Filters, Mode, RankedPassage

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.indexed import Hit
    from index.reranker import Reranker

KNOWN_UNACCENTED = 0.8
"""Share of words that must occur, diacritics aside, before a question is taken for Vietnamese."""

_FILTERS = 8  # remembered: somebody who filters asks more than once


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for both engines."""

    text: str
    fields: Weights
    dense_weight: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the engines said of the passages found, best first."""

    fused: dict[int, float]
    dense: dict[int, float]
    lexical: dict[int, float]
    reranked: dict[int, float] = field(default_factory=dict)


def prepare(text: str, generation: Generation, restore: Callable[[str], str]) -> Query:
    """Decide how ``text`` is searched: as it is, with its diacritics restored, or by meaning alone."""
    lexical = generation.lexical
    words = syllables(text)
    if is_unaccented(text):
        known = lexical.coverage([fold(word) for word in words], "folded")
        if known >= KNOWN_UNACCENTED:
            return Query(restore(text), RESTORED, dense_weight(known))
    return Query(text, ACCENTED, dense_weight(lexical.coverage(words)))


class Searcher:
    """Searches one generation; safe from several threads."""

    def __init__(
        self,
        store: Store,
        generation: Generation,
        encoder: Callable[[], Encoder],
        restore: Callable[[str], str] | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.generation = generation
        self._store = store
        self._encoder = encoder
        self._reranker = reranker
        self._restore = restore or Restorer(generation.lexical)
        # reading what all documents say of themselves takes longer than the search
        self._allowed = lru_cache(maxsize=_FILTERS)(lambda revision, filters: allowed(store, filters))

    @property
    def revision(self) -> int:
        """The state of the store that is searched."""
        return self.generation.manifest.revision

    def search(self, texts: Sequence[str], k: int, mode: Mode, filters: Filters | None) -> list[list[RankedPassage]]:
        """Per question the ``k`` best passages, best first."""
        only = self._allowed(self._store.revision(), filters)
        if only.nothing:
            return [[] for _ in texts]
        queries = [prepare(text, self.generation, self._restore) for text in texts]
        return [self._ranked(scores, k) for scores in self._scores(queries, max(k, DEPTH), mode, only)]

    def _scores(self, queries: list[Query], depth: int, mode: Mode, only: Allowed) -> Iterable[Scores]:
        dense = self._dense(queries, depth, only) if mode != "lexical" else [{} for _ in queries]
        lexical = self.generation.lexical
        for query, near in zip(queries, dense, strict=True):
            found = lexical.search(query.text, depth, query.fields, only) if mode != "dense" else {}
            weight = {"dense": 1.0, "lexical": 0.0}.get(mode, query.dense_weight)
            scores = Scores(fuse(near, found, weight), near, found)
            judge = self._reranker if mode == "hybrid" else None
            yield scores if judge is None else self._judged(judge, query.text, scores)

    def _judged(self, judge: Reranker, text: str, scores: Scores) -> Scores:
        """The first passages in the order that the reranker gives them; each place keeps its score."""
        first = list(scores.fused)[: judge.top]
        hits = self._store.hits(first)
        first = [one for one in first if one in hits]
        judged = judge.scores(text, [f"{hits[one].passage.context}\n{hits[one].text}" for one in first])
        said = dict(zip(first, judged, strict=False))  # as many as the time allowed
        order = sorted(said, key=lambda one: -said[one])
        places = zip([*order, *(one for one in scores.fused if one not in said)], scores.fused.values(), strict=True)
        return replace(scores, fused=dict(places), reranked=said)

    def _dense(self, queries: list[Query], depth: int, only: Allowed) -> list[dict[int, float]]:
        texts = [query.text for query in queries]
        encoder = self._encoder()
        # a single question has a faster way, and may have been asked before
        vectors = encoder.encode_query(texts[0])[None] if len(texts) == 1 else encoder.encode_queries(texts)
        return self.generation.dense.search(vectors, depth, only)

    def _ranked(self, scores: Scores, k: int) -> list[RankedPassage]:
        hits = self._store.hits(list(scores.fused)[:k])
        near, worded = _places(scores.dense), _places(scores.lexical)
        return [_ranked(hits[one], scores, one, near.get(one), worded.get(one)) for one in scores.fused if one in hits]


def _places(scores: dict[int, float]) -> dict[int, int]:
    """The rank of each passage in an engine's list, from 1."""
    return {one: place for place, one in enumerate(scores, 1)}


def _ranked(hit: Hit, scores: Scores, id: int, near: int | None, worded: int | None) -> RankedPassage:
    return RankedPassage(
        document=hit.document,
        source=hit.source,
        source_id=hit.source_id,
        document_title=hit.title,
        locality=hit.locality,
        passage=hit.passage,
        text=hit.text,
        score=scores.fused[id],
        dense=scores.dense.get(id),
        lexical=scores.lexical.get(id),
        dense_rank=near,
        lexical_rank=worded,
        reranked=scores.reranked.get(id),
        marks=hit.marks,
    )
