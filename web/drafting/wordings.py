"""Wordings as shown: the words of the source untouched, what the draft has otherwise struck beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.structure.functions import name_of_function
from service.ports import Held
from service.precedents.alignment import Change, Operation, readable
from service.precedents.desk import Collected, Place
from service.precedents.types import Precedents, Use, Variant
from web.quotations import Quotation, quotation
from web.words import Words


@dataclass(frozen=True)
class Run:
    """A stretch of a wording: shared with the draft, added to it, or only in the draft. Cells of a row apart."""

    op: Operation
    cells: tuple[str, ...]


@dataclass(frozen=True)
class UseView:
    """One more place that words it so."""

    source: str
    href: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class VariantView:
    """One way to word it."""

    n: int
    quotation: Quotation
    runs: tuple[Run, ...]
    far: tuple[Run, ...]  # the same word by word, where it is too different to be read so at once
    function: str
    documents: int
    uses: tuple[UseView, ...]
    place: str
    chosen: bool


@dataclass(frozen=True)
class WordingsView:
    """What was found for a clause or a request."""

    understood: str
    request: bool
    reason: str
    notes: tuple[str, ...]
    variants: tuple[VariantView, ...]
    took: str


@dataclass(frozen=True)
class CollectedView:
    """A wording collected."""

    place: str
    function: str
    quotation: Quotation


def wordings_view(
    found: Precedents, collected: Sequence[Place], held: Mapping[str, Held], words: Words
) -> WordingsView:
    """The variants of ``found``, those in ``collected`` told apart."""
    return WordingsView(
        understood=found.understood,
        request=found.reading == "request",
        reason=found.reason or "",
        notes=found.notes,
        variants=tuple(_variant(one, collected, held, words) for one in found.variants),
        took=f"{found.took_ms:.0f}",
    )


def _variant(variant: Variant, collected: Sequence[Place], held: Mapping[str, Held], words: Words) -> VariantView:
    place = Place.of(variant.citation)
    near = readable(variant.from_draft)
    whole = (Change(op="equal", text=variant.citation.quote),)
    return VariantView(
        n=variant.n,
        quotation=quotation(variant.citation, held, words),
        runs=runs(variant.from_draft if near else whole),
        far=() if near else runs(variant.from_draft),
        function=variant.function_name,
        documents=variant.documents,
        uses=tuple(_use(one, held, words) for one in variant.uses),
        place=str(place),
        chosen=place in collected,
    )


def _use(use: Use, held: Mapping[str, Held], words: Words) -> UseView:
    shown = quotation(use.citation, held, words)
    return UseView(shown.source, shown.href, runs(use.differences))


def runs(changes: Sequence[Change]) -> tuple[Run, ...]:
    """Changes as runs; without what the draft has besides, their texts are the wording again."""
    return tuple(run for change in changes for run in _run(change))


def _run(change: Change) -> Iterator[Run]:
    """A change as a run; the space after added words is not among the words underlined."""
    text = change.text.rstrip() if change.op == "insert" else change.text
    parts: tuple[tuple[Operation, str], ...] = ((change.op, text), ("equal", change.text[len(text) :]))
    for op, part in parts:
        if part:
            yield Run(op, tuple(part.split("\t")))


def collected_views(
    collected: Sequence[Collected], held: Mapping[str, Held], words: Words
) -> tuple[CollectedView, ...]:
    """The collection as shown."""
    return tuple(
        CollectedView(str(one.place), name_of_function(one.function), quotation(one.citation, held, words))
        for one in collected
    )
