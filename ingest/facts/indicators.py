"""Which indicator a sentence is about, by the vocabulary ``corpus/tu-vung/chi-tieu.toml``.

A pattern matches when all its phrases occur, in any order; the most specific one wins, that is, the one
whose phrases are longest together: "phủ sóng 6G" is never taken for 5G, "hồ sơ sức khỏe điện tử" never for
"hồ sơ". Spelling variants (hoà/hòa, tỉ lệ/tỷ lệ) are one; text without diacritics matches too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ingest.text import fold, new_placement, squeeze
from ingest.vocabulary import Denominator, Indicator, denominators, indicators

_TI = re.compile(r"(?<!\w)tỉ(?= lệ| trọng| số|\b)")
_FOLDED_TI = re.compile(r"(?<!\w)ti (?=le|trong)")
_HEADING_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_SMALL = re.compile(r"(?<!\w)(?:ai|Ai)(?!\w)")


class Match(NamedTuple):
    """One indicator recognised in a text; a larger ``score`` is more specific."""

    key: str
    score: int


def _spelling(text: str) -> str:
    return _TI.sub("tỷ", new_placement(squeeze(unicodedata.normalize("NFC", text).casefold())))


def _folded(text: str) -> str:
    return _FOLDED_TI.sub("ty ", fold(_spelling(text)))


class _Wanted(NamedTuple):
    """Phrases that must all occur; ``words`` must be among those of a text, which is quickly seen."""

    phrases: tuple[str, ...]
    words: frozenset[str]
    length: int

    @classmethod
    def of(cls, phrases: Iterable[str]) -> _Wanted:
        wanted = tuple(phrases)
        return cls(wanted, _words(" ".join(wanted)), sum(map(len, wanted)))


class _Phrases(NamedTuple):
    key: str
    patterns: tuple[_Wanted, ...]
    excluded: tuple[_Wanted, ...]
    short: tuple[_Wanted, ...]
    """Aliases and English names, which only questions use."""


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


@cache
def _table(plain: bool) -> tuple[_Phrases, ...]:
    """The vocabulary in the spelling of the text: with diacritics, or (``plain``) without."""
    form = _folded if plain else _spelling
    return tuple(
        _Phrases(
            entry.key,
            tuple(_Wanted.of(map(form, pattern)) for pattern in entry.patterns),
            tuple(_Wanted.of([form(phrase)]) for phrase in entry.excluded),
            tuple(_Wanted.of([one]) for one in (*map(form, entry.aliases), *map(_folded, entry.english))),
        )
        for entry in indicators()
    )


def _occurs(phrase: str, text: str) -> bool:
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if (not at or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False


@cache
def _by_word(plain: bool, question: bool) -> Mapping[str, Sequence[tuple[int, _Wanted]]]:
    """What may match in a text with a word, with the place of its entry in the table; ``""`` is in every text."""
    found: dict[str, list[tuple[int, _Wanted]]] = defaultdict(list)
    for place, entry in enumerate(_table(plain)):
        for wanted in (*entry.patterns, *(entry.short if question else ())):
            found[max(wanted.words, key=len, default="")].append((place, wanted))
    return dict(found)


def _all_occur(wanted: _Wanted, text: str, words: frozenset[str]) -> bool:
    return wanted.words <= words and all(_occurs(phrase, text) for phrase in wanted.phrases)


def _search(text: str, plain: bool, question: bool) -> list[Match]:
    # "AI" is artificial intelligence, "ai" is "who": so short a word counts only in capitals.
    small = _SMALL.sub(" ", text)
    form = _folded(small) if plain else _spelling(text)
    words = _words(form)
    scores: dict[int, int] = {}
    for word in (*words, ""):
        for place, wanted in _by_word(plain, question).get(word, ()):
            if wanted.length > scores.get(place, 0) and _all_occur(wanted, form, words):
                scores[place] = wanted.length
    table = _table(plain)
    found = [
        Match(table[place].key, scores[place])
        for place in sorted(scores)
        if not any(_all_occur(phrase, form, words) for phrase in table[place].excluded)
    ]
    return sorted(found, key=lambda match: -match.score)


def match_all(text: str, *, question: bool = False) -> list[Match]:
    """Every indicator of a text, the most specific first; of equals, the one that stands first in the file.

    ``question=True`` also accepts the short forms and English names that only questions use.
    """
    if question:  # typed by hand, often with some of its diacritics only
        return _search(text, plain=True, question=True)
    return _search(text, plain=False, question=False) or _search(text, plain=True, question=False)


def match(text: str, headings: Sequence[str] = (), *, question: bool = False) -> str | None:
    """The key of the indicator that a text is about, ``None`` if the vocabulary has none.

    Headings help where a sentence alone is too short to tell, as in "1. Phủ sóng 5G" / "- Đạt 60%".
    """
    found = match_all(text, question=question)
    if found:
        return found[0].key
    heading = headings[-1] if headings else ""
    if not heading or len(heading.split()) > _HEADING_WORDS or len(re.findall(r"[^\W\d_]+", text)) > _HEADING_WORDS:
        return None
    found = match_all(f"{heading} {text}", question=question)
    return found[0].key if found else None


@cache
def _by_key() -> dict[str, Indicator]:
    return {entry.key: entry for entry in indicators()}


def get(key: str) -> Indicator | None:
    """The vocabulary entry of a key."""
    return _by_key().get(key)


def denominator(text: str, key: str | None = None, *, question: bool = False) -> Denominator | None:
    """What a percentage in ``text`` is a percentage of; of those the indicator allows, if a key is given.

    The longest wording wins: "doanh nghiệp vừa và nhỏ" before "doanh nghiệp".
    """
    known = denominators()
    entry = get(key) if key else None
    allowed: Iterable[Denominator] = known.values()
    if entry and entry.denominators:
        allowed = [known[name] for name in entry.denominators if name in known]
    form, plain = _spelling(text), _folded(text)
    best: tuple[int, Denominator | None] = (0, None)
    for candidate in allowed:
        words = [_spelling(word) for word in candidate.words]
        length = max((len(word) for word in words if _occurs(word, form)), default=0)
        if question:
            english = [_folded(word) for word in (*candidate.words, *candidate.english)]
            length = max([length, *(len(word) for word in english if _occurs(word, plain))])
        if length > best[0]:
            best = (length, candidate)
    return best[1]
