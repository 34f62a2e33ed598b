"""The signature: role and name (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7; HD 36-HD/VPTW, phần II)."""

from __future__ import annotations

import re

from ingest.text import squeeze
from ingest.types import Signer

_NOISE = re.compile(r"\(\s*(?:đã ký|ký tên|chữ ký|dấu)[^)]*\)|\[[^\]]*\]|(?:Đã ký)|^\W+$", re.IGNORECASE | re.MULTILINE)
_ROLE = re.compile(
    r"\b(?:KT\.|K/T|TL\.|T/L|TUQ\.|Q\.|QUYỀN|THỪA|CHỦ TỊCH|CHỦ NHIỆM|PHÓ|BÍ THƯ|CHÁNH|GIÁM ĐỐC|BỘ TRƯỞNG"
    r"|THỨ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG|TỔNG|VỤ TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|HIỆU TRƯỞNG|THƯỜNG TRỰC"
    r"|CHI CỤC TRƯỞNG|THỐNG ĐỐC|ỦY VIÊN)"
)
_ON_BEHALF = re.compile(r"^\W*(?:TM\.|T/M|TM\b)")
_LONE_SYLLABLES = {"Y", "H", "K", "A", "Ê"}


def _is_name_word(word: str) -> bool:
    return word in _LONE_SYLLABLES or (word[0].isupper() and not word.isupper() and not any(c.isdigit() for c in word))


def _name(lines: list[list[str]]) -> tuple[int, int]:
    """The first run of two to six name words behind the roles; (0, 0) if there is none.

    ``lines`` are the words of each line; positions count through all of them. A run goes on
    to the next line only if that line is nothing but name words: a name broken in a narrow
    cell goes on, a footnote below the signature does not belong to it.
    """
    words = [word for line in lines for word in line]
    closed = _closed(lines)
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and end - start < 6 and _is_name_word(words[end]):
            if end in closed and end - start > 1:
                break
            end += 1
        if end - start > 1:
            return start, end
        start = end + 1 if end > start else start + 1
    return 0, 0


def _closed(lines: list[list[str]]) -> set[int]:
    """Positions of first words of lines that are not name words throughout."""
    closed, position = set(), 0
    for line in lines:
        if not all(map(_is_name_word, line)):
            closed.add(position)
        position += len(line)
    return closed


def _capital_name(lines: list[str]) -> list[str]:
    """A name printed in capitals: a last line of two to five words that is no role."""
    last = lines[-1].split() if lines else []
    plain = 2 <= len(last) <= 5 and not _ROLE.search(lines[-1]) and not _ON_BEHALF.match(lines[-1])
    return [word.title() for word in last] if plain and len(lines) > 1 and lines[-1].isupper() else []


def extract_signer(signature: str) -> Signer | None:
    """Who signed and as what; the line "TM. …" is left out of the role. ``None`` if there is no name."""
    text = _NOISE.sub("\n", signature)
    lines = [squeeze(line.strip(" *_|")) for line in text.split("\n")]
    lines = [line for line in lines if line]
    words = " ".join(lines).split()
    start, end = _name([line.split() for line in lines])
    name = words[start:end] or _capital_name(lines)
    if not name:
        return None
    before = " ".join(words[:start] if end else words[: len(words) - len(name)])
    role = _ROLE.search(before)
    return Signer(name=" ".join(name), role=before[role.start() :].strip(" ,.;") if role else None)
