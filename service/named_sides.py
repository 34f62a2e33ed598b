"""The documents that a question sets side by side, and what it asks of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from pydantic import Field

from ingest.facts.deadlines import find_deadlines
from ingest.places import without_level
from ingest.types import Frozen
from ingest.vocabulary import Entry, entries
from service.citations import Sources
from service.clauses import clauses_of, places_of
from service.lexicon import Wording, expand_title, phrases
from service.phrases import name_of
from service.plan import Plan
from service.ports import Held
from service.scope import Named
from service.words import contains, fold, squeeze

SEVERAL = re.compile(
    r"(?<!\w)(hai|ba|bon|2|3|4|two|three|four)\s+"
    r"(ke hoach|van ban|quyet dinh|nghi quyet|chi thi|cong van|plans?|documents?)(?!\w)"
)
COUNTS = {"hai": 2, "ba": 3, "bon": 4, "two": 2, "three": 3, "four": 4}
ANY_TYPE = ("van ban", "plan", "plans", "document", "documents")
LEADING = re.compile(
    r"(?<!\w)(?:(?:hai|ba)\s+)?(?:ke hoach|nghi quyet|quyet dinh|chi thi|cong van|chuong trinh|plan|resolution)(?!\w)"
)
# "(hỗ trợ nhu yếu phẩm và phòng chống dịch bệnh)", "(552, 597)" behind the names
ASIDE = re.compile(r"\s*\((?:[^()\d]*|\d{2,5}(?:\W+\d{2,5})+)\)")
BETWEEN = re.compile(r"(?<!\w)(?:giua|between|o|cua|trong|tai|theo|in|of)\s*$")
BACK = re.compile(r"(?<!\w)(?:đó|ấy|này|that|this|those|these|it)(?!\w)", re.IGNORECASE)
AHEAD = 1.5  # times the weight of the words that the next best title has


class AskedTrait(Entry):
    """A trait that two documents are compared by, and how one of them is asked for it."""

    any: tuple[str, ...]
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    asks: str


class NamedSide(Frozen):
    """Documents that stand on one side, and the question as it is put to them alone."""

    name: str
    documents: tuple[str, ...]
    question: str
    apart: bool = False
    """Whether it is asked in a sentence or clause of its own."""
    back: bool = False
    """Whether it speaks of something said of the side before: "that figure"."""


class _Place(NamedTuple):
    """A side and where the question names it; ``described`` if its title stands there besides."""

    side: Named
    spans: list[tuple[int, int]]
    described: bool


def named_sides(plan: Plan, sources: Sources) -> list[NamedSide]:
    """The sides of a question that names documents, or several documents of one place; none if it names but one."""
    text = plan.analysis.question.text
    named, mentions = plan.analysis.scope.named, plan.analysis.mentions
    entries = _entries(plan, sources)
    names = [*named, *_localities(entries, sources)]
    places = [_Place(one, places_of(text, one, mentions, names), _is_described(one, plan)) for one in entries]
    if len(places) < 2:
        return []
    places.sort(key=lambda place: place.spans or [(len(text), 0)])
    own = _own_clauses(text, places)
    rest = _without_comparing(_without_names(text, places))
    return [
        NamedSide(
            name=name_of(sources.held[place.side.documents[0]]) if len(place.side.documents) == 1 else place.side.name,
            documents=place.side.documents,
            question=_without_comparing(clause) if clause else _asking(rest),
            apart=bool(clause),
            back=at > 0 and bool(BACK.search(clause)),
        )
        for at, (place, clause) in enumerate(zip(places, own or [""] * len(places), strict=True))
    ]


def _entries(plan: Plan, sources: Sources) -> list[Named]:
    named = [one for one in plan.analysis.scope.named if one.documents]
    if len(named) > 1:
        return [_described(one, plan, sources) for one in named]
    several = SEVERAL.search(fold(plan.analysis.question.text))
    if not several or len(named) != 1:
        return []
    held = [sources.held[id] for id in named[0].documents]
    if several[2] not in ANY_TYPE:
        held = [one for one in held if fold(one.type or "") == several[2]]
    dates = {found.norm for found in find_deadlines(plan.analysis.question.text)}
    held = [one for one in held if one.issued in dates] or held
    count = int(COUNTS.get(several[1], several[1]))
    return [Named(name=name_of(one), documents=(one.id,)) for one in held] if len(held) == count else []


def _is_described(side: Named, plan: Plan) -> bool:
    """Whether a question tells the document by what it is about, its name standing nowhere in it."""
    return side not in plan.analysis.scope.named or not contains(plan.analysis.question.text, side.name)


def _localities(sides: Sequence[Named], sources: Sources) -> list[Named]:
    """The places that the documents of the sides are of: "KH 617 Đồng Tháp" is one name."""
    held = [sources.held[id] for side in sides for id in side.documents]
    placed = [(name, one.id) for one in held for name in (one.commune, one.province) if name]
    return [Named(name=without_level(name), documents=(id,)) for name, id in placed]


def _described(side: Named, plan: Plan, sources: Sources) -> Named:
    """Of several documents of a place the one whose title has the words of the question."""
    if len(side.documents) < 2:
        return side
    weights = sorted(((_told(plan, sources.held[id]), id) for id in side.documents), reverse=True)
    (best, id), (second, _) = weights[:2]
    return side.model_copy(update={"documents": (id,)}) if best and best >= AHEAD * second else side


def _told(plan: Plan, held: Held) -> float:
    title = expand_title(held.subject or "")
    return sum(word.weight for word in plan.analysis.focus if word.is_in(title))


def _own_clauses(text: str, places: Sequence[_Place]) -> list[str]:
    """For each side the clause that is about it alone; a clause without any name goes on about the other."""
    clauses = clauses_of(text)
    if len(clauses) != len(places):
        return []
    own: list[str] = []
    for (start, end), own_place in zip(clauses, places, strict=True):
        spans = own_place.spans
        others = [span for place in places if place.spans != spans for span in place.spans]
        named = any(start <= at < end for at, _ in spans)
        if not named and any(start <= at < end for at, _ in others):
            return []
        own.append(text[start:end].strip())
    return own


def _without_names(text: str, places: Sequence[_Place]) -> str:
    """The question without its names and what leads up to them: "giữa kế hoạch … của Đồng Tháp"."""
    spans = sorted({(*span, place.described) for place in places for span in place.spans}, reverse=True)
    several = SEVERAL.search(fold(text))
    for start, end, described in spans:
        aside = ASIDE.match(text, end)
        text = f"{text[: _led_up(text, start, described=described)]} , {text[aside.end() if aside else end :]}"
    return text[: several.start()] + " , " + text[several.end() :] if several and not spans else text


def _led_up(text: str, start: int, *, described: bool) -> int:
    """Where the words begin that lead up to a name: a preposition, the word for a document and its title."""
    folded = fold(text[:start])
    reach = r"[^,;:?]{0,90}" if described else r"\s+(?:(?:cua|o|tai|xa|tinh)\s+){0,2}"
    words = [match for match in LEADING.finditer(folded) if re.fullmatch(reach, folded[match.end() :])]
    begin = words[-1].start() if words else start
    before = BETWEEN.search(folded[:begin])
    return before.start() if before else begin


def _without_comparing(text: str) -> str:
    """The question without the words that only set two sides against each other."""
    for phrase in sorted(_comparing(), key=len, reverse=True):
        pattern = rf"(?<!\w)(?:có\s+)?{re.escape(phrase)}(?:\s+không)?(?!\w)"
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    text = re.sub(r",\s*(?:và|với|hay|va|voi|and|with)\s*,", ",", text)
    return squeeze(re.sub(r"\s*,(?:\s*,)+|^[\s,]+", ", ", text)).strip(" ,?")


def _asking(text: str) -> str:
    """What is compared, as a question of its own: "hạn báo cáo" asks "hạn khi nào"."""
    wording = Wording(text, marked=False)
    asks = [one.asks for one in asked_traits() if wording.has_any(one.any) and not wording.has_any(one.excluded)]
    return f"{text}, {asks[0]}" if asks else text


@cache
def asked_traits() -> tuple[AskedTrait, ...]:
    """Traits that documents are compared by, in order of priority."""
    return entries("cau-hoi", "hoi_rieng", AskedTrait)


def _comparing() -> Iterable[str]:
    return (*phrases("so_sanh_hai"), *phrases("hoi_khac_nhau"))
