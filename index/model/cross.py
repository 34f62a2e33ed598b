"""A CrossEncoder of sentence-transformers as a reranker: loaded at first use, in batches, within its time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.model.batching import prepared
from index.model.found import is_reranker
from index.model.loading import MODEL_VARIABLE, folder_of, library_class, loaded
from ingest.errors import ModelUnavailable

RERANKER_VARIABLE = "TRACUU_RERANKER"
BATCH = 8
MAX_TOKENS = 512  # of question and passage together: models that read more would take seconds for one passage
REMEMBERED = 4096  # pairs: leafing and filtering ask the same again


class CrossEncoderReranker:
    """Reads question and passage together; one batch at a time has every core. Safe to share between threads.

    Loading imports torch (5 to 8 s) and is not counted; :meth:`warm` does it ahead.
    """

    def __init__(self, model: str, top: int, seconds: float) -> None:
        self.named, self.top, self._seconds = model, top, seconds
        self._loading, self._judging = threading.Lock(), threading.Lock()
        self._model: Any = None
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()

    def warm(self) -> None:
        """Loads the model.

        Raises:
            ModelUnavailable: it is not on disk, does not load, or is no reranker.
        """
        with self._loading:
            self._load()

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """The scores of the first of ``texts``, more is better: at least one batch of them, and no batch begins that
        would probably end after the time allowed; none while others keep the model busy for all that time.

        Raises:
            ModelUnavailable: as :meth:`warm`.
        """
        self.warm()
        pairs = [(prepared(query), prepared(text)) for text in texts]
        ends = time.monotonic() + self._seconds
        if not self._judging.acquire(timeout=self._seconds):
            return []
        try:
            self._judge(pairs, ends)
            return self._remembered(pairs)
        finally:
            self._judging.release()

    def _judge(self, pairs: Sequence[tuple[str, str]], ends: float) -> None:
        asked = list(dict.fromkeys(pair for pair in pairs if pair not in self._known))
        longest = 0.0
        for at in range(0, len(asked), BATCH):
            begun = time.monotonic()
            if at and begun + longest > ends:
                return
            batch = asked[at : at + BATCH]
            found = self._model.predict(batch, batch_size=BATCH, show_progress_bar=False)
            self._known.update(zip(batch, map(float, found), strict=True))
            longest = max(longest, time.monotonic() - begun)

    def _remembered(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The scores up to the first pair that there was no time for; the oldest are forgotten."""
        found = []
        for pair in pairs:
            if pair not in self._known:
                break
            self._known.move_to_end(pair)
            found.append(self._known[pair])
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _load(self) -> None:
        if self._model is not None:
            return
        model = loaded(library_class("CrossEncoder", RERANKER_VARIABLE), self.named, RERANKER_VARIABLE)
        self._require_judge(model)
        # renamed in version 6 of the library; both are allowed
        length = "max_seq_length" if hasattr(model, "max_seq_length") else "max_length"
        setattr(model, length, min(getattr(model, length) or MAX_TOKENS, MAX_TOKENS))
        self._model = model

    def _require_judge(self, model: Any) -> None:
        """The library makes up a judge with random weights where a folder holds an embedding model."""
        folder = folder_of(self.named)
        judges = folder is not None and is_reranker(folder)
        if not judges or np.shape(model.predict([("a", "b")], show_progress_bar=False)) != (1,):
            raise ModelUnavailable(
                f"Mô hình “{self.named}” không phải mô hình xếp hạng lại (CrossEncoder cho một điểm).",
                f"Đặt {RERANKER_VARIABLE} tới một mô hình CrossEncoder; mô hình nhúng thì đặt ở {MODEL_VARIABLE}.",
            )
