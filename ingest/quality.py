"""How far a text can be trusted: spelt in Vietnamese, free of broken characters, recognised or printed.

The dictionary of syllables is ``corpus/tu-vung/am-tiet.txt``: initials and the rimes that may follow them; tones
are added by rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from pydantic import Field

from ingest.readers import legacy
from ingest.types import Frozen, Quality, Row
from ingest.vocabulary import FOLDER, BrokenVocabulary

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LIFTED = frozenset("\u0301\u0323")  # sắc and nặng, the two that a syllable closed by a stop may bear
_STOPS = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What an extractor gives for a glyph that it cannot name: U+FFFD, private use, controls, "(cid:12)".
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]|\\(cid:\\d+\\)")

# A printed page of prose has .97 and more, tables of addresses and foreign names down to .85, Lao or English read
# as Vietnamese less than .5, a page recognised from a bad copy .85.
_POOR, _DOUBTFUL = 0.6, 0.85
_ENOUGH = 20  # words; with fewer, shares say nothing
_BROKEN_SHARE = 0.02
# The last page of a scan holds a few lines: a picture of a tenth of the sheet is enough to look at. The gazette
# prints a head of up to 120 letters above it.
_PICTURE, _HEAD = 0.06, 120


class TextQuality(Frozen):
    """A judgement on one stretch of text, a page as a rule. Shares are 0–1."""

    letters: int
    words: int = Field(description="words of letters, abbreviations in capitals left out")
    syllables: float = Field(description="share of the words that are Vietnamese syllables; 1 without words")
    broken: float = Field(description="share of characters that stand for no character")
    encoding: str = Field(default="", description="the old encoding that the text is still in, if any")
    empty_scan: bool = Field(default=False, description="a picture with nearly no text on it")

    @property
    def poor(self) -> bool:
        """Whether the page should be read again from its picture."""
        misspelt = self.words >= _ENOUGH and self.syllables < _POOR
        return self.empty_scan or self.broken > _BROKEN_SHARE or (misspelt and not self.encoding)

    @property
    def doubtful(self) -> bool:
        """Whether a reader should look at the paper before quoting."""
        return self.poor or (self.words >= _ENOUGH and self.syllables < _DOUBTFUL)


@cache
def _syllables() -> frozenset[str]:
    """All syllables without their tones."""
    path = FOLDER / "am-tiet.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BrokenVocabulary(f"Không đọc được {path.name}.", "Hãy cài lại Tracuu.") from error
    pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return frozenset(onset.strip("- ") + rime for onset, rimes in pairs for rime in rimes.split())


@cache
def is_syllable(word: str) -> bool:
    """Whether ``word``, in any case, is in the dictionary of Vietnamese syllables."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1 or base not in _syllables():
        return False
    return not base.endswith(_STOPS) or bool(tones and tones[0] in _LIFTED)


def spelt(text: str) -> tuple[int, int]:
    """How many words there are, and how many of them are syllables.

    Abbreviations in capitals (UBND, NĐ) count where they are syllables and are left out where they are not, as are
    single letters.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    good = [word for word in words if is_syllable(word)]
    bad = [word for word in words if not is_syllable(word) and not (word.isupper() and len(word) <= 8)]
    return len(good) + len(bad), len(good)


def judge(text: str, pictures: float = 0.0) -> TextQuality:
    """The quality of the text of a page, ``pictures`` being the share of the page (0–1) that pictures cover."""
    letters = sum(c.isalpha() for c in text)
    words, good = spelt(text)
    share = good / words if words else 1.0
    printed = len("".join(text.split()))
    broken = sum(len(found) if found.startswith("(") else 1 for found in _BROKEN.findall(text))
    old = legacy.decide({"": text})[""].encoding if words >= _ENOUGH and share < _POOR else ""
    return TextQuality(
        letters=letters,
        words=words,
        syllables=share,
        broken=broken / printed if printed else 0.0,
        encoding=old,
        empty_scan=pictures >= _PICTURE and letters < _HEAD,
    )


def quality_of(
    text: str, page_starts: Sequence[int], pages: int | None, rows: Iterable[Row], recognised: Sequence[int]
) -> Quality:
    """The quality line of a document: of its canonical text, its tables and its recognised pages."""
    words, good = spelt(text)
    tables: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        tables[row.table].add(row.page or 0)
    return Quality(
        layer=_layer(pages, recognised),
        ocr_pages=tuple(recognised),
        words=words,
        syllables=round(good / words, 4) if words else 1.0,
        doubted=_doubted(text, page_starts, pages),
        tables=len(tables),
        joined=sum(len(found) > 1 for found in tables.values()),
    )


def _layer(pages: int | None, recognised: Sequence[int]) -> Literal["text", "ocr", "mixed"]:
    if not recognised:
        return "text"
    return "ocr" if len(recognised) >= (pages or 1) else "mixed"


def _doubted(text: str, page_starts: Sequence[int], pages: int | None) -> tuple[int, ...]:
    """Pages whose text is misspelt or broken; a document without pages counts as page 1."""
    starts = list(page_starts) or [0]
    ends = [*starts[1:], len(text)]
    found = [i for i, (start, end) in enumerate(zip(starts, ends, strict=True), 1) if judge(text[start:end]).doubtful]
    unread = range(len(starts) + 1, (pages or 0) + 1)
    return (*found, *unread)
