"""The outline of a draft beside the one usual for its type, learnt from the documents held.

Source of the genre's order: NĐ 30/2020/NĐ-CP, Phụ lục I and III; HD 36-HD/VPTW. What is usual is counted, not
prescribed: each statement quotes the headings it was counted from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from statistics import median_low
from typing import NamedTuple

from ingest.structure.functions import UNKNOWN, name_of_function, vocabulary
from ingest.types import Document, Function, Passage
from service.citations import Sources
from service.ports import Held
from service.precedents.admission import level_of
from service.precedents.drafts import draft_citation
from service.precedents.functions import FORMAL
from service.precedents.types import OutlinePart, OutlineReport
from service.types import Citation
from service.words import syllables

USUAL = 0.6  # share of the documents of a type above which a part is missed
RARE = 0.15
FEWEST = 3  # documents from which one may speak of what is usual
EXAMPLES = 3
MOST = 60  # documents read for comparison; more would not change what is usual, only the waiting
DEEPEST = 2  # aims are often headed below "Mục đích, yêu cầu"


class Headed(NamedTuple):
    """A function and the passage that opens it."""

    function: Function
    passage: Passage


def compare(draft: Document, sources: Sources, own: Iterable[str] = ()) -> OutlineReport:
    """The draft's parts against those of held documents of its type (of its level where there are enough)."""
    sisters = sisters_of(draft, sources, own)
    outlines = {held.id: outline_of(sources.passages(held.id)) for held in sisters}
    mine = outline_of(draft.passages)
    places = _places(outlines.values())
    displaced = _displaced([part.function for part in mine], places)
    parts: list[OutlinePart] = []
    for words in vocabulary():
        part = _part(words.key, draft, mine, outlines, sources, places)
        if part and part.status == "present" and part.function in displaced:
            part = part.model_copy(update={"status": "displaced"})
        parts += [part] if part else []
    parts.sort(key=lambda part: (part.place is None, part.place or 0))
    return OutlineReport(type=draft.type, documents=tuple(outlines), parts=tuple(parts))


def outline_of(passages: Iterable[Passage]) -> list[Headed]:
    """The functions of a document in order of first appearance, appendices and form apart."""
    seen: dict[Function, Headed] = {}
    for passage in passages:
        function = passage.function
        if function in FORMAL or function == UNKNOWN or len(passage.path) > DEEPEST or _is_appendix(passage):
            continue
        seen.setdefault(function, Headed(function, passage))
    return list(seen.values())


def sisters_of(draft: Document, sources: Sources, own: Iterable[str] = ()) -> list[Held]:
    """Held documents of the draft's type, of its own level if there are at least three; the nearest in subject."""
    left_out = set(own)
    originals = [one for one in sources.held.values() if one.id not in left_out and not one.digest]
    same = [one for one in originals if one.type == draft.type]
    level = [one for one in same if level_of(one) == level_of(draft)]
    sisters = level if len(level) >= FEWEST else same
    if len(sisters) <= MOST:
        return sisters
    subject = set(syllables(draft.subject or ""))
    return sorted(sisters, key=lambda one: -len(subject & set(syllables(one.subject or ""))))[:MOST]


def _is_appendix(passage: Passage) -> bool:
    return bool(passage.path) and passage.path[0].casefold().startswith(("phụ lục", "biểu", "danh mục"))


def _places(outlines: Iterable[Sequence[Headed]]) -> dict[Function, int]:
    """The usual rank of each function: the rank of its median position."""
    positions: dict[Function, list[float]] = {}
    for outline in outlines:
        for at, part in enumerate(outline):
            positions.setdefault(part.function, []).append(at / max(1, len(outline) - 1))
    ordered = sorted(positions, key=lambda function: median_low(positions[function]))
    return {function: rank for rank, function in enumerate(ordered, 1)}


def _displaced(mine: Sequence[Function], places: dict[Function, int]) -> set[Function]:
    """The fewest parts that would have to move for the draft to follow the usual order."""
    known = [function for function in mine if function in places]
    chains: list[list[Function]] = []  # chains[i] is the best increasing chain of length i + 1
    for function in known:
        at = bisect_left([places[chain[-1]] for chain in chains], places[function])
        chain = [*(chains[at - 1] if at else []), function]
        chains[at : at + 1] = [chain]
    return set(known) - set(chains[-1] if chains else [])


def _part(
    function: Function,
    draft: Document,
    mine: Sequence[Headed],
    outlines: dict[str, list[Headed]],
    sources: Sources,
    places: dict[Function, int],
) -> OutlinePart | None:
    own = next((part.passage for part in mine if part.function == function), None)
    having = {id: part.passage for id, outline in outlines.items() for part in outline if part.function == function}
    share = len(having) / len(outlines) if outlines else 0.0
    if own is None and (share < USUAL or len(outlines) < FEWEST):
        return None
    unusual = own is not None and share <= RARE and len(outlines) >= FEWEST
    return OutlinePart(
        function=function,
        name=name_of_function(function),
        share=round(share, 2),
        place=places.get(function),
        status="missing" if own is None else "unusual" if unusual else "present",
        draft=_draft_heading(draft, own) if own else None,
        examples=tuple(_heading(sources, id, passage) for id, passage in list(having.items())[:EXAMPLES]),
    )


def _heading(sources: Sources, id: str, passage: Passage) -> Citation:
    start, end = _first_line(sources.text(id), passage)
    return sources.cite(id, start, end, passage)


def _draft_heading(draft: Document, passage: Passage) -> Citation:
    return draft_citation(draft, *_first_line(draft.text, passage))


def _first_line(text: str, passage: Passage) -> tuple[int, int]:
    line = text[passage.start : passage.end].split("\n")[0].rstrip()
    return passage.start, passage.start + len(line)
