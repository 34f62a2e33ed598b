"""Bodies under one name, whatever their spelling: "UBND xã", "Ủy ban nhân dân xã Tây Giang" in its own plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from ingest.facts.bodies import split_bodies
from ingest.places import without_level
from ingest.vocabulary import bodies
from service.lexicon import expand
from service.words import fold, syllables

DIVISION = ("phong ", "van phong ")
OF_COMMUNE = (" xa", " phuong")


@cache
def _vocabulary() -> dict[str, str]:
    """Names by the key of each of their spellings; an alias never takes the name of another body."""
    by_alias = {_spelled(alias): body.name for body in reversed(bodies()) for alias in body.aliases}
    return by_alias | {_spelled(body.name): body.name for body in bodies()}


@lru_cache(maxsize=1 << 14)
def _spelled(name: str) -> str:
    return " ".join(syllables(expand(name)))


@lru_cache(maxsize=1 << 14)
def canonical(name: str, commune: str | None = None) -> str:
    """The name under which a body is listed: the vocabulary's, else as printed.

    ``commune`` is that of the document, whose own bodies need no place behind their names.
    """
    known = _vocabulary()
    spelled = _spelled(name)
    for shorter in _without_place(spelled, commune):
        if shorter in known:
            return known[shorter]
    return name


def _without_place(spelled: str, commune: str | None) -> Iterable[str]:
    yield spelled
    own = " ".join(syllables(without_level(commune))) if commune else ""
    shorter = spelled.removesuffix(f" {own}") if own else spelled
    if shorter != spelled:
        yield shorter
    if shorter.startswith(DIVISION) and shorter.endswith(OF_COMMUNE):
        yield shorter.rpartition(" ")[0]


def key_of(name: str) -> str:
    """What two spellings of one body have in common."""
    return fold(_spelled(name))


def bodies_of(printed: Iterable[str], commune: str | None = None) -> tuple[str, ...]:
    """The bodies of some printed lists, taken apart, each once."""
    found: dict[str, str] = {}
    for text in printed:
        for one in split_bodies(text):
            name = canonical(one, commune)
            found.setdefault(key_of(name), name)
    return tuple(found.values())


def preferred(names: Iterable[str]) -> dict[str, str]:
    """The most frequent spelling of each body by its key, the most frequent body first."""
    counted = Counter(names)
    spellings: dict[str, str] = {}
    totals: Counter[str] = Counter()
    for name, count in counted.most_common():
        spellings.setdefault(key_of(name), name)
        totals[key_of(name)] += count
    return {key: spellings[key] for key, _ in totals.most_common()}
