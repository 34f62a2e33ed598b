"""What a ready model directory says about itself: origin, files, engines, figures."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from index.files import write_atomic
from ingest.types import Frozen

FILE_NAME = "manifest.json"


class FileRecord(Frozen):
    """A file of the directory."""

    bytes: int
    sha256: str


class EngineFigures(Frozen):
    """What the probe measured for one engine on the sample texts."""

    texts_per_second: float = Field(description="bulk encoding, best of the rounds")
    query_ms: float = Field(description="one warm query, median")
    load_ms: float = Field(description="from nothing to ready, imports included where they were first")
    cosine_min: float = Field(description="worst agreement with float32 over the samples")
    cosine_mean: float
    accepted: bool = Field(description="drift small enough to be used")


class EngineChoice(Frozen):
    """Which engine does what, on which kind of processor, and why."""

    processor: str
    threads: int
    tried: tuple[str, ...] = Field(default=(), description="bulk engines installed when it was made")
    bulk: str = Field(description="engine of passages and of queries once it is loaded")
    query: str = Field(description="engine of the first queries of a fresh process")
    figures: dict[str, EngineFigures]


class Manifest(Frozen):
    """Written last: a directory without it is not ready."""

    name: str = Field(description="identity of the vectors: model and weights; engines agree within the drift allowed")
    layout: int
    dimensions: int
    max_tokens: int
    source: str = Field(description="package and version that carried the weights")
    source_sha256: str
    versions: dict[str, str] = Field(description="packages that wrote the files")
    files: dict[str, FileRecord]
    engines: EngineChoice


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest of ``directory``; ``None`` if there is none or it does not parse."""
    try:
        return Manifest.model_validate_json((directory / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Writes it so that a reader sees the old or the new one whole."""
    write_atomic(directory / FILE_NAME, f"{manifest.model_dump_json(indent=2)}\n")
