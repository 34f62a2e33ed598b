"""Who issued a document: from its header, the sentence that issues it, its closing or its signature.

The header's left column names the issuer under its superior (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.2;
HD 36-HD/VPTW, phần II); the right one carries the national or Party motto, which extractors mix in.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.facts.kinds import body_names
from ingest.facts.letters import UPPER
from ingest.places import Places, sound_key, without_level
from ingest.text import fold, squeeze

_MOTTO = re.compile(
    r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
_NUMBER_OR_PLACE = re.compile(r"\bSố\s*:?\s*.*$|[\w .'’–-]+,\s*ngày\b.*$", re.IGNORECASE)
_RULE = re.compile(r"[-–—_*]{2,}|[|]")
_SUPERIOR = re.compile(
    r"^\W*(?:BAN CHẤP HÀNH TRUNG ƯƠNG\s+(?=ĐẢNG|BAN|VĂN)"
    r"|ỦY BAN NHÂN DÂN\s.{3,40}?\s(?=(?:SỞ|CHI CỤC|BAN QUẢN LÝ|PHÒNG)\s)"
    r"|(?:ĐẢNG BỘ|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY)\s.{2,40}?\s(?=(?:ĐẢNG ỦY|ĐẢNG BỘ|BAN|CHI BỘ|VĂN PHÒNG|ỦY BAN)\s))"
)
_HEADS = (
    "ủy ban|uỷ ban|ubnd|hội đồng|hđnd|đoàn|bộ|sở|ban|đảng|văn phòng|tổng cục|cục|chi cục|viện|trường"
    "|trung tâm"
    "|công an|quốc hội|chính phủ|thủ tướng|phòng|tòa án|toà án|kiểm toán|ngân hàng|bảo hiểm|thanh tra|tỉnh ủy"
    "|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|quận ủy|hội|mặt trận|chi bộ|tổng công ty|tập đoàn|chủ tịch"
)
_HEAD = re.compile(rf"(?:{_HEADS})\b", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:thủ tướng|chủ tịch|văn phòng|thường vụ|đảng đoàn|đảng ủy|đảng uỷ|và|nhân dân|ban cán sự)$", re.IGNORECASE
)
_NAME = rf"(?:(?:[{UPPER}][\w'’]*|và|-|–)\s?){{0,9}}"
_BODY = (
    r"(?:(?:Ban Thường vụ|Thường trực|Ban Chấp hành|Văn phòng|BTV|BCH)\s+)?"
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|Ủy ban Nhân dân|UBND|Hội đồng nhân dân|HĐND"
    r"|Đảng ủy|Đảng uỷ|Đảng bộ|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Đảng đoàn"
    r"|Ban Chỉ đạo|Ban Thường vụ|Bộ Chính trị|Ban Bí thư"
    r"|Thủ tướng Chính phủ|Chính phủ|Quốc hội|Bộ|Sở)"
)
_LEVEL = r"(?:\s+(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố|huyện|Xã|Phường|Tỉnh|Thành phố))?"
_ISSUES = re.compile(
    rf"(?P<body>{_BODY}{_LEVEL}\s*{_NAME}),?\s*(?:quyết định\s+)?(?:ban hành|xây dựng)\s+(?:các\s+)?"
    r"(?:[Kk]ế hoạch|[Cc]hương trình|Nghị quyết|Chỉ thị|Quyết định|Hướng dẫn|Đề án|Phương án|Quy)"
)
_CLOSES = re.compile(rf"Trên đây là[^.]{{0,400}}?của\s+(?P<body>{_BODY}{_LEVEL}\s*{_NAME})")
_OF = re.compile(rf"của\s+(?P<body>{_BODY}{_LEVEL}\s*{_NAME})")
_ABBREVIATIONS = (
    (re.compile(r"\bUBND\b"), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b"), "Hội đồng nhân dân"),
    (re.compile(r"\bBTV\b"), "Ban Thường vụ"),
    (re.compile(r"\bBCH\b"), "Ban Chấp hành"),
    (re.compile(r"\b[UỦ][yỷ] ban [Nn]hân dân\b"), "Ủy ban nhân dân"),
)


def without_motto(header: str) -> str:
    """The header without the national or Party motto, whose "XÃ HỘI CHỦ NGHĨA" is no commune."""
    return _MOTTO.sub(" ", header)


def expand(body: str) -> str:
    """A body's name with everyday abbreviations written out: "BTV Tỉnh ủy" gives "Ban Thường vụ Tỉnh ủy"."""
    body = re.sub(r"\s+và$", "", squeeze(body).strip(" ,;.-–"))
    for abbreviation, full in _ABBREVIATIONS:
        body = abbreviation.sub(full, body)
    return body


def from_header(header: str) -> str | None:
    """The lowest body of the header block in capitals as printed; ``None`` if it names none."""
    bodies: list[str] = []
    for line in header.split("\n"):
        line = _RULE.sub(" ", _MOTTO.sub(" ", line))
        line = _SUPERIOR.sub("", _NUMBER_OR_PLACE.sub("", line))
        line = squeeze(re.sub(r"[*_|–—-]{1,}\s*$|^[*_|-]+", "", line.strip()))
        if not line or not line.isupper():
            continue
        if bodies and (not _HEAD.match(line) or _OPEN_END.search(bodies[-1])) and _continues(bodies[-1], line):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    if not bodies or not _HEAD.match(bodies[-1]):
        return None
    office = re.match(r"(.+\S)\s+(VĂN PHÒNG)$", bodies[-1])
    if office:
        return f"{office[2]} {office[1]}"
    if len(bodies) > 1 and bodies[-1] in ("VĂN PHÒNG", "ỦY BAN KIỂM TRA", "BAN TỔ CHỨC"):
        return f"{bodies[-1]} {bodies[-2]}"
    return bodies[-1]


def _continues(previous: str, line: str) -> bool:
    """Whether a line goes on with the body above it, rather than naming one below it."""
    if not _HEAD.match(line):
        return True
    return previous == "CHỦ TỊCH" or line in ("CHÍNH PHỦ", "QUỐC HỘI", "TRUNG ƯƠNG") or previous.endswith(" VÀ")


def from_sentence(text: str) -> str | None:
    """The subject of "… ban hành / xây dựng Kế hoạch …"."""
    found = [match["body"] for match in _ISSUES.finditer(text)]
    return expand(found[-1]) if found else None


def from_closing(text: str) -> str | None:
    """The body of "Trên đây là Kế hoạch … của …"."""
    match = _CLOSES.search(text)
    return expand(match["body"]) if match else None


def from_phrase(text: str) -> str | None:
    """The body of the first "… của …" of a title or a caption."""
    match = _OF.search(text)
    return expand(match["body"]) if match else None


def from_signature(signature: str) -> str | None:
    """The body on whose behalf the signature stands ("TM. ỦY BAN NHÂN DÂN", "T/M BAN THƯỜNG VỤ")."""
    match = re.search(
        rf"(?:TM\.|T/M)\s*(BAN BÍ THƯ|[{UPPER} ]+?)(?=\s*(?:\n|KT\.|K/T|CHỦ TỊCH|BÍ THƯ|PHÓ|\(|$))", signature
    )
    return squeeze(match[1]) if match else None


def find_issuer(header: str, preamble: str, closing: str, signature: str) -> str | None:
    """The issuer by the first part that names one, in ordinary letters.

    A Party committee's header is refined by the signature: the standing committee signs for itself.
    """
    printed = from_header(header) or from_header(preamble.split("Căn cứ", 1)[0])
    stated = from_sentence(preamble)
    signed = from_signature(signature)
    if printed:
        name = in_letters(printed)
        if name == "Ban Chấp hành Trung ương" and signed in ("BỘ CHÍNH TRỊ", "BAN BÍ THƯ"):
            return in_letters(signed)
        party = name.startswith(("Đảng ủy", "Tỉnh ủy", "Thành ủy", "Huyện ủy"))
        return f"Ban Thường vụ {name}" if party and signed == "BAN THƯỜNG VỤ" else name
    return stated or from_closing(closing) or (in_letters(signed) if signed else None)


_PROPER = (
    "Chính phủ", "Thủ tướng", "Quốc hội", "Trung ương", "Ban Chấp hành", "Ban Thường vụ", "Đảng ủy",
    "Đảng đoàn", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Bộ Chính trị", "Ban Bí thư", "Ban Chỉ đạo",
    "Mặt trận Tổ quốc Việt Nam", "Ủy ban nhân dân", "Hội đồng nhân dân",
)  # fmt: skip


@cache
def _misread() -> dict[str, str]:
    """Names of bodies by their letters without marks, which recognition loses first; only what one body has."""
    by_letters: dict[str, set[str]] = {}
    for name in body_names().values():
        by_letters.setdefault(fold(name), set()).add(name)
    return {letters: names.pop() for letters, names in by_letters.items() if len(names) == 1}


_FIELD_OF = re.compile(r"^((?:Bộ|Sở|Phòng|Ban)\s)(.+)$")


_OF_A_PLACE = re.compile(
    r"^((?:Ủy ban nhân dân|Hội đồng nhân dân|Đảng ủy) (?:xã|phường|đặc khu|thị trấn|huyện|quận|thị xã|tỉnh|thành phố)) "
    r"([^\W\d]+(?: [^\W\d]+){0,3})$"
)


def in_letters(capitals: str, places: Places | None = None) -> str:
    """A name in capitals put in the usual letters: "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Sở Khoa học và Công nghệ"."""
    gazetteer = places or Places.load()
    capitals = re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", re.sub(r"\bHĐND\b", "HỘI ĐỒNG NHÂN DÂN", capitals))
    name = squeeze(capitals).replace("UỶ", "ỦY").lower()
    for proper in _PROPER:
        name = re.sub(rf"\b{proper.lower()}\b", proper, name)
    name = name[:1].upper() + name[1:]
    for place in reversed(gazetteer.find(squeeze(capitals).replace("UỶ", "ỦY"))):
        if place.labelled and not place.old:
            name = name[: place.start] + place.short + name[place.end :]
    of_a_place = _OF_A_PLACE.match(name)
    if of_a_place and of_a_place[2].islower():  # of no list: each word is written large
        name = f"{of_a_place[1]} {of_a_place[2].title()}"
    known = body_names().get(sound_key(name)) or _misread().get(fold(name))
    if known:
        return known
    field = _FIELD_OF.match(name)
    if field:
        name = field[1] + re.sub(r"(^|, | và )(\w)", lambda m: m[1] + m[2].upper(), field[2])
    return name


def complete(issuer: str | None, commune: str | None, province: str | None) -> str | None:
    """The issuer with the name of its place: "Ủy ban nhân dân xã" gives "Ủy ban nhân dân xã Quân Chu"."""
    place = commune or province
    if not issuer or not place:
        return issuer
    bare = re.sub(r"\s+(?:xã|phường|đặc khu|tỉnh|thành phố|Xã|Phường|Tỉnh|Thành phố)$", "", issuer)
    if bare == "Ban Thường vụ":
        bare = "Ban Thường vụ Đảng ủy" if commune else bare
    if bare in (
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "Ban Thường vụ Đảng ủy",
        "Đảng ủy",
        "Thường trực Đảng ủy",
    ):
        return f"{bare} {place}"
    if re.fullmatch(r"(?:Ban Thường vụ )?(?:Tỉnh|Thành) ủy", bare) and province and not commune:
        return f"{bare} {without_level(province)}"
    return issuer
