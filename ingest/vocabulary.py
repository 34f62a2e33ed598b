"""The vocabularies of ``corpus/tu-vung``: data files that anybody in an office can extend.

Each file is read once, validated into frozen shapes and kept. A broken file is an error of the
installation, told in words that say which file and what to do.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import TracuuError
from ingest.types import Comparator

FOLDER = Path(__file__).parents[1] / "corpus" / "tu-vung"
Shape = TypeVar("Shape", bound="Entry")


class BrokenVocabulary(TracuuError):
    """A vocabulary file that is missing, is not TOML, or does not have the expected fields."""

    code = "tu_vung_hong"


class Entry(BaseModel):
    """One entry of a vocabulary; fields that a program does not know are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Indicator(Entry):
    """What a plan measures. All phrases of one of ``patterns`` must occur, none of ``excluded``."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str
    name_en: str = ""
    group: str = ""
    unit: str = "%"
    patterns: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    aliases: tuple[str, ...] = Field(default=(), description="short forms, for questions only")
    english: tuple[str, ...] = ()
    denominators: tuple[str, ...] = Field(default=(), description="keys of the Denominator entries")
    related: tuple[str, ...] = ()


class Denominator(Entry):
    """What a percentage may be a percentage of."""

    key: str
    name: str
    words: tuple[str, ...]
    english: tuple[str, ...] = ()


class BodyEntry(Entry):
    """A body or organisation by its proper name and the other ways of writing it; no place in either."""

    name: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    until: str | None = Field(default=None, description="the last day of its existence, where it is over")
    successor: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The proper name, then the others."""
        return (self.name, *self.aliases)


class ComparatorWords(Entry):
    """How one comparator is said in front of a figure (``before``) and behind it (``after``)."""

    comparator: Comparator
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    english_after: tuple[str, ...] = ()


class DeadlineWords(Entry):
    """How one reading of a deadline is said: by, in, before, from or after a point in time."""

    reading: Literal["den", "truoc", "trong", "tu", "sau"]
    words: tuple[str, ...]
    english: tuple[str, ...] = ()


@cache
def read(name: str) -> Mapping[str, Any]:
    """The contents of ``corpus/tu-vung/<name>.toml``.

    Raises:
        BrokenVocabulary: the file is missing or is not TOML.
    """
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(name, error) from error


def entries(name: str, table: str, shape: type[Shape]) -> tuple[Shape, ...]:
    """The ``[[table]]`` blocks of a vocabulary file, validated.

    Raises:
        BrokenVocabulary: the file cannot be read or a block lacks a field.
    """
    try:
        return tuple(shape.model_validate(block) for block in read(name).get(table, ()))
    except ValidationError as error:
        raise _broken(name, error) from error


def _broken(name: str, error: Exception) -> BrokenVocabulary:
    return BrokenVocabulary(
        f"Không đọc được tệp từ vựng corpus/tu-vung/{name}.toml ({type(error).__name__}).",
        "Khôi phục tệp này từ bản cài đặt hoặc sửa lại theo hướng dẫn ở đầu tệp.",
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """The indicators of ``chi-tieu.toml``, in the order in which they are written there."""
    return entries("chi-tieu", "chi_tieu", Indicator)


@cache
def bodies() -> tuple[BodyEntry, ...]:
    """The bodies of ``co-quan.toml``, in the order in which they are written there."""
    return entries("co-quan", "co_quan", BodyEntry)


@cache
def denominators() -> Mapping[str, Denominator]:
    """The denominators of ``chi-tieu.toml`` by key."""
    return {entry.key: entry for entry in entries("chi-tieu", "mau_so", Denominator)}


@cache
def accent_optional(phrase: str) -> str:
    """A regular expression for a phrase, each of its letters with its diacritics or without.

    ``trên`` matches "trên" and "tren", never "trến"; use it with ``re.IGNORECASE``. Spaces match any run of
    white space.
    """
    return r"\s+".join("".join(map(_letter, word)) for word in unicodedata.normalize("NFC", phrase).split())


def _letter(letter: str) -> str:
    base = "d" if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0]
    return re.escape(letter) if base == letter else f"[{letter}{base}]"


@cache
def comparator_words() -> tuple[ComparatorWords, ...]:
    """How each comparator is said, from ``so-sanh.toml``."""
    return entries("so-sanh", "so_sanh", ComparatorWords)


@cache
def deadline_words() -> tuple[DeadlineWords, ...]:
    """How the readings of a deadline are said, from ``so-sanh.toml``."""
    return entries("so-sanh", "thoi_han", DeadlineWords)
