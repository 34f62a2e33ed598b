"""Everyday words of questions and those of documents for them, from ``corpus/tu-vung/dong-nghia.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.text import small
from ingest.vocabulary import Entry as VocabularyEntry
from ingest.vocabulary import entries
from service.known_words import folded_words, listed_words
from service.words import contains, fold

BESIDE_BEFORE = re.compile(r"(?:[^\W_]+ ){1,2}$")  # the words before a phrase, up to any mark
BESIDE_AFTER = re.compile(r"(?: [^\W_]+){1,2}")


class Everyday(VocabularyEntry):
    """A word of documents (``chu``) and what people say instead of it (``noi``)."""

    chu: str
    noi: tuple[str, ...]


@cache
def _everyday(marked: bool) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Everyday phrases, the longest first, each with its pattern, and the words of documents for them."""
    pairs = [(said, one.chu) for one in entries("dong-nghia", "loi_thuong", Everyday) for said in one.noi]
    pairs = [pair for pair in pairs if marked or " " in pair[0]]  # a single word without marks is many words
    ordered = sorted(pairs, key=lambda pair: -len(pair[0]))
    spelled = [(said if marked else fold(said), meant) for said, meant in ordered]
    return tuple((said, re.compile(rf"(?<!\w){re.escape(said)}(?!\w)"), meant) for said, meant in spelled)


def official(text: str, *, marked: bool, keep: bool = False) -> str:
    """``text`` with everyday words in those of the documents; ``keep`` leaves them in front."""
    return _replaced(text, marked=marked, keep=keep)[0]


def everyday_words(text: str, *, marked: bool) -> tuple[tuple[str, str], ...]:
    """The everyday words of ``text``, each with those of the documents: a passage may well have the former."""
    return _replaced(text, marked=marked, keep=False)[1]


def with_official(text: str, everyday: Sequence[tuple[str, str]]) -> str:
    """``text`` and, where it has one of the ``everyday`` words of a question itself, the official word for it."""
    return " ; ".join((text, *(meant for said, meant in everyday if contains(text, said))))


def _replaced(text: str, *, marked: bool, keep: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    lower = small if marked else fold
    replaced: list[tuple[str, str]] = []
    plain = lower(text)
    for said, pattern, meant in _everyday(marked):
        if said not in plain:
            continue
        whole = [match for match in pattern.finditer(plain) if not _cuts_a_word(plain, match, marked=marked)]
        replaced += [(said, meant)] if whole else []
        for match in reversed(whole):
            kept = f"{text[match.start() : match.end()]} " if keep else ""
            text = f"{text[: match.start()]}{kept}{meant}{text[match.end() :]}"
        plain = lower(text)
    return text, tuple(replaced)


def _cuts_a_word(plain: str, said: re.Match[str], *, marked: bool) -> bool:
    """Whether an everyday phrase is no phrase here: its edge belongs to a listed word that begins or ends outside.

    "lan tỏa" is not "lan", "qua mạng xã hội" is not "qua mạng", "lam thu tuc" is not "làm thử".
    """
    known = listed_words()[1] if marked else folded_words()
    inside = said.group().split()
    before, after = BESIDE_BEFORE.search(plain, 0, said.start()), BESIDE_AFTER.match(plain, said.end())
    left, right = before[0].split() if before else [], after[0].split() if after else []
    first, last = inside[0], inside[-1]
    ends = (" ".join([*left[-size:], first]) for size in range(1, len(left) + 1))
    begins = (" ".join([last, *right[:size]]) for size in range(1, len(right) + 1))
    return any(one in known for one in (*ends, *begins))
