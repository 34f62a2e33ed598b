"""Any sentence-transformers model by name or path, with its own prompts and pooling."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.model.batching import Distinct, prepared
from index.model.together import Together
from index.types import Vectors
from ingest.errors import ModelUnavailable

QUERY_PROMPTS = ("query",)
PASSAGE_PROMPTS = ("passage", "document", "corpus")
BATCH = 32
TEXTS_AT_ONCE = 512  # between two reports of progress
CACHED_QUERIES = 256
SAMPLED_BYTES = 1 << 20


class SentenceTransformerEncoder:
    """Wraps a ``SentenceTransformer``; loading it imports torch (5 to 8 s).

    Raises:
        ModelUnavailable: the library is not installed, or the model is not found or does not load.
    """

    def __init__(self, model: str) -> None:
        self._model = _load(model)
        self.name = _identity(model, self._model)
        self.dimensions = _dimensions(self._model)
        prompts: Mapping[str, str] = self._model.prompts
        self._query_prompt = _first_prompt(prompts, QUERY_PROMPTS)
        self._passage_prompt = _first_prompt(prompts, PASSAGE_PROMPTS)
        self._lock = threading.Lock()
        self._together = Together(self.encode_queries, lanes=1, most=BATCH)
        self._cached_query = lru_cache(maxsize=CACHED_QUERIES)(self._query)

    def warm(self) -> None:
        """Nothing left to load."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of texts to be found, ``(n, dimensions)`` float32; see ``Encoder``."""
        return self._encoded(self._passage_prompt, texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, ``(n, dimensions)`` float32."""
        return self._encoded(self._query_prompt, texts, None)

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one question, ``(dimensions,)`` float32; the last 256 are remembered."""
        found: Vectors = self._cached_query(prepared(text)).copy()
        return found

    def _query(self, text: str) -> Vectors:
        return self._together(text)

    def _encoded(self, prompt: str, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        distinct = Distinct.of(texts)
        order = sorted(range(len(distinct.texts)), key=lambda row: len(distinct.texts[row]))
        for start in range(0, len(order), TEXTS_AT_ONCE):
            rows = order[start : start + TEXTS_AT_ONCE]
            done = distinct.put(vectors, rows, self._raw(prompt, [distinct.texts[row] for row in rows]))
            if progress is not None:
                progress(done)
        return vectors

    def _raw(self, prompt: str, texts: list[str]) -> Vectors:
        with self._lock:
            found = self._model.encode(
                texts, prompt=prompt, batch_size=BATCH, normalize_embeddings=True,
                convert_to_numpy=True, show_progress_bar=False,
            )  # fmt: skip
        return np.asarray(found, dtype=np.float32)


def _load(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelUnavailable(
            "Chưa cài thư viện sentence-transformers nên không dùng được mô hình riêng.",
            "Chạy `pip install sentence-transformers`, hoặc bỏ thiết lập TRACUU_MODEL để dùng mô hình mặc định.",
        ) from error
    try:
        return SentenceTransformer(model)
    except Exception as error:  # the library raises whatever its backends raise
        raise ModelUnavailable(
            f"Không nạp được mô hình “{model}” ({type(error).__name__}).",
            "Kiểm tra tên hoặc đường dẫn trong TRACUU_MODEL (và mạng, nếu là tên trên kho mô hình), "
            "hoặc bỏ thiết lập đó để dùng mô hình mặc định.",
        ) from error


def _dimensions(loaded: Any) -> int:
    # renamed in version 6 of the library; both are allowed
    ask = getattr(loaded, "get_embedding_dimension", None) or loaded.get_sentence_embedding_dimension
    return int(ask())


def _first_prompt(prompts: Mapping[str, str], names: Sequence[str]) -> str:
    """The first prompt that is not empty: the library fills in empty ones of its own."""
    return next((prompts[name] for name in names if prompts.get(name)), "")


def _identity(model: str, loaded: Any) -> str:
    """Name and content: files of a directory, or the revision that a hub gave."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return f"{folder.resolve().name}@{_fingerprint(folder)}"
    config = getattr(getattr(loaded[0], "auto_model", None), "config", None)
    revision = getattr(config, "_commit_hash", None)
    return f"{model}@{str(revision)[:12]}" if revision else model


def _fingerprint(folder: Path) -> str:
    """Hash over every file's name, size and ends: tells models apart without reading gigabytes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as opened:
            digest.update(opened.read(SAMPLED_BYTES))
            opened.seek(max(0, size - SAMPLED_BYTES))
            digest.update(opened.read(SAMPLED_BYTES))
    return digest.hexdigest()[:12]
