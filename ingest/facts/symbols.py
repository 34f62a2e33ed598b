"""Document numbers and symbols: ``57-NQ/TW``, ``71/NQ-CP``, ``193/2025/QH15``.

The State writes *number/type-body* (NĐ 30/2020/NĐ-CP, Phụ lục I, with the year between for legal
acts and the National Assembly's term at the end), the Party *number-type/body* (HD 36-HD/VPTW). A symbol
is recognised however its dashes, spaces and line wraps were printed; ``Đ`` equals ``đ`` and never ``D``.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.facts.kinds import issuer_code, type_codes
from ingest.facts.letters import UPPER
from ingest.types import Family, Span

_GROUP = rf"(?=\w*[{UPPER}]\w*[{UPPER}])[{UPPER}]\w*(?:&[{UPPER}]\w*)*"
# No line break before the first separator: "năm 2030\n- HĐND - UBND" is a bullet, "204-\nQĐ/TW" a wrap.
_SYMBOL = re.compile(
    rf"""(?<![\w/.,–-])
    (?P<number>\d{{1,5}}[a-zđ]?)
    (?:[ \xa0]?(?P<slash>/)\s{{0,2}}|(?P<dash>[-–])\s{{0,2}}|[ ](?P<wide>[-–])[ ](?=[{UPPER}]\w*[ ]?/))
    (?:(?P<year>(?:19|20)\d\d)[ \xa0]?[/-]\s{{0,2}})?
    (?P<first>{_GROUP}|L(?=\s?-\s?CTN))
    (?P<rest>(?:[ \xa0]?/\s{{0,2}}{_GROUP}|[-–]\s{{0,2}}{_GROUP}|\.{_GROUP}){{0,3}})
    (?![\w])""",
    re.VERBOSE,
)
_TYPED_BY_HAND = re.compile(
    r"(?<![\w/.,-])(\d{1,5}[a-zđ]?)\s?([-–/])\s?(?:((?:19|20)\d\d)\s?[/-]\s?)?(\w{1,8})\s?([-–/])\s?(\w{2,12})(?!\w)"
)
_GROUPS = re.compile(rf"[-–/.]\s*({_GROUP})")
_STATE_BODY = re.compile(r"(?:(?:UBTV)?QH\d*|B[A-ZĐ]{2,8})$")
_PARTY_BODY = re.compile(r"(?:(?:VP|BTG|BTC|BNC|BDV|BTGDV|BCSĐ|UBKT)(?:TW|TU|ĐU|HU)|ĐĐQH\d*)$")


class Symbol(Span):
    """One symbol as found in a text.

    ``number`` keeps its printed zeros. ``code`` is the abbreviation of the type (``NQ``), ``None`` in a
    letter (``1552/BTTTT-THH``) or an act (``60/2024/QH15``); ``body`` is who issued it, as abbreviated.
    ``family`` is the one that the body belongs to; ``well_formed`` is false where the separators are those of
    the other family (``03-NQ/CP``).
    """

    printed: str
    number: str
    year: str | None
    code: str | None
    body: str
    family: Family
    well_formed: bool = True

    @property
    def canonical(self) -> str:
        """The symbol as it ought to be printed: ``57-NQ/TW``, ``278/2025/NĐ-CP``."""
        if self.family == "party" and self.code and not self.year:
            return f"{self.number}-{self.code}/{self.body}"
        head = f"{self.number}/{self.year}" if self.year else self.number
        return f"{head}/{self.code}-{self.body}" if self.code else f"{head}/{self.body}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What two prints of one symbol share: number without zeros, type, body."""
        code = "" if re.fullmatch(r"(?:UBTV)?QH\d*", self.body) else (self.code or "").casefold()
        return (self.number.lstrip("0") or "0", code, re.sub(r"\W", "", self.body).casefold())


def _tidy(group: str) -> str:
    """A body's abbreviation as it is usually written: only the Prime Minister's has a small letter."""
    if group.casefold() == "ttg":
        return "TTg"
    return group.upper() if group.islower() else group


def _family(separator: str, body: str) -> tuple[Family, bool]:
    """The family of a symbol, and whether its first separator is the one that the family uses."""
    printed: Family = "state" if separator == "/" else "party"
    head = re.split(r"[-.&]", body)[0].upper()
    if head.startswith("BCĐ"):  # steering committees write in either style
        return printed, True
    issuer = issuer_code(head)
    if _PARTY_BODY.match(head) or (issuer and issuer.family == "party"):
        return "party", printed == "party"
    if _STATE_BODY.match(head) or (issuer and issuer.family == "state"):
        return "state", printed == "state"
    return printed, True


def _symbol(match: re.Match[str]) -> Symbol | None:
    groups = [match["first"], *_GROUPS.findall(match["rest"])]
    code = type_codes().get(groups[0].casefold()) if len(groups) > 1 else None
    if len(groups) == 1 and not match["year"]:
        return None  # "5G/IPv6", "24/TTHC": a number and one word make no symbol
    body = "-".join(_tidy(group) for group in (groups[1:] if code else groups))
    if not code and not match["slash"] and not match["year"]:
        if len(groups) < 2 or "/" not in match["rest"]:
            return None
        code, body = groups[0], "-".join(_tidy(group) for group in groups[1:])  # "459-KHHĐ/TU"
    family, well_formed = _family("/" if match["slash"] else "-", body)
    well_formed = well_formed and (not code or ("/" in match["rest"]) == (family == "party"))
    if match["year"]:
        family, well_formed = "state", bool(match["slash"])
    return Symbol(
        start=match.start(),
        end=match.end(),
        printed=match.group(),
        number=match["number"],
        year=match["year"],
        code=code,
        body=body,
        family=family,
        well_formed=well_formed,
    )


def find_symbols(text: str) -> list[Symbol]:
    """Every document symbol of a text in reading order; spans are of the text as given."""
    return [symbol for match in _SYMBOL.finditer(text) if (symbol := _symbol(match))]


def _typed_by_hand(printed: str) -> Symbol | None:
    """A symbol typed in lower case, as in a search box: its type must be a known one."""
    match = _TYPED_BY_HAND.search(printed)
    code = type_codes().get(match[4].casefold()) if match else None
    if not match or not code:
        return None
    upper = f"{match[1]}{match[2]}{match[3] + '/' if match[3] else ''}{code}{match[5]}{match[6].upper()}"
    found = find_symbols(upper)
    return found[0].model_copy(update={"printed": match.group()}) if found else None


def parse(printed: str) -> Symbol | None:
    """The first symbol of a string, in any case and spacing; ``None`` if there is none."""
    printed = unicodedata.normalize("NFC", printed)
    found = find_symbols(printed)
    return found[0] if found else _typed_by_hand(printed)


def canonical(printed: str) -> str | None:
    """The canonical form of the first symbol of a string: ``"204- QĐ/TW"`` gives ``"204-QĐ/TW"``."""
    symbol = parse(printed)
    return symbol.canonical if symbol else None


def same(a: str, b: str) -> bool:
    """Whether two strings name one document: separators and zeros ignored, the year only if both give it."""
    left, right = parse(a), parse(b)
    if not left or not right or left.key != right.key:
        return False
    return left.year == right.year or not (left.year and right.year)
