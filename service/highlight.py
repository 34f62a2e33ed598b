"""The words of a query in a passage: what the eye looks for, and the first reason why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service import lexicon
from service.question import Question
from service.words import SYLLABLE, fold, syllables

Span = tuple[int, int]


class Highlighter:
    """Finds the words of one query in passages.

    Vietnamese words are mostly two syllables: a syllable is marked where its neighbour in the
    query stands beside it ("chuyển đổi", not the "chuyển" of "chuyển tiếp"), or where it tells
    by itself ("5G", "DVC"). Only where nothing is marked so, single ones are.
    """

    def __init__(self, question: Question) -> None:
        words = lexicon.content(lexicon.expand(lexicon.translate(question), keep=True), question.language)
        self._wanted = frozenset(words)
        self._pairs = frozenset(pairwise(words))
        printed = [match.group() for match in SYLLABLE.finditer(question.text)]
        self._telling = frozenset(word for one in filter(_tells, printed) for word in syllables(one))
        self._exact = question.marked and question.language == "vi"
        self._printed = frozenset(map(str.casefold, printed))

    def __call__(self, text: str) -> tuple[Span, ...]:
        """The spans of ``text`` that carry words of the query, in order; neighbours are one span."""
        spans = [match.span() for match in SYLLABLE.finditer(fold(text))]
        words = [syllables(text[start:end])[0] for start, end in spans]
        wanted = [n for n, word in enumerate(words) if word in self._wanted]
        marked = {n for n in wanted if words[n] in self._telling}
        for n in wanted:
            if tuple(words[n : n + 2]) in self._pairs:
                marked |= {n, n + 1}
        marked = marked or {n for n in wanted if self._alone(text[slice(*spans[n])])}
        return _runs([spans[n] for n in sorted(marked)], text)

    def _alone(self, printed: str) -> bool:
        """A single syllable counts with its marks, if the query has them: "chỉ" is not "chi"."""
        return not self._exact or printed.casefold() in self._printed


def _tells(word: str) -> bool:
    """Figures, codes and abbreviations."""
    return any(char.isdigit() for char in word) or (len(word) > 1 and word.isupper())


def _runs(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    runs: list[Span] = []
    for start, end in spans:
        if runs and not text[runs[-1][1] : start].strip(" -/"):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(runs)
