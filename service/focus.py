"""What a question is about: its content words, each with the weight of being rare in the genre.

Whether the documents speak of a thing at all is a matter of words, not of resemblance: a plan that
says nothing of "vắc xin" has passages on children and on health that come near in every score, and
none of them answers. Words are cut by the longest match in ``corpus/tu-vung/tu.tsv``, which also
tells in how many public documents each occurs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.types import Frozen
from service.known_words import folded_words, listed_words
from service.lexicon import spelled, stop_phrases
from service.words import contains, fold, has_marks

LONGEST = 8  # words of the longest phrase that only asks


class Word(Frozen):
    """A content word (folded) and its weight: ``ln`` of how rare it is.

    ``exact`` is the word as it was typed, where its marks must agree: one syllable without its marks is many
    words ("lễ" is not "lệ"), two together hardly ever.
    """

    text: str
    weight: float
    exact: str = ""

    def is_in(self, text: str) -> bool:
        """Whether ``text`` carries the word."""
        return f" {self.exact} " in _spelled(text) if self.exact else contains(text, self.text)


def focus_of(text: str, *, marked: bool = True) -> tuple[Word, ...]:
    """The content words of a question in order, each once, without the phrases that only ask.

    ``marked`` tells that it was typed with diacritics.
    """
    words: dict[str, Word] = {}
    for piece in _pieces(text, marked):
        for word in _cut(piece, marked):
            words.setdefault(word.text, word)
    return tuple(words.values())


def missing(focus: Sequence[Word], text: str) -> tuple[float, float]:
    """The weight of the rarest word that ``text`` lacks, and the share of all weight that it lacks, in ``[0, 1]``."""
    lacking = [word.weight for word in focus if not word.is_in(text)]
    total = sum(word.weight for word in focus)
    return max(lacking, default=0.0), sum(lacking) / total if total else 0.0


@lru_cache(maxsize=2048)
def _spelled(text: str) -> str:
    """The words of a text with their marks, in one spelling, between spaces."""
    return f" {' '.join(spelled(text, marked=True))} "


def _pieces(text: str, marked: bool) -> list[list[str]]:
    """The words between punctuation marks: no word reaches over a comma."""
    cut = "".join(char if char.isalnum() or char.isspace() or char in "%-&/" else "\n" for char in text)
    return [spelled(piece, marked=marked) for piece in cut.split("\n")]


def _cut(words: Sequence[str], marked: bool) -> Iterable[Word]:
    at = 0
    while at < len(words):
        size, word = word_at(words[at : at + LONGEST], marked=marked)
        if word:
            yield word
        at += size


def word_at(words: Sequence[str], *, marked: bool) -> tuple[int, Word | None]:
    """How many of ``words`` the first one takes, the longest there is, and the word; ``None`` if it only asks."""
    known = listed_words()[1] if marked else folded_words()
    stop = stop_phrases("vi", marked)
    runs = [tuple(words[:size]) for size in range(min(LONGEST, len(words)), 0, -1)]
    skipped = next((len(run) for run in runs if run in stop), 0)
    taken = next((len(run) for run in runs if " ".join(run) in known or _is_mistyped(run)), 0)
    if skipped >= taken and skipped:
        return skipped, None
    size = max(1, taken)
    word = " ".join(words[:size])
    if any(char.isdigit() for char in word) or word == "%":
        return size, None
    weight = _weight(known.get(word) or folded_words().get(fold(word), 0))
    exact = word if marked and " " not in word and word in known and has_marks(word) else ""
    return size, Word(text=fold(word), weight=weight, exact=exact)


def _is_mistyped(run: Sequence[str]) -> bool:
    """Whether words of which some were typed without their marks are one word of the list ("nhap liệu")."""
    strange = any(not has_marks(word) and word not in listed_words()[1] for word in run)
    return len(run) > 1 and strange and fold(" ".join(run)) in folded_words()


def _weight(count: int) -> float:
    """How rare a word is that occurs in so many of the documents counted."""
    return math.log((listed_words()[0] + 1) / (count + 1))
