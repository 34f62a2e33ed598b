"""Which documents wordings are taken from: by level of government, province and type."""

from __future__ import annotations

import re

from ingest.places import without_level
from ingest.text import plain
from ingest.types import Metadata
from service.audit.types import Level
from service.citations import Sources
from service.ports import Held
from service.precedents.types import Filters

COMMUNE = re.compile(r"(?<!\w)(?:xã|phường|đặc khu)(?!\w)")
PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tỉnh ủy|thành ủy|sở)(?!\w)")


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
