"""Facts and passages as programs get them: each with the address that leads to its words later, too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field

from ingest.types import Duty, Fact, Reference, Target, Task
from service.citations import Sources
from service.standards.permalinks import permalink

if TYPE_CHECKING:
    from service.ports import Archive

ADDRESS = "địa chỉ bền của những chữ ấy, theo được ở /api/tl/…"


class FoundTarget(Target):
    """A target with its permalink."""

    permalink: str = Field(description=ADDRESS)


class FoundTask(Task):
    """A task with its permalink."""

    permalink: str = Field(description=ADDRESS)


class FoundDuty(Duty):
    """A duty with its permalink."""

    permalink: str = Field(description=ADDRESS)


class FoundReference(Reference):
    """A reference with its permalink."""

    permalink: str = Field(description=ADDRESS)


Found = TypeVar("Found", FoundTarget, FoundTask, FoundDuty, FoundReference)


def permalink_of(sources: Sources, document: str, start: int, end: int) -> str | None:
    """The permalink of a span; ``None`` in a plain collection, which has no documents to name."""
    held = sources.held.get(document)
    if held is None:
        return None
    return permalink(held, sources.text(document), start, end, version=sources.version(document))


def lasting(archive: Archive, facts: Iterable[Fact], shape: type[Found]) -> list[Found]:
    """Facts of one kind, each with its permalink."""
    sources = Sources(archive)
    return [with_permalink(sources, fact, shape) for fact in facts]


def with_permalink(sources: Sources, fact: Fact, shape: type[Found]) -> Found:
    """A fact with its permalink."""
    address = permalink_of(sources, fact.document, fact.start, fact.end)
    return shape.model_construct(**dict(fact), permalink=address)
