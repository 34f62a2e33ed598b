"""How a question was read, as conditions that the reader may change, and a question asked with changed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.errors import BadQuestion
from ingest.facts import indicators
from ingest.places import without_level
from service import lexicon
from service.analysis import Analysis
from service.conditions import Figure
from service.kinds import demands_of
from service.phrases import name_of
from service.ports import Held
from service.scope import Named, Scope
from service.types import Reading
from service.words import contains, fold, syllables


def reading_of(analysis: Analysis) -> Reading:
    """The conditions that a question was read to put."""
    level = analysis.scope.level
    return Reading(
        kind=analysis.kind,
        indicator=analysis.indicators[0] if analysis.indicators else None,
        figure=analysis.figure,
        deadlines=analysis.deadlines,
        level="xa" if level == "xa" else "tinh" if level == "tinh" else None,
        places=tuple(named.name for named in analysis.scope.named) or analysis.scope.unheld,
    )


def revised(analysis: Analysis, reading: Reading, held: Sequence[Held]) -> Analysis:
    """The analysis with the conditions set in ``reading`` in the place of its own.

    Raises :class:`BadQuestion` for an indicator or a place that nothing is held of.
    """
    given, own = reading.model_fields_set, reading_of(analysis)
    changes: dict[str, Any] = {}
    if reading.kind is not None:
        changes |= {"kind": reading.kind, "demands": demands_of(analysis.question, reading.kind)}
    if "indicator" in given and reading.indicator != own.indicator:
        changes |= _about(reading.indicator, analysis)
    if "figure" in given and not _same(reading.figure, analysis.figure):
        changes["figure"] = reading.figure
    if "deadlines" in given:
        changes["deadlines"] = reading.deadlines
    if given & {"level", "places"} and (reading.level, reading.places) != (own.level, own.places):
        changes |= _within(reading, analysis, held)
    return analysis.model_copy(update=changes)


def _same(one: Figure | None, other: Figure | None) -> bool:
    """Whether two levels are the same; that one was quoted from a text is no condition a form knows."""
    if one is None or other is None:
        return one is other
    return one.model_copy(update={"literal": other.literal}) == other


def _about(key: str | None, analysis: Analysis) -> dict[str, Any]:
    """Another indicator is another subject: the words of the old one no longer count."""
    if key is None:
        return {"indicators": (), "sides": ()}
    entry = indicators.get(key)
    if entry is None:
        raise BadQuestion(f"Không có chỉ tiêu nào mang khóa “{key}”.", "Chọn một chỉ tiêu trong danh sách.")
    return {
        "indicators": (key,),
        "sides": (),
        "search_text": entry.name,
        "terms": tuple(lexicon.content(entry.name)),
        "untranslated": (),
        "telling": (),
        "amount": None,
        "phrases": (),
    }


def _within(reading: Reading, analysis: Analysis, held: Sequence[Held]) -> dict[str, Any]:
    """Another scope; the places that were asked about and not held are no words to look for any more."""
    old = set(syllables(" ".join(analysis.scope.unheld)))
    return {"scope": _scope(reading, held), "terms": tuple(word for word in analysis.terms if word not in old)}


def _scope(reading: Reading, held: Sequence[Held]) -> Scope:
    if reading.places:
        named = tuple(_named(place, held) for place in reading.places)
        return Scope(documents=tuple(dict.fromkeys(id for one in named for id in one.documents)), named=named)
    if reading.level is None:
        return Scope()
    ids = tuple(one.id for one in held if one.level == reading.level)
    return Scope(documents=ids, level=reading.level)


def _named(place: str, held: Sequence[Held]) -> Named:
    """The documents a name stands for: a commune before its province, then issuers, symbols and ids."""
    short = fold(without_level(place.strip()))
    for own in (_communes, _provinces, _others):
        ids = tuple(one.id for one in held if any(fold(without_level(name)) == short for name in own(one)))
        if ids:
            return Named(name=without_level(place.strip()), documents=ids)
    near = tuple(one.id for one in held if one.issuer and contains(one.issuer, place))
    if near:
        return Named(name=place.strip(), documents=near)
    raise BadQuestion(
        f"Không có văn bản nào của “{place.strip()}” trong kho.",
        "Gõ tên xã, tỉnh, cơ quan hoặc số ký hiệu như trong danh sách văn bản; để trống là mọi nơi.",
    )


def _communes(one: Held) -> tuple[str, ...]:
    return (one.commune,) if one.commune else ()


def _provinces(one: Held) -> tuple[str, ...]:
    return (one.province,) if one.province else ()


def _others(one: Held) -> tuple[str, ...]:
    return tuple(name for name in (one.issuer, one.symbol, name_of(one), one.id) if name)
