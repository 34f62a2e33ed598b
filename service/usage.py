"""How the words of the genre are written and which stand side by side: the lists of ``corpus/tu-vung``, and the index.

Words are case-folded, in one spelling. A pair is counted in documents (the lists) or windows of passages (the index);
only how they compare counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from index.text import syllables
from index.word_use import WordUse
from ingest.vocabulary import indicators, read
from service.known_words import listed_words
from service.words import fold

IDIOM = 400  # documents: a pair of a list that people wrote counts like a common word
PARTED = 0.1  # of the times that a syllable stands, in how many its neighbours are of any kind
PATTERNS = ("pattern", "da_lam", "da_lam_so", "bo_qua_en")  # regular expressions, and another language


Counts = tuple[int, int]  # in the lists, in the index


@dataclass(frozen=True, slots=True)
class Genre:
    """Counts of the lists: syllables, those that are words by themselves, pairs; the syllables of a folded form."""

    total: int
    alone: Mapping[str, int]
    words: Mapping[str, int]
    together: Mapping[tuple[str, str], int]
    forms: Mapping[str, Sequence[str]]


@cache
def genre() -> Genre:
    """The counts of the lists, made once."""
    total, words = listed_words()
    alone, together = Counter[str](), Counter[tuple[str, str]]()
    for word, count in words.items():
        _count(word.split(), count, alone, together)
    for phrase in dict.fromkeys(_phrases()):
        _count(syllables(phrase), IDIOM, alone, together)
    single = {word: count for word, count in words.items() if " " not in word}
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word, _ in alone.most_common():
        forms[fold(word)].append(word)
    return Genre(total, alone, single, together, forms)


def _count(words: Sequence[str], count: int, alone: Counter[str], together: Counter[tuple[str, str]]) -> None:
    for word in words:
        alone[word] += count
    for pair in pairwise(words):
        together[pair] += count


def _phrases() -> Iterator[str]:
    """The phrases of the lists of questions, everyday words, indicators, bodies and types of documents."""
    yield from _strings(read("cau-hoi"))
    for name, table, keys in (
        ("dong-nghia", "loi_thuong", ("chu", "noi")),
        ("co-quan", "co_quan", ("name", "aliases")),
        ("loai-van-ban", "loai", ("name",)),
        ("viet-tat", "viet_tat", ("full",)),
    ):
        for block in read(name)[table]:
            yield from _strings([block.get(key, ()) for key in keys])
    for one in indicators():
        yield from _strings([one.name, list(map(" ".join, one.patterns)), one.aliases])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in PATTERNS:
                yield from _strings(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _strings(inner)


class Usage:
    """The genre's counts and those of the index beside each other, remembered while one question is read.

    ``apart`` are pairs that are names: they say nothing of words.
    """

    def __init__(self, held: WordUse | None, apart: frozenset[tuple[str, str]] = frozenset()) -> None:
        self._genre, self._held, self._apart = genre(), held, apart
        self._totals = self._genre.total, max(1, held.total if held else 0)
        self._alone: dict[str, Counts] = {}
        self._together: dict[tuple[str, str], Counts] = {}

    def alone(self, word: str) -> Counts:
        """How often a syllable stands in the lists and in the index."""
        if word not in self._alone:
            self._alone[word] = self._genre.alone.get(word, 0), self._held.alone(word) if self._held else 0
        return self._alone[word]

    def together(self, left: str, right: str) -> Counts:
        """How often two syllables stand side by side."""
        pair = left, right
        if pair in self._apart:
            return 0, 0
        if pair not in self._together:
            held = self._held.together(left, right) if self._held else 0
            self._together[pair] = self._genre.together.get(pair, 0), held
        return self._together[pair]

    def rate(self, word: str) -> float:
        """How frequent a syllable is, by lists and index alike."""
        return sum(count / total for count, total in zip(self.alone(word), self._totals, strict=True)) / 2

    def by_itself(self, word: str) -> float:
        """How frequent a syllable is beside any other: as a word by itself, hardly as a part of words."""
        part = PARTED * self.rate(word)
        return part + self._genre.words.get(word, 0) / self._totals[0] / 2

    def share(self, left: str, right: str) -> float:
        """In which share of the places where ``left`` stands ``right`` follows it, by what knows more of it."""
        pairs = zip(self.together(left, right), self.alone(left), strict=True)
        return max(min(1.0, both / one) if one else 0.0 for both, one in pairs)

    def bond(self, left: str, right: str) -> float:
        """How much two syllables belong together: how often they do beside how often by chance, at the most."""
        counts = zip(self.together(left, right), self.alone(left), self.alone(right), self._totals, strict=True)
        return max(both * total / (one * other) if both else 0.0 for both, one, other, total in counts)

    def forms(self, folded: str) -> Sequence[str]:
        """The syllables of a folded form, the most frequent first."""
        known = self._genre.forms.get(folded, ())
        return known or (self._held.forms(folded) if self._held else ())
