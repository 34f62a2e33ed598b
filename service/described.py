"""Documents that a question names by what they are about: "kế hoạch kiểm kê tài sản công của …".

The words behind the type are held against the titles of the documents that may be meant; the title that carries
most of their weight is the one. What it says only tells which document is asked, so no passage need say it again;
the words that it does not say stay in the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ingest.places import without_level
from ingest.text import small
from ingest.types import Frozen
from service.everyday import official
from service.focus import Word, focus_of, word_at
from service.lexicon import WORD as TOKEN
from service.lexicon import Wording, english_terms, expand, expand_title, phrases, spelled
from service.mentions import Mention
from service.phrases import name_of
from service.ports import Held
from service.question import Question
from service.scope import Named, by_place
from service.words import contains, fold, syllables

LONGEST = 14  # content words of a description
MOST = 4.0  # weight of one word: a name that no list has does not outweigh the others
PARTLY = 0.5  # what a word counts of which a title has some syllables only
STRANGE = 2  # words in a row that a title does not have: there its description ends
SAID, SAID_ANYWHERE = 0.55, 0.75  # share of the weight that the title of the one meant carries: of a place, of all held
TOLD, TOLD_ANYWHERE = 2.0, 6.0  # weight that it carries
NEARLY, NEARLY_OF_SEVERAL = 0.8, 0.3  # share of the best that another title meant as well carries
MANY = 5_000  # documents held whose titles are read for a description without a place
FEW = 2  # documents that a description without a place may mean
FOREIGN = 0.35  # share of a description of which a title has nothing: it is another document's
WHICH = "nao"
LEVELS = frozenset(("tinh", "thanh pho", "tp", "xa", "phuong"))
LEVEL = r"(?:(?:tinh|thanh pho|tp\.?|xa|phuong|thi tran|dac khu)\s+)?"
ENGLISH_ON = re.compile(r"\s+(?:on|for|to|about|against|of|concerning)\s", re.IGNORECASE)
STOPS = re.compile(r"[.?!:;()\"“”„«»\n]")


class Description(Frozen):
    """A document named by its subject.

    ``spans`` are the words of the question that its title says, ``strange`` those of a description that no title
    fits; ``documents`` is empty where none does, or where it leaves no choice.
    """

    end: int
    spans: tuple[tuple[int, int], ...] = ()
    strange: tuple[str, ...] = ()
    documents: tuple[Named, ...] = ()


class _Head(Frozen):
    """The word that begins a description: a type of document, or what the document is issued for."""

    start: int
    end: int
    text: str
    event: bool = False
    several: bool = False


class _Place(Frozen):
    """Where a place stands in a question, and its documents."""

    span: tuple[int, int]
    documents: frozenset[str]


class _Said(Frozen):
    """A content word of a description and where it stands; ``listed`` behind a comma."""

    span: tuple[int, int]
    weight: float
    forms: tuple[str, ...]
    exact: str = ""
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


class _Fit(Frozen):
    """How well a title carries a description: the weight of the words it has, out of that of all.

    ``foreign`` is the share of that weight that is of words of which it has not a syllable.
    """

    document: Held
    weight: float
    share: float
    foreign: float
    spans: tuple[tuple[int, int], ...]


def find_descriptions(question: Question, held: Sequence[Held], mentions: Sequence[Mention]) -> list[Description]:
    """The documents that ``question`` names by their subjects, in reading order.

    ``mentions`` are those named by symbol or number, which nothing else need tell.
    """
    text, english = question.text, question.language == "en"
    heads = _english_heads(text) if english else _heads(question)
    heads = [one for one in heads if not any(known.start <= one.start < known.end for known in mentions)]
    if not heads:
        return []
    ids = {id for one in by_place(expand(text), held) for id in one.documents}
    known = [one for one in held if one.id in ids]
    if not known and Wording(text, marked=question.marked).has_any(phrases("hoi_noi_nao")):
        return []
    places, found = _places(text, known), list[Description]()
    for head in heads:
        if english:
            said, beside, ended = _said_in_english(text, head), None, False
        else:
            said, beside, ended = _said(question, head.end, places)
        if not said or (found and head.start < found[-1].end):
            continue
        own = [one for one in known if beside is None or one.id in beside.documents]
        meant = _meant(head, said, own) if known else _anywhere(head, said, held)
        found.append(meant if ended else meant.model_copy(update={"strange": ()}))
    return found


def without_said(question: Question, descriptions: Sequence[Description]) -> Question:
    """The question with commas for the words that only tell which document is asked."""
    text = question.text
    for start, end in (span for one in descriptions for span in one.spans):
        text = text[:start] + "," * (end - start) + text[end:]
    return question.model_copy(update={"text": text})


def _listed(name: str, marked: bool) -> tuple[str, ...]:
    return tuple(phrase if marked else fold(phrase) for phrase in phrases(name))


def _heads(question: Question) -> list[_Head]:
    """Where a document may be named by its subject; not one that is still to be drawn up."""
    marked = question.marked
    text = small(question.text) if marked else fold(question.text)
    events = _listed("goi_theo_viec", marked)
    names = "|".join(map(re.escape, (*_listed("goi_theo_ten", marked), *events)))
    drafting = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _listed('soan_van_ban', marked)))})\s+$")
    several = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _listed('nhieu_van_ban', marked)))})\s+$")
    found = [match.span() for match in re.finditer(rf"(?<![\w/-])(?:{names})(?![\w/&-])", text)]
    return [
        _Head(
            start=start,
            end=end,
            text=question.text[start:end],
            event=text[start:end] in events,
            several=bool(several.search(text[:start])),
        )
        for start, end in found
        if not drafting.search(text[:start])
    ]


def _places(text: str, documents: Sequence[Held]) -> list[_Place]:
    """Where the places of the documents stand in a text, in full or in letters."""
    ids_of: dict[str, set[str]] = {}
    for one in documents:
        for name in filter(None, (one.commune, one.province)):
            ids_of.setdefault(without_level(name), set()).add(one.id)
    found: list[_Place] = []
    for name, ids in ids_of.items():
        pattern = rf"(?<!\w){LEVEL}" + r"[\W_]+".join(map(re.escape, fold(name).split())) + r"(?!\w)"
        spans = [match.span() for match in re.finditer(pattern, fold(text))]
        spans += [token.span() for token in TOKEN.finditer(text) if contains(expand(token.group()), name)]
        found += [_Place(span=span, documents=frozenset(ids)) for span in spans]
    return found


def _said(question: Question, at: int, places: Sequence[_Place]) -> tuple[list[_Said], _Place | None, bool]:
    """The content words behind a type of document, up to a place or to what is asked of it.

    With the place they stand beside, and whether it ends them.
    """
    text, found, last, n, beside = question.text, list[_Said](), at, 0, None
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
            found.append(_said_as(text[slice(*span)], word, span=span, listed="," in text[last:start]))
        n, last = n + size, span[1]
    return found, beside, False


def _english_heads(text: str) -> list[_Head]:
    named = phrases("goi_theo_ten")
    return [
        _Head(start=start, end=end, text=meaning)
        for start, end, meaning in english_terms(text)
        if small(meaning) in named
    ]


def _said_in_english(text: str, head: _Head) -> list[_Said]:
    """The known terms beside a type of document: "emergency relief plan", "plan on state secrets in …"."""
    terms = english_terms(text)
    behind, last = list[_Said](), head.end
    ahead, edge = list[_Said](), head.start
    for start, end, meaning in reversed(terms):
        if end <= edge and not text[end:edge].strip():
            ahead.insert(0, _said_as(meaning, _meaning(meaning), span=(start, end), listed=False))
            edge = start
    for start, end, meaning in terms:
        gap = text[last:start]
        if start < head.end:
            continue
        ending = {*gap.casefold().split()} & {*phrases("het_ten_van_ban_en")}
        if STOPS.search(gap) or ending or small(meaning) in (*phrases("het_ten_van_ban"), small(head.text)):
            break
        behind.append(_said_as(meaning, _meaning(meaning), span=(start, end), listed="," in gap))
        last = end
    preposition = ENGLISH_ON.match(text, head.end)
    return [*ahead, *(behind if preposition else [])]


def _meaning(term: str) -> Word:
    """The Vietnamese of an English term as one word."""
    return Word(text=fold(term), weight=sum(word.weight for word in focus_of(term)))


def _ends(words: Sequence[str], content: Word | None, marked: bool) -> bool:
    """Whether words begin what is asked of a document, or another document: its name is told."""
    ending = {*_listed("het_ten_van_ban", marked), *_listed("goi_theo_ten", marked)}
    begun = [" ".join(words[:size]) for size in range(len(words), len(words) - 1 if content else 0, -1)]
    return any(one in ending for one in begun)


def _mixed(printed: str) -> Word | None:
    """ "5G": a name of letters and figures."""
    mixed = any(map(str.isdigit, printed)) and any(map(str.isalpha, printed))
    return Word(text=fold(printed), weight=MOST) if mixed else None


def _said_as(printed: str, word: Word, **where: Any) -> _Said:
    """A word that may stand in a title as it is typed, in full, or in the words of documents."""
    forms = (word.text, expand(printed), official(small(printed), marked=True))
    plain = tuple(dict.fromkeys(map(_plain, forms)))
    other = len(plain) > 1  # written out or in other words: its marks are not those typed
    exact = f" {word.exact} " if word.exact and not other else ""
    return _Said(weight=min(word.weight, MOST), forms=plain, exact=exact, **where)


def _anywhere(head: _Head, said: Sequence[_Said], held: Sequence[Held]) -> Description:
    """The one or two documents of all held that a description without a place means."""
    if len(held) > MANY:
        return Description(end=head.end)
    sure = [one for one in _fits(head, said, held) if one.share >= SAID_ANYWHERE and one.weight >= TOLD_ANYWHERE]
    best = [one for one in sure if one.weight >= NEARLY * sure[0].weight]
    return _described(best, said, held) if best and len(best) <= FEW else Description(end=head.end)


def _meant(head: _Head, said: Sequence[_Said], known: Sequence[Held]) -> Description:
    """The documents of a place that a description means.

    One of them that says nothing of itself may be meant as well; "các kế hoạch …" means more than one.
    """
    fits = _fits(head, said, known)
    enough = SAID if all(one.subject for one in known) else SAID_ANYWHERE
    if not fits or fits[0].weight < TOLD or (fits[0].share < enough and not head.several):
        return Description(end=head.end, strange=_strange(said, known))
    near = NEARLY_OF_SEVERAL if head.several else NEARLY
    best = [one for one in fits if one.weight >= near * fits[0].weight]
    described = _described(best, said, known)
    if head.several:
        return described if len(best) > 1 else described.model_copy(update={"documents": ()})
    # a word of which the title has nothing may be what the question is about; so may the event itself
    return described.model_copy(update={"spans": ()}) if best[0].foreign or head.event else described


def _described(best: Sequence[_Fit], said: Sequence[_Said], known: Sequence[Held]) -> Description:
    spans = {span for one in best for span in one.spans}
    documents = () if len(best) == len(known) else tuple(_named(one.document) for one in best)
    strange = _strange(said, known) if best[0].foreign > FOREIGN else ()
    return Description(end=said[-1].span[1], spans=tuple(sorted(spans)), strange=strange, documents=documents)


def _strange(said: Sequence[_Said], known: Sequence[Held]) -> tuple[str, ...]:
    """The words of a description that does not fit, without those for who issued the documents."""
    issuers = _plain(" ; ".join(one.issuer or "" for one in known))
    return tuple(one.forms[0].strip() for one in said if not any(form in issuers for form in one.forms))


def _named(document: Held) -> Named:
    return Named(name=name_of(document), documents=(document.id,))


def _fits(head: _Head, said: Sequence[_Said], held: Sequence[Held]) -> list[_Fit]:
    """The documents whose titles carry any of a description, the best first."""
    fits = [_fit(one, said) for one in held if one.subject and _is_called(one, head)]
    return sorted((one for one in fits if one.weight), key=lambda one: -one.weight)


def _is_called(document: Held, head: _Head) -> bool:
    """Whether a document is of the type named, or issues one, or is about the event."""
    name, title = _plain(expand(head.text)), _title(document)
    if head.event or name in _plain(document.type or ""):
        return name in title
    return any(f"{_plain(word)}{name.lstrip()}" in title for word in phrases("kem_theo"))


def _fit(document: Held, said: Sequence[_Said]) -> _Fit:
    own = _plain(document.issuer or "")
    spans: list[tuple[int, int]] = []
    weight = total = foreign = 0.0
    row = 0
    for one in said:
        share = one.carried_by(document)
        if one.listed and not share:
            break
        if not share and any(form in own for form in one.forms):
            continue
        row = 0 if share else row + 1
        if row > STRANGE:
            break
        weight, total = weight + share * one.weight, total + one.weight
        foreign += 0.0 if share else one.weight
        spans += [one.span] if share else []
    part = (weight / total, foreign / total) if total else (0.0, 0.0)
    return _Fit(document=document, weight=weight, share=part[0], foreign=part[1], spans=tuple(spans))


def _title(document: Held) -> str:
    return _title_of(document.type or "", document.subject or "")


def _marked_title(document: Held) -> str:
    return _marked_title_of(document.subject or "")


@lru_cache(maxsize=1 << 14)
def _marked_title_of(subject: str) -> str:
    return f" {' '.join(spelled(expand_title(subject), marked=True))} "


@lru_cache(maxsize=1 << 14)  # every title is held against question after question
def _title_of(type: str, subject: str) -> str:
    """What a document calls itself, abbreviations in full, as :func:`_plain`."""
    return _plain(f"{type} {expand_title(subject)}")


def _plain(text: str) -> str:
    """The folded words of a text between spaces."""
    return f" {' '.join(syllables(text))} "
