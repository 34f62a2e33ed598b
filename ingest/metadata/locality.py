"""Which commune and province a document is of, and whether that was printed or inferred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.facts.letters import UPPER
from ingest.places import Place, Places
from ingest.text import squeeze

_COMMUNE_BODY = re.compile(r"\b(?:xã|phường|đặc khu|thị trấn)\b", re.IGNORECASE)
_PROVINCE_BODY = re.compile(r"\b(?:tỉnh|thành phố|thành ủy|thành uỷ)\b", re.IGNORECASE)
_PLACE_LINE = re.compile(rf"(?:^|\n|\t|\s{{2}}|[*|_]|Phúc\s+)\s*([{UPPER}][\w'’ .-]{{1,40}}?)\s*,\s*ngày\b")
_COMMUNE_NAME = re.compile(
    r"\b([Xx]ã|XÃ|[Pp]hường|PHƯỜNG|[Đđ]ặc khu|ĐẶC KHU|[Tt]hị trấn)\s+"
    rf"((?:[{UPPER}][\w'’]*)(?:[ -]+(?:[{UPPER}][\w'’]*|\d{{1,2}}))*)"
)


class Locality(NamedTuple):
    """Commune and province with their level words in lower case, ``None`` where the document has none."""

    commune: str | None = None
    province: str | None = None
    inferred: bool = False


def place_line(header: str) -> str | None:
    """The place of "Quân Chu, ngày … tháng … năm …"."""
    match = _PLACE_LINE.search(header)
    return squeeze(match[1]) if match else None


def _level(issuer: str | None, zones: Sequence[str]) -> str | None:
    """Whether the issuer is of a commune, a province or neither, judged by its own name first."""
    named = issuer or ""
    if _COMMUNE_BODY.search(named):
        return "commune"
    if re.search(r"tỉnh|thành phố|tỉnh ủy|thành ủy", named, re.IGNORECASE):
        return "province"
    if issuer and re.match(r"(?:Ban Thường vụ |Thường trực )?Đảng (?:ủy|bộ)$|Ủy ban nhân dân$", issuer):
        return "commune" if any(_COMMUNE_BODY.search(zone) for zone in zones) else "province"
    return None


def _named_commune(zones: Sequence[str]) -> tuple[str, str] | None:
    """Level word and name of the first commune that a zone prints in full."""
    for zone in zones:
        match = _COMMUNE_NAME.search(zone)
        if match:
            level = match[1].lower()
            name = squeeze(match[2])
            return level, name.title() if name.isupper() else name
    return None


def _known_name(level: str, name: str, places: Places) -> tuple[str, list[Place]]:
    """The longest prefix of a name that is a commune; the name as printed when none is."""
    words = name.split()
    for length in range(len(words), 0, -1):
        candidates = places.commune(f"{level} {' '.join(words[:length])}")
        if candidates:
            short = candidates[0].short if not candidates[0].old else " ".join(words[:length])
            return f"{level} {short}", candidates
    return f"{level} {name}", []


def _province(zones: Sequence[str], allowed: set[str], places: Places) -> str | None:
    """The first province printed in the zones, among the allowed ones if there are any."""
    for zone in zones:
        for place in places.find(zone):
            if place.level == "province" and place.labelled and (not allowed or place.province in allowed):
                return place.province
    return None


def resolve(issuer: str | None, header: str, zones: Sequence[str], text: str, places: Places) -> Locality:
    """Locality from the issuer, the place line and, in order, the zones of the document.

    The province counts as printed when the zones name it, be it in the issuer of the plan above
    ("UBND tỉnh Thái Nguyên"); as inferred when only the commune's name leads to it.
    """
    level = _level(issuer, zones)
    line = place_line(header)
    if level == "province":
        own = [issuer or "", header, *zones]
        province = _province(own, set(), places) or _bare_province(line, places)
        return Locality(None, province, False)
    if level != "commune":
        return Locality()
    named = _named_commune([issuer or "", header]) or (_line_commune(line, issuer, zones) or _named_commune(zones))
    if not named:
        return Locality(None, _province(zones, set(), places))
    commune, candidates = _known_name(*named, places)
    allowed = {candidate.province for candidate in candidates}
    printed = _province([header, *zones], allowed, places) or (_province([text], allowed, places) if allowed else None)
    if printed:
        return Locality(commune, printed, False)
    only = next(iter(allowed)) if len(allowed) == 1 else None
    return Locality(commune, only, only is not None)


def _bare_province(line: str | None, places: Places) -> str | None:
    place = places.province(line) if line else None
    return place.province if place else None


def _line_commune(line: str | None, issuer: str | None, zones: Sequence[str]) -> tuple[str, str] | None:
    """The commune of the place line; its level word is the issuer's ("UBND xã")."""
    if not line:
        return None
    level = _COMMUNE_BODY.search(" ".join([issuer or "", *zones]))
    return (level.group().lower(), line) if level else None
