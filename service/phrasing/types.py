"""What comes of phrasing an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from ingest.types import Frozen
from service.types import Answer

Reason = Literal[
    "uncited", "unknown", "figure", "date", "name", "symbol", "number", "negation", "sense", "unproven", "place",
    "unused", "address", "length", "unfinished",
]  # fmt: skip
"""Why a sentence was dropped."""

REASONS: dict[Reason, tuple[str, str]] = {
    "uncited": ("không dẫn đoạn nào", "cites nothing"),
    "unknown": ("dẫn đoạn không có", "cites what is not there"),
    "figure": ("con số không khớp đoạn được dẫn", "a figure that the cited passage does not give"),
    "date": ("thời gian không khớp đoạn được dẫn", "a time that the cited passage does not give"),
    "name": ("tên riêng không có trong đoạn được dẫn", "a name that the cited passage does not have"),
    "symbol": ("số ký hiệu không có trong đoạn được dẫn", "a document symbol that the cited passage does not have"),
    "number": ("số không có trong đoạn được dẫn", "a number that the cited passage does not have"),
    "negation": ("phủ định không như đoạn được dẫn", "denies what the cited passage does not, or the reverse"),
    "sense": ("thêm hoặc đổi nghĩa", "adds to the sense or turns it round"),
    "unproven": ("lời không có trong đoạn được dẫn", "words that the cited passage does not bear out"),
    "place": ("không rõ nói về nơi nào", "does not say which place it speaks of"),
    "unused": ("dẫn thừa đoạn không nói điều ấy", "cites a passage that does not say it"),
    "address": ("có địa chỉ mạng hoặc mã lệnh", "carries a link or code"),
    "length": ("quá dài", "too long"),
    "unfinished": ("chưa viết hết câu", "was not finished"),
}
"""The reasons in Vietnamese and English."""

Ending = Literal["done", "bounded", "failed"]
"""How the model's text ended: by itself, at a bound of ours, or by a failure."""


class Sentence(Frozen):
    """A sentence that the cited passages prove; ``text`` carries its markers ``[n]``."""

    text: str
    citations: tuple[int, ...]


class Verdict(Frozen):
    """What checking a sentence came to: ``sentence`` if it stands, else ``reason``."""

    sentence: Sentence | None = None
    reason: Reason | None = None


class Dropped(Frozen):
    """How many sentences were dropped for one reason."""

    reason: Reason
    told: str
    count: int = Field(ge=1)


class Phrasing(Frozen):
    """The answer in sentences by a language model, as far as they stand."""

    sentences: tuple[Sentence, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    ending: Ending = "done"
    told: str = Field(default="", description="vì sao không có câu nào, hoặc vì sao dừng giữa chừng")
    model: str = ""


class PhrasedAnswer(Answer):
    """An answer, unchanged, with its phrasing beside it."""

    phrasing: Phrasing | None = None


def counted(reasons: Iterable[Reason], english: bool = False) -> tuple[Dropped, ...]:
    """Dropped sentences by reason, the most frequent first."""
    return tuple(
        Dropped(reason=reason, told=REASONS[reason][english], count=count)
        for reason, count in Counter(reasons).most_common()
    )
