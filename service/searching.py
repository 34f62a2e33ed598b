"""Searching passages with the reasons why each was found and the ways of narrowing the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from pydantic import ValidationError

from index.types import Filters, Level, Mark, Mode, RankedPassage
from ingest.errors import BadQuestion
from service.citations import Sources
from service.highlight import Highlighter
from service.hits import as_hit
from service.ports import Archive, Held
from service.question import Question, read
from service.types import Facet, FacetKey, FacetValue, Found, FoundHit

POOL = 200  # passages looked at: facets count them, pages leaf through them
DEEPEST = 1000  # passages that one may ask for

FIELDS: Mapping[FacetKey, str] = {
    "province": "provinces",
    "commune": "communes",
    "type": "types",
    "issuer": "issuers",
    "year": "years",
    "level": "levels",
    "mark": "marks",
}
"""The facets in the order in which they are shown, and the field of the filters that each sets."""

ORDERED: Mapping[FacetKey, tuple[str, ...]] = {"level": get_args(Level), "mark": get_args(Mark)}


def filters_of(conditions: Sequence[str]) -> Filters | None:
    """Filters written as ``key=value``, the same key more than once for either value; ``None`` if there are none.

    Raises :class:`BadQuestion` for a key or a value that no filter knows.
    """
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        key, _, value = condition.partition("=")
        field = {str(known): field for known, field in FIELDS.items()}.get(key.strip())
        if field is None or not value.strip():
            raise BadQuestion(
                f"Không lọc được theo “{condition}”.", f"Viết khóa=giá trị; khóa là: {', '.join(FIELDS)}."
            )
        wanted.setdefault(field, set()).add(value.strip())
    try:
        return Filters.model_validate(wanted) if wanted else None
    except ValidationError as error:
        known = "; ".join(f"{key}: {', '.join(values)}" for key, values in ORDERED.items())
        raise BadQuestion("Có giá trị lọc không dùng được.", f"Dùng một trong {known}.") from error


def explore(
    archive: Archive,
    text: str,
    *,
    k: int = 10,
    offset: int = 0,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    facets: bool = True,
) -> Found:
    """The passages ``offset`` to ``offset + k`` of those nearest to a query, each with why, and the facets of all.

    Raises :class:`~ingest.errors.BadQuestion` for an empty query.
    """
    question = read(text)
    filters = filters or Filters()
    with archive.steady():
        pool = archive.search(
            question.text, k=max(POOL, offset + k) if facets else offset + k, mode=mode, filters=filters
        )
        shown = pool[offset : offset + k]
        return Found(
            query=question.text,
            total=len(pool),
            hits=tuple(_explained(shown, question, Sources(archive))),
            facets=tuple(_facets(archive, question, mode, filters, pool)) if facets else (),
        )


def _explained(shown: Sequence[RankedPassage], question: Question, sources: Sources) -> Iterable[FoundHit]:
    words = Highlighter(question)
    for one in shown:
        yield FoundHit(
            **as_hit(one, sources).model_dump(),
            matched=words(one.text),
            dense_rank=one.dense_rank,
            lexical_rank=one.lexical_rank,
            marks=tuple(sorted(one.marks)),
        )


def _facets(
    archive: Archive, question: Question, mode: Mode, filters: Filters, pool: Sequence[RankedPassage]
) -> Iterable[Facet]:
    """Each facet over what the other filters leave: choosing a second commune must be possible."""
    held = {one.id: one for one in archive.documents()}
    for key, field in FIELDS.items():
        chosen = frozenset(getattr(filters, field) or ())
        found = pool
        if chosen and key != "mark":  # marks add up, the others stand for each other
            without = filters.model_copy(update={field: None})
            found = archive.search(question.text, k=POOL, mode=mode, filters=without)
        yield Facet(key=key, values=_values(key, found, held, chosen))


def _values(
    key: FacetKey, found: Sequence[RankedPassage], held: Mapping[str, Held], chosen: frozenset[str]
) -> tuple[FacetValue, ...]:
    counts = Counter(value for one in found for value in _of(key, one, held))
    counts.update(dict.fromkeys(chosen, 0))  # a chosen value stays in sight even where nothing has it
    ranked = sorted(counts, key=lambda value: _place(key, value, counts[value]))
    return tuple(FacetValue(value=value, count=counts[value], chosen=value in chosen) for value in ranked)


def _place(key: FacetKey, value: str, count: int) -> tuple[int, str]:
    """Levels and marks in their own order, years from the latest, all else from the most frequent."""
    if key in ORDERED:
        return ORDERED[key].index(value), value
    return (-int(value) if key == "year" and value.isdecimal() else -count), value


def _of(key: FacetKey, one: RankedPassage, held: Mapping[str, Held]) -> Iterable[str]:
    if key == "mark":
        return one.marks
    document = held.get(one.document)
    value = getattr(document, key) if document else None
    return (value,) if value else ()
