"""The words of questions: abbreviations, English terms, ways of asking.

The data are files of ``corpus/tu-vung`` that an office extends; here they are
only matched, with or without diacritics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ingest.types import Frozen
from ingest.vocabulary import indicators, read
from ingest.vocabulary import Entry as VocabularyEntry
from service.question import Question
from service.types import AnswerKind
from service.words import TOKEN, fold, has_marks, syllables

VOWEL = re.compile(r"[aeiouy]")


class AskedKind(VocabularyEntry):
    """A kind of question and the groups of phrases that tell it; of a group all must occur."""

    kind: AnswerKind
    any: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = ()
    with_indicator: bool = False


class Glossed(Frozen):
    """An English term and how Vietnamese documents say it."""

    english: str
    vietnamese: str


@cache
def _asking() -> Mapping[str, Any]:
    return read("cau-hoi")


@cache
def asked_kinds() -> tuple[AskedKind, ...]:
    """The kinds in order of priority."""
    blocks = [{**block, "excluded": block.get("not", ())} for block in _asking()["loai_hoi"]]
    return tuple(AskedKind.model_validate(block) for block in blocks)


def phrases(name: str) -> tuple[str, ...]:
    """A list of phrases of ``cau-hoi.toml``."""
    return tuple(_asking()[name])


@cache
def _flat(phrase: str) -> str:
    return f" {' '.join(syllables(phrase))} "


def has_phrase(flat_text: str, phrase: str) -> bool:
    """Whether a folded, padded text (:func:`flat`) has the phrase; "%" is matched as a sign."""
    return "%" in flat_text if phrase == "%" else _flat(phrase) in flat_text


def flat(text: str) -> str:
    """The folded words of a text, each between spaces, ``%`` kept."""
    return f" {' '.join(re.findall(r'[^\W_]+|%', fold(text)))} "


@cache
def stop_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words without content: as written, and folded."""
    words = [*_asking()["bo_qua"], *(_asking()["bo_qua_en"] if language == "en" else ())]
    return frozenset(words), frozenset(fold(word) for word in words)


@cache
def _abbreviations() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for block in read("viet-tat").get("viet_tat", ()):
        for short in block["short"]:
            found.setdefault(_joined(short), block["full"][0])
    return found


def _joined(short: str) -> str:
    return re.sub(r"[\s&,./-]+", "", fold(short))


def expand(text: str) -> str:
    """``text`` with every abbreviation followed by nothing: replaced by its full form.

    A token counts as an abbreviation when it is in capitals or cannot be a
    syllable ("tthc"): ``TU`` is "Tỉnh ủy", ``tu`` is a word.
    """
    known = _abbreviations()

    def full(match: re.Match[str]) -> str:
        token = match.group()
        expansion = known.get(_joined(token))
        if expansion is None or any(char.isdigit() for char in token):
            return token
        letters = [char for char in token if char.isalpha()]
        capital = len(letters) > 1 and all(char.isupper() for char in letters)
        return expansion if capital or not VOWEL.search(fold(token)) else token

    return TOKEN.sub(full, text)


@cache
def _glossary() -> tuple[Glossed, ...]:
    """English terms, longest first."""
    pairs = [(term, indicator.name) for indicator in indicators() for term in indicator.english]
    for name, table, key in (("co-quan", "co_quan", "name"), ("loai-van-ban", "loai", "name")):
        pairs += [(term, block[key]) for block in read(name)[table] for term in block.get("english", ())]
    pairs += _english_file()
    unique = {term.casefold(): vietnamese for term, vietnamese in pairs}
    ordered = sorted(unique.items(), key=lambda pair: -len(pair[0]))
    return tuple(Glossed(english=term, vietnamese=vietnamese) for term, vietnamese in ordered)


def _english_file() -> list[tuple[str, str]]:
    return list(read("tieng-anh")["cum_tu"].items())


def translate(question: Question) -> tuple[str, tuple[Glossed, ...]]:
    """The Vietnamese terms of an English question as a text to search by, and what was translated.

    Words in neither glossary nor stop list stay: names, figures and symbols are
    the same in both languages. A Vietnamese question is returned as it is.
    """
    if question.language == "vi":
        return question.text, ()
    rest, used = question.text, []
    for entry in _glossary():
        pattern = re.compile(rf"(?<!\w){re.escape(entry.english)}(?:s|es)?(?!\w)", re.IGNORECASE)
        if pattern.search(rest):
            rest = pattern.sub(f" {entry.vietnamese} ", rest)
            used.append(entry)
    return rest, tuple(used)


def content(text: str, language: str = "vi") -> list[str]:
    """The folded content syllables of a text, in order: no stop words.

    In a text with diacritics a word is judged as it is written ("chi" is spending,
    "chỉ" is nothing); without them the folded forms must do.
    """
    exact, folded = stop_words(language)
    marked = has_marks(text)
    kept: list[str] = []
    for match in re.finditer(r"[^\W_]+", text):
        word = match.group().casefold()
        if (word in exact) if marked else (fold(word) in folded):
            continue
        kept += syllables(word)
    return kept


