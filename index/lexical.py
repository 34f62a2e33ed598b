"""BM25 over Vietnamese, by Tantivy, on terms that :mod:`index.text` computes.

Tantivy only splits at spaces; what a term is, is decided in one place for
passages and questions alike. One folder holds one immutable index; a new one
starts from hard links to the segments of the old one, which Tantivy never
changes in place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from index.indexed import Entry
from index.selection import EVERYTHING, Allowed
from index.text import Terms, analyse, bigrams, fold, fold_word
from index.windows import best_windows

FIELDS = ("syllables", "bigrams", "symbols", "folded", "folded_bigrams")
_HEAP = 64 << 20  # bytes before a segment is flushed: several thousand passages
_TRANSIENT = {".tantivy-writer.lock", ".tantivy-meta.lock"}

Weights = Mapping[str, float]

ACCENTED: Weights = {"syllables": 1.0, "bigrams": 1.0, "symbols": 2.0}
"""How much each field counts. A figure or a document's number means more than its digits."""

RESTORED: Weights = {"syllables": 0.5, "bigrams": 0.5, "symbols": 2.0, "folded": 0.5, "folded_bigrams": 0.5}
"""The same for restored diacritics: where they were guessed wrong the folded fields still hit."""


def build(folder: Path, entries: Iterable[Entry], *, base: Path | None = None, gone: Iterable[int] = ()) -> int:
    """Write an index into the new ``folder``; returns how many windows it holds.

    With a ``base`` it starts as a copy of that index without the documents
    numbered ``gone``.
    """
    folder.mkdir(parents=True)
    if base is None:
        index = tantivy.Index(_schema(), path=str(folder))
    else:
        _link(base, folder)
        index = tantivy.Index.open(str(folder))
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for number in gone:
        # by term it would look for a signed integer and find none
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "number", number))
    for entry in entries:
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().num_docs)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", fast=True)
    builder.add_unsigned_field("number", indexed=True)
    builder.add_text_field("marks", tokenizer_name="whitespace", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    # "chuyen|chuyển": which syllables a folded one stands for
    builder.add_text_field("forms", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def _link(base: Path, folder: Path) -> None:
    for file in base.iterdir():
        if file.name not in _TRANSIENT:
            os.link(file, folder / file.name)


def _document(entry: Entry) -> Any:
    terms = analyse(entry.text)
    document = tantivy.Document()
    document.add_unsigned("passage", entry.passage)
    document.add_unsigned("number", entry.number)
    document.add_text("marks", " ".join(entry.marks))
    for field, words in _fields(terms).items():
        document.add_text(field, " ".join(words))
    document.add_text("forms", " ".join(f"{fold_word(word)}|{word}" for word in set(terms.syllables)))
    return document


def _fields(terms: Terms) -> dict[str, Sequence[str]]:
    folded = terms.folded
    return {
        "syllables": terms.syllables,
        "bigrams": terms.bigrams,
        "symbols": terms.symbols,
        "folded": [*folded, *(fold(symbol) for symbol in terms.symbols)],
        "folded_bigrams": bigrams(folded),
    }


class Lexical:
    """An index on disk, opened for reading; safe from several threads."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return int(self._searcher.num_docs)

    def search(self, text: str, k: int, weights: Weights = ACCENTED, allowed: Allowed = EVERYTHING) -> dict[int, float]:
        """The ``k`` best passages by their best window, ``{id: BM25}``, best first.

        Only those ``allowed``; ``weights`` says which fields count and how much.
        Scores compare within one question only.
        """
        clauses = list(self._clauses(_fields(analyse(text)), weights))
        if not clauses:
            return {}
        query = tantivy.Query.boolean_query(clauses)
        return best_windows(partial(self._ask, self._within(query, allowed)), k, self.windows)

    def _ask(self, query: Any, depth: int) -> list[tuple[int, float]]:
        found = self._searcher.search(query, limit=depth, count=False)
        passages = self._searcher.fast_field_values("passage", [address for _, address in found.hits])
        return [(passage, score) for passage, (score, _) in zip(passages, found.hits, strict=True)]

    def _clauses(self, fields: Mapping[str, Sequence[str]], weights: Weights) -> Iterator[tuple[Any, Any]]:
        schema = self._index.schema
        for field, weight in weights.items():
            for word in dict.fromkeys(fields[field]):
                term = tantivy.Query.term_query(schema, field, word, "freq")
                yield tantivy.Occur.Should, tantivy.Query.boost_query(term, weight)

    def _within(self, query: Any, allowed: Allowed) -> Any:
        """``query`` among what is allowed, its scores unchanged."""
        schema = self._index.schema
        conditions = [tantivy.Query.term_query(schema, "marks", mark, "basic") for mark in sorted(allowed.marks)]
        if allowed.numbers is not None:
            conditions.append(tantivy.Query.term_set_query(schema, "number", list(allowed.numbers)))
        if not conditions:
            return query
        unscored = [tantivy.Query.const_score_query(condition, 0.0) for condition in conditions]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in (query, *unscored)])

    def coverage(self, words: Sequence[str], field: str = "syllables") -> float:
        """Share of ``words`` that occur anywhere in ``field``; 0 if there are none."""
        if not words:
            return 0.0
        return sum(self.frequency(field, word) > 0 for word in words) / len(words)

    def frequency(self, field: str, term: str) -> int:
        """In how many windows ``term`` occurs in ``field``."""
        return int(self._searcher.doc_freq(field, term))

    def forms(self, folded: str) -> list[tuple[str, int]]:
        """The syllables that a folded one stands for, with how many windows have each."""
        found = self._searcher.terms_with_prefix("forms", f"{folded}|")
        return [(term.partition("|")[2], count) for term, count in found]
