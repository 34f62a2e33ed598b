"""A question compiled: which facts to ask for, which passages to search, what would come near."""

from __future__ import annotations

from pydantic import Field

from index.types import Filters
from ingest.types import Frozen
from service.analysis import Analysis
from service.conditions import Deadline, Figure

DEPTH = 60  # passages looked at; the one that answers a specific question is nearly always among them
WITHIN_ONE = 150  # the same inside one document, whose passages are all near each other


class FactQuery(Frozen):
    """Facts to select and the conditions they must meet; ``documents`` ``None`` is all of them."""

    documents: frozenset[str] | None = None
    keys: frozenset[str] | None = None
    figure: Figure | None = None
    deadlines: tuple[Deadline, ...] = ()


class PassageQuery(Frozen):
    """What retrieval is asked, and what a passage must carry to count as evidence."""

    text: str
    filters: Filters | None = None
    k: int = DEPTH
    phrases: tuple[str, ...] = Field(default=(), description="quoted words")
    telling: tuple[str, ...] = Field(default=(), description="names such as 5G")
    figure: bool = Field(default=False, description="only a passage with a figure answers")


class Plan(Frozen):
    """The queries of one question; ``near`` drops the conditions and keeps the subject."""

    analysis: Analysis
    facts: FactQuery
    passages: PassageQuery
    near: FactQuery


def compile_plan(analysis: Analysis) -> Plan:
    """The plan of an analysed question."""
    documents = analysis.documents
    keys = frozenset([*analysis.indicators, *(key for one in analysis.together for key in one)]) or None
    return Plan(
        analysis=analysis,
        facts=FactQuery(documents=documents, keys=keys, figure=analysis.figure, deadlines=analysis.deadlines),
        passages=PassageQuery(
            text=analysis.search_text,
            filters=None if documents is None else Filters(documents=documents),
            k=DEPTH if documents is None or len(documents) > 1 else WITHIN_ONE,
            phrases=analysis.phrases,
            telling=analysis.telling,
            figure=analysis.wants_figure,
        ),
        near=FactQuery(keys=keys),
    )
