"""What ``tracuu eval`` said of each model on this data folder, the last time it was asked."""

from __future__ import annotations

from pydantic import ValidationError

from index.database import Database
from ingest.types import Frozen

_PREFIX = "evaluation "


class Evaluated(Frozen):
    """How well questions were answered with one model (and reranker) over one generation."""

    encoder: str
    reranker: str | None = None
    generation: int
    documents: int
    when: str
    truth: str
    right: int
    asked: int
    refused: int
    to_refuse: int
    median_ms: float


def note(store: Database, one: Evaluated) -> None:
    """Keep it in the place of the last one of the same model and reranker; call inside a transaction."""
    store.note_setting(f"{_PREFIX}{one.encoder} {one.reranker or ''}", one.model_dump_json())


def noted(store: Database) -> list[Evaluated]:
    """All that are kept, the newest first."""
    rows = store.connection.execute("SELECT value FROM meta WHERE key LIKE ?", (f"{_PREFIX}%",))
    found = []
    for (value,) in rows:
        try:
            found.append(Evaluated.model_validate_json(value))
        except ValidationError:  # kept by another release
            continue
    return sorted(found, key=lambda one: one.when, reverse=True)
