"""Names of the library that complete what is being typed: places, indicators, documents, headings.

What is typed may be a whole question; only its last words are completed. Words are compared
without diacritics, but what is typed with them is not completed to other words.
"""

from __future__ import annotations

import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.types import Vocabulary
from ingest.facts import indicators
from ingest.places import without_level
from service import lexicon
from service.citations import title_of
from service.ports import Archive, Held
from service.question import MAX_LENGTH
from service.types import Suggestion, SuggestionKind
from service.words import SYLLABLE, fold, has_marks, syllables

LIMIT = 8
TAIL = 6  # words of a question that a name may complete
SHORTEST = 2  # letters; one letter is the beginning of everything
LONGEST = 90  # characters; a longer heading is a sentence, not a name
HEADINGS = 20_000  # the most frequent ones
LOOKED_AT = 2_000  # names that begin alike; more of them and more letters are needed to tell
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
ORDER: tuple[SuggestionKind, ...] = ("place", "indicator", "document", "heading")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that can be suggested; a larger ``weight`` is more frequent."""

    kind: SuggestionKind
    text: str
    detail: str
    weight: int


@dataclass(frozen=True, slots=True)
class Tail:
    """The last words of what is typed: from where, folded, and as printed."""

    start: int
    key: str
    words: tuple[str, ...]
    whole: bool


class Names:
    """Names by the beginnings of their words: every run of words from a word on, sorted."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list({(name.kind, name.text.casefold()): name for name in names}.values())
        self._runs = sorted(
            (" ".join(words[at:]), number, at)
            for number, name in enumerate(self._names)
            for words in [syllables(name.text)]
            for at in range(len(words))
        )

    def beginning(self, key: str) -> Iterator[tuple[Name, bool]]:
        """The names in which a run of words begins with ``key``, and whether the name itself does."""
        first = bisect_left(self._runs, (key,))
        found: dict[int, bool] = {}
        for run, number, at in islice(self._runs, first, first + LOOKED_AT):
            if not run.startswith(key):
                break
            found[number] = found.get(number, False) or at == 0
        yield from ((self._names[number], front) for number, front in found.items())


class Suggestions:
    """Completes what is typed from the names of a library, as it is now."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._making = threading.Lock()
        self._made: tuple[Vocabulary, Names] | None = None

    def __call__(self, typed: str, limit: int = LIMIT) -> list[Suggestion]:
        """The names that fit best, best first; nothing for what completes to no name."""
        names = self._current()
        for tail in _tails(unicodedata.normalize("NFC", typed[:MAX_LENGTH])):
            fitting = _fitting(names, tail)
            if fitting:
                return [
                    Suggestion(kind=name.kind, text=name.text, detail=name.detail, start=tail.start)
                    for name in fitting[:limit]
                ]
        return []

    def _current(self) -> Names:
        vocabulary = self._archive.vocabulary()
        with self._making:
            if self._made is None or self._made[0] is not vocabulary:
                self._made = (vocabulary, Names(_names(self._archive.documents(), vocabulary)))
            return self._made[1]


def _tails(typed: str) -> Iterator[Tail]:
    """The last words of a question, the longest run first; runs of words that only ask complete to nothing."""
    places = [match.start() for match in SYLLABLE.finditer(typed)]
    ending = " " if typed[-1:].isspace() else ""
    for start in places[-TAIL:]:
        piece = typed[start:]
        words = tuple(match.group().casefold() for match in SYLLABLE.finditer(piece))
        key = " ".join(syllables(piece)) + ending
        whole = start == places[0]
        if len(key) >= SHORTEST and (whole or len(words) > 1 or lexicon.content(piece)):
            yield Tail(start, key, words, whole)


def _fitting(names: Names, tail: Tail) -> list[Name]:
    found = dict(names.beginning(tail.key))
    if not tail.whole and len(tail.words) == 1:  # one word inside a question: only what begins with it
        found = {name: front for name, front in found.items() if front or _place_begins(name, tail.key)}
    if any(map(has_marks, tail.words)):
        found = {name: front for name, front in found.items() if _printed_so(name, tail.words)}
    return sorted(found, key=lambda name: (ORDER.index(name.kind), not found[name], -name.weight, len(name.text)))


def _place_begins(name: Name, key: str) -> bool:
    return name.kind == "place" and " ".join(syllables(without_level(name.text))).startswith(key)


def _printed_so(name: Name, typed: Sequence[str]) -> bool:
    """Whether the name has the typed words with the marks they were typed with; the last one may be unfinished."""
    words = [match.group().casefold() for match in SYLLABLE.finditer(name.text)]
    return any(
        all(map(_stands_for, typed[:-1], words[at:])) and _begins(words[at + len(typed) - 1], typed[-1])
        for at in range(len(words) - len(typed) + 1)
    )


def _stands_for(typed: str, word: str) -> bool:
    return typed == word or (typed == fold(typed) == fold(word))


def _begins(word: str, typed: str) -> bool:
    """Whether a word may come of what is typed so far; its tone is often typed last ("sô" for "số")."""
    if typed == fold(typed):
        return fold(word).startswith(typed)
    return word.startswith(typed) or (typed == _toneless(typed) and _toneless(word).startswith(typed))


def _toneless(word: str) -> str:
    marked = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(char for char in marked if char not in TONES))


def _names(held: Sequence[Held], vocabulary: Vocabulary) -> Iterator[Name]:
    yield from _places(held)
    yield from _indicators(vocabulary)
    yield from _documents(held, vocabulary)
    frequent = sorted(vocabulary.headings.items(), key=lambda pair: -pair[1])[:HEADINGS]
    yield from (
        Name("heading", title.strip(), "", count) for title, count in frequent if 0 < len(title.strip()) <= LONGEST
    )


def _places(held: Sequence[Held]) -> Iterator[Name]:
    for one in held:
        if one.province:
            yield Name("place", one.province, "", 1)
        if one.commune:
            yield Name("place", one.commune, one.province or "", 2)


def _indicators(vocabulary: Vocabulary) -> Iterator[Name]:
    for key, count in vocabulary.indicators.items():
        entry = indicators.get(key)
        if entry is None:
            continue
        yield Name("indicator", entry.name, "", count)
        if entry.name_en:
            yield Name("indicator", entry.name_en, entry.name, 0)


def _documents(held: Sequence[Held], vocabulary: Vocabulary) -> Iterator[Name]:
    cited = dict(vocabulary.symbols)
    for one in held:
        if one.symbol:
            count = cited.pop(one.symbol, 0)
            yield Name("document", one.symbol, title_of(one), 1_000_000 + count)  # held ones before cited ones
    yield from (Name("document", symbol, "", count) for symbol, count in cited.items())
