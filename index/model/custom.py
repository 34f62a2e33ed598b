"""Any sentence-transformers model by name or path, with its own prompts, pooling and length.

Pooling (first token, mean, last …), further modules (Dense, Normalize, Router) and the longest text are the
library's matter and the model's own. Three settings stand in for what a model does not say of itself: prompts,
where its makers published none, and how many of its dimensions to keep, where it was trained to be cut (Matryoshka).
Whatever similarity a model names, its vectors are brought to unit length and compared by cosine.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from index.model.batching import Distinct, prepared
from index.model.loading import MODEL_VARIABLE, identity, library_class, loaded
from index.model.together import Together
from index.types import Vectors
from ingest.errors import ModelUnavailable

DIMENSIONS_VARIABLE = "TRACUU_MODEL_DIMENSIONS"
QUERY_PROMPT_VARIABLE = "TRACUU_QUERY_PROMPT"
PASSAGE_PROMPT_VARIABLE = "TRACUU_PASSAGE_PROMPT"
QUERY_PROMPTS = ("query", "search_query", "retrieval.query")
PASSAGE_PROMPTS = ("document", "passage", "corpus", "search_document", "retrieval.passage")
BATCH = 32
TEXTS_AT_ONCE = 512  # between two reports of progress
CACHED_QUERIES = 256


class SentenceTransformerEncoder:
    """Wraps a ``SentenceTransformer``; loading it imports torch (5 to 8 s).

    Raises:
        ModelUnavailable: the library is not installed, or the model is not found or does not load.
    """

    def __init__(self, model: str) -> None:
        make = library_class("SentenceTransformer", MODEL_VARIABLE)
        self._model = loaded(make, model, MODEL_VARIABLE, truncate_dim=asked_dimensions())
        self.dimensions = _dimensions(self._model)
        self._query_prompt, self._passage_prompt = prompts_of(self._model)
        self.name = name_of(model)
        self._lock = threading.Lock()
        self._together = Together(self.encode_queries, lanes=1, most=BATCH)
        self._cached_query = lru_cache(maxsize=CACHED_QUERIES)(self._query)

    def warm(self) -> None:
        """Nothing left to load."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of texts to be found, ``(n, dimensions)`` float32; see ``Encoder``."""
        return self._encoded(self._model.encode_document, self._passage_prompt, texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, ``(n, dimensions)`` float32."""
        return self._encoded(self._model.encode_query, self._query_prompt, texts, None)

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one question, ``(dimensions,)`` float32; the last 256 are remembered."""
        found: Vectors = self._cached_query(prepared(text)).copy()
        return found

    def _query(self, text: str) -> Vectors:
        return self._together(text)

    def _encoded(
        self,
        encode: Callable[..., Any],
        prompt: str,
        texts: Sequence[str],
        progress: Callable[[int], None] | None,
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        distinct = Distinct.of(texts)
        order = sorted(range(len(distinct.texts)), key=lambda row: len(distinct.texts[row]))
        for start in range(0, len(order), TEXTS_AT_ONCE):
            rows = order[start : start + TEXTS_AT_ONCE]
            found = self._raw(encode, prompt, [distinct.texts[row] for row in rows])
            done = distinct.put(vectors, rows, found)
            if progress is not None:
                progress(done)
        return vectors

    def _raw(self, encode: Callable[..., Any], prompt: str, texts: list[str]) -> Vectors:
        with self._lock:
            found = encode(
                texts, prompt=prompt, batch_size=BATCH, normalize_embeddings=True,
                convert_to_numpy=True, show_progress_bar=False,
            )  # fmt: skip
        vectors = np.asarray(found, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise ModelUnavailable(
                f"Mô hình “{self.name}” cho ra véc-tơ không phải là số: tệp trọng số hỏng hoặc chép thiếu.",
                f"Chép lại thư mục mô hình, hoặc bỏ thiết lập {MODEL_VARIABLE} để dùng mô hình mặc định.",
            )
        return vectors


def _dimensions(loaded: Any) -> int:
    # renamed in version 6 of the library; both are allowed
    ask = getattr(loaded, "get_embedding_dimension", None) or loaded.get_sentence_embedding_dimension
    return int(ask())


def asked_dimensions() -> int | None:
    """How many dimensions to keep of each vector; ``None`` for all that the model gives."""
    written = os.environ.get(DIMENSIONS_VARIABLE, "").strip()
    if not written:
        return None
    if not written.isdecimal() or int(written) < 1:
        raise ModelUnavailable(
            f"{DIMENSIONS_VARIABLE} phải là một số nguyên dương, không phải “{written}”.",
            "Ghi số chiều mà nhà làm mô hình nói là cắt được (ví dụ 256), hoặc bỏ thiết lập đó.",
        )
    return int(written)


def prompts_of(model: Any) -> tuple[str, str]:
    """What a loaded model wants in front of a question and in front of a passage, as the settings leave it."""
    prompts: Mapping[str, str] = model.prompts
    query = _prompt(prompts, QUERY_PROMPTS, QUERY_PROMPT_VARIABLE)
    return query, _prompt(prompts, PASSAGE_PROMPTS, PASSAGE_PROMPT_VARIABLE)


def _prompt(prompts: Mapping[str, str], names: Sequence[str], variable: str) -> str:
    """What the setting says, or the model's first prompt that is not empty: the library fills in empty ones."""
    said = os.environ.get(variable)
    return next((prompts[name] for name in names if prompts.get(name)), "") if said is None else said


def name_of(model: str) -> str:
    """The name of the vectors that a model on disk makes here: its identity, and what settings change in them."""
    return identity(model) + _changed(asked_dimensions(), os.environ.get(PASSAGE_PROMPT_VARIABLE))


def _changed(dimensions: int | None, passage_prompt: str | None) -> str:
    """What in a name tells vectors made with other settings from the model's own."""
    prompted = "" if passage_prompt is None else f"+{hashlib.sha256(passage_prompt.encode()).hexdigest()[:6]}"
    return (f"/{dimensions}" if dimensions else "") + prompted
