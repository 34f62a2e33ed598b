"""Which models lie on this machine, and what their files say of them; nothing is loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from index.model.loading import HUB_HOME_VARIABLE, identity
from index.model.manifest import read_manifest
from ingest.types import Frozen

JUDGING = ("ForSequenceClassification", "ForCausalLM")
OLD_POOLING = "pooling_mode_"
UNBOUNDED = 1_000_000  # tokens: what tokenizers write for "no limit" is larger
TRAINED = "tracuu-training.json"


class Found(Frozen):
    """A model on disk, by what its files say; ``None`` where they do not."""

    name: str = Field(description="what a setting calls it: path, or name on a hub")
    identity: str = Field(description="name of its vectors, with the model's own settings")
    kind: Literal["embedding", "reranker"]
    bytes: int = Field(description="on disk")
    dimensions: int | None = None
    max_tokens: int | None = None
    pooling: str | None = None
    modules: tuple[str, ...] = ()
    prompts: dict[str, str] = Field(default_factory=dict)
    similarity: str | None = Field(default=None, description="what the model names; Tracuu compares by cosine")
    languages: tuple[str, ...] = ()
    trained: dict[str, Any] | None = Field(default=None, description="figures of tracuu train")


def is_reranker(folder: Path) -> bool:
    """Whether a folder holds a model trained to judge pairs, not one that makes vectors."""
    if _json(folder / "config_sentence_transformers.json").get("model_type") == "CrossEncoder":
        return True
    made = _json(folder / "config.json").get("architectures") or [""]
    return not (folder / "modules.json").is_file() and str(made[0]).endswith(JUDGING)


def describe(name: str, folder: Path) -> Found | None:
    """What is in ``folder``, called ``name``; ``None`` if that is no model of sentence-transformers."""
    if not (folder / "modules.json").is_file() and not is_reranker(folder):
        return None
    reranker = is_reranker(folder)
    parts = [] if reranker else _parts(folder)
    said = _json(folder / "config_sentence_transformers.json")
    manifest = read_manifest(folder)
    return Found(
        name=name,
        identity=manifest.name if manifest else identity(name),
        kind="reranker" if reranker else "embedding",
        bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        dimensions=_dimensions(parts, said.get("truncate_dim")),
        max_tokens=_max_tokens(folder),
        pooling=_pooling(parts),
        modules=tuple(kind for kind, _ in parts),
        prompts={key: text for key, text in (said.get("prompts") or {}).items() if text},
        similarity=said.get("similarity_fn_name"),
        languages=_languages(folder) or (("multilingual",) if manifest else ()),
        trained=_json(folder / TRAINED) or None,
    )


def in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    """The models in these folders: each itself, or those directly inside."""
    for folder in folders:
        for one in [folder, *sorted(folder.iterdir())] if folder.is_dir() else []:
            if one.is_dir() and not one.name.startswith("."):
                found = describe(str(one), one)
                if found is not None:
                    yield found


def downloaded() -> Iterator[Found]:
    """The models that the library fetched from a hub before, their newest revision."""
    from huggingface_hub import CacheNotFound, scan_cache_dir

    with suppress(CacheNotFound, ValueError):
        repositories = scan_cache_dir(os.environ.get(HUB_HOME_VARIABLE)).repos
        for repository in sorted(repositories, key=lambda one: one.repo_id):
            revisions = sorted(repository.revisions, key=lambda one: one.last_modified)
            if repository.repo_type == "model" and revisions:
                found = describe(repository.repo_id, revisions[-1].snapshot_path)
                if found is not None:
                    yield found


def _parts(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The modules of a model, each with its settings."""
    listed = _json(folder / "modules.json", [])
    return [(str(one["type"]).rpartition(".")[2], _json(folder / one["path"] / "config.json")) for one in listed]


def _dimensions(parts: list[tuple[str, dict[str, Any]]], cut: int | None) -> int | None:
    size: int | None = None
    for kind, settings in parts:
        if kind == "Pooling":
            size = settings.get("embedding_dimension") or settings.get("word_embedding_dimension")
            size = size and size * max(1, len(_modes(settings)))
        elif kind == "Dense":
            size = settings.get("out_features", size)
        elif size is None:
            size = settings.get("hidden_size")
    return min(size, cut) if size and cut else size


def _pooling(parts: list[tuple[str, dict[str, Any]]]) -> str | None:
    return next(("+".join(_modes(settings)) or None for kind, settings in parts if kind == "Pooling"), None)


def _modes(settings: dict[str, Any]) -> list[str]:
    """How tokens become one vector, as written since version 6 of the library or before."""
    mode = settings.get("pooling_mode")
    if mode:
        return [mode] if isinstance(mode, str) else list(mode)
    said = [key.removeprefix(OLD_POOLING) for key, on in settings.items() if key.startswith(OLD_POOLING) and on is True]
    return [mode.removesuffix("_tokens").removesuffix("_token") for mode in said]


def _max_tokens(folder: Path) -> int | None:
    said = (
        _json(folder / "sentence_bert_config.json").get("max_seq_length"),
        _json(folder / "tokenizer_config.json").get("model_max_length"),
        _json(folder / "config.json").get("max_position_embeddings"),
    )
    return next((int(one) for one in said if one and one < UNBOUNDED), None)


def _languages(folder: Path) -> tuple[str, ...]:
    """What the head of the model's card names."""
    from huggingface_hub import metadata_load

    with suppress(Exception):  # a card is written by hand: what does not parse says nothing
        said = (metadata_load(folder / "README.md") or {}).get("language") or ()
        return (said,) if isinstance(said, str) else tuple(map(str, said))
    return ()


def _json(path: Path, default: Any = None) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {} if default is None else default
