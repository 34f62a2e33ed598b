"""What a question for a figure counts: per cent, money, days, people, working groups.

"bao nhiêu ngày làm việc" is answered by a figure of working days, not by the nearest
percentage; "bao nhiêu tỷ đồng" by money or not at all.
"""

from __future__ import annotations

import re
from typing import Literal

from ingest.types import Frozen, Target
from service.lexicon import Wording, phrases
from service.words import fold

Counted = Literal["percent", "money", "count"]

_ASKED = re.compile(r"(?<!\w)(?:bao nhieu|bao nhiu|may)\s+(%|\w+)(?:\s+(\w+))?(?:\s+(\w+))?")
_PERCENT = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s*(?:%|phan tram|diem (?:phan tram|%))"
    r"|(?:hon|kem|tang|giam|chenh|lech|cach|vuot|thieu|thua|them)\s[^?]{0,60}?(?:bao nhieu|bao nhiu|may)\s+diem(?!\w)"
    r"|ty le\s(?:\w+\s){0,4}(?:bao nhieu|bao nhiu|may)(?!\w)"
    r"|percent|per cent|percentage points?|(?:what|which) (?:share|proportion)"
)
_MONEY_ASKED = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s+(?:tram |chuc |muoi )?(?:ty|trieu|nghin|ngan|tien|dong|kinh phi)(?!\s+le)(?!\w)"
    r"|how much (?:money|funding)|so tien|muc phat tien|muc luong"
    r"|what (?:is|are|was|will be) the (?:\w+ )?(?:budget|costs?|funding|fine|salary|allowance)(?!\w)"
    r"|(?<!\w)(?:salary|wages?)(?!\w)|what (?:fine|allowance|sum|amount|budget)"
)
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:\([^()\d]{1,60}\)\s*)?(?:(?:nghin|ngan)?\s*(?:ty|trieu|nghin|ngan)\s*)?(?:dong|vnd|usd)(?!\w)"
)
_POPULATION = re.compile(
    r"(?:^|(?<!\w)(?:tong|quy mo)\s)dan so(?!\w)(?:\s+\w+){0,6}\s+(?:bao nhieu|bao nhiu)(?!\s*(?:%|phan tram))"
)
_SHARE = re.compile(r"%|phan tram")
_ENGLISH_ASKED = re.compile(r"(?<!\w)how many\s+(.*)")
_ENGLISH_NOUN = re.compile(  # the last word before what is said of it: "3G/4G stations will be", "villages should"
    r"^(?:[\w/-]+\s+){0,4}?([^\W\d]+)\s+"
    r"(?:should|does|do|did|must|are|is|will|have|has|can|may|under|in|of|per|by|to|for|at|on|with|there)(?!\w)"
)
_PLAIN = re.compile(r"(?<![\w/.,-])(?!(?:19|20)\d\d(?!\d))\d[\d.,]*(?!\s*(?:%|phan tram)|[\w/-])")
_GROWN = re.compile(r"(?<!\w)(?:tang|bo sung|giam)(?:\s+them|\s+duoc|\s+bot)?\s+$")
_DATE = re.compile(  # a day of a month, a month of a year: no span of so many months or years
    r"(?:ngay\s+\d{1,2}\s+)?thang\s+\d{1,2}(?:\s+nam\s+\d{4})?(?!\d)|nam\s+(?:19|20)\d\d(?!\d)|\d{1,2}/\d{1,2}/\d{4}"
)
_IN_WORDS = r"(?:\s*\([^()\d]{1,40}\))?"  # "45 (bốn mươi lăm) ngày"
_NO_NOUN = frozenset(
    "la cho so den trong o vao nam doi va thi cua tu moi voi khi thang chi tong muc the de phai do duoc tren duoi"
    " theo nua lan mot moi hang must should is are of the percent".split()
)


class Amount(Frozen):
    """What is counted; ``noun`` (folded) only for counts."""

    counted: Counted
    noun: str = ""
    grown: bool = False
    """Whether an increase is asked for, which may be told as a share of what there is."""

    def fits(self, text: str) -> bool:
        """Whether ``text`` prints a figure of this kind."""
        plain = _DATE.sub(" ; ", fold(text))
        if self.counted == "percent":
            return bool(_SHARE.search(plain))
        if self.counted == "money":
            return bool(_MONEY.search(plain))
        if not self.noun:
            return bool(_PLAIN.search(plain))
        share = r"(?:\s*%\s+so)?" if self.grown else ""
        noun = rf"(?:[^\W\d]+\s+)?{re.escape(self.noun)}(?!\w)"
        return bool(re.search(rf"(?<![\w/-])\d[\d.,]*{share}{_IN_WORDS}\s+{noun}", plain))

    @property
    def is_span(self) -> bool:
        """Whether it is so many hours, days, months."""
        return bool(self.noun) and self.noun.split()[0] in _spans()

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
        first = (self.noun.split() or [""])[0]
        if not first:
            return not target.unit.startswith("%")
        if self.grown and target.unit.startswith("%"):
            return self.fits(target.quote)
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
    english = _ENGLISH_ASKED.search(plain)
    if english:
        return _counted_in_english(english[1])
    if _asks_for_money(text):
        return Amount(counted="money")
    match = _ASKED.search(plain)
    if match and match[1] in _spans() and not (match[2] or "").isdigit():
        return Amount(counted="count", noun=_span_of(match[1], match[2]))
    if not match or match[1] in _NO_NOUN or match[1].isdigit():
        return None
    words = [match[1]]
    compound = f"{match[1]} {match[2]}" in {fold(noun) for noun in phrases("danh_tu_kep")}
    if match[2] and (compound or match[2] not in _NO_NOUN):
        words.append(match[2])
    return Amount(counted="count", noun=" ".join(words), grown=bool(_GROWN.search(plain, 0, match.start())))


def _asks_for_money(text: str) -> bool:
    """Whether "bao nhiêu" without a noun asks for money: "trả bao nhiêu một tháng", "mỗi năm hỗ trợ bao nhiêu"."""
    asked = _ASKED.search(fold(text))
    if asked and asked[1] not in _NO_NOUN:
        return False
    wording = Wording(text, marked=False)
    paid = wording.has_any(phrases("tra_tien")) and wording.has_any(phrases("moi_ky"))
    return paid and wording.has_any(phrases("hoi_muc")) and not wording.has_any(phrases("khong_tra_tien"))


def _spans() -> frozenset[str]:
    """Units of time, folded."""
    return frozenset(fold(unit) for unit in phrases("don_vi_thoi_gian"))


def _span_of(first: str, second: str | None) -> str:
    """A unit of time; "ngày làm việc" by two syllables, as other nouns."""
    whole = any(unit.startswith(f"{first} {second} ") or unit == f"{first} {second}" for unit in _spans())
    return f"{first} {second}" if second and whole else first


def _counted_in_english(text: str) -> Amount | None:
    """What "how many" counts: a noun right behind it; one behind other words is no share, whatever its name."""
    found = _ENGLISH_NOUN.search(text)
    if not found or found[1] in _NO_NOUN:
        return None
    return Amount(counted="count", noun=found[1] if found.start(1) == 0 else "")
