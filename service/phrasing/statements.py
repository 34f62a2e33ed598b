"""What a text says that can be checked: figures, times, symbols and other numbers, each with the words around it.

A sentence of a model and a passage of a document are read in the same way, with the grammars that facts are read
with, so that what they say can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from ingest.facts.dates import find_dates
from ingest.facts.deadlines import Stated, find_deadlines
from ingest.facts.numbers import Figure, find_figures
from ingest.facts.symbols import Symbol, find_symbols
from ingest.types import Frozen, Span
from service.lexicon import expand, translate
from service.phrasing.vocabulary import glue, joints
from service.question import Language, Question
from service.words import fold, syllables

LOOSE = re.compile(r"(?<![^\W\d_])[^\W\d_]{0,2}\d+(?:[.,]\d+)*[^\W\d_]{0,2}")
WORD = re.compile(r"[^\W\d_]+")
HARD = re.compile(r"[.;!?…](?=\s|$)|[\n\t]")
AROUND = 24  # characters looked at beside a number for the word that says what it numbers
NUMBER_SIGN = frozenset({"so", "thu", "no", "number"})


Anchor = Literal["figure", "time", "number"]


class Moment(Span):
    """A time in normal form (``2025``, ``2026-07``, ``2025..2027``) and how it is put: by, in, before, from…"""

    norm: str
    stated: Stated


class Loose(Span):
    """A number that measures nothing ("5G", "Nghị quyết 57", "07 nhiệm vụ"), with the folded words beside it."""

    value: str
    before: str
    after: str


class Part(Frozen):
    """A run of a text with at most one kind of thing to be checked, and what it inherits from the runs before.

    ``words`` are the folded content syllables of the run, with those of the subject it continues; ``moments`` are
    its own times or, if it has none, the last ones before it or the only one of its sentence; ``sentence`` is the
    sentence around it.
    """

    text: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    moments: tuple[Moment, ...] = ()
    own_moments: tuple[Moment, ...] = ()
    loose: tuple[Loose, ...] = ()
    words: frozenset[str] = frozenset()
    own_words: frozenset[str] = frozenset()


class Statement(Frozen):
    """A text and what it says; its parts are cut so that each has one anchor of the kind ``by``."""

    text: str
    english: bool
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]
    symbols: tuple[Symbol, ...]
    loose: tuple[Loose, ...]
    by: Anchor
    parts: tuple[Part, ...]

    @property
    def language(self) -> Language:
        """The language it is written in."""
        return "en" if self.english else "vi"

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where figures, times and symbols stand."""
        return tuple((one.start, one.end) for one in (*self.figures, *self.moments, *self.symbols))


@lru_cache(maxsize=2048)
def read(text: str, english: bool = False, by: Anchor | None = None) -> Statement:
    """``text`` taken apart at its anchors: figures, times or other numbers, whichever of these it has first."""
    symbols = tuple(find_symbols(text))
    moments = _moments(text, symbols)
    taken = [(one.start, one.end) for one in (*symbols, *moments)]
    figures = tuple(f for f in find_figures(text, english) if not _inside(f.number, taken))
    loose = _loose(text, [*taken, *(one.number for one in figures)], symbols)
    own = tuple(one for one in loose if not _inside((one.start, one.end), taken))
    by = by or ("figure" if figures else "time" if moments else "number")
    anchors: Sequence[Span] = {"figure": figures, "time": moments, "number": own}[by]
    return Statement(
        text=text,
        english=english,
        figures=figures,
        moments=moments,
        symbols=symbols,
        loose=loose,
        by=by,
        parts=tuple(_parts(text, english, anchors, figures, moments, symbols, own)),
    )


def words_of(text: str, english: bool = False) -> frozenset[str]:
    """The folded content syllables of a text, abbreviations in full; of an English one also what they mean."""
    full = expand(text, keep=True)
    if english:
        full = f"{full} {translate(Question(text=text, language='en'))}"
    return frozenset(word for word in syllables(full) if word not in glue() and not word.isdigit())


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _moments(text: str, symbols: Sequence[Symbol]) -> tuple[Moment, ...]:
    within = [(one.start, one.end) for one in symbols]
    found = [
        Moment(start=one.start, end=one.end, norm=one.norm, stated=one.stated)
        for one in find_deadlines(text)
        if not _inside((one.start, one.end), within)
    ]
    taken = [(one.start, one.end) for one in found]
    found += [
        Moment(start=date.start, end=date.end, norm=date.iso, stated="in")
        for date in find_dates(text)
        if date.iso and not _inside((date.start, date.end), taken)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _loose(text: str, taken: Sequence[tuple[int, int]], symbols: Sequence[Symbol]) -> tuple[Loose, ...]:
    numbers = [(m.start(), m.end(), m.group()) for m in LOOSE.finditer(text) if not _inside(m.span(), taken)]
    numbers += [(one.start, one.end, one.number) for one in symbols]
    return tuple(
        Loose(start=start, end=end, value=value_of(number), before=_before(text, start), after=_after(text, end))
        for start, end, number in numbers
    )


def value_of(number: str) -> str:
    """A number without leading zeros and case: "07" is "7", "5G" is "5g"."""
    return fold(number).lstrip("0") or "0"


def _before(text: str, at: int) -> str:
    words = [fold(word) for word in WORD.findall(text[max(0, at - AROUND) : at])]
    while words and words[-1] in NUMBER_SIGN:
        words.pop()
    return words[-1] if words else ""


def _after(text: str, at: int) -> str:
    match = WORD.search(text, at, at + AROUND)
    return fold(match.group()) if match and not text[at : match.start()].strip() else ""


# -- parts -----------------------------------------------------------------------------------------------------------


def _parts(
    text: str,
    english: bool,
    anchors: Sequence[Span],
    figures: Sequence[Figure],
    moments: Sequence[Moment],
    symbols: Sequence[Symbol],
    loose: Sequence[Loose],
) -> Iterable[Part]:
    protected = [(one.start, one.end) for one in (*figures, *moments, *symbols)]
    subject: frozenset[str] = frozenset()
    last: tuple[Moment, ...] = ()
    for start, end in _sentences(text, protected):
        only = [one for one in moments if start <= one.start < end]
        for left, right in _runs(text, start, end, anchors, protected):
            own = tuple(one for one in moments if left <= one.start < right)
            inside = [one for one in anchors if left <= one.start < right]
            first = min((one.start for one in inside), default=right)
            leading = words_of(_without(text, left, first, protected), english)
            subject = leading or subject
            tail = words_of(_without(text, first, right, protected), english)
            last = own or last
            yield Part(
                text=text[left:right],
                sentence=text[start:end],
                figures=tuple(one for one in figures if left <= one.number[0] < right),
                moments=own or last or (tuple(only) if len(only) == 1 else ()),
                own_moments=own,
                loose=tuple(one for one in loose if left <= one.start < right),
                words=subject | tail,
                own_words=leading | tail,
            )


def _without(text: str, left: int, right: int, spans: Iterable[tuple[int, int]]) -> str:
    """``text[left:right]`` with blanks for what is checked by itself."""
    kept = list(text[left:right])
    for start, end in spans:
        for at in range(max(start, left), min(end, right)):
            kept[at - left] = " "
    return "".join(kept)


def _sentences(text: str, protected: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    cuts = [m.end() for m in HARD.finditer(text) if not _inside(m.span(), protected)]
    return [(a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip()]


def _runs(
    text: str, start: int, end: int, anchors: Sequence[Span], protected: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The runs of a sentence, each with one anchor where its joints allow; words without one go with the next."""
    inside = [one for one in anchors if start <= one.start < end]
    if len(inside) < 2:
        return [(start, end)]
    cuts = [m.start() for m in joints().finditer(text, start, end) if not _inside(m.span(), protected)]
    runs: list[tuple[int, int]] = []
    left = start
    for cut in [*cuts, end]:
        if any(left <= one.start < cut for one in inside):
            runs.append((left, cut))
            left = cut
    if left < end and runs:
        runs[-1] = (runs[-1][0], end)
    return runs or [(start, end)]
