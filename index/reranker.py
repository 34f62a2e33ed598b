"""A second opinion on the first passages: a model that reads question and passage together. Off unless named.

``TRACUU_RERANKER`` names a sentence-transformers CrossEncoder, by folder or by name. It judges the
``TRACUU_RERANK_TOP`` best passages of a hybrid search (20) for at most about ``TRACUU_RERANK_MS`` milliseconds a
question (1000); what it has not come to by then stays behind what it has judged, in the order of the search.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from index.model.cross import RERANKER_VARIABLE, CrossEncoderReranker
from ingest.errors import ModelUnavailable
from ingest.settings import number_within

TOP_VARIABLE, MS_VARIABLE = "TRACUU_RERANK_TOP", "TRACUU_RERANK_MS"
TOP, MS = 20, 1000
LARGEST_TOP, LARGEST_MS = 200, 60_000


class Reranker(Protocol):
    """Judges how well passages answer a question."""

    @property
    def top(self) -> int:
        """How many passages it is asked about."""
        ...

    def warm(self) -> None:
        """Loads now what would be loaded at first use."""
        ...

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """What it says of the first of ``texts``, as many as its time allows; more is better."""
        ...


def open_reranker() -> Reranker | None:
    """The reranker that the environment names, not loaded yet; ``None`` if it names none.

    Raises:
        ModelUnavailable: a setting is no number.
    """
    named = os.environ.get(RERANKER_VARIABLE, "").strip()
    if not named:
        return None
    whole = partial(number_within, whole=True, error=ModelUnavailable)
    return CrossEncoderReranker(
        named,
        top=int(whole(TOP_VARIABLE, TOP, most=LARGEST_TOP)),
        seconds=whole(MS_VARIABLE, MS, most=LARGEST_MS) / 1000,
    )
