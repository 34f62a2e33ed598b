"""How fast a model is on this machine, by a short probe on sample sentences of the genre."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ingest.types import Frozen

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.reranker import Reranker

ROUNDS = 3  # the best counts: other work on the machine only ever slows a round
QUERIES = 10
PASSAGES = 20  # judged for one question


class Speed(Frozen):
    """What a model costs in time."""

    passages_per_second: float
    query_ms: float = Field(description="one question; of a reranker, 20 passages of 25 words judged for it")
    measured: Literal["install", "now"]
    engine: str = ""


def of_encoder(encoder: Encoder) -> Speed:
    """The speed of an encoder; takes some seconds."""
    from index.model.probe import samples

    texts = samples()
    encoder.warm()
    encoder.encode_passages(texts[:QUERIES])
    rounds = [_seconds(partial(encoder.encode_passages, texts)) for _ in range(ROUNDS)]
    waits = [_seconds(partial(encoder.encode_query, text)) for text in texts[:QUERIES]]
    return Speed(
        passages_per_second=round(len(texts) / min(rounds), 1),
        query_ms=round(1000 * statistics.median(waits), 1),
        measured="now",
    )


def of_reranker(reranker: Reranker) -> Speed:
    """The speed of a reranker that is not held to a time."""
    from index.model.probe import samples

    texts = samples()[:PASSAGES]
    reranker.scores("khởi động", texts[:1])
    waits = [_seconds(partial(reranker.scores, query, texts)) for query in texts[:ROUNDS]]
    return Speed(
        passages_per_second=round(len(texts) / min(waits), 1),
        query_ms=round(1000 * statistics.median(waits), 1),
        measured="now",
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
