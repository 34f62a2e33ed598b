"""What a question for a figure counts: per cent, money, days, people, working groups.

"bao nhiêu ngày làm việc" is answered by a figure of working days, not by the nearest
percentage; "bao nhiêu tỷ đồng" by money or not at all.
"""

from __future__ import annotations

import re
from typing import Literal

from ingest.types import Frozen, Target
from service.words import fold

Counted = Literal["percent", "money", "count"]

_ASKED = re.compile(r"(?<!\w)(?:bao nhieu|bao nhiu|may|how many|how much)\s+(%|\w+)(?:\s+(\w+))?(?:\s+(\w+))?")
_PERCENT = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s*(?:%|phan tram|diem(?: phan tram| %)?(?!\s+\w*(?:so|cau)))"
    r"|ty le\s(?:\w+\s){0,4}(?:bao nhieu|bao nhiu|may)(?!\w)"
    r"|percent|per cent|percentage points?|(?:what|which) (?:share|proportion)"
)
_MONEY_ASKED = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s+(?:tram |chuc |muoi )?(?:ty|trieu|nghin|ngan|tien|dong|kinh phi)(?!\s+le)(?!\w)"
    r"|how much (?:money|funding)|so tien|muc phat tien|muc luong"
    r"|(?<!\w)(?:salary|wages?)(?!\w)|what (?:fine|allowance|sum|amount|budget)"
)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:(?:nghin|ngan)?\s*(?:ty|trieu|nghin|ngan)\s*)?(?:dong|vnd|usd)(?!\w)")
_POPULATION = re.compile(
    r"(?:^|(?<!\w)(?:tong|quy mo)\s)dan so(?!\w)(?:\s+\w+){0,6}\s+(?:bao nhieu|bao nhiu)(?!\s*(?:%|phan tram))"
)
_SHARE = re.compile(r"%|phan tram")
_ENGLISH_NOUN = re.compile(
    r"how (?:many|much)\s+\w+\s+(?:should|does|do|did|must|are|is|will|have|has|can|under|in|of|per|by|to|for|at)(?!\w)"
)
_NO_NOUN = frozenset(
    "la cho so den trong o vao nam doi va thi cua tu moi voi khi thang chi tong muc the de phai do duoc tren duoi"
    " theo nua lan must should is are of the percent".split()
)


class Amount(Frozen):
    """What is counted; ``noun`` (folded) only for counts."""

    counted: Counted
    noun: str = ""

    def fits(self, text: str) -> bool:
        """Whether ``text`` prints a figure of this kind."""
        plain = fold(text)
        if self.counted == "percent":
            return bool(_SHARE.search(plain))
        if self.counted == "money":
            return bool(_MONEY.search(plain))
        return bool(re.search(rf"(?<![\w/-])\d[\d.,]*\s+(?:[^\W\d]+\s+)?{re.escape(self.noun)}(?!\w)", plain))

    @property
    def shortened(self) -> Amount:
        """The same by the first syllable of its noun: "người dân" is also counted as "12 người"."""
        return self.model_copy(update={"noun": self.noun.split()[0]}) if self.noun else self

    def measures(self, target: Target) -> bool:
        """Whether a target is a level of this kind."""
        if self.counted == "percent":
            return target.unit.startswith("%") or target.cls == "universal"
        if self.counted == "money":
            return "đồng" in target.unit
        first = self.noun.split()[0]
        return not target.unit.startswith("%") and (first in fold(target.unit).split() or self.fits(target.quote))


def asked_amount(text: str) -> Amount | None:
    """What the question counts; ``None`` if it asks for no figure, or does not say of what."""
    plain = fold(text)
    if _MONEY_ASKED.search(plain):
        return Amount(counted="money")
    if _PERCENT.search(plain):
        return Amount(counted="percent")
    if _POPULATION.search(plain):
        return Amount(counted="count", noun="nguoi")
    match = _ASKED.search(plain)
    if match and plain[match.start()] == "h" and not _ENGLISH_NOUN.search(plain):
        return None  # "how many leading digital enterprises": the noun comes last
    if not match or match[1] in _NO_NOUN or match[1].isdigit():
        return None
    words = [match[1]]
    if match[2] and match[2] not in _NO_NOUN:
        words.append(match[2])
    return Amount(counted="count", noun=" ".join(words))
