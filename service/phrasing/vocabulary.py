"""The words of ``corpus/tu-vung/dien-dat.toml``, ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from ingest.facts.kinds import document_types
from ingest.text import plain
from ingest.types import Frozen
from ingest.vocabulary import read
from service.words import syllables

REGEX = re.compile(r"[\\(\[]")


class Sense(Frozen):
    """Words that add something to a sentence: one of ``pattern`` in it asks for one of ``proof`` in the evidence, for
    the very same if ``literal``.
    """

    name: str
    pattern: re.Pattern[str]
    proof: re.Pattern[str]
    literal: bool = False


class Opposites(Frozen):
    """Words of two meanings that exclude each other."""

    one: re.Pattern[str]
    other: re.Pattern[str]


def _table(name: str) -> Any:
    return read("dien-dat")[name]


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for whole phrases, written plainly or as regular expressions, in text made :func:`plain`."""
    parts = sorted((one if REGEX.search(one) else re.escape(plain(one)) for one in phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


@cache
def senses() -> tuple[Sense, ...]:
    """What a sentence may not add."""
    return tuple(
        Sense(
            name=one["ten"],
            pattern=any_of(one.get("neu_chi") or (*one["vi"], *one["en"])),
            proof=any_of((*one["vi"], *one["en"])),
            literal=one.get("dung_chu", False),
        )
        for one in _table("them_nghia")
    )


@cache
def opposites() -> tuple[Opposites, ...]:
    """What a sentence may not turn round."""
    return tuple(Opposites(one=any_of(pair["mot"]), other=any_of(pair["hai"])) for pair in _table("trai_nghia"))


@cache
def negations() -> re.Pattern[str]:
    """Words that deny."""
    return any_of((*_table("phu_dinh")["vi"], *_table("phu_dinh")["en"]))


@cache
def no_negations() -> re.Pattern[str]:
    """Phrases with such a word that deny nothing."""
    return any_of(_table("phu_dinh")["khong_phai"])


@cache
def glue() -> frozenset[str]:
    """Folded syllables that join sentences and say nothing by themselves."""
    return frozenset(syllables(f"{_table('noi_cau')['vi']} {_table('noi_cau')['en']}"))


@cache
def openers() -> frozenset[str]:
    """Words that may begin a sentence in front of a name, in lower case."""
    return frozenset(_table("mo_cau")["tieng"].split())


@cache
def body_heads() -> frozenset[str]:
    """First words of the names of bodies, in lower case."""
    return frozenset(_table("dau_co_quan")["tieng"].split())


@cache
def ranks() -> re.Pattern[str]:
    """A word that lowers the title behind it, and two words of that title."""
    return re.compile(rf"{any_of(_table('chuc_danh')['truoc']).pattern}\s+(\w+\s\w+)")


@cache
def times() -> frozenset[str]:
    """Folded words beside a number that make it another time when they are another."""
    return frozenset(syllables(_table("thoi_gian")["tieng"]))


@cache
def joints() -> re.Pattern[str]:
    """Where a sentence falls into parts, each with its own figure."""
    words = any_of(_table("chia_ve")["chu"]).pattern
    return re.compile(rf"[,:](?=\s)|{words}", re.IGNORECASE)


@cache
def orders() -> re.Pattern[str]:
    """Words in a document that are meant for a model, not for a reader."""
    return re.compile("|".join(_table("sai_khien")["cum"]), re.IGNORECASE)


@cache
def type_endings() -> frozenset[str]:
    """The last syllables of the names of document types, folded: what stands before a symbol."""
    return frozenset(syllables(kind.name)[-1] for kind in document_types())
