"""Numbers that open a line, as the genre writes them: a speck makes a comma of the point behind them.

NĐ 30/2020/NĐ-CP, Phụ lục I: "Điều 1.", khoản "1.", always Arabic figures and a point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.ocr.engine import Seen

_ARTICLE = re.compile(r"[ĐDÐ][iíì][êềếểễệè]u")
_ARTICLE_NUMBER = re.compile(r"([lI|]|[lI|]?\d{1,3})[.,]")
_CLAUSE = re.compile(r"(\d{1,2}),")
_FIGURE = re.compile(r"[lI|](?=\d)")
# "Điều 5, Điều 6 của Luật…" is a reference that a wrap put at the beginning of a line.
_REFERS = ("Điều", "Khoản", "Điểm", "Mục", "Chương")


def mended(line: Sequence[Seen]) -> list[Seen]:
    """The words of one line, the number that opens it as the genre writes it."""
    words = [replace(word, text=_FIGURE.sub("1", word.text)) if _is_figure(word.text) else word for word in line]
    if len(words) >= 3 and _ARTICLE.fullmatch(words[0].text) and _opens(words[2].text):
        if number := _ARTICLE_NUMBER.fullmatch(words[1].text):
            words[0] = replace(words[0], text="Điều")
            words[1] = replace(words[1], text=re.sub("[lI|]", "1", number.group(1)) + ".")
    elif len(words) >= 2 and (clause := _CLAUSE.fullmatch(words[0].text)) and _opens(words[1].text):
        words[0] = replace(words[0], text=f"{clause.group(1)}.")
    return words


def _opens(text: str) -> bool:
    return text[:1].isupper() and text not in _REFERS


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"[lI|]\d[.,;:)]?", text) is not None
