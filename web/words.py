"""The pages' own words, in Vietnamese or English, kept as data: a file a desk in ``i18n/vi`` and ``i18n/en``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from fastapi import Request

Language = Literal["vi", "en"]

LANGUAGES: tuple[Language, ...] = ("vi", "en")
COOKIE = "lang"
FOLDER = Path(__file__).parent / "i18n"


@dataclass(frozen=True)
class Words:
    """The strings of one language: ``words("quote.page", page=3)`` is "tr. 3"."""

    language: Language
    strings: Mapping[str, str]
    examples: tuple[str, ...]
    abbreviations: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The string of ``key`` with ``values`` put in; a key that does not exist is a programmer's error."""
        text = self.strings[key]
        return text.format_map(values) if values else text

    def shortened(self, name: str) -> str:
        """A body's name with its customary abbreviation: "UBND xã Xuân Thành"."""
        for full, short in self.abbreviations.items():
            name = name.replace(full, short)
        return name

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        return key in self.strings


@lru_cache(maxsize=len(LANGUAGES))
def load(language: Language) -> Words:
    """The words of a language."""
    entries: dict[str, Any] = {}
    for file in sorted((FOLDER / language).glob("*.toml")):
        entries |= tomllib.loads(file.read_text(encoding="utf-8"))
    examples = tuple(entries.pop("examples"))
    abbreviations = entries.pop("abbreviations")
    return Words(language, entries, examples, abbreviations)


def asked_language(request: Request) -> Language | None:
    """The language the address asks for with ``?lang=``, if it is one of ours."""
    return _known(request.query_params.get("lang"))


def words_of(request: Request) -> Words:
    """Vietnamese, unless the address or the reader's earlier choice (a cookie) says otherwise."""
    return load(asked_language(request) or _known(request.cookies.get(COOKIE)) or "vi")


def _known(value: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == value), None)
