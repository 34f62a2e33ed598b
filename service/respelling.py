"""A question with a few words mistyped, read as what was most probably meant.

A noisy channel: of all ways to read the words that stand in no known company, the one whose neighbours stand
together most often wins (Viterbi over pairs of syllables), where leaving a word as it was typed costs nothing and every
other reading much. Names, figures, symbols, quotations and abbreviations are never read otherwise; a question typed
without any diacritics is read without them all along and is none of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf, log

from index.text import spelling
from index.word_use import WordUse
from ingest.places import without_level
from ingest.readers.syllables import is_syllable
from service.keystrokes import Meant, meant_by, toneless
from service.lexicon import english_terms, is_abbreviation
from service.ports import Held
from service.question import Question, Respelled
from service.scope import gazetteer, without_no_names
from service.usage import Usage
from service.words import fold, has_marks

WORD = re.compile(r"[^\W_]+")
PLAIN = re.compile(r"(?<![\w/.&@-])[^\W\d_]+(?![\w/&@\u0300-\u036f-]|\.\w)")  # no part of a symbol, a code, an address
QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|‘[^’]*’|«[^»]*»")

LONGEST = 80  # words; whoever pastes a page did not type it
READINGS = 12  # of one word, the nearest
SHARE = 0.9  # of a pair's probability that the pair itself tells; the rest is how frequent the word is
CHANGED = 4.8  # cost (nats) of reading a known word otherwise
UNMARKED = 2.5  # the same for one typed without marks
STRANGE = 3.5  # the same for one that hardly ever occurs
MISFORMED = 1.0  # the same for what is no syllable
USUAL = 2.0  # more where neighbours as typed occur in the index
SLIP = 1.0  # each further difference
RARE = 1e-5  # the rate of a word that was never seen
FOUND = 3  # windows: how often a pair as typed must stand in the index to be known
BELONGS = 0.04  # bond of a pair that is one word, or nearly
EVIDENT = 0.04  # bond of a pair that is evidence against a known word
SLIGHT = 0.01  # the same against one that hardly ever occurs
FAINT = 0.002  # the same against what is no syllable
SCARCE = 5e-4  # rate below which a word hardly ever occurs: a slip of a document or two
EXACT = 0.5  # cost of Telex keys that leave no doubt
EVERYWHERE = 0.1  # rate of the words that stand in most texts: "của", "phải"
COMMON = 0.005  # rate of a word that is read without evidence from its neighbours


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a question, in the spelling of the index: where it stands, what it may be.

    ``joined`` tells that nothing but white space parts it from the next.
    """

    start: int
    end: int
    word: str
    joined: bool
    meant: tuple[Meant, ...]


def respelled(question: Question, held: Sequence[Held], use: WordUse | None) -> Question:
    """``question`` with the words that were evidently meant; the same object where it was typed well."""
    if question.language != "vi" or not question.marked:
        return question
    names = [_small(name) for one in held for name in (one.commune, one.province) if name]
    usage = Usage(use, frozenset(pair for name in names for pair in pairwise(name.split())))
    places = _places(question.text, {fold(name) for name in names}, usage)
    if len(places) > LONGEST or not any(place.meant for place in places):
        return question
    return _written(question, places, _evident(places, _best(places, usage), usage))


def _written(question: Question, places: Sequence[Place], words: Sequence[str]) -> Question:
    """The question with other words in some places; the same object if they are what was typed."""
    text = question.text
    changes: list[Respelled] = []
    for place, word in reversed(list(zip(places, words, strict=True))):
        if word != place.word:
            typed = text[place.start : place.end]
            meant = word.capitalize() if typed[0].isupper() else word
            text = text[: place.start] + meant + text[place.end :]
            changes.insert(0, Respelled(typed=typed, meant=meant))
    if not changes:
        return question
    told = {"typed": question.typed or question.text, "respelled": (*question.respelled, *changes)}
    return question.model_copy(update={"text": text} | told)


@lru_cache(maxsize=1 << 15)  # every document's places are looked for question after question
def _small(name: str) -> str:
    """A place without its level word, as the index spells it."""
    return " ".join(map(spelling, without_level(name).casefold().split()))


def _places(text: str, names: Set[str], usage: Usage) -> list[Place]:
    fixed = list(_fixed(text, names))
    free = {match.start() for match in PLAIN.finditer(text)}
    found = list(WORD.finditer(text))
    words = [spelling(match[0].casefold()) for match in found]
    joined = [text[one.end() : two.start()].isspace() for one, two in pairwise(found)] + [False]
    places = []
    for at, match in enumerate(found):
        changeable = match.start() in free and not any(a < match.end() and match.start() < b for a, b in fixed)
        company = _company(words, joined, at, usage) if changeable else inf
        proper = _is_proper(match[0], first=at == 0)
        meant = () if proper or company == inf else _readings(words[at], company, usage)
        places.append(Place(match.start(), match.end(), words[at], joined[at], meant))
    return places


def _company(words: Sequence[str], joined: Sequence[bool], at: int, usage: Usage) -> float:
    """What a word's company as typed adds to the cost of reading it otherwise; infinite beside a word it belongs to."""
    pairs = [(words[one], words[one + 1]) for one in (at - 1, at) if one >= 0 and joined[one]]
    if any(usage.together(*pair)[0] or usage.bond(*pair) >= BELONGS for pair in pairs):
        return inf
    return USUAL if any(usage.together(*pair)[1] >= FOUND for pair in pairs) else 0.0


def _is_proper(typed: str, *, first: bool) -> bool:
    """Names, abbreviations, and single letters."""
    return len(typed) == 1 or not (typed.islower() or (first and typed.istitle())) or is_abbreviation(typed)


def _fixed(text: str, names: Set[str]) -> Iterator[tuple[int, int]]:
    """The spans that are not to be changed: quotations, English terms, places by any spelling."""
    yield from (match.span() for match in QUOTED.finditer(text))
    for start, end, _ in english_terms(text):  # "an" and "so" are words of both languages
        if " " in text[start:end] or not is_syllable(text[start:end]):
            yield start, end
    yield from ((place.start, place.end) for place in gazetteer().find(text))
    plain = without_no_names(text)
    for folded in names:
        if folded in plain:
            yield from (match.span() for match in re.finditer(rf"(?<!\w){re.escape(folded)}(?!\w)", plain))


def _readings(word: str, company: float, usage: Usage) -> tuple[Meant, ...]:
    """What a word may be read as, with the cost of each, the typed one first."""
    cost = company + _cost(word, usage)
    found = {word: 0.0}
    for one in meant_by(word, usage, known=any(usage.alone(word))):
        reading = max(0.0, cost + SLIP * (one.slips - 1))
        found[one.word] = min(found.get(one.word, reading), reading)
    nearest = sorted(found.items(), key=lambda one: one[1])[:READINGS]
    return tuple(Meant(spelt, slips) for spelt, slips in nearest) if len(found) > 1 else ()


def _cost(word: str, usage: Usage) -> float:
    """What it costs to read a word otherwise: little where it is none."""
    if not is_syllable(word) and _is_rare(word, usage):
        return MISFORMED
    if _is_rare(word, usage):
        return STRANGE
    return CHANGED if has_marks(word) else UNMARKED


def _is_rare(word: str, usage: Usage) -> bool:
    return usage.rate(word) < SCARCE


def _best(places: Sequence[Place], usage: Usage) -> list[str]:
    """The most probable reading of all words."""
    paths: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
    joined = False
    for place in places:
        readings = place.meant or (Meant(place.word, 0.0),)
        paths = {
            one.word: max(
                (score + _transition(before if joined else "", one.word, usage) - one.slips, (*path, one.word))
                for before, (score, path) in paths.items()
            )
            for one in readings
        }
        joined = place.joined
    return list(max(paths.values())[1])


def _transition(before: str, word: str, usage: Usage) -> float:
    share = usage.share(before, word) if before else 0.0
    return log(SHARE * share + (1 - SHARE) * (usage.by_itself(word) + RARE))


def _evident(places: Sequence[Place], best: Sequence[str], usage: Usage) -> list[str]:
    """``best`` without the changes that too little speaks for."""
    return [best[at] if _is_evident(places, best, at, usage) else place.word for at, place in enumerate(places)]


def _is_evident(places: Sequence[Place], best: Sequence[str], at: int, usage: Usage) -> bool:
    """Whether a word must have been meant: it belongs to a neighbour; less will do against what is hardly a word."""
    typed, meant = places[at].word, best[at]
    pairs = [(best[one], best[one + 1]) for one in (at - 1, at) if one >= 0 and places[one].joined]
    bond = max((usage.bond(*pair) for pair in pairs), default=0.0)
    if typed == meant or bond >= EVIDENT:
        return True
    if not _is_rare(typed, usage):
        return False
    rate = usage.rate(meant)
    if rate >= EVERYWHERE and toneless(meant) == toneless(typed):
        return True
    if is_syllable(typed):  # perhaps a rare word: "nước lợ"
        return bond >= SLIGHT
    exact = any(one.word == meant and one.slips <= EXACT for one in places[at].meant)
    return bond >= FAINT or (exact and rate >= COMMON)
