"""Lists of bodies as they stand in a cell or a sentence, taken apart."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ingest.facts.letters import UPPER
from ingest.text import fold, squeeze
from ingest.vocabulary import bodies

_DASH = re.compile(r"\s*[–—]\s*")
# A list goes on with a semicolon, a line, a bullet; with a comma only where a body begins behind it.
_HARD = re.compile(r"\s*;\s*|\s*\n\s*|\s+[-+•]\s+(?=(?:Các|Sở|Bộ|UBND|Ban|Phòng|Công an)\b)")
_HEADS = (
    "Phòng|phòng|Sở|Bộ|Ban|UBND|HĐND|Ủy ban|Uỷ ban|Văn phòng|Công an|Trung tâm|Trạm|Các|các|Đảng ủy|Tỉnh ủy|Thành ủy"
    "|Hội|Đoàn|Liên minh|Mặt trận|UBMTTQ|Cục|Chi cục|Viện|Trường|Tổ|Thanh tra|Kho bạc|Ngân hàng|Bảo hiểm|Báo|Đài|VNPT"
    "|Viettel|Tòa án|Viện kiểm sát|Liên hiệp|Hiệp hội|Doanh nghiệp|doanh nghiệp|Tập đoàn|Thủ trưởng|Chủ tịch|Giám đốc"
    "|Cơ quan|Đơn vị|Tổng cục"
)
_OLD_TONE = re.compile(r"(?<![qQ])([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?!\w)")
_SHORT_ROOM = re.compile(r"Phòng [\W\dA-ZĐ]+$")
_COMMA = re.compile(rf",\s*(?=(?:{_HEADS})\b)")
_GLUED = re.compile(rf"(?<=[\w)])\s+(?=(?:Các|Phòng|Sở|Bộ|UBND|Ủy ban|Văn phòng|Công an|Trung tâm)\s+[\w{UPPER}])")


@cache
def _known() -> frozenset[str]:
    """Folded names and aliases of all bodies."""
    return frozenset(_key(name) for body in bodies() for name in body.names)


@cache
def _rooms() -> dict[str, str]:
    """Full names of divisions by their folded short forms."""
    rooms = [body for body in bodies() if body.name.startswith("Phòng")]
    return {_key(name): body.name for body in rooms for name in (*body.aliases, body.name)}


def _key(name: str) -> str:
    return squeeze(re.sub(r"[^\w]+", " ", fold(name)))


def is_known(name: str) -> bool:
    """Whether the vocabulary has a body of that name or alias, whatever its diacritics and dashes."""
    return _key(name) in _known()


@cache
def _with_comma() -> re.Pattern[str]:
    """The names of bodies that hold a comma, the longest first."""
    names = sorted({name for body in bodies() for name in body.names if ", " in name}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or r"(?!)", re.IGNORECASE)


def named_with_comma(text: str, start: int) -> str:
    """The body at ``start`` whose name holds a comma ("Bộ Văn hóa, Thể thao và Du lịch"), "" if none does."""
    match = _with_comma().match(text, start)
    return match.group() if match else ""


def _apart(part: str) -> list[str]:
    """A part that lost its separator: "Phòng Văn hóa - Xã hội Các phòng ban chuyên môn"."""
    for seam in _GLUED.finditer(part):
        left, right = part[: seam.start()], part[seam.end() :]
        if _key(left) in _known():
            return [left, *_apart(right)]
    return [part]


def normal_name(name: str) -> str:
    """A body's name in one spelling: plain dashes, single spaces, "hóa" for "hoá", a capital in front.

    A division in short ("Phòng VHXH", also misprinted) gets its full name; other short forms stay as printed.
    """
    name = _OLD_TONE.sub(_new_tone, squeeze(_DASH.sub(" - ", name)).strip(" ,;.:-+"))
    name = name[:1].upper() + name[1:]
    full = _rooms().get(_key(name))
    return full if full and (_SHORT_ROOM.match(name) or _key(full) == _key(name)) else name


def _new_tone(match: re.Match[str]) -> str:
    """ "oá" as "óa": the tone mark on the first vowel."""
    decomposed = unicodedata.normalize("NFD", match[2])
    return unicodedata.normalize("NFC", match[1] + decomposed[1:]) + decomposed[0]


def split_bodies(printed: str) -> tuple[str, ...]:
    """The bodies of a list, in order, each once: "Phòng Kinh tế; Phòng Văn hóa – Xã hội"."""
    parts = [piece for hard in _HARD.split(printed) for piece in _COMMA.split(hard)]
    names = [normal_name(name) for part in parts for name in _apart(normal_name(part))]
    return tuple(dict.fromkeys(name for name in names if name))
