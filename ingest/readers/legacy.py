"""Vietnamese text from before Unicode: TCVN3, VNI, VISCII, VPS and Windows-1258.

In a file with fonts the font names the encoding and the text must confirm it, since documents that were converted
keep the names of their old fonts. In plain bytes the text alone decides. Either way one decision holds for all
text of one font in one document, never for a single string: a short string can be read in several ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from ingest.readers.syllables import is_syllable, marked_words
from ingest.vocabulary import Entry, entries

_MARKS = {
    "sắc": "\u0301", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323",
    "mũ": "\u0302", "trăng": "\u0306",
}  # fmt: skip
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF puts six letters before the name of a font it holds in part
# Real text converts to .95 syllables and more, other languages to less than .4; below three marked words
# nothing can be told.
_PLAUSIBLE = 0.6
_GAIN = 0.2
_ENOUGH = 3
_ENOUGH_UNNAMED = 20  # where no font name speaks for an old encoding
# A pool of one encoding scores at least _CLEAR; one below it of which _MIXED_FROM reads in an old encoding is mixed.
_CLEAR = 0.85
_MIXED_FROM = 0.25
_MIXED = "mixed"
_SAMPLE = 20_000  # words; a longer document says no more


class _Table(Entry):
    key: str
    name: str
    fonts: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    runs: Mapping[str, str] = Field(default_factory=dict)
    lookalikes: Mapping[str, str] = Field(default_factory=dict)
    marks: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoder:
    """How the text of one font is read: ``encoding`` is ``""`` for text that is Unicode already."""

    encoding: str = ""
    capitals: bool = False

    @property
    def name(self) -> str:
        """The name of the encoding as people know it."""
        names = {table.key: table.name for table in _tables()} | {_MIXED: "lẫn lộn (TCVN3, VNI…)", "": "Unicode"}
        return names[self.encoding]

    def __call__(self, text: str) -> str:
        """``text`` in Unicode, NFC."""
        return convert(text, self.encoding, capitals=self.capitals)


UNICODE = Decoder()


class MixedDecoder(Decoder):
    """Reads each paragraph in the encoding that fits it; one too short to tell is read like the one before."""

    __slots__ = ("_last",)
    _last: list[str]

    def __init__(self) -> None:
        super().__init__(_MIXED)
        object.__setattr__(self, "_last", [""])

    def __call__(self, text: str) -> str:
        """``text`` in Unicode, NFC."""
        if len(marked_words(text)) >= _ENOUGH:
            scores = _scores(text)
            best = max(scores, key=lambda encoding: (scores[encoding], encoding == self._last[0]))
            if scores[best] >= _PLAUSIBLE:
                self._last[0] = best
        return convert(text, self._last[0])


@cache
def _tables() -> tuple[_Table, ...]:
    return entries("bang-ma-cu", "bang_ma", _Table)


@cache
def _letters(encoding: str) -> dict[int, str]:
    """From surface characters (the bytes as Windows-1252 or Latin-1 shows them) to letters."""
    table = next(table for table in _tables() if table.key == encoding)
    letters: dict[int, str] = {}
    for first, run in table.runs.items():
        for byte, letter in enumerate(run, start=int(first, 16)):
            for surface in _surfaces(byte):
                letters[surface] = letter
    for sign, byte_text in table.lookalikes.items():
        letters[ord(sign)] = letters[int(byte_text, 16)]
    return letters


def _surfaces(byte: int) -> set[int]:
    """The code points under which a byte of old text arrives."""
    shown = bytes([byte]).decode("cp1252", errors="ignore") + bytes([byte]).decode("latin-1")
    return {ord(c) for c in shown}


@cache
def _sequences(encoding: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """VNI writes a letter and its marks behind it; ``None`` for encodings of one byte a letter."""
    table = next(table for table in _tables() if table.key == encoding)
    if not table.marks:
        return None
    marks = {c: "".join(_MARKS[m] for m in names.split()) for pair, names in table.marks.items() for c in pair}
    return re.compile(f"([aeiouyAEIOUYôöÔÖ])([{''.join(marks)}]{{1,2}})"), marks


def convert(text: str, encoding: str, *, capitals: bool = False) -> str:
    """Old text in Unicode, NFC; ``capitals`` is for fonts that draw every letter as a capital.

    A word of TCVN3 typed in capitals has its plain letters in capitals and its marked ones in small, since the
    encoding has no others: they are raised.
    """
    if not encoding:
        return unicodedata.normalize("NFC", text)
    if encoding == "tcvn3":
        text = re.sub("\xad{2,}", "\xad", text)  # "ư" is Word's optional hyphen there, unseen and typed twice
    if sequences := _sequences(encoding):
        text = _with_marks(text, *sequences, _letters(encoding))
    else:
        text = text.translate(_letters(encoding))
    text = unicodedata.normalize("NFC", text)
    if capitals:
        return text.upper()
    return _raise_capitals(text) if encoding == "tcvn3" else text


def _with_marks(text: str, pattern: re.Pattern[str], marks: dict[str, str], letters: dict[int, str]) -> str:
    out: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        vowel, signs = match.group(1), [marks[sign] for sign in match.group(2)]
        whole = unicodedata.normalize("NFC", vowel.translate(letters) + "".join(signs))
        if len(whole) > 1:  # the second sign is a letter of its own, or none of the two fits
            whole = unicodedata.normalize("NFC", vowel.translate(letters) + signs[0])
            rest = match.group(2)[1:]
            whole = (whole if len(whole) == 1 else match.group(0)[:2].translate(letters)) + rest.translate(letters)
        out += [text[last : match.start()].translate(letters), whole]
        last = match.end()
    return "".join([*out, text[last:].translate(letters)])


_TOKEN = re.compile(r"[^\W\d_]+")


def _raise_capitals(text: str) -> str:
    return _TOKEN.sub(lambda m: m.group().upper() if _typed_in_capitals(m.group()) else m.group(), text)


def _typed_in_capitals(word: str) -> bool:
    plain = [c for c in word if c.isascii()]
    small = any(c.islower() for c in word)
    return small and len(plain) >= 2 and all(c.isupper() for c in plain)


def encoding_of_font(font: str) -> str:
    """The encoding that the name of a font stands for, ``""`` for a font of Unicode."""
    name = _bare(font)
    return next((t.key for t in _tables() if any(re.search(p, name, re.IGNORECASE) for p in t.fonts)), "")


def draws_capitals(font: str) -> bool:
    """Whether a font of old text draws small letters as capitals (``.VnTimeH``)."""
    return any(re.search(p, _bare(font), re.IGNORECASE) for t in _tables() for p in t.capitals)


def _bare(font: str) -> str:
    return _SUBSET.sub("", font).split(",")[0].strip()


def decide(texts: Mapping[str, str]) -> dict[str, Decoder]:
    """How each font of one document is to be read, from all the text set in it.

    ``texts`` holds the text of the document by font name (``""`` where none is named). A font whose name says an
    encoding is believed unless its text reads better as it stands; a font that says nothing is converted only where
    the text proves it. Text of one font in several encodings (a document put together from parts typed on different
    machines) is read paragraph by paragraph.
    """
    named = {font: encoding_of_font(font) for font in texts}
    pooled: dict[str, str] = {}
    for font, encoding in named.items():
        if encoding:
            pooled[encoding] = f"{pooled.get(encoding, '')} {texts[font]}"
    verdicts = {encoding: _verdict(text, encoding, _ENOUGH) for encoding, text in pooled.items()}
    enough = _ENOUGH if any(verdicts.values()) else _ENOUGH_UNNAMED
    decoders: dict[str, Decoder] = {}
    for font, encoding in named.items():
        own = verdicts[encoding] if encoding else _verdict(texts[font], "", enough)
        decoders[font] = MixedDecoder() if own == _MIXED else Decoder(own, bool(own) and draws_capitals(font))
    return decoders


def _verdict(text: str, named: str, enough: int) -> str:
    """The encoding of all text of one kind of font."""
    if len(set(marked_words(text))) < enough:
        return named
    if not named and share_of_marked(text) >= _CLEAR:
        return ""
    scores = _scores(text)
    best = max(("", named), key=lambda encoding: scores[encoding]) if named else _best(scores)
    if scores[best] >= _CLEAR:
        return best
    others = max(score for encoding, score in scores.items() if encoding)
    return _MIXED if others >= _MIXED_FROM else best


def _best(scores: Mapping[str, float]) -> str:
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _PLAUSIBLE and scores[best] >= scores[""] + _GAIN else ""


def _scores(text: str) -> dict[str, float]:
    """By encoding, the share of syllables among the words that are marked as they arrive."""
    sample = marked_words(text)[:_SAMPLE]
    readings = {"": " ".join(sample)} | {t.key: convert(" ".join(sample), t.key) for t in _tables()}
    return {encoding: _share(reading) for encoding, reading in readings.items()}


def _share(text: str) -> float:
    found = text.split(" ")
    return sum(is_syllable(word) for word in found) / len(found)


def legacy_note(decoders: Mapping[str, Decoder], found: Mapping[str, str]) -> tuple[str, ...]:
    """What a reader should know: which old encodings were converted, if any text was in them."""
    names = sorted({d.name for font, d in decoders.items() if d.encoding and found.get(font, "").strip()})
    return (f"Chữ gốc dùng bảng mã cũ {', '.join(names)}, đã chuyển sang Unicode.",) if names else ()


def decode_bytes(data: bytes) -> tuple[str, str] | None:
    """Plain bytes of old Vietnamese text in Unicode, with the name of their encoding; ``None`` if they are not."""
    surface = data.decode("latin-1")
    best: tuple[float, str, str] = (0.0, "", "")
    for name, text in _readings(data, surface):
        score = share_of_marked(text)
        if score > best[0]:
            best = (score, name, text)
    return (best[2], best[1]) if best[0] >= _PLAUSIBLE else None


def _readings(data: bytes, surface: str) -> list[tuple[str, str]]:
    readings = [(table.name, convert(surface, table.key)) for table in _tables()]
    windows = data.decode("cp1258", errors="replace")
    return [("Windows-1258", unicodedata.normalize("NFC", windows)), *readings]


def share_of_marked(text: str) -> float:
    """The share of Vietnamese syllables among the words with marks; 0 where there are too few to tell."""
    marked = marked_words(text)[:_SAMPLE]
    return sum(map(is_syllable, marked)) / len(marked) if len(marked) >= _ENOUGH else 0.0
