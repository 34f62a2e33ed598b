"""How often something is due, whatever words a document uses for it: ``corpus/tu-vung/dinh-ky.toml``."""

from __future__ import annotations

from functools import cache, lru_cache

from ingest.errors import BadRequest
from ingest.vocabulary import Entry, entries
from service.question import Language
from service.words import contains

ONCE = "once"
VAGUE = "regular"


class Rhythm(Entry):
    """One rhythm and how documents say it."""

    key: str
    name: str
    name_en: str
    words: tuple[str, ...]


@cache
def rhythms() -> tuple[Rhythm, ...]:
    """Every rhythm of the vocabulary, the shortest first."""
    return entries("dinh-ky", "dinh_ky", Rhythm)


@lru_cache(maxsize=4096)
def rhythms_in(told: str) -> frozenset[str]:
    """The keys of the rhythms that words tell; "định kỳ" beside a rhythm ("định kỳ hằng quý") adds none."""
    found = frozenset(rhythm.key for rhythm in rhythms() if any(contains(told, word) for word in rhythm.words))
    return found - {VAGUE} if len(found - {"on-demand"}) > 1 else found


def check_rhythm(key: str) -> None:
    """Raises :class:`BadRequest` for a rhythm that the vocabulary does not have."""
    known = [ONCE, *(rhythm.key for rhythm in rhythms())]
    if key not in known:
        raise BadRequest(f"Không có chu kỳ “{key}”.", f"Chọn một trong: {', '.join(known)}.")


def rhythm_name(key: str, language: Language = "vi") -> str:
    """A rhythm as a reader is told it."""
    if key == ONCE:
        return "một lần" if language == "vi" else "once"
    names = {rhythm.key: rhythm.name if language == "vi" else rhythm.name_en for rhythm in rhythms()}
    return names.get(key, key)
