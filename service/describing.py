"""The words by which a question describes a document: behind its type in Vietnamese, on both sides of it in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.places import without_level
from ingest.text import small
from ingest.types import Frozen
from service.focus import Word, focus_of, word_at
from service.lexicon import WORD as TOKEN
from service.lexicon import english_terms, expand, phrases, spelled
from service.ports import Held
from service.question import Question
from service.titles import MOST, Head, Said, said_as
from service.words import contains, fold

LONGEST = 14  # content words of a description
WHICH = "nao"
LEVELS = frozenset(("tinh", "thanh pho", "tp", "xa", "phuong"))
LEVEL = r"(?:(?:tinh|thanh pho|tp\.?|xa|phuong|thi tran|dac khu)\s+)?"
ENGLISH_ON = re.compile(r"\s+(?:on|for|to|about|against|of|concerning)\s", re.IGNORECASE)
STOPS = re.compile(r"[.?!:;()\"“”„«»\n]")


class Placed(Frozen):
    """Where a place stands in a question, and its documents."""

    span: tuple[int, int]
    documents: frozenset[str]


def heads_of(question: Question) -> list[Head]:
    """Where a document may be named by its subject; not one that is still to be drawn up."""
    marked = question.marked
    text = small(question.text) if marked else fold(question.text)
    events = _listed("goi_theo_viec", marked)
    names = "|".join(map(re.escape, (*_listed("goi_theo_ten", marked), *events)))
    drafting = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _listed('soan_van_ban', marked)))})\s+$")
    several = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _listed('nhieu_van_ban', marked)))})\s+$")
    found = [match.span() for match in re.finditer(rf"(?<![\w/-])(?:{names})(?![\w/&-])", text)]
    return [
        Head(
            start=start,
            end=end,
            text=question.text[start:end],
            event=text[start:end] in events,
            several=bool(several.search(text[:start])),
        )
        for start, end in found
        if not drafting.search(text[:start])
    ]


@cache
def _listed(name: str, marked: bool) -> tuple[str, ...]:
    return tuple(phrase if marked else fold(phrase) for phrase in phrases(name))


def places_of(text: str, documents: Sequence[Held]) -> list[Placed]:
    """Where the places of the documents stand in a text, in full or in letters."""
    ids_of: dict[str, set[str]] = {}
    for one in documents:
        for name in filter(None, (one.commune, one.province)):
            ids_of.setdefault(without_level(name), set()).add(one.id)
    found: list[Placed] = []
    for name, ids in ids_of.items():
        pattern = rf"(?<!\w){LEVEL}" + r"[\W_]+".join(map(re.escape, fold(name).split())) + r"(?!\w)"
        spans = [match.span() for match in re.finditer(pattern, fold(text))]
        spans += [token.span() for token in TOKEN.finditer(text) if contains(expand(token.group()), name)]
        found += [Placed(span=span, documents=frozenset(ids)) for span in spans]
    return found


def said_of(question: Question, at: int, places: Sequence[Placed]) -> tuple[list[Said], Placed | None, bool]:
    """The content words behind a type of document, up to a place or to what is asked of it.

    With the place they stand beside, and whether it ends them.
    """
    text, found, last, n, beside = question.text, list[Said](), at, 0, None
    tokens = [match for match in TOKEN.finditer(text) if match.start() >= at]
    words = [spelled(token.group(), marked=question.marked)[0] for token in tokens]
    while n < len(tokens) and len(found) < LONGEST:
        start = tokens[n].start()
        place = next((one for one in places if one.span[0] <= start < one.span[1]), None)
        if STOPS.search(text, last, start) or (place and found):
            return found, place or beside, place is not None
        if place:
            n, last = n + sum(token.start() < place.span[1] for token in tokens[n:]), place.span[1]
            beside = place
            continue
        size, word = word_at(words[n : n + LONGEST], marked=question.marked)
        if _ends(words[n : n + size], word, question.marked):
            return ([] if fold(words[n]) == WHICH else found), beside, False
        span = start, tokens[n + size - 1].end()
        word = word or _mixed(text[slice(*span)])
        if word and word.text not in LEVELS:
            found.append(said_as(text[slice(*span)], word, span, listed="," in text[last:start]))
        n, last = n + size, span[1]
    return found, beside, False


def _ends(words: Sequence[str], content: Word | None, marked: bool) -> bool:
    """Whether words begin what is asked of a document, or another document: its name is told."""
    ending = {*_listed("het_ten_van_ban", marked), *_listed("goi_theo_ten", marked)}
    begun = [" ".join(words[:size]) for size in range(len(words), len(words) - 1 if content else 0, -1)]
    return any(one in ending for one in begun)


def _mixed(printed: str) -> Word | None:
    """ "5G": a name of letters and figures."""
    mixed = any(map(str.isdigit, printed)) and any(map(str.isalpha, printed))
    return Word(text=fold(printed), weight=MOST) if mixed else None


def english_heads(text: str) -> list[Head]:
    """The types of documents of an English text, in Vietnamese."""
    named = phrases("goi_theo_ten")
    return [
        Head(start=start, end=end, text=meaning)
        for start, end, meaning in english_terms(text)
        if small(meaning) in named
    ]


def said_in_english(text: str, head: Head) -> list[Said]:
    """The known terms beside a type of document: "emergency relief plan", "plan on state secrets in …"."""
    terms = english_terms(text)
    behind, last = list[Said](), head.end
    ahead, edge = list[Said](), head.start
    for start, end, meaning in reversed(terms):
        if end <= edge and not text[end:edge].strip():
            ahead.insert(0, said_as(meaning, _meaning(meaning), (start, end), listed=False))
            edge = start
    for start, end, meaning in terms:
        gap = text[last:start]
        if start < head.end:
            continue
        ending = {*gap.casefold().split()} & {*phrases("het_ten_van_ban_en")}
        if STOPS.search(gap) or ending or small(meaning) in (*phrases("het_ten_van_ban"), small(head.text)):
            break
        behind.append(said_as(meaning, _meaning(meaning), (start, end), listed="," in gap))
        last = end
    preposition = ENGLISH_ON.match(text, head.end)
    return [*ahead, *(behind if preposition else [])]


def _meaning(term: str) -> Word:
    """The Vietnamese of an English term as one word."""
    return Word(text=fold(term), weight=sum(word.weight for word in focus_of(term)))
