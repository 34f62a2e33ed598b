"""Provinces and communes of Vietnam as they stand since 01/07/2025, found by name.

A commune is always commune + province: 307 short names stand for several. Names of the time before
(63 provinces, 10,035 communes) lead to the present ones.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import Literal, Self

from ingest.text import fold, squeeze
from ingest.types import Frozen
from ingest.vocabulary import FOLDER as VOCABULARIES
from ingest.vocabulary import BrokenVocabulary

Level = Literal["province", "commune"]
FOLDER = VOCABULARIES / "dia-danh"

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LEVEL_WORDS = ("thành phố", "đặc khu", "phường", "thị trấn", "tỉnh", "xã", "tp")
_LEVEL = re.compile(
    r"(?:^|[^\w])(xã|phường|đặc khu|thị trấn|tỉnh|thành phố|tp\.?|tỉnh [ủu][ỷy]|thành [ủu][ỷy])\s+$",
    re.IGNORECASE,
)
_LEVEL_FOLDED = re.compile(r"(?:^|[^\w])(xa|phuong|dac khu|thi tran|tinh(?: uy)?|thanh (?:pho|uy)|tp\.?)\s+$")
_STOPS = re.compile(r"[\n,;.:|()]")
_LONGEST = 6


class Place(Frozen):
    """A province or a commune; ``start`` and ``end`` where it was found in a text, else 0.

    ``name`` and ``province`` carry the level word in lower case: "xã Quân Chu", "tỉnh Thái Nguyên". ``old``
    is the name that was printed when it is one of before 01/07/2025; ``labelled`` tells whether the level
    word stood in front of it.
    """

    name: str
    short: str
    level: Level
    province: str
    old: str | None = None
    labelled: bool = False
    start: int = 0
    end: int = 0


def folded_key(name: str) -> str:
    """The words of a name without diacritics."""
    return " ".join(_WORD.findall(fold(name)))


def sound_key(name: str) -> str:
    """A key that ignores case and where the tone mark sits (``hoà`` and ``hòa``), not the tone itself."""
    words = []
    for word in _WORD.findall(name):
        marks = unicodedata.normalize("NFD", word.casefold())
        tone = "".join(mark for mark in marks if mark in _TONES)
        words.append("".join(mark for mark in marks if mark not in _TONES) + tone)
    return " ".join(words)


def without_level(name: str) -> str:
    """ "xã Quân Chu" gives "Quân Chu"; "Thành phố Huế" gives "Huế"."""
    lowered = name.casefold()
    for word in _LEVEL_WORDS:
        if lowered.startswith(word + " ") or lowered.startswith(word + "."):
            return name[len(word) :].lstrip(" .")
    return name


@cache
def _everyday_keys() -> frozenset[str]:
    """Communes whose names are everyday words: in small letters they count only behind a level word."""
    return frozenset(folded_key(row["name"]) for row in _table("everyday_words.tsv"))


def _table(name: str) -> Iterator[dict[str, str]]:
    path = FOLDER / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BrokenVocabulary(
            f"Không đọc được danh mục địa danh {name}.",
            "Khôi phục thư mục corpus/tu-vung/dia-danh từ bản cài đặt.",
        ) from error
    yield from csv.DictReader(lines, delimiter="\t")


def _named(name: str) -> str:
    """A name with its level word in lower case; a province without one gets "tỉnh"."""
    name = squeeze(unicodedata.normalize("NFC", name))
    short = without_level(name)
    return f"tỉnh {name}" if short == name else name[: len(name) - len(short)].lower() + short


_Named = tuple[str, Place]  # a name without its level word, and what it leads to


def _today() -> Iterator[_Named]:
    """Names of today, and the provinces of before: merged ones are still on everybody's lips."""
    for row in _table("provinces_34.tsv"):
        name = _named(row["name"])
        place = Place(name=name, short=without_level(name), level="province", province=name)
        for key in (name, *(row.get("aliases") or "").split(";")):
            if key.strip():
                yield without_level(squeeze(key)), place
    for row in _table("communes_2025.tsv"):
        name = _named(row["name"])
        short = without_level(name)
        yield short, Place(name=name, short=short, level="commune", province=_named(row["province"]))
    for row in _table("province_merge_63_to_34.tsv"):
        name = _named(row["new_province"])
        place = Place(name=name, short=without_level(name), level="province", province=name)
        for old in map(_named, row["old_provinces"].split(";")):
            if without_level(old) != place.short:
                yield without_level(old), place.model_copy(update={"old": old})


def _before() -> Iterator[_Named]:
    """The 10,035 communes of before 01/07/2025 and what became of them."""
    for row in _table("commune_legacy_to_2025.tsv"):
        name, old = _named(row["new_ward"]), _named(row["old_ward"])
        if old != name:
            short, province = without_level(name), _named(row["new_province"])
            yield (
                without_level(old),
                Place(name=name, short=short, level="commune", province=province, old=old),
            )


class _Index:
    """Places by name, with diacritics and, when first asked for, without."""

    def __init__(self, named: Iterable[_Named]) -> None:
        self._named = tuple(named)

    @cached_property
    def exact(self) -> dict[str, list[Place]]:
        return self._by(sound_key)

    @cached_property
    def folded(self) -> dict[str, list[Place]]:
        return self._by(folded_key)

    def _by(self, key: Callable[[str], str]) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for name, place in self._named:
            found[key(name)].append(place)
        return dict(found)

    def named(self, name: str) -> list[Place]:
        """With diacritics if that finds anything, else without."""
        return self.exact.get(sound_key(name)) or self.folded.get(folded_key(name)) or []


class Places:
    """The gazetteer; make it with :meth:`load`, which reads the files once."""

    def __init__(self, today: Iterable[_Named], before: Callable[[], Iterable[_Named]] = tuple) -> None:
        self._today = _Index(today)
        self._read_before = before

    @cached_property
    def _before(self) -> _Index:
        return _Index(self._read_before())

    @classmethod
    @cache
    def load(cls) -> Self:
        """The gazetteer of the data files, read once for the process.

        Raises:
            BrokenVocabulary: a file is missing.
        """
        return cls(_today(), _before)

    @cached_property
    def provinces(self) -> tuple[Place, ...]:
        """The 34 provinces of today."""
        named = (place for group in self._today.exact.values() for place in group)
        return tuple(dict.fromkeys(place for place in named if place.level == "province" and not place.old))

    def province(self, name: str) -> Place | None:
        """The province of today for a name of any time; diacritics and level word may be missing."""
        found = [place for key in (name, without_level(name)) for place in self._today.named(key)]
        provinces = sorted((p for p in found if p.level == "province"), key=lambda p: p.old is not None)
        return provinces[0] if provinces else None

    def commune(self, name: str, province: str | None = None) -> list[Place]:
        """The communes of today of that name; if there are none, those an old commune became.

        ``province`` narrows to one province, by any of its names. One candidate is an inference, several
        are a question to ask.
        """
        wanted = self.province(province) if province else None
        for index in (self._today, None):
            found = (index or self._before).named(without_level(name))
            communes = [place for place in dict.fromkeys(found) if place.level == "commune"]
            communes = [place for place in communes if not wanted or place.province == wanted.name]
            labelled = [place for place in communes if (place.old or place.name).casefold() == name.casefold()]
            if communes:
                return labelled or communes
        return []

    def find(self, text: str) -> list[Place]:
        """Places named in a text, in order; a commune of several provinces comes once for each.

        A name counts when a level word stands before it, or when its own capitals do ("Quân Chu"). A text
        without any diacritics is read folded. A province named in the text settles which commune is meant.
        """
        found = [place for group in _scan(text, self._today, lambda: self._before) for place in group]
        provinces = {place.province for place in found if place.level == "province"}
        settled = {(p.start, p.end) for p in found if p.level == "commune" and p.province in provinces}
        return [
            place
            for place in found
            if place.level == "province" or (place.start, place.end) not in settled or place.province in provinces
        ]


def _scan(text: str, today: _Index, before: Callable[[], _Index]) -> Iterator[list[Place]]:
    """Groups of places that one name may mean, the longest name first at each word."""
    folded = text.isascii()
    haystack = text.casefold() if folded else text
    words = list(_WORD.finditer(haystack))
    at = 0
    while at < len(words):
        length, group = _longest(haystack, words, at, today, before, folded)
        if group:
            yield group
        at += length


def _longest(
    text: str, words: list[re.Match[str]], at: int, today: _Index, before: Callable[[], _Index], folded: bool
) -> tuple[int, list[Place]]:
    label = _Label.before(text, words[at].start(), folded)
    small = folded or text.islower()
    for index in (today, None) if label.commune else (today,):
        source = index or before()
        known = source.folded if folded else source.exact
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + length - 1].end()
            span = text[start:end]
            if _STOPS.search(span) or not label.allows(span, small):
                continue
            group = label.choose(known.get(folded_key(span) if folded else sound_key(span), ()))
            if group:
                where = {"start": start, "end": end, "labelled": bool(label.word)}
                return length, [place.model_copy(update=where) for place in group]
    return 1, []


class _Label(Frozen):
    """The level word in front of a name, "" if none: what it allows the name to be."""

    word: str

    @classmethod
    def before(cls, text: str, start: int, folded: bool) -> Self:
        window = text[max(0, start - 14) : start]
        match = (_LEVEL_FOLDED if folded else _LEVEL).search(window)
        return cls(word=fold(match[1]).rstrip(".") if match else "")

    @property
    def commune(self) -> bool:
        return self.word in ("xa", "phuong", "dac khu", "thi tran")

    def allows(self, span: str, small: bool) -> bool:
        """Whether the letters of a name suit: capitals, unless all the text is in small ones."""
        if self.word:
            return small or span[0].isupper() or span[0].isdigit()
        words = _WORD.findall(span)
        if len(words) == 1:
            return span in ("Huế", "Hue") or (span.isupper() and len(span) > 2)
        if small:
            return folded_key(span) not in _everyday_keys()
        return all(word[0].isupper() or word[0].isdigit() for word in words)

    def choose(self, known: Iterable[Place]) -> list[Place]:
        """The places of the label's level; of an unlabelled name those of today and the old provinces."""
        places = list(dict.fromkeys(known))
        if self.commune:
            places = [place for place in places if place.level == "commune"]
            same = [place for place in places if fold(place.old or place.name).startswith(self.word + " ")]
            return same or places
        if self.word:
            return [place for place in places if place.level == "province"][:1]
        return [place for place in places if not place.old or place.level == "province"]
