"""The shipped encoder: ONNX Runtime or OpenVINO and a tokenizer, never torch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from index.model.batching import Distinct, prepared
from index.model.engines import (
    INSTANT,
    REFERENCE,
    Engine,
    InstantEngine,
    available_engines,
    embed_batches,
    open_engine,
    processor,
)
from index.model.manifest import Manifest
from index.model.ready import require_ready, shipped_directory
from index.model.together import Together
from index.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PASSAGE, QUERY = "passage: ", "query: "
CACHED_QUERIES = 256
QUERIES_AT_ONCE = 32
REST = 600.0  # seconds without a text to encode, after which the bulk engine is let go: 640 MB
TOKENIZED_AT_ONCE = 4096  # texts: long enough to sort well by length, small in memory


@dataclass(frozen=True)
class _Loaded:
    """What takes a second to load."""

    tokenizer: Tokenizer
    engine: Engine
    together: Together


class ShippedEncoder:
    """multilingual-e5-small with the engines that the probe chose for this processor.

    Opening reads the manifest only. The first queries of a process go through the
    instant engine (ready in 20 ms); once the bulk engine is loaded, by passages or by
    ``warm``, everything goes through it, single queries of several threads in common
    batches. Both agree to the cosine that the manifest records. What passages have loaded is let go when nothing
    was encoded for :data:`REST` seconds, what ``warm`` has loaded stays. Safe to share between threads.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or shipped_directory()
        self._manifest: Manifest = require_ready(self._directory)
        self.name = self._manifest.name
        self.dimensions = self._manifest.dimensions
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._instant: InstantEngine | None = None
        self._used = 0.0
        self._stays = False
        self._cached_query = lru_cache(maxsize=CACHED_QUERIES)(self._query)

    @property
    def engine(self) -> str:
        """The bulk engine: the probe's choice, or the exact one if it was not made for this place."""
        engines = self._manifest.engines
        fits = engines.processor == processor() and engines.bulk in available_engines()
        return engines.bulk if fits else REFERENCE

    def warm(self) -> None:
        """Loads tokenizer and bulk engine (about 1.5 s), for a service that will answer many queries."""
        self._stays = True
        self._load()

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of texts to be found, ``(n, dimensions)`` float32.

        ``progress`` is told how many more texts are done, after each batch; its
        arguments add up to ``len(texts)``.
        """
        return self._encoded(PASSAGE, texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, ``(n, dimensions)`` float32, all through the bulk engine."""
        return self._encoded(QUERY, texts, None)

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one question, ``(dimensions,)`` float32; the last 256 are remembered."""
        found: Vectors = self._cached_query(prepared(text)).copy()
        return found

    def _query(self, text: str) -> Vectors:
        instant = self._instant_engine()
        if instant is not None and instant.tokens(text) <= self._manifest.max_tokens:
            return instant.query(text)
        return self._load().together(text)

    @property
    def _has_instant(self) -> bool:
        engines = self._manifest.engines
        return engines.query == INSTANT and engines.processor == processor()

    def _instant_engine(self) -> InstantEngine | None:
        if self._loaded is not None or not self._has_instant:
            return None
        with self._lock:
            if self._instant is None:
                self._instant = InstantEngine()
            return self._instant

    def _encoded(self, prefix: str, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        distinct = Distinct.of(texts)
        for start in range(0, len(distinct.texts), TOKENIZED_AT_ONCE):
            for group, found in self._batches(prefix, distinct.texts[start : start + TOKENIZED_AT_ONCE]):
                done = distinct.put(vectors, (start + row for row in group), found)
                if progress is not None:
                    progress(done)
        return vectors

    def _batches(self, prefix: str, texts: list[str]) -> Iterator[tuple[list[int], Vectors]]:
        loaded = self._load()
        rows = [found.ids for found in loaded.tokenizer.encode_batch([prefix + text for text in texts])]
        return embed_batches(loaded.engine, rows)

    def _load(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                from tokenizers import Tokenizer

                tokenizer = Tokenizer.from_file(str(self._directory / "tokenizer.json"))
                tokenizer.enable_truncation(self._manifest.max_tokens)
                engine = open_engine(self.engine, self._directory)
                self._loaded = _Loaded(tokenizer, engine, Together(self.encode_queries, engine.lanes, QUERIES_AT_ONCE))
                if self._has_instant and not self._stays:
                    self._look_again(REST)
            self._used = monotonic()
            return self._loaded

    def _look_again(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._rest)
        timer.daemon = True
        timer.start()

    def _rest(self) -> None:
        """Let the bulk engine go if nothing was encoded of late; the instant engine answers meanwhile."""
        with self._lock:
            left = self._used + REST - monotonic()
            if self._stays:
                return
            if left > 0:
                self._look_again(left)
            else:
                self._loaded = None
