"""What a question for a figure counts: per cent, money, days, people, working groups.

"bao nhiêu ngày làm việc" is answered by a figure of working days, not by the nearest
percentage; "bao nhiêu tỷ đồng" by money or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

from ingest.types import Frozen, Target
from service.known_words import folded_words
from service.lexicon import Wording, content, expand, phrases, spelled
from service.words import contains, fold, has_marks, syllables

Counted = Literal["percent", "money", "count", "times"]
TIMES, HOUR = "lan", "gio"

_ASKED = re.compile(
    r"(?<!\w)(?:(?P<when>(?<!moi )(?<!mot )(?<!hang )(?<!tung )(?:ngay|thang|quy|nam)) (?=may ))?"  # "tháng mấy xong"
    r"(?P<asking>bao nhieu|bao nhiu|may)\s+(?P<noun>%|\w+)(?:\s+(?P<next>\w+))?"
)
_PERCENT = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s*(?:%|phan tram|diem (?:phan tram|%))"
    r"|(?:hon|kem|tang|giam|chenh|lech|cach|vuot|thieu|thua|them)\s[^?]{0,60}?(?:bao nhieu|bao nhiu|may)\s+diem(?!\w)"
    r"|ty le\s(?:\w+\s){0,4}(?:bao nhieu|bao nhiu|may)(?!\w)"
    r"|percent|per cent|percentage points?|(?:what|which) (?:share|proportion)"
)
_MONEY_ASKED = re.compile(
    r"(?:bao nhieu|bao nhiu|may)\s+(?:tram |chuc |muoi )?(?:ty|trieu|nghin|ngan|tien|dong|kinh phi)(?!\s+le)(?!\w)"
    r"|how much (?:money|funding)|how many (?:\w+ ){0,2}(?:dong|vnd|usd|dollars?)(?!\w)|so tien|muc phat tien|muc luong"
    r"|what (?:is|are|was|will be) the (?:\w+ )?(?:budget|costs?|funding|fine|salary|allowance)(?!\w)"
    r"|(?<!\w)(?:salary|wages?)(?!\w)|what (?:fine|allowance|sum|amount|budget)"
)
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:\([^()\d]{1,60}\)\s*)?(?:(?:nghin|ngan)?\s*(?:ty|trieu|nghin|ngan)\s*)?(?:dong|vnd|usd)(?!\w)"
)
_POPULATION = re.compile(
    r"(?:^|(?<!\w)(?:tong|quy mo)\s)dan so(?!\w)(?:\s+\w+){0,6}\s+(?:bao nhieu|bao nhiu)(?!\s*(?:%|phan tram))"
)
_SHARE = re.compile(r"(?:%|phan tram)")
_ENGLISH_ASKED = re.compile(r"(?<!\w)how many\s+(.*)")
_ENGLISH_NOUN = re.compile(  # the last word before what is said of it: "3G/4G stations will be", "villages should"
    r"^(?:[\w/-]+\s+){0,4}?([^\W\d]+)\s+"
    r"(?:should|does|do|did|must|are|is|were|was|will|would|have|has|had|can|may|under|in|of|per|by|to|for|at|on|with|there)(?!\w)"
)
_REQUIRED = re.compile(r"(?<!\w)(?:must|should|shall|will|required|(?:are|have|need) to)(?!\w)")
_THOUSANDS = r"(?:(?:chuc|tram|nghin|ngan|trieu|ty)\s+)*"
_NUMBER = r"(?<![\w/-])\d[\d.,]*(?:\s*[-–/]\s*\d[\d.,]*)?"  # "24-48 giờ", "629/731 trường"
_PLAIN = re.compile(r"(?<![\w/.,-])(?!(?:19|20)\d\d(?!\d))\d[\d.,]*(?!\s*(?:%|phan tram)|[\w/-])")
_CLOCK = re.compile(r"(?<![\w/.,])\d{1,2}\s*h(?:\s*\d{2})?(?!\w)")
_LASTING = re.compile(r"(?<!\w)(?:trong|trong vong|sau|toi da|qua)\s+$")
_RHYTHM = re.compile(r"(?<!\w)(?:dinh ky|thuong xuyen|(?:hang|moi|tung) (?:ngay|tuan|thang|quy|nam))(?!\w)")
_MULTIPLIED = re.compile(r"(?<!\w)(?:gap|tang|giam|hon|kem)(?!\w)[^,;?]*$")
_GROWN = re.compile(r"(?<!\w)(?:tang|bo sung|giam)(?:\s+them|\s+duoc|\s+bot)?\s+$")
_DATE = re.compile(  # a day of a month, a month of a year: no span of so many months or years
    r"(?:ngay\s+\d{1,2}\s+)?thang\s+\d{1,2}(?:\s+nam\s+\d{4})?(?!\d)|nam\s+(?:19|20)\d\d(?!\d)|\d{1,2}/\d{1,2}/\d{4}"
)
_CLAUSE = re.compile(r"[.,;:?!](?!\d)|\n")
_IN_WORDS = r"(?:\s*\([^()\d]{1,40}\))?"  # "45 (bốn mươi lăm) ngày"
_NO_NOUN = frozenset(
    "la cho so den trong o vao nam doi va thi cua tu moi voi khi thang chi tong muc the de phai do duoc tren duoi"
    " theo nua lan mot moi hang must should is are of the percent".split()
)


class Amount(Frozen):
    """What is counted; ``noun`` (folded) only for counts, and for times as long as they must be counted in figures."""

    counted: Counted
    noun: str = ""
    grown: bool = False
    """Whether an increase is asked for, which may be told as a share of what there is."""
    shared: bool = False
    """Whether a share of the counted thing tells as much of it: "bao nhiêu hồ sơ phải số hóa" by "60% hồ sơ"."""
    said: tuple[str, ...] = ()
    """The content syllables of the noun and of what is said of it behind it: "hộ phải sơ tán"."""
    typed: tuple[str, ...] = ()
    """The syllables of the noun with the marks that they were typed with."""
    brief: bool = False
    """Whether the noun is shortened: then it stands right behind the figure."""
    clock: bool = False
    """Whether hours are a time of day: "lúc mấy giờ" is answered by "19h00"."""

    def fits(self, text: str) -> bool:
        """Whether ``text`` prints a figure of this kind."""
        whole = expand(text)
        plain = _DATE.sub(lambda date: ";".ljust(len(date[0])), fold(whole))
        if self.counted == "percent":
            return bool(_SHARE.search(plain))
        if self.counted == "money":
            return bool(_MONEY.search(plain))
        if not self.noun:
            return bool((_RHYTHM if self.counted == "times" else _PLAIN).search(plain))
        if self.clock and _CLOCK.search(plain):
            return True
        share = r"(?:\s*%\s+so)?" if self.grown else ""
        between = _THOUSANDS if self.brief else r"(?:[^\W\d]+\s+)?"
        figure = rf"{_NUMBER}{share}{_IN_WORDS}\s+{between}(?P<noun>{re.escape(self.noun)})(?!\w)"
        return any(self._is_meant(whole[slice(*found.span("noun"))]) for found in re.finditer(figure, plain))

    def _is_meant(self, printed: str) -> bool:
        """Whether a printed noun is the one typed, as far as that was typed with marks: "hộ" is no "hồ"."""
        pairs = zip(spelled(printed, marked=True), self.typed, strict=False)  # the noun may be shortened
        return all(one == typed or not has_marks(typed) for one, typed in pairs)

    def is_said_in(self, text: str) -> bool:
        """Whether one clause of ``text`` prints the figure and says all that the question says of the thing."""
        if len(self.said) <= len(self.noun.split()):
            return False
        clauses = _CLAUSE.split(expand(text))
        return any(self.fits(clause) and set(self.said) <= set(syllables(clause)) for clause in clauses)

    def is_shared_in(self, text: str) -> bool:
        """Whether ``text`` prints a share of what is counted, where one may stand for the count."""
        if not self.shared:
            return False
        noun = rf"(?:[^\W\d]+\s+){{0,3}}?(?P<noun>{re.escape(self._stem)})(?!\w)"
        shares = rf"(?:{_SHARE.pattern}|(?<!\w)ty le(?=[^.;]{{0,160}}?\d\s*{_SHARE.pattern}))\s+{noun}"
        whole = expand(text)
        return any(self._is_meant(whole[slice(*found.span("noun"))]) for found in re.finditer(shares, fold(whole)))

    @property
    def tellings(self) -> tuple[Callable[[str], bool], ...]:
        """Whether a text tells the amount: as it is asked for, by a shorter noun, as a share; the best first."""
        return self.fits, self.shortened.fits, self.is_shared_in

    @property
    def is_named(self) -> bool:
        """Whether it says what is counted, so that not any figure fits."""
        return self.counted != "count" or bool(self.noun)

    @property
    def is_span(self) -> bool:
        """Whether it is so many hours, days, months."""
        return bool(self.noun) and self.noun.split()[0] in _spans()

    @property
    def shortened(self) -> Amount:
        """The same by the first syllable of its noun: "người dân" is also counted as "12 người".

        Times without a figure are told by a rhythm: "mỗi năm mấy lần" by "định kỳ hằng quý".
        """
        return self.model_copy(update={"noun": self._head if self.counted == "count" else "", "brief": True})

    @property
    def _head(self) -> str:
        """The noun without what is said of it; of a listed word nothing may be left out ("nhà máy" is no "nhà")."""
        first = (self.noun.split() or [""])[0]
        return first if first in _folded("dem_mot_tieng") else self._stem

    @property
    def _stem(self) -> str:
        """The noun without the verb behind it: "thôn" of "thôn phủ (sóng)"; of a listed word all of it."""
        return self.noun if self.noun in folded_words() else (self.noun.split() or [""])[0]

    def measured_by(self, targets: Sequence[Target]) -> list[Target]:
        """The targets that are levels of this kind; failing those, shares that may stand for them."""
        own = [target for target in targets if self.measures(target)]
        return own or [target for target in targets if self.is_shared_in(target.quote)]

    def measures(self, target: Target) -> bool:
        """Whether a target is a level of this kind."""
        if self.counted == "percent":
            return target.unit.startswith("%") or target.cls == "universal"
        if self.counted == "money":
            return "đồng" in target.unit
        if self.counted == "times":
            return self.fits(target.quote)
        if not self.noun:
            return not target.unit.startswith("%")
        if self.grown and target.unit.startswith("%"):
            return self.fits(target.quote)
        return not target.unit.startswith("%") and (contains(target.unit, self._head) or self.fits(target.quote))


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
    return _counted_in_vietnamese(text, match) if match else None


def _counted_in_vietnamese(text: str, asked: re.Match[str]) -> Amount | None:
    """What stands behind "bao nhiêu" or "mấy": a span of time, times, a thing."""
    noun, after = asked["noun"], asked["next"]
    if asked["when"] and noun not in _folded("dem_theo_ky"):  # "tháng mấy xong" asks for a month
        return None
    before = f" {fold(text[: asked.start('asking')])}"
    if noun == TIMES and not _MULTIPLIED.search(before):
        return Amount(counted="times", noun=TIMES)
    if noun in _spans() and not (after or "").isdigit():
        clock = noun == HOUR and asked["asking"] == "may" and not _LASTING.search(before)
        return Amount(counted="count", noun=_span_of(noun, after), clock=clock)
    if noun in _NO_NOUN - {TIMES} or noun.isdigit():
        return None
    words = [noun]
    compound = f"{noun} {after}" in _folded("danh_tu_kep")
    if after and noun != TIMES and (compound or after not in _NO_NOUN):
        words.append(after)
    behind = text[asked.start("noun") :]
    return Amount(
        counted="count",
        noun=" ".join(words),
        typed=tuple(spelled(behind, marked=True)[: len(words)]),
        grown=bool(_GROWN.search(before)),
        shared=_may_be_shared(before, behind),
        said=tuple(content(_CLAUSE.split(behind, maxsplit=1)[0], marked=has_marks(text))),
    )


def _may_be_shared(before: str, behind: str) -> bool:
    """Whether a share tells as much of the thing: not of what is made, nor of how many there are at all."""
    if any(before.endswith(f" {verb} ") for verb in _folded("lam_ra")):
        return False
    there = any(before.endswith(f" {verb} ") for verb in _folded("ton_tai"))
    return not there or Wording(behind, marked=False).has_any(phrases("noi_tiep"))


def _asks_for_money(text: str) -> bool:
    """Whether "bao nhiêu" without a noun asks for money: "trả bao nhiêu một tháng", "mỗi năm hỗ trợ bao nhiêu"."""
    asked = _ASKED.search(fold(text))
    if asked and asked["noun"] not in _NO_NOUN:
        return False
    wording = Wording(text, marked=False)
    paid = wording.has_any(phrases("tra_tien")) and wording.has_any(phrases("moi_ky"))
    return paid and wording.has_any(phrases("hoi_muc")) and not wording.has_any(phrases("khong_tra_tien"))


def _spans() -> frozenset[str]:
    """Units of time, folded."""
    return _folded("don_vi_thoi_gian")


@cache
def _folded(name: str) -> frozenset[str]:
    """A list of phrases without marks."""
    return frozenset(map(fold, phrases(name)))


def _span_of(first: str, second: str | None) -> str:
    """A unit of time; "ngày làm việc" by two syllables, as other nouns."""
    whole = any(unit.startswith(f"{first} {second} ") or unit == f"{first} {second}" for unit in _spans())
    return f"{first} {second}" if second and whole else first


def _counted_in_english(text: str) -> Amount | None:
    """What "how many" counts: a noun right behind it; one behind other words is no share, whatever its name."""
    found = _ENGLISH_NOUN.search(text)
    if text.startswith("times "):
        return Amount(counted="times", noun=TIMES)
    if not found or found[1] in _NO_NOUN:
        return None
    named = found.start(1) == 0
    return Amount(counted="count", noun=found[1] if named else "", shared=named and bool(_REQUIRED.search(text)))
