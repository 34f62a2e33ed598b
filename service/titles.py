"""How well the titles of documents carry the words by which a question describes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ingest.text import small
from ingest.types import Frozen
from service.everyday import official
from service.focus import Word
from service.lexicon import expand, expand_title, phrases, spelled
from service.ports import Held
from service.words import fold, syllables

MOST = 4.0  # weight of one word: a name that no list has does not outweigh the others
PARTLY = 0.5  # what a word counts of which a title has some syllables only
STRANGE = 2  # words in a row that a title does not have: there its description ends


class Head(Frozen):
    """The word that begins a description: a type of document, or what the document is issued for."""

    start: int
    end: int
    text: str
    event: bool = False
    several: bool = False


class Said(Frozen):
    """A content word of a description and where it stands; ``listed`` behind a comma."""

    span: tuple[int, int]
    weight: float
    forms: tuple[str, ...]
    exact: str
    listed: bool

    def carried_by(self, document: Held) -> float:
        """How much of the word the title of a document has: all of it, or some of its syllables."""
        if self.exact and self.exact not in _marked_title(document):
            return 0.0
        title = _title(document)
        if any(form in title for form in self.forms):
            return 1.0
        pieces = self.forms[0].split()
        return PARTLY * sum(f" {one} " in title for one in pieces) / len(pieces) if len(pieces) > 1 else 0.0


class Fit(Frozen):
    """How well a title carries a description: the weight of the words it has, out of that of all.

    ``foreign`` is the share of that weight that is of words of which it has not a syllable.
    """

    document: Held
    weight: float
    share: float
    foreign: float
    spans: tuple[tuple[int, int], ...]


def said_as(printed: str, word: Word, span: tuple[int, int], *, listed: bool) -> Said:
    """A word that may stand in a title as it is typed, in full, or in the words of documents.

    Words that may be said of any document weigh nothing.
    """
    forms = (word.text, expand(printed), official(small(printed), marked=True))
    distinct = tuple(dict.fromkeys(map(plain, forms)))
    # written out or in other words, its marks are not those typed
    exact = f" {word.exact} " if word.exact and len(distinct) == 1 else ""
    weight = 0.0 if word.text in map(fold, phrases("tu_chung_van_ban")) else min(word.weight, MOST)
    return Said(span=span, weight=weight, forms=distinct, exact=exact, listed=listed)


def fits_of(head: Head, said: Sequence[Said], held: Sequence[Held]) -> list[Fit]:
    """The documents whose titles carry any of a description, the best first."""
    fits = [_fit(one, said) for one in held if one.subject and _is_called(one, head)]
    return sorted((one for one in fits if one.weight), key=lambda one: -one.weight)


def _is_called(document: Held, head: Head) -> bool:
    """Whether a document is of the type named, or issues one, or is about the event."""
    name, title = plain(expand(head.text)), _title(document)
    if head.event or name in plain(document.type or ""):
        return name in title
    return any(f"{plain(word)}{name.lstrip()}" in title for word in phrases("kem_theo"))


def _fit(document: Held, said: Sequence[Said]) -> Fit:
    own = plain(document.issuer or "")
    spans: list[tuple[int, int]] = []
    weight = total = foreign = 0.0
    row = 0
    for one in said:
        share = one.carried_by(document)
        if one.listed and not share:
            break
        if not share and any(form in own for form in one.forms):
            continue
        row = 0 if share else row + bool(one.weight)
        if row > STRANGE:
            break
        weight, total = weight + share * one.weight, total + one.weight
        foreign += 0.0 if share else one.weight
        spans += [one.span] if share else []
    part = (weight / total, foreign / total) if total else (0.0, 0.0)
    return Fit(document=document, weight=weight, share=part[0], foreign=part[1], spans=tuple(spans))


def _title(document: Held) -> str:
    return _title_of(document.type or "", document.subject or "")


@lru_cache(maxsize=1 << 14)  # every title is held against question after question
def _title_of(type: str, subject: str) -> str:
    """What a document calls itself, abbreviations in full, as :func:`plain`."""
    return plain(f"{type} {expand_title(subject)}")


def _marked_title(document: Held) -> str:
    return _marked_title_of(document.subject or "")


@lru_cache(maxsize=1 << 14)
def _marked_title_of(subject: str) -> str:
    return f" {' '.join(spelled(expand_title(subject), marked=True))} "


def plain(text: str) -> str:
    """The folded words of a text between spaces."""
    return f" {' '.join(syllables(text))} "
