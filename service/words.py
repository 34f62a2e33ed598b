"""Words of a question and of a passage, compared without marks, case or punctuation.

Vietnamese is written in syllables; two questions about the same thing share
syllables and, better, pairs of neighbouring syllables ("phủ sóng"). Everything
here compares *folded* text: lower case, no diacritics, ``đ`` as ``d``. Folding
keeps the length, so an offset in the folded text is an offset in the original.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.structure.labels import roman

TOKEN = re.compile(r"[^\W_]+(?:[-/.&][^\W_]+)*", re.UNICODE)
LIKE_Y = re.compile(r"(h|k|l|m|s|t|qu)i")
SYLLABLE = re.compile(r"[^\W_]+", re.UNICODE)
SENTENCE_STOP = re.compile(r"(\w*)[.!?…][”\"’)]*\s+(?=([^\W_]|[“\"(+-]))", re.UNICODE)
PASSAGE = 4096  # characters; longer texts are whole documents, too many of them to be kept
BRIEF = 3  # content syllables
NO_STOP = frozenset("tp p q ts ths gs pgs đ no v".split())  # abbreviations before a full stop


def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


class _Folded(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """``text`` without diacritics and case, of the same length if it is NFC."""
    return text.translate(_FOLDED)


def has_marks(text: str) -> bool:
    """Whether ``text`` carries any Vietnamese diacritic or ``đ``."""
    return any(char in "đĐ" or unicodedata.normalize("NFD", char) != char for char in text)


def syllables(text: str) -> list[str]:
    """The folded syllables and numbers of ``text``, in order, in one spelling ("tỉ lệ" is "tỷ lệ")."""
    return [_spelled(one) if one[-1] == "i" else one for one in SYLLABLE.findall(fold(text))]


@lru_cache(maxsize=8192)
def _spelled(syllable: str) -> str:
    return f"{syllable[:-1]}y" if LIKE_Y.fullmatch(syllable) else syllable


def contains(haystack: str, needle: str) -> bool:
    """Whether the folded words of ``needle`` occur in ``haystack`` next to each other."""
    wanted = _padded(needle)
    return bool(wanted.strip()) and wanted in _padded(haystack)


def _padded(text: str) -> str:
    return _padded_passage(text) if len(text) <= PASSAGE else f" {' '.join(syllables(text))} "


@lru_cache(maxsize=8192)
def _padded_passage(text: str) -> str:
    return f" {' '.join(syllables(text))} "


def same_ordinal(one: str, other: str) -> bool:
    """Whether two ordinals are one number, in whatever figures: "I" is "1"."""
    return bool(_ordinal(one)) and _ordinal(one) == _ordinal(other)


def _ordinal(printed: str) -> int:
    return int(printed) if printed.isdecimal() else roman(printed.upper())


def squeeze(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return " ".join(text.split())


def grams(words: Sequence[str]) -> list[str]:
    """Single syllables and pairs of neighbours."""
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


@lru_cache(maxsize=2048)
def grams_of(text: str) -> frozenset[str]:
    """The folded syllables of a text and their pairs."""
    return frozenset(grams(syllables(text)))


class Rarity:
    """How telling a word is: idf over the texts it is weighed among."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.seen: Counter[str] = Counter()
        self.count = 0
        for text in texts:
            self.count += 1
            self.seen.update(grams_of(text))
        self._known: dict[str, float] = {}

    def weight(self, gram: str) -> float:
        """Weight of a gram: its squared idf, so that one rare word outweighs a phrase that all texts share."""
        known = self._known.get(gram)
        if known is None:  # a question's grams are weighed anew for every passage
            idf = math.log(1 + (self.count + 0.5) / (self.seen.get(gram, 0) + 0.5))
            known = self._known[gram] = idf * idf * (1.0 if " " in gram else 0.6)
        return known

    def coverage(self, wanted: Sequence[str], text: str) -> float:
        """Share of the wanted grams' weight that ``text`` carries, of those that any text carries; in ``[0, 1]``."""
        asked = {gram for gram in grams(list(wanted)) if self.seen.get(gram)}
        return self._share(asked, grams_of(text))

    def support(self, wanted: Sequence[str], text: str) -> float:
        """Share of the wanted weight that ``text`` carries; what no text carries weighs most.

        Syllables count for three fifths and their pairs for two: any long text has
        the syllables of "đuối nước", only one about it has the pair.
        """
        held = grams_of(text)
        single = self._share(set(wanted), held)
        pairs = {f"{a} {b}" for a, b in pairwise(wanted)}
        if not pairs:
            return single
        return 0.6 * single + 0.4 * self._share(pairs, held)

    def _share(self, asked: set[str], held: frozenset[str]) -> float:
        total = sum(map(self.weight, asked))
        return sum(map(self.weight, asked & held)) / total if total else 0.0


def carries_brief(words: Sequence[str], text: str) -> bool:
    """Whether ``text`` has every word of a brief subject; a longer one may be carried in part.

    Two of the three syllables of "điện hạt nhân" are another subject.
    """
    return len(words) > BRIEF or all(contains(text, word) for word in words)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``; a line break or a tab also ends one."""
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n\t]+", text[start:stop]):
        begin = start + line.start()
        cuts = [begin + match.end() for match in SENTENCE_STOP.finditer(line.group()) if _ends_sentence(match)]
        for left, right in zip([begin, *cuts], [*cuts, start + line.end()], strict=True):
            span = trimmed(text, left, right)
            if span:
                spans.append(span)
    return spans


def _ends_sentence(match: re.Match[str]) -> bool:
    before, after = match[1], match[2]
    if before.casefold() in NO_STOP or before.isdigit():
        return False
    return not after.isalpha() or after.isupper()


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; ``None`` if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def phrase_overlap(phrase: str, text: str) -> float:
    """Best share of the phrase's syllables found together, in any order, in a short stretch of ``text``."""
    wanted, words = set(syllables(phrase)), syllables(text)
    width = 2 * len(wanted)
    windows = range(max(1, len(words) - width + 1))
    return max((len(wanted & set(words[at : at + width])) / len(wanted) for at in windows), default=0.0)
