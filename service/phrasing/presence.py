"""What a stretch of a sentence names has to be somewhere in its evidence: symbols, numbers, names."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.facts.numbers import parse_number
from ingest.facts.symbols import same
from service.phrasing import sense
from service.phrasing.evidence import Evidence
from service.phrasing.names import Vocabulary, bodies_in, english_names, names_in, small_places, vocabulary_of
from service.phrasing.spelled import spelled_numbers
from service.phrasing.statements import Loose, Statement, read, value_of
from service.phrasing.types import Reason
from service.phrasing.vocabulary import times, type_endings


def symbols(claim: Statement, group: Sequence[Evidence]) -> Reason | None:
    """Every document symbol, however it is printed."""
    held = [symbol for one in group for symbol in read(one.text).symbols]
    known = all(any(same(said.printed, other.printed) for other in held) for said in claim.symbols)
    return None if known else "symbol"


def types(claim: Statement, group: Sequence[Evidence]) -> Reason | None:
    """A symbol has one type of document in front of it: "Quyết định số 57-NQ/TW" is another's."""
    held = {(n.value, n.before) for one in group for n in read(one.text).loose if n.before in type_endings()}
    for number in claim.loose:
        given = {before for value, before in held if value == number.value}
        if number.before in type_endings() and given and number.before not in given:
            return "name"
    return None


def loose_numbers(claim: Statement, group: Sequence[Evidence]) -> Reason | None:
    """Every number that measures nothing, with a word beside it; and those written as words."""
    held = [read(one.text) for one in group]
    loose = [number for statement in held for number in statement.loose]
    said = [number for number in claim.loose if not _within(number, claim)]
    figures = {value for statement in held for f in statement.figures for value in (f.value, f.value_max)}
    if claim.english:  # "12,500 files" has no unit that is known: it is told by its value alone
        said = [number for number in said if _plain_value(number) not in figures]
    if not all(any(same_number(number, other, claim.english) for other in loose) for number in said):
        return "number"
    values = {number.value for number in loose} | {
        value_of(f"{value:g}") for statement in held for f in statement.figures for value in (f.value, f.value_max or 0)
    }
    values |= {f"{value:g}" for one in group for value in spelled_numbers(one.text)}
    spelled = spelled_numbers(_around_spans(claim))
    return None if all(f"{value:g}" in values for value in spelled) else "number"


def _plain_value(number: Loose) -> float | None:
    return (
        parse_number(number.value, english=True) if number.value[0].isdigit() and number.value[-1].isdigit() else None
    )


def _around_spans(claim: Statement) -> str:
    return sense.without(claim.text, list(claim.spans))


def _within(number: Loose, claim: Statement) -> bool:
    return any(symbol.start <= number.start < symbol.end for symbol in claim.symbols)


def same_number(claim: Loose, evidence: Loose, english: bool) -> bool:
    """Whether two numbers are one value beside the same word; a time beside them must be the same time."""
    if claim.value != evidence.value:
        return False
    pairs = ((claim.before, evidence.before), (claim.after, evidence.after))
    if not english and any(a != b and {a, b} <= times() for a, b in pairs):
        return False  # "trước 03 ngày" is neither "sau 03 ngày" nor "trước 03 tháng"
    beside = any(a == b != "" for a, b in pairs)
    named = not claim.value.isdigit()  # "5G" needs no word beside it
    return beside or named or english


def _has_body(held: Vocabulary, body: str) -> bool:
    """Whether a body is named; in a commune's document "Phòng Kinh tế" is the commune's."""
    name, _, level = body.rpartition(" ")
    own = level in ("xa", "phuong") and held.has(name, folded=True)
    return held.has(body, folded=True) or (own and not held.has(f"{name} tinh", folded=True))


def names(claim: Statement, group: Sequence[Evidence]) -> Reason | None:
    """Every name: of places, bodies, people and whatever else is written with a capital."""
    held = vocabulary_of("\n".join(one.text for one in group))
    spans = list(claim.spans)
    if claim.english:
        for start, end, meaning in english_names(claim.text):
            if held.has(meaning) or held.has(meaning.split(",")[0]):
                spans.append((start, end))
    named = names_in(claim.text, spans)
    if not all(held.named(name, claim.english) for name in named):
        return "name"
    if not all(_has_body(held, body) for body in bodies_in(claim.text)):
        return "name"
    return None if all(held.has(place) for place in small_places(claim.text)) else "name"


CHECKS = (symbols, types, loose_numbers, names)
"""Each gives the reason why a stretch cannot be held, ``None`` if it finds none."""
