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
    return _address(sources, document, start, end) if document in sources.held else None


def _address(sources: Sources, document: str, start: int, end: int) -> str:
    text, version = sources.text(document), sources.version(document)
    return permalink(sources.held[document], text, start, end, version=version)


def lasting(archive: Archive, facts: Iterable[Fact], shape: type[Found]) -> list[Found]:
    """Facts of one kind, each with its permalink."""
    sources = Sources(archive)
    return [with_permalink(sources, fact, shape) for fact in facts]


def with_permalink(sources: Sources, fact: Fact, shape: type[Found]) -> Found:
    """A fact with its permalink."""
    address = _address(sources, fact.document, fact.start, fact.end)
    return shape.model_validate({**dict(fact), "permalink": address})
