"""The models that are ready here: what each costs and how well it did."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from index.evaluations import Evaluated
from index.model.cross import RERANKER_VARIABLE
from index.model.custom import asked_dimensions, name_of
from index.model.found import Found, describe, downloaded, in_folders
from index.model.loading import MODEL_VARIABLE, folder_of
from index.model.manifest import read_manifest
from index.model.ready import model_home, shipped_directory
from ingest.types import Frozen
from service.modelling.speed import Speed, of_encoder, of_reranker

if TYPE_CHECKING:
    from index.library import Library

FLOAT = 4  # bytes a dimension in the store
UNHURRIED = 60.0  # seconds that a reranker under measure may take


class Listed(Frozen):
    """A model that is ready, or whose vectors are held."""

    name: str
    identity: str = Field(description="name of its vectors here")
    kind: str
    found: Found | None = Field(description="what its files say; null if it is no longer on disk")
    in_use: bool = False
    has_vectors: bool = False
    served: bool = Field(default=False, description="its vectors are those of the generation served")
    bytes_per_passage: int | None = Field(default=None, description="vector in the store and in the index served")
    speed: Speed | None = None
    evaluations: tuple[Evaluated, ...] = ()


def listed(library: Library | None, folders: Sequence[Path], *, measure: bool = False) -> list[Listed]:
    """The shipped model, those named by settings, downloaded, in ``folders``, and those with vectors here.

    ``measure`` loads those in use and those in ``folders``, one after the other, to measure their speed.
    """
    rows: dict[str, Listed] = {}
    for found in _found(folders):
        one = _listed(found)
        rows.setdefault(one.identity, one)
    if measure:
        rows = {name: _measured(one) if _asked(one, folders) else one for name, one in rows.items()}
    rows = {name: _facts(one, library) for name, one in rows.items()}
    for encoder in library.encoders() if library else []:
        if encoder not in rows:
            rows[encoder] = _facts(Listed(name=encoder, identity=encoder, kind="embedding", found=None), library)
    return sorted(rows.values(), key=lambda one: (one.kind, not one.in_use, not one.served, one.name))


def _found(folders: Iterable[Path]) -> Iterator[Found]:
    for name in (_used("embedding"), _used("reranker")):
        folder = folder_of(name) if name else None
        described = describe(name, folder) if folder else None
        if described is not None:
            yield described
    yield from in_folders([shipped_directory(), model_home(), *folders])
    yield from downloaded()


def _used(kind: str) -> str:
    """What the settings name; the shipped model where they name none."""
    if kind == "reranker":
        return os.environ.get(RERANKER_VARIABLE, "").strip()
    return os.environ.get(MODEL_VARIABLE, "").strip() or str(shipped_directory())


def _listed(found: Found) -> Listed:
    in_use = found.name == _used(found.kind)
    if in_use and found.kind == "embedding" and os.environ.get(MODEL_VARIABLE, "").strip():
        found = _as_set(found)
    return Listed(
        name=found.name, identity=found.identity, kind=found.kind, found=found, in_use=in_use, speed=_at_install(found)
    )


def _as_set(found: Found) -> Found:
    """A model as the settings change it."""
    asked = asked_dimensions()
    cut = min(found.dimensions, asked) if found.dimensions and asked else found.dimensions
    return found.model_copy(update={"identity": name_of(found.name), "dimensions": cut})


def _asked(one: Listed, folders: Sequence[Path]) -> bool:
    return one.in_use or any(Path(one.name).is_relative_to(folder) for folder in folders)


def _facts(one: Listed, library: Library | None) -> Listed:
    """What the data folder knows of a model."""
    vector = FLOAT * one.found.dimensions if one.found and one.found.dimensions else None
    if library is None:
        return one.model_copy(update={"bytes_per_passage": vector})
    served = library.status()["encoder"] == one.identity
    indexed = library.index_cost() if served else vector
    told = [said for said in library.evaluations() if one.identity in (said.encoder, said.reranker)]
    return one.model_copy(
        update={
            "has_vectors": one.identity in library.encoders(),
            "served": served,
            "bytes_per_passage": None if vector is None else vector + (indexed or vector),
            "evaluations": tuple(told),
        }
    )


def _at_install(found: Found) -> Speed | None:
    """What the probe of the set-up measured, of the shipped model."""
    manifest = read_manifest(Path(found.name))
    if manifest is None or manifest.engines.bulk not in manifest.engines.figures:
        return None
    figures = manifest.engines.figures[manifest.engines.bulk]
    return Speed(
        passages_per_second=figures.texts_per_second,
        query_ms=figures.query_ms,
        measured="install",
        engine=manifest.engines.bulk,
    )


def _measured(one: Listed) -> Listed:
    return one if one.found is None else one.model_copy(update={"speed": _now(one.found)})


def _now(found: Found) -> Speed:
    if found.kind == "reranker":
        from index.model.cross import CrossEncoderReranker

        return of_reranker(CrossEncoderReranker(found.name, top=1, seconds=UNHURRIED))
    if found.name == str(shipped_directory()) and not os.environ.get(MODEL_VARIABLE, "").strip():
        from index.model.shipped import ShippedEncoder

        encoder = ShippedEncoder()
        return of_encoder(encoder).model_copy(update={"engine": encoder.engine})
    from index.model.custom import SentenceTransformerEncoder

    return of_encoder(SentenceTransformerEncoder(found.name)).model_copy(update={"engine": "torch"})
