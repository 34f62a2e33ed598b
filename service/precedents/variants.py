"""Wordings grouped: near-identical ones are one variant with its uses counted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ingest.structure.functions import name_of_function
from service.precedents.alignment import differences, likeness, overlap
from service.precedents.candidates import Candidate
from service.precedents.types import Use, Variant

SAME = 0.8  # words in common order; boilerplate with another body or date stays above, a sentence more falls below
GLANCE = 0.5  # shingles in common below which two wordings cannot be the same
AGAIN = 0.08  # what a further variant of a document already heard steps back, so that other documents are heard
COMMON = 0.02  # what each doubling of the documents that word it so adds to a variant's fit


def grouped(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Candidates, best first, each with the group of the first leader that words it the same."""
    groups: list[list[Candidate]] = []
    for one in candidates:
        home = next((group for group in groups if same_wording(group[0].citation.quote, one.citation.quote)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def same_wording(one: str, other: str) -> bool:
    """Whether two wordings differ in no more than a word or two in ten, places and abbreviations apart."""
    return overlap(one, other) >= GLANCE and likeness(one, other) >= SAME


def variants_of(candidates: Iterable[Candidate], draft: str | None, limit: int) -> tuple[Variant, ...]:
    """The first ``limit`` variants by fit, differences marked from the draft's clause and from the first."""
    ordered = _ordered(grouped(candidates))[:limit]
    first = ordered[0][0].citation.quote if ordered else ""
    return tuple(_variant(n, group, draft, first) for n, group in enumerate(ordered, 1))


def _ordered(groups: Sequence[list[Candidate]]) -> list[list[Candidate]]:
    """By fit; what many documents say goes a little up, a document heard already a little down."""
    left = sorted(groups, key=lambda group: -_fit(group))
    heard: set[str] = set()
    ordered: list[list[Candidate]] = []
    while left:
        best = max(left, key=lambda group: _fit(group) - (AGAIN if _documents(group) <= heard else 0.0))
        left.remove(best)
        heard |= _documents(best)
        ordered.append(best)
    return ordered


def _documents(group: Iterable[Candidate]) -> set[str]:
    return {one.citation.document for one in group}


def _fit(group: Sequence[Candidate]) -> float:
    return min(1.0, group[0].fit + COMMON * math.log2(len(_documents(group))))


def _variant(n: int, group: Sequence[Candidate], draft: str | None, first: str) -> Variant:
    leader = group[0]
    quote = leader.citation.quote
    return Variant(
        n=n,
        fit=round(_fit(group), 3),
        function=leader.function,
        function_name=name_of_function(leader.function),
        citation=leader.citation.model_copy(update={"n": n}),
        documents=len(_documents(group)),
        uses=tuple(_use(one, quote) for one in group[1:]),
        from_draft=differences(draft, quote) if draft else (),
        from_first=differences(first, quote) if n > 1 else (),
    )


def _use(one: Candidate, quote: str) -> Use:
    own = one.citation.quote
    return Use(citation=one.citation, differences=() if own == quote else differences(quote, own))
