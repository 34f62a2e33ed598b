"""The words of a question that only bound the figure it asks for: "nhiều nhất", "chậm nhất", "mỗi tháng".

No passage need carry them: what is asked for with "nhiều nhất" is printed with "không vượt quá".
"""

from __future__ import annotations

import re
from functools import cache

from ingest.text import small
from service.amounts import Amount
from service.lexicon import phrases
from service.question import Question
from service.words import fold

BOUNDS, OF_SUMS = "chi_hoi_so", "chi_hoi_tien"  # lists of cau-hoi.toml


@cache
def _listed(name: str, marked: bool) -> re.Pattern[str]:
    longest_first = sorted(phrases(name), key=len, reverse=True)
    spelled = "|".join(re.escape(phrase if marked else fold(phrase)) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)")


def without_bounds(text: str, *, marked: bool, name: str = BOUNDS) -> str:
    """``text`` with commas for the phrases of a list that only bound a figure; ``marked``: typed with diacritics."""
    plain = small(text) if marked else fold(text)
    for match in reversed(list(_listed(name, marked).finditer(plain))):
        text = f"{text[: match.start()]} , {text[match.end() :]}"
    return text


def unbounded(question: Question, amount: Amount | None) -> Question:
    """A Vietnamese question for a figure without the words that only bound it, or tell that a sum is paid."""
    text = question.text
    for name in (OF_SUMS, BOUNDS) if amount and amount.counted == "money" else (BOUNDS,):
        if question.language == "vi":
            text = without_bounds(text, marked=question.marked, name=name)
    return question.model_copy(update={"text": text})
