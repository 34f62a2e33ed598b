"""Pairs to learn from, drawn from the documents held: what one might ask with, and a passage that answers it.

Three kinds, none written by hand: a heading and a passage below it; a target or a clause and where the same is told
again; a clause of one document and the clause of another that lays down the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal

from index.types import Filters
from ingest.text import plain, squeeze
from ingest.types import Frozen, Passage
from service.citations import Sources
from service.ports import Archive
from service.precedents.candidates import Likeness
from service.precedents.functions import FORMAL
from service.words import syllables

Kind = Literal["heading", "restatement", "precedent"]

ASIDE = ("heading", "title", "footnote")  # kinds of passages that say nothing by themselves
TELLING = 3  # syllables from which on a heading tells something
LONG_ENOUGH = 8  # syllables of a passage worth finding
PER_HEADING = 3  # passages taken of one section, so that long ones do not outweigh the rest
PER_KEY = 12  # pairs taken of one indicator: 5G coverage stands in every plan
SAME = 0.5  # least likeness of two clauses of one duty: of 19 pairs read of 24 real documents 15 lay down the same
NEAREST = 6  # passages looked at for one clause


class Pair(Frozen):
    """``query`` should find ``passage``; ``documents`` are those that the two stand in."""

    kind: Kind
    query: str
    passage: str
    documents: frozenset[str]


def pairs(archive: Archive) -> list[Pair]:
    """All pairs of the documents held, each once, in reading order; digests of ours are no documents here."""
    with archive.steady():
        held = [one.id for one in archive.documents() if not one.digest] or [one.id for one in archive.documents()]
        found = [*_headings(archive, held), *_targets(archive, held), *_clauses(archive, held)]
    distinct = {(plain(one.query), plain(one.passage)): one for one in reversed(found)}
    return [one for one in reversed(distinct.values()) if plain(one.query) != plain(one.passage)]


def body(archive: Archive, document: str) -> list[Passage]:
    """The passages of a document that say something."""
    text = archive.text(document)
    return [
        one
        for one in archive.passages(document)
        if _says_something(one) and len(syllables(text[one.start : one.end])) >= LONG_ENOUGH
    ]


def _says_something(passage: Passage) -> bool:
    return passage.kind not in ASIDE and passage.function not in FORMAL


def _headings(archive: Archive, held: Sequence[str]) -> Iterator[Pair]:
    for document in held:
        text = archive.text(document)
        below: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
        for passage in body(archive, document):
            below[passage.titles].append(passage)
        for titles, passages in below.items():
            heading = squeeze(next((title for title in reversed(titles) if title), ""))
            if len(syllables(heading)) < TELLING:
                continue
            for passage in passages[:: max(1, len(passages) // PER_HEADING)][:PER_HEADING]:
                yield _pair("heading", heading, text[passage.start : passage.end], document)


def _targets(archive: Archive, held: Sequence[str]) -> Iterator[Pair]:
    """Targets of one indicator: each should find the passage that tells the other."""
    sources = Sources(archive)
    by_key = defaultdict(list)
    for target in archive.targets(documents=frozenset(held)):
        if target.key:
            by_key[target.key, target.unit].append(target)
    for told in by_key.values():
        taken = 0
        for one, other in combinations(told, 2):
            at = sources.passage_at(other.document, other.start, other.end)
            if taken == PER_KEY or at is None or plain(one.quote) == plain(other.quote):
                continue
            taken += 1
            passage = archive.text(other.document)[at.start : at.end]
            yield _pair("restatement", one.quote, passage, one.document, other.document)


def _clauses(archive: Archive, held: Sequence[str]) -> Iterator[Pair]:
    """Tasks and duties, each with the passages most like it elsewhere: retrieval proposes, the words decide."""
    only = frozenset(held)
    clauses = [*archive.tasks(documents=only), *archive.duties(documents=only)]
    quotes = [squeeze(one.quote) for one in clauses]
    hits = archive.search_many(quotes, k=NEAREST, mode="lexical", filters=Filters(documents=only))
    for clause, quote, found in zip(clauses, quotes, hits, strict=True):
        likeness = Likeness(quote, [hit.text for hit in found])
        for hit in found:
            apart = (
                hit.document != clause.document or hit.passage.end <= clause.start or hit.passage.start >= clause.end
            )
            if apart and _says_something(hit.passage) and likeness.to(hit.text) >= SAME:
                kind: Kind = "restatement" if hit.document == clause.document else "precedent"
                yield _pair(kind, quote, hit.text, clause.document, hit.document)


def _pair(kind: Kind, query: str, passage: str, *documents: str) -> Pair:
    return Pair(kind=kind, query=squeeze(query), passage=squeeze(passage), documents=frozenset(documents))


def counts(found: Iterable[Pair]) -> dict[Kind, int]:
    """How many of each kind."""
    told: dict[Kind, int] = {"heading": 0, "restatement": 0, "precedent": 0}
    for one in found:
        told[one.kind] += 1
    return told
