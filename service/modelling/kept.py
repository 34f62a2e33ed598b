"""A score of ``tracuu eval`` as it is kept with the model that it was made with."""

from __future__ import annotations

import os
from pathlib import Path

from index.database import now
from index.evaluations import Evaluated
from index.library import Library
from index.model.cross import RERANKER_VARIABLE
from index.model.loading import identity
from service.evaluation import Score


def evaluated(library: Library, truth: Path, score: Score) -> Evaluated:
    """The score with model, reranker and generation."""
    status = library.status()
    reranker = os.environ.get(RERANKER_VARIABLE, "").strip()
    right, asked = (sum(pair[at] for pair in score.by_kind.values()) for at in (0, 1))
    refused, to_refuse = score.refusals
    return Evaluated(
        encoder=str(status["encoder"]),
        reranker=identity(reranker) if reranker else None,
        generation=status["generation"],
        documents=status["documents"],
        when=now(),
        truth=truth.name,
        right=right,
        asked=asked,
        refused=refused,
        to_refuse=to_refuse,
        median_ms=score.median_ms,
    )
