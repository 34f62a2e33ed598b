"""Which documents a question is about, and which places it names that we hold nothing of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from pydantic import Field

from ingest.places import Place, Places, without_level
from ingest.types import Frozen
from service.lexicon import expand, phrases
from service.mentions import Mention
from service.ports import Held
from service.question import ENGLISH
from service.words import contains, fold, has_marks, syllables

LABELLED = re.compile(r"(?<!\w)(?i:xã|phường|thị trấn|đặc khu|commune of|ward of)\s+((?:\w[\w’']*\s?){1,4})")
ENGLISH_LABELLED = re.compile(r"((?:\w[\w’']*\s){1,4})(?:commune|ward)\b")

POSSESSIVE = re.compile(r"[’']s\b")
PLACED = re.compile(r"(?<!\w)(?:o|tai|cua|xa|phuong|cho|in|of|at|does|do|did|will|has|is|tinh|thi tran)\s+$")
ENGLISH_LEVEL = re.compile(r"\s+(?:province|city|tỉnh)\b")

DOCUMENT = (
    "ke hoach|nghi quyet|quyet dinh|chi thi|cong van|van ban|quy dinh|ket luan|chuong trinh|tai lieu"
    "|plan|resolution|decision|directive|letter|document|regulation|conclusion|programme"
)


class Named(Frozen):
    """A place or body named in the question, and the documents it stands for (none: not held)."""

    name: str
    documents: tuple[str, ...] = ()


class Scope(Frozen):
    """``documents`` is ``None`` for all documents held."""

    documents: tuple[str, ...] | None = None
    named: tuple[Named, ...] = ()
    level: str = Field(default="", description="xa or tinh, if the question asks the documents of that level")
    unheld: tuple[str, ...] = ()


def find_scope(
    text: str,
    held: Sequence[Held],
    atlas: Places | None = None,
    mentions: Sequence[Mention] = (),
    *,
    described: Sequence[Named] = (),
    comparing: bool = False,
) -> Scope:
    """Documents by commune, province, own symbol or number, or issuer named in ``text``.

    ``mentions`` are the documents named as those asked about, ``described`` those told by their subjects. The
    narrowest naming wins: a commune over its province, a document of a place over the place; in a comparison both
    sides count. A commune that the gazetteer or its own "xã …" shows to be one, and of which nothing is held, is
    ``unheld``; so is a commune held only from another province than the named one.
    """
    text = POSSESSIVE.sub("", expand(text))
    places = atlas.find(text) if atlas else []
    communes, provinces = _communes(text, held), _provinces(text, held)
    own = [Named(name=one.printed, documents=one.documents) for one in mentions if one.documents]
    own += [one for one in described if not any(set(one.documents) & set(known.documents) for known in own)]
    elsewhere = _elsewhere(text, held, communes, provinces, _of_documents(mentions, held), places)
    communes = [named for named in communes if named.name not in elsewhere]
    missing = [*elsewhere, *_missing(text, held, communes, provinces, places)]
    if not communes:
        told, unheld = _by_subject(_provinces_without_documents(text, held, places), held)
        provinces, missing = [*provinces, *told], [*missing, *unheld]
    placed = [_with_named(entry, own, held) for entry in communes or provinces]
    named = _narrowest(placed, own, comparing=comparing) or _issuers(text, held)
    documents = tuple(dict.fromkeys(id for entry in named for id in entry.documents))
    if communes:  # beside a commune that is held only a name told to be one of a commune counts
        missing = [name for name in missing if name in _printed_names(text) and name not in elsewhere]
    return Scope(documents=documents or None, named=tuple(named), unheld=tuple(dict.fromkeys(missing)))


def _narrowest(placed: list[Named], own: list[Named], *, comparing: bool) -> list[Named]:
    """Documents named by place and by name: those of the place first, others only beside them in a comparison."""
    if not placed or not own:
        return placed or own
    inside_of = {id for entry in placed for id in entry.documents}
    inside = [entry for entry in own if set(entry.documents) & inside_of]
    outside = [entry for entry in own if entry not in inside]
    told = {id for entry in inside for id in entry.documents}
    # "Kế hoạch 552 của Đồng Tháp" is that one; a further place named beside it stays
    places = [entry for entry in placed if not set(entry.documents) & told]
    return [*inside, *places, *(outside if comparing else [])]


def by_place(text: str, held: Sequence[Held]) -> list[Named]:
    """The communes named in ``text`` that something is held of, else the provinces, with their documents."""
    return _communes(text, held) or _provinces(text, held)


def _communes(text: str, held: Sequence[Held]) -> list[Named]:
    return _by_name(text, ((document.id, document.commune) for document in held))


def _provinces(text: str, held: Sequence[Held]) -> list[Named]:
    return _by_name(text, ((document.id, document.province) for document in held))


def _by_name(text: str, names: Iterable[tuple[str, str | None]]) -> list[Named]:
    ids_of: dict[str, list[str]] = {}
    for id, name in names:  # many documents, few places
        if name:
            ids_of.setdefault(name, []).append(id)
    found: dict[str, list[str]] = {}
    for name, ids in ids_of.items():
        short = without_level(name)
        if short and _named_in(text, short):
            found.setdefault(short, []).extend(ids)
    # "Xuân" inside "Xuân Giang" is not named by it
    return [
        Named(name=name, documents=tuple(ids))
        for name, ids in found.items()
        if not any(other != name and contains(other, name) for other in found)
    ]


def _named_in(text: str, name: str) -> bool:
    """Whether a place is named: "cơ quan chủ trì" does not name Quân Chu, "o quan chu" does.

    In small letters a syllable typed with other marks than the name's is another word; without
    marks the words of :func:`~service.lexicon.phrases` ``khong_la_ten`` name no place.
    """
    spelled = r"[\W_]+".join(map(re.escape, fold(name).split()))
    plain = without_no_names(text)
    if fold(name).split()[0] not in plain:
        return False
    for match in re.finditer(rf"(?<!\w){spelled}(?!\w)", plain):
        typed = text[match.start() : match.end()].split()
        if not typed[0].islower() or len(typed) != len(name.split()):
            return True
        if all(not has_marks(word) or word == own for word, own in zip(typed, name.casefold().split(), strict=True)):
            return True
    return False


@lru_cache(maxsize=256)
def without_no_names(text: str) -> str:
    """The folded text, commas in place of the words that look like a place and name none."""
    plain = fold(text)
    for phrase in phrases("khong_la_ten"):
        plain = plain.replace(fold(phrase), "," * len(phrase))
    return plain


def _issuers(text: str, held: Sequence[Held]) -> list[Named]:
    ids_of: dict[str, list[str]] = {}
    for document in held:
        if document.issuer and not document.commune:
            ids_of.setdefault(document.issuer, []).append(document.id)
    found = {issuer: ids for issuer, ids in ids_of.items() if len(syllables(issuer)) > 1 and _issued_by(text, issuer)}
    return [
        Named(name=name, documents=tuple(ids))
        for name, ids in found.items()
        if not any(other != name and contains(other, name) for other in found)
    ]


def _issued_by(text: str, issuer: str) -> bool:
    """Whether a text speaks of a document of that issuer ("nghị quyết của Chính phủ"), not of the body alone."""
    words = fold(issuer).split()
    plain = fold(text)
    if not all(word in plain for word in words):
        return False
    name = r"[\W_]+".join(map(re.escape, words))
    return bool(
        re.search(rf"(?<!\w)(?:{DOCUMENT})\s+(?:\w+\s+){{0,2}}(?:cua|do|of|by)\s+(?:the\s+)?{name}(?!\w)", plain)
    )


def _elsewhere(
    text: str,
    held: Sequence[Held],
    communes: list[Named],
    provinces: list[Named],
    told: set[str],
    places: Sequence[Place],
) -> list[str]:
    """Communes we hold, but asked about in another province; ``told`` are provinces of documents named beside them."""
    asked = _asked_provinces(text, places) - told
    if not asked:
        return []
    province_of = {document.id: document.province for document in held}
    out: list[str] = []
    for entry in communes:
        known = {fold(without_level(province)) for id in entry.documents if (province := province_of[id])}
        if known and not known & asked and not any(contains(name, entry.name) for name in asked):
            out.append(entry.name)
    return out


def _of_documents(mentions: Sequence[Mention], held: Sequence[Held]) -> set[str]:
    """The provinces of the documents named: "Kế hoạch 617 của Đồng Tháp" sets no other commune in Đồng Tháp."""
    ids = {id for one in mentions for id in one.documents}
    return {fold(without_level(one.province)) for one in held if one.id in ids and one.province}


def _asked_provinces(text: str, places: Sequence[Place]) -> set[str]:
    found = [place for place in places if place.level == "province" and _spoken_of(text, place)]
    return {fold(without_level(place.province or place.name)) for place in found}


def _provinces_without_documents(text: str, held: Sequence[Held], places: Sequence[Place]) -> list[str]:
    """Provinces that the question is set in, told as such ("tỉnh …", "ở …", "của …"), of which nothing is held."""
    known = [without_level(name) for name in dict.fromkeys(document.province for document in held) if name]
    found = [place for place in places if place.level == "province" and _spoken_of(text, place)]
    names = [without_level(place.province or place.name) for place in found if _is_set_in(text, place)]
    return [name for name in names if not any(contains(name, one) or contains(one, name) for one in known)]


def _by_subject(provinces: Sequence[str], held: Sequence[Held]) -> tuple[list[Named], list[str]]:
    """Provinces that have no document of their own, as far as pages without an issuer are about them; the others."""
    told = [Named(name=name, documents=_about(name, held)) for name in provinces]
    return [one for one in told if one.documents], [one.name for one in told if not one.documents]


def _about(place: str, held: Sequence[Held]) -> tuple[str, ...]:
    """Documents that nobody is printed to have issued, as pages on a plan are, and whose subject names a place."""
    return tuple(one.id for one in held if not one.issuer and contains(one.subject or "", place))


def _with_named(entry: Named, own: Sequence[Named], held: Sequence[Held]) -> Named:
    """A place with the documents named beside it that are about it."""
    named = {id for one in own for id in one.documents}.difference(entry.documents)
    about = tuple(id for id in _about(entry.name, held) if id in named) if named else ()
    return entry.model_copy(update={"documents": (*entry.documents, *about)}) if about else entry


def _is_set_in(text: str, place: Place) -> bool:
    """Whether a question asks about a province: by its level, behind a word that places, or by beginning with it."""
    before = text[: place.start]
    if ENGLISH_LEVEL.match(text, place.end):
        return True
    return place.labelled or not before.strip() or bool(PLACED.search(fold(before)))


def _spoken_of(text: str, place: Place) -> bool:
    """A province that the question is set in, not one whose document is cited ("Tỉnh ủy Thái Nguyên")."""
    before = fold(text[max(0, place.start - 12) : place.start])
    return not before.rstrip().endswith(("uy", "ubnd", "hdnd"))


def _missing(
    text: str, held: Sequence[Held], communes: list[Named], provinces: list[Named], places: Sequence[Place]
) -> list[str]:
    known = [entry.name for entry in (*communes, *provinces)]
    printed = _printed_names(text)
    gazetteer = [place.old or place.name for place in places if _is_asked(place, text)]
    names = [without_level(name) for name in (*printed, *gazetteer)]
    missing = [
        name
        for name in dict.fromkeys(names)
        if not any(contains(name, one) or contains(one, name) for one in known)
        and not any(name != other and contains(other, name) for other in printed)
    ]
    about = [f"{one.issuer or ''} {one.subject or ''}" for one in held] if missing else []
    return [name for name in missing if not any(contains(one, name) for one in about)]


def _printed_names(text: str) -> list[str]:
    """Capitalised words after "xã", "phường", or before "commune"."""
    names = [" ".join(takewhile(_capital, match[1].split())) for match in LABELLED.finditer(text)]
    for match in ENGLISH_LABELLED.finditer(text):
        words = [word for word in match[1].split() if word.casefold() not in ENGLISH]
        if not match.start() and len(words) == 1:
            continue  # "Sample commune wording": a capital that only begins the sentence
        names.append(" ".join(reversed(list(takewhile(_capital, reversed(words))))))
    return [name for name in names if name]


def _capital(word: str) -> bool:
    return word[0].isupper()


def _is_asked(place: Place, text: str) -> bool:
    """A commune by its level word or a name of several words; in small letters words are no name ("mau lam sach").

    Those count at the start or behind a word that puts something in a place.
    """
    if place.level != "commune" or not (place.labelled or len(place.short.split()) > 1):
        return False
    printed = text[place.start : place.end]
    if not printed.islower():
        return True
    if len(printed.split()) == 1:  # "xa lam viec" is no commune of Lâm
        return False
    if place.labelled:
        return True
    return not text[: place.start].strip() or bool(PLACED.search(fold(text[: place.start])))


@cache
def gazetteer() -> Places:
    """The gazetteer, loaded when the first question names a place."""
    return Places.load()
