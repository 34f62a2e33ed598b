"""A question as it was typed, made fit to be read: checked, normalised, expanded."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from pydantic import Field

from ingest.errors import BadQuestion
from ingest.types import Frozen
from service.words import SYLLABLE, fold, has_marks, squeeze

MAX_LENGTH = 2_000  # characters; a page of text is not a question, and the model reads 512 tokens anyway

ENGLISH = frozenset(
    "what which who whom when where how many much does do did is are was were the of to by for in on at must "
    "should shall will any there their its from with and or plan plans commune communes task tasks target "
    "targets report deadline share percent find quote list show wording says say according under".split()
)
VIETNAMESE_PLAIN = frozenset(
    "xa nao bao nhieu co khong la cua den nam muc tieu chi ke hoach nhiem vu phong ban ngay thang hang dat "
    "duoc cho ve trong cac nhung gi ai khi truoc sau theo mau doan phai".split()
)

Language = Literal["vi", "en"]


class Respelled(Frozen):
    """A word as it was typed, and the one that it is read as."""

    typed: str
    meant: str


class Question(Frozen):
    """A question in NFC on one line, with what can be told from its surface alone."""

    text: str = Field(description="as it is read")
    typed: str = Field(default="", description="as it was typed, where some of its words are read otherwise")
    respelled: tuple[Respelled, ...] = Field(default=(), description="those words, in order")
    language: Language = "vi"
    marked: bool = Field(default=True, description="typed with diacritics")


def read(text: str) -> Question:
    """Normalise and check a question.

    Raises :class:`BadQuestion` for a question that is empty, has no word in it or
    is longer than :data:`MAX_LENGTH` characters.
    """
    clean = squeeze(unicodedata.normalize("NFC", _printable(text)))
    if not clean:
        raise BadQuestion("Câu hỏi đang để trống.", "Hãy gõ câu hỏi, ví dụ: “Xã nào đặt mục tiêu phủ sóng 5G?”.")
    if len(clean) > MAX_LENGTH:
        raise BadQuestion(
            f"Câu hỏi dài {len(clean)} ký tự, quá giới hạn {MAX_LENGTH} ký tự.",
            "Hãy rút gọn còn một câu hỏi; muốn so cả đoạn văn thì dùng mục tìm câu mẫu.",
        )
    if not any(len(word) > 1 or word.isdigit() for word in SYLLABLE.findall(clean)):
        raise BadQuestion("Câu hỏi chưa có từ nào đọc được.", "Hãy viết ít nhất một từ khóa, có dấu hoặc không dấu.")
    return Question(text=clean, language=language_of(clean), marked=has_marks(clean))


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") else char for char in text)


def language_of(text: str) -> Language:
    """English if its small words are; names and quotations in the other language do not count."""
    outside = re.sub(r"[\"“][^\"”]*[\"”]", " ", text)
    words = [word for word in SYLLABLE.findall(outside.casefold()) if not has_marks(word)]
    english = sum(word in ENGLISH for word in words)
    vietnamese = sum(fold(word) in VIETNAMESE_PLAIN for word in SYLLABLE.findall(outside))
    return "en" if english >= 2 and english > vietnamese else "vi"
