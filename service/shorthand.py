"""A question typed as in a chat or a telegram ("đc", "bn %", "T10/2025"), written out before anything is read in it.

The forms are those of ``corpus/tu-vung/go-tat.toml``. What stands in quotation marks is wanted as it stands, and a
form is a word by itself: symbols of documents and names with letters of it stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ingest.readers.syllables import is_syllable
from ingest.vocabulary import Entry as VocabularyEntry
from ingest.vocabulary import entries
from service.known_words import folded_words
from service.question import Question, Respelled
from service.words import fold, has_marks

WORD = re.compile(r"[^\s,;:?!%()\[\]\"“”„‘’«»…]+")
QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|‘[^’]*’|«[^»]*»")

Span = tuple[int, int, str]  # start, end, what it stands for


class Short(VocabularyEntry):
    """A word or phrase and the short forms in which it is typed."""

    full: str
    short: tuple[str, ...]


class ShortPattern(VocabularyEntry):
    """A regular expression of what is typed and what stands for it; ``\\1``, ``\\2`` are its groups."""

    pattern: str
    full: str


def written_out(question: Question) -> Question:
    """``question`` with its short forms in full; the same object where it has none."""
    if question.language != "vi":
        return question
    text = question.text
    found = list(_found(text))
    marked = question.marked and _is_marked(text, found)
    changes: list[Respelled] = []
    for start, end, full in reversed(found):
        meant = full if marked or full.isupper() else fold(full)
        changes.insert(0, Respelled(typed=text[start:end].strip(), meant=meant.strip()))
        text = text[:start] + meant + text[end:]
    if not changes:
        return question if marked == question.marked else question.model_copy(update={"marked": marked})
    told = {"text": text, "typed": question.text, "respelled": tuple(changes)}
    return question.model_copy(update={"marked": marked} | told)


def _found(text: str) -> Iterator[Span]:
    """The short forms of a text in order, none in a quotation and none inside another, each with what it stands for."""
    taken = [match.span() for match in QUOTED.finditer(text)]
    found: list[Span] = []
    for start, end, full in (*_by_pattern(text), *_by_word(text)):
        if text[start:end].casefold() != full.casefold() and not any(
            start < stop and begin < end for begin, stop in taken
        ):
            taken.append((start, end))
            found.append((start, end, full))
    yield from sorted(found)


def _by_pattern(text: str) -> Iterator[Span]:
    for pattern, full in _patterns():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), match.expand(full)


def _by_word(text: str) -> Iterator[Span]:
    for match in WORD.finditer(text):
        typed = match[0].rstrip(".-")
        full = _shorts().get(typed)
        if full is None and match.start() == 0 and typed.istitle():
            full = _shorts().get(typed.casefold())
        if full:
            yield match.start(), match.start() + len(typed), full


def _is_marked(text: str, found: Sequence[Span]) -> bool:
    """Whether words are typed with their marks: those of short forms and of abbreviations in capitals tell nothing."""
    for start, end, _ in reversed(found):
        text = f"{text[:start]} {text[end:]}"
    words = WORD.findall(text)
    return has_marks(" ".join(word for word in words if not word.isupper())) or all(map(str.isupper, words))


@cache
def _shorts() -> Mapping[str, str]:
    """What each short form stands for, with its marks and, where that is no word, without."""
    listed = {short: one.full for one in entries("go-tat", "go_tat", Short) for short in one.short}
    plain = {fold(short): full for short, full in listed.items() if short.islower() and not _is_word(fold(short))}
    return plain | listed


def _is_word(folded: str) -> bool:
    return is_syllable(folded) and folded in folded_words()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(one.pattern), one.full) for one in entries("go-tat", "go_mau", ShortPattern))
