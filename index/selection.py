"""What a filter lets through, as the engines know it: numbers of documents, marks and ids of passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.types import Filters, Mark

if TYPE_CHECKING:
    from index.store import Store


@dataclass(frozen=True, slots=True)
class Allowed:
    """``None`` lets all through. ``passages`` are those of the numbers that carry the marks.

    The lexical index knows the marks itself; vectors are chosen by the ids of their passages.
    """

    numbers: Sequence[int] | None = None
    marks: frozenset[Mark] = frozenset()
    passages: Sequence[int] | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing can be found."""
        return any(ids is not None and not ids for ids in (self.numbers, self.passages))


EVERYTHING = Allowed()


def allowed(store: Store, filters: Filters | None) -> Allowed:
    """What ``filters`` let through of what the store holds now."""
    if filters is None:
        return EVERYTHING
    numbers = _numbers(store, filters)
    if not filters.marks:
        return Allowed(numbers)
    return Allowed(numbers, filters.marks, store.marked(filters.marks, numbers))


def _numbers(store: Store, filters: Filters) -> list[int] | None:
    if filters.documents is None and filters.digests and not filters.of_documents:
        return None
    held = store.numbers_served(digests=filters.digests)
    if filters.of_documents:  # plain collections say nothing of themselves
        admitted = {one.id for one in filters.admitted(store.summaries())}
        held = {id: number for id, number in held.items() if id in admitted}
    return [number for id, number in held.items() if filters.documents is None or id in filters.documents]
