"""What is known of every document held, kept between requests: the function of each of its passages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.places import without_level
from ingest.types import Metadata, Passage
from service.audit.spelling import plain
from service.audit.types import Level
from service.citations import Sources
from service.ports import Archive, Held
from service.precedents.functions import UNKNOWN, Function, functions_of
from service.precedents.types import Filters

COMMUNE = re.compile(r"(?<!\w)(?:xã|phường|đặc khu)(?!\w)")
PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tỉnh ủy|thành ủy|sở)(?!\w)")


class Part(NamedTuple):
    """A passage and what it is for."""

    passage: Passage
    function: Function


class Shelf:
    """Reads each document's passages once as long as its bytes do not change; safe between threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parts = lru_cache(maxsize=512)(self._read)
        self._starts = lru_cache(maxsize=512)(self._by_start)

    def parts(self, held: Held) -> tuple[Part, ...]:
        """The passages of a document in reading order, each with its function."""
        return self._parts(held.id, held.sha256, held.passages)

    def function_at(self, held: Held, start: int) -> Function:
        """The function of the passage that begins at ``start``."""
        return self._starts(held.id, held.sha256, held.passages).get(start, UNKNOWN)

    def _by_start(self, id: str, sha256: str, passages: int) -> dict[int, Function]:
        return {part.passage.start: part.function for part in self._parts(id, sha256, passages)}

    def _read(self, id: str, _sha256: str, _passages: int) -> tuple[Part, ...]:
        passages = tuple(self._archive.passages(id))
        functions = functions_of(passages, self._archive.text(id))
        return tuple(Part(passage, function) for passage, function in zip(passages, functions, strict=True))


def level_of(held: Metadata) -> Level:
    """The level of the body that issued a document."""
    issuer = plain(held.issuer or "")
    if held.commune or COMMUNE.search(issuer):
        return "xa"
    return "tinh" if held.province or PROVINCE.search(issuer) else "trung_uong"


def admitted(sources: Sources, filters: Filters) -> frozenset[str] | None:
    """The ids of the documents that filters admit; ``None`` for all."""
    if not (filters.level or filters.province or filters.type or filters.without):
        return None
    return frozenset(held.id for held in sources.held.values() if _fits(held, filters))


def _fits(held: Held, filters: Filters) -> bool:
    if held.id in filters.without or (filters.level and level_of(held) != filters.level):
        return False
    if filters.type and plain(filters.type) not in (plain(held.type or ""), plain(held.type_code or "")):
        return False
    return not filters.province or _bare(filters.province) == _bare(held.province or "")


def _bare(name: str) -> str:
    return plain(without_level(" ".join(name.split())))
