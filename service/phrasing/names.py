"""Names in a sentence: places, bodies, people, anything written with capitals; and whether a text has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from ingest.places import Places, folded_key, sound_key
from ingest.text import fold as folded
from ingest.types import Span
from ingest.vocabulary import Entry, entries
from service.lexicon import english_terms, expand
from service.phrasing.vocabulary import body_heads, glue, openers
from service.words import fold

WORD = re.compile(r"\w+")
JOINED = re.compile(r"\s|\s?[-–&]\s?|['’]")
FOLLOWING = re.compile(r"(?:\s|\s?[-–]\s?)(\w+)(?:\s(\w+))?")
LEADS = ("chu tri", "dau moi")
LEVELS = frozenset("xã phường tỉnh huyện thôn thị trấn commune province ward district".split())


class Name(Span):
    """A run of words with capitals; ``following`` is the small word behind it that may belong to it."""

    text: str
    following: str = ""
    first: bool = False


def names_in(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Name]:
    """Every run of words with capitals outside of ``taken`` (figures, times, symbols), in order.

    A capital at the beginning of a sentence is no name by itself.
    """
    spans = list(taken)
    runs: list[Name] = []
    words = [m for m in WORD.finditer(text) if not any(a < m.end() and m.start() < b for a, b in spans)]
    for at, word in enumerate(words):
        if not word.group()[0].isupper():
            continue
        last = runs[-1] if runs else None
        if last and JOINED.fullmatch(text[last.end : word.start()]):
            runs[-1] = Name(start=last.start, end=word.end(), text=text[last.start : word.end()], first=last.first)
        else:
            runs.append(Name(start=word.start(), end=word.end(), text=word.group(), first=at == 0))
        runs[-1] = runs[-1].model_copy(update={"following": _following(text, word.end())})
    return [run for run in runs if not (run.first and _ordinary(run.text))]


def _ordinary(run: str) -> bool:
    """Whether a run at the beginning of a sentence is one word with a capital for that reason alone."""
    return len(WORD.findall(run)) == 1 and not run[1:].isupper() and not Places.load().find(run)


def _following(text: str, at: int) -> str:
    """The small word behind a run, and the level behind that: "an tỉnh" behind "Công"; none behind "VHXH"."""
    if text[:at][-2:].isupper():
        return ""
    match = FOLLOWING.match(text, at)
    if not match or not match[1].islower():
        return ""
    if fold(match[1]) in glue():
        return match[1] if match[1] in LEVELS else ""
    return f"{match[1]} {match[2]}" if match[2] in LEVELS else match[1]


class Vocabulary:
    """The words of some evidence in which names are looked up, mark by mark and without marks."""

    def __init__(self, text: str) -> None:
        forms = (text, expand(text, keep=True), expand(text))
        self._marked = f" {' '.join(map(sound_key, forms))} "
        self._folded = f" {' '.join(map(folded_key, forms))} "

    def has(self, words: str, *, folded: bool = False) -> bool:
        """Whether the words stand there next to each other; ``folded`` ignores diacritics."""
        key = folded_key(words) if folded else sound_key(words)
        return not key or f" {key} " in (self._folded if folded else self._marked)

    def named(self, name: Name, english: bool) -> bool:
        """Whether a name stands there; its first word may be one that only opens the sentence."""
        folded = english and name.text.isascii()
        return any(self._one(name, run, folded) for run in _readings(name))

    def _one(self, name: Name, run: str, folded: bool) -> bool:
        head = fold(WORD.findall(run)[0]) if WORD.findall(run) else ""
        whole = f"{run} {name.following}" if name.following and head in _heads() and not folded else run
        return self.has(whole, folded=folded) or (whole == run and self.has(expand(run), folded=folded))


@lru_cache(maxsize=512)
def vocabulary_of(text: str) -> Vocabulary:
    """The names of a text."""
    return Vocabulary(text)


def _heads() -> frozenset[str]:
    return frozenset(map(fold, body_heads()))


def _readings(name: Name) -> Iterator[str]:
    """The run, and the run without the words in front that are no part of a name."""
    run = name.text
    yield run
    while (match := WORD.match(run)) and _may_be_dropped(match.group().casefold(), name.first and run == name.text):
        run = re.sub(r"^\W+", "", run[match.end() :])
        if not run:
            break
        yield run


def _may_be_dropped(word: str, opening: bool) -> bool:
    return word in LEVELS or (opening and word in openers())


def english_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Known English terms written with a capital, each with how Vietnamese documents say it."""
    for start, end, meaning in english_terms(text):
        if any(word[0].isupper() for word in WORD.findall(text[start:end])):
            yield start, end, meaning


def small_places(text: str) -> list[str]:
    """Places written in small letters behind the word for their level: "xã tây giang"."""
    found = Places.load().find(text.casefold())
    return [text[place.start : place.end] for place in found if place.labelled]


class _Listed(Entry):
    name: str
    aliases: tuple[str, ...] = ()


@cache
def _bodies() -> re.Pattern[str]:
    """Names of bodies, abbreviations in full, without diacritics, the longest first."""
    listed = entries("co-quan", "co_quan", _Listed)
    names = {folded_key(expand(name)) for one in listed for name in (one.name, *one.aliases)}
    longest = sorted((name for name in names if name.partition(" ")[0] in _heads()), key=len, reverse=True)
    body = "|".join(r"[\W_]{1,3}".join(map(re.escape, name.split())) for name in longest if " " in name)
    return re.compile(
        rf"(?<!\w)(?:(?P<before>chu tri|dau moi|phoi hop|ho tro)(?: voi| cung| cho)?:? )?(?P<body>{body})"
        r"(?: (?P<behind>chu tri|dau moi|(?:phoi hop|ho tro)(?! voi| cung)))?(?!\w)"
    )


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _bodies().finditer(folded(expand(text))):
        yield folded_key(match["body"]), match


@lru_cache(maxsize=2048)
def bodies_in(text: str) -> tuple[str, ...]:
    """The bodies that a text names, each once, in the order in which it first names them."""
    return tuple(dict.fromkeys(body for body, _ in _found(text)))


@lru_cache(maxsize=2048)
def parts_in(text: str) -> dict[str, bool]:
    """Whether a body leads, of those that a text has lead or help: "chủ trì" behind it, "phối hợp với" before it."""
    found = {body: match["before"] or match["behind"] for body, match in _found(text)}
    return {body: part in LEADS for body, part in found.items() if part}


def swapped(claim: str, sentence: str, evidence: str) -> bool:
    """Whether bodies change their parts: named in another order than in the sentence (who reports to whom), or leading
    where the evidence has them help.
    """
    held = bodies_in(sentence)
    places = [held.index(body) for body in bodies_in(claim) if body in held]
    parts = parts_in(evidence)
    return places != sorted(places) or any(parts.get(body, leads) != leads for body, leads in parts_in(claim).items())
