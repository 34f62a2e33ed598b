"""The words of questions: abbreviations, English terms, ways of asking.

The data are files of ``corpus/tu-vung`` that an office extends; here they are
only matched, with or without diacritics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any

from pydantic import Field

from index.text import spelling
from ingest.facts.symbols import find_symbols
from ingest.text import small
from ingest.vocabulary import Entry as VocabularyEntry
from ingest.vocabulary import entries, indicators, read
from service.question import Question
from service.types import AnswerKind, Demand
from service.words import TOKEN, fold, has_marks, syllables

WORD = re.compile(r"[^\W_]+|%")
WORD_END = re.compile(r"[a-z]{3}$")  # "GDP", "5G" are not inflected
DOUBLED = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")
AMERICAN = (("isation", "ization"), ("ise", "ize"), ("our", "or"), ("centre", "center"), ("programme", "program"))
ENGLISH_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
VOWEL = re.compile(r"[aeiouy]")
MOSTLY = 0.8  # share of capitals in a title that is set in them


class AskedKind(VocabularyEntry):
    """A kind of question and the groups of phrases that tell it; of a group all must occur."""

    kind: AnswerKind
    any: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    with_indicator: bool = False


class AskedShape(VocabularyEntry):
    """Ways of asking and what a passage that answers them must look like.

    One with a name demands a property of the thing asked about (a price, a supplier, a telephone number):
    where no passage on the subject states it, a question of any kind is refused.
    """

    any: tuple[str, ...]
    beside: tuple[str, ...] = Field(default=(), alias="with", description="one of these must occur as well")
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    pattern: str
    name: str = ""
    name_en: str = ""

    def is_asked(self, wording: Wording) -> bool:
        """Whether a question asks for it."""
        beside = not self.beside or wording.has_any(self.beside)
        return beside and wording.has_any(self.any) and not wording.has_any(self.excluded)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern, re.IGNORECASE)


class AskedDemand(VocabularyEntry):
    """Evidence that ways of asking demand; ``words`` name it and are no part of what is asked about."""

    demand: Demand
    kinds: tuple[AnswerKind, ...]
    any: tuple[str, ...]
    beside: tuple[str, ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    words: tuple[str, ...]
    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern, re.IGNORECASE)


class AskedPart(VocabularyEntry):
    """A part of documents (``PREAMBLE``) and the ways of naming it."""

    part: str
    any: tuple[str, ...]


class DocumentWord(VocabularyEntry):
    """A type of document, its code in symbols and the words that questions use for it."""

    type: str
    code: str
    any: tuple[str, ...]


class AskedProperty(VocabularyEntry):
    """A property of documents and the ways of asking for it."""

    property: str
    any: tuple[str, ...]
    excluded: tuple[str, ...] = Field(default=(), alias="not")


class AskedFault(VocabularyEntry):
    """What may be wrong about a citation: how questions name it and the reasons of doubt that tell it."""

    any: tuple[str, ...]
    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern, re.IGNORECASE)


@cache
def _asking() -> Mapping[str, Any]:
    return read("cau-hoi")


@cache
def asked_kinds() -> tuple[AskedKind, ...]:
    """The kinds in order of priority."""
    return entries("cau-hoi", "loai_hoi", AskedKind)


@cache
def asked_shapes() -> tuple[AskedShape, ...]:
    """What answers look like."""
    return entries("cau-hoi", "hinh_dang", AskedShape)


@cache
def asked_demands() -> Mapping[Demand, AskedDemand]:
    """What questions demand of their evidence, in order of priority."""
    return {one.demand: one for one in entries("cau-hoi", "doi_hoi", AskedDemand)}


@cache
def asked_faults() -> tuple[AskedFault, ...]:
    """What citations may be wrong in."""
    return entries("cau-hoi", "loi_dan", AskedFault)


@cache
def asked_parts() -> tuple[AskedPart, ...]:
    """Parts of documents that questions name."""
    return entries("cau-hoi", "phan", AskedPart)


@cache
def asked_properties() -> tuple[AskedProperty, ...]:
    """Properties of documents, in order of priority."""
    return entries("cau-hoi", "thong_tin", AskedProperty)


@cache
def document_words() -> tuple[DocumentWord, ...]:
    """How questions call types of documents: in full, abbreviated, in English."""
    return entries("cau-hoi", "goi_van_ban", DocumentWord)


@cache
def phrases(name: str) -> tuple[str, ...]:
    """A list of phrases of ``cau-hoi.toml``."""
    return tuple(_asking()[name])


def spelled(text: str, *, marked: bool) -> list[str]:
    """The words of a text as they are matched: with their marks in one spelling, or folded; ``%`` is a word."""
    found = WORD.findall(
        text
    )  # before the case is changed: some letters become several then, and not all of them words
    return [spelling(word.casefold()) if marked else fold(word) for word in found]


@cache
def _padded(phrase: str, marked: bool) -> str:
    return f" {' '.join(spelled(phrase, marked=marked))} "


class Wording:
    """A question prepared for matching phrases: with diacritics where it was typed with them.

    "mâu thuẫn" is not "mẫu", "văn bản nào" is not "ban nào": where ``marked``, the words must
    agree mark by mark; otherwise a word typed without marks may stand for a marked one, and a
    word typed with marks for itself alone.
    """

    def __init__(self, text: str, *, marked: bool) -> None:
        self.marked = marked
        exact, plain = spelled(text, marked=True), spelled(text, marked=False)
        self._exact = f" {' '.join(exact)} "
        self._plain = f" {' '.join(plain)} "
        self._words = list(zip(exact, plain, strict=True))

    def has(self, phrase: str) -> bool:
        """Whether the phrase occurs, at word boundaries."""
        if _padded(phrase, True) in self._exact:
            return True
        if self.marked or _padded(phrase, False) not in self._plain:
            return False
        wanted = list(zip(spelled(phrase, marked=True), spelled(phrase, marked=False), strict=True))
        places = range(len(self._words) - len(wanted) + 1)
        return any(all(map(_stands_for, self._words[at : at + len(wanted)], wanted)) for at in places)

    def has_any(self, phrases: Iterable[str]) -> bool:
        """Whether one of the phrases occurs."""
        return any(map(self.has, phrases))


def wording_of(question: Question) -> Wording:
    """A question prepared for phrases: by its marks, where it is Vietnamese and was typed with them."""
    return Wording(question.text, marked=question.marked and question.language == "vi")


def _stands_for(typed: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a typed word, given with and without marks, may be meant for another."""
    return typed[0] == wanted[0] or (typed[1] == wanted[1] and (typed[0] == typed[1] or wanted[0] == wanted[1]))


@cache
def stop_phrases(language: str, marked: bool) -> frozenset[tuple[str, ...]]:
    """The phrases that only ask and carry no content, as tuples of words."""
    listed = [
        *_asking()["bo_qua"],
        *(_asking()["bo_qua_co_dau"] if marked else ()),
        *(_asking()["bo_qua_en"] if language == "en" else ()),
    ]
    return frozenset(tuple(spelled(phrase, marked=marked)) for phrase in listed)


@cache
def _abbreviations() -> Mapping[str, str]:
    """Full forms by the abbreviation in lower case, with its marks and, where free, without ("TƯ" is not "TU")."""
    shorts = [(short, block["full"][0]) for block in read("viet-tat").get("viet_tat", ()) for short in block["short"]]
    found = {_joined(short): full for short, full in reversed(shorts)}
    return {fold(short): full for short, full in reversed(found.items())} | found


def _joined(short: str) -> str:
    return re.sub(r"[\s&,./-]+", "", short.casefold())


def well_known(code: str, number: str) -> str | None:
    """The symbol of a document that everybody calls by its number ("NQ", "57"): as ``viet-tat.toml`` lists it."""
    symbols = find_symbols(_abbreviations().get(f"{code}{number}".casefold(), ""))
    return symbols[0].canonical if symbols else None


@lru_cache(maxsize=8192)  # the same passages are weighed question after question
def expand(text: str, *, keep: bool = False, apart: bool = False) -> str:
    """``text`` with every abbreviation in full; ``keep`` leaves the abbreviation in front of it, ``apart`` puts it
    between commas, so that nothing beside it is read together with it.

    A token counts as an abbreviation when it is in capitals or cannot be a
    syllable ("tthc"): ``TU`` is "Tỉnh ủy", ``tu`` is a word.
    """

    def full(match: re.Match[str]) -> str:
        token = match.group()
        expansion = _expansion(token)
        if expansion is None:
            return token
        return f"{token} {expansion}" if keep else f", {expansion} ," if apart else expansion

    return TOKEN.sub(full, text)


def expand_title(text: str) -> str:
    """:func:`expand` for a title, where capitals tell no abbreviation if nearly all of it is in capitals."""
    letters = [char for char in text if char.isalpha()]
    loud = sum(char.isupper() for char in letters) > MOSTLY * len(letters)
    return expand(small(text) if loud else text)


def is_abbreviation(token: str) -> bool:
    """Whether :func:`expand` writes the token out, or no syllable can be spelt so ("tthc")."""
    return _expansion(token) is not None or not VOWEL.search(fold(token))


@lru_cache(maxsize=1 << 16)
def _expansion(token: str) -> str | None:
    known = _abbreviations()
    expansion = known.get(_joined(token)) or known.get(fold(_joined(token)))
    if expansion is None or any(char.isdigit() for char in token):
        return None
    letters = [char for char in token if char.isalpha()]
    capital = len(letters) > 1 and all(char.isupper() for char in letters)
    return expansion if capital or not VOWEL.search(fold(token)) else None


@cache
def _glossary() -> Mapping[str, str]:
    """English terms in lower case and how Vietnamese documents say them."""
    pairs = list(read("tieng-anh")["cum_tu"].items())
    pairs += [(term, one.name) for one in indicators() for term in one.english if " " in term]  # not "R&D"
    for name, table, key in (("co-quan", "co_quan", "name"), ("loai-van-ban", "loai", "name")):
        pairs += [(term, block[key]) for block in read(name)[table] for term in block.get("english", ())]
    listed = {term.casefold(): vietnamese for term, vietnamese in reversed(pairs)}
    forms = {form: meaning for term, meaning in listed.items() for form in _forms(term)}
    return forms | listed


def _forms(term: str) -> Iterable[str]:
    """A term as it is inflected: link, links, linked, linking; organise, organize."""
    spelled = {term, *(term.replace(old, new) for old, new in AMERICAN if old in term and "four" not in term)}
    for word in spelled:
        yield word
        if not WORD_END.search(word):
            continue
        yield from (f"{word}s", f"{word}es", f"{word}ed", f"{word}ing")
        if word.endswith("e"):
            yield from (f"{word}d", f"{word[:-1]}ing")
        elif word.endswith("y"):
            yield from (f"{word[:-1]}ies", f"{word[:-1]}ied")
        elif DOUBLED.search(word):
            yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")


@cache
def _longest_term() -> int:
    return max(len(ENGLISH_WORD.findall(term)) for term in _glossary())


def english_terms(text: str) -> list[tuple[int, int, str]]:
    """``(start, end, Vietnamese)`` of the known English terms of a text, the longest at each place."""
    words = list(ENGLISH_WORD.finditer(text))
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        for size in range(min(_longest_term(), len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + size - 1].end()
            term = " ".join(text[start:end].casefold().split())
            meaning = _glossary().get(term) or _glossary().get(term.replace("-", " "))
            # "acts as" is a verb, "the Act" a document
            if meaning and text[start:end] not in ("act", "acts", "code", "letter"):
                found.append((start, end, meaning))
                break
        else:
            size = 1
        at += size
    return found


def translate(question: Question) -> str:
    """An English question with its known terms in Vietnamese, as a text to search by.

    The other words stay: names, figures and symbols are the same in both
    languages. A Vietnamese question is returned as it is.
    """
    if question.language == "vi":
        return question.text
    text = question.text
    for start, end, meaning in reversed(english_terms(text)):
        text = f"{text[:start]} {meaning} {text[end:]}"
    return text


def translated_terms(question: Question) -> str:
    """The Vietnamese words for the known terms of an English question, with commas between; the question itself, if
    it is Vietnamese."""
    if question.language == "vi":
        return question.text
    return ", ".join(meaning for _, _, meaning in english_terms(question.text))


def untranslated(question: Question) -> tuple[str, ...]:
    """The plain English words of a question that the glossary does not know and that carry content."""
    if question.language == "vi":
        return ()
    rest = question.text
    for start, end, _ in english_terms(rest):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    rest = re.sub(r"[\"“][^\"”]*[\"”]", " ", rest)
    words = [word for word in re.findall(r"[^\W\d_]+", rest) if word.islower() and not has_marks(word)]
    stop = {phrase[0] for phrase in stop_phrases("en", True) if len(phrase) == 1}
    return tuple(dict.fromkeys(word for word in words if word not in stop and len(word) > 2))


def content(text: str, language: str = "vi", *, marked: bool | None = None) -> list[str]:
    """The folded content syllables of a text, in order, without the phrases that only ask.

    In a text with diacritics a word is judged as it is written ("chi" is spending,
    "chỉ" is nothing); without them (``marked``, told from the text if it is not given) the folded forms must do.
    """
    marked = has_marks(text) if marked is None else marked
    phrases = stop_phrases(language, marked)
    longest = max(map(len, phrases))
    words = [word for word in spelled(text, marked=marked) if word != "%"]
    kept: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in phrases), 0)
        if not size:
            kept += syllables(words[at])
        at += size or 1
    return kept
