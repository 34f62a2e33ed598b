"""What a percentage is a percentage of, and a short readable name for what a figure measures."""

from __future__ import annotations

import re

from ingest.facts import indicators
from ingest.facts.deadlines import find_deadlines
from ingest.facts.numbers import Figure

# The noun phrase behind a percentage stops at the first verb or relation, or at a comma if none follows.
_VERB = re.compile(
    r"\s(?:được|có|(?<!người )sử dụng|ứng dụng|làm chủ|tiếp cận|thuộc|đủ|xử lý|thực hiện|cung cấp|tham gia|khai thác"
    r"|kết nối|triển khai|hoàn thành|đạt|trên|theo|tại|trong|cho|là|từ|bằng|đều|phải|biết|áp dụng|đăng ký|cập nhật|chi"
    r"|số hóa|dùng|phát sinh|thông qua|trở lên|vào|đến|nhằm|để|không|gắn|do|của|đáp ứng|bảo đảm|đảm bảo)\s"
)
_PUNCTUATION = re.compile(r"[;:(]|\.(?:\s|$)")
_MOST_WORDS = 14
_QUANTIFIERS = re.compile(r"^(?:các|những|số lượng|số|tổng số|tỷ lệ|tỉ lệ|tổng)\s+", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:\W|phấn đấu|phần đấu|phân đấu|đạt|có|bảo đảm|đảm bảo|trong đó|trên|tỷ lệ|tỉ lệ|ít nhất|tối thiểu|chỉ tiêu \d+"
    r"|trở đi|mục tiêu|hướng tới|khoảng|từ|các|đồng thời)+(?=\s|$)\s*",
    re.IGNORECASE,
)
_LONGEST = 120


def scope_of(piece: str, figure: Figure, key: str | None) -> str | None:
    """What the figure is a share of: the words behind it, else a denominator of the vocabulary.

    "Trên 30% các thôn, khu dân cư được phủ sóng" is a share of "thôn, khu dân cư".
    """
    if "%" not in figure.unit:
        return None
    if figure.unit.startswith("% "):
        return figure.unit[2:]
    behind = piece[figure.end :]
    if re.match(r"\s+\w", behind):
        phrase = _noun_phrase(behind)
        if 1 < len(phrase) <= _LONGEST and not re.match(r"(?:và|hoặc|trở|so)\b", phrase):
            return phrase
    known = indicators.denominator(piece, key)
    return known.name if known else None


def _noun_phrase(behind: str) -> str:
    behind = _PUNCTUATION.split(behind, maxsplit=1)[0]
    pieces = _VERB.split(behind, maxsplit=1)
    phrase = pieces[0].strip(" .,;")
    if len(pieces) == 1 or len(phrase.split()) > _MOST_WORDS:
        phrase = phrase.split(",", maxsplit=1)[0]
    while (shorter := _QUANTIFIERS.sub("", phrase)) != phrase:
        phrase = shorter
    return phrase


def readable_name(segment: str, figure: Figure, piece: str, key: str | None) -> str:
    """The vocabulary's name of the indicator, else the words around the figure without it."""
    entry = indicators.get(key) if key else None
    if entry:
        return entry.name
    printed = piece[figure.start : figure.end if "%" in figure.unit else figure.number[1]]
    words = segment.replace(printed, " ", 1)
    for deadline in reversed(find_deadlines(words)):
        words = f"{words[: deadline.start]} {words[deadline.end :]}"
    words = " ".join(words.split()).strip(" .,;:-–")
    words = _LEADS.sub("", words) or words
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:] if words else piece.strip(" .;")[:_LONGEST]
