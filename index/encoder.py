"""Texts to vectors: the one contract, and how an encoder is opened.

Unset, the encoder is the shipped multilingual-e5-small on a fast engine; a name or path
in ``TRACUU_MODEL`` (or given) opens that model through sentence-transformers instead:
from a folder, or from what was downloaded before. Nothing is downloaded unless
``TRACUU_MODEL_DOWNLOAD`` allows it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Protocol

from index.model.loading import MODEL_VARIABLE
from index.model.shipped import ShippedEncoder
from index.types import Vectors


class Encoder(Protocol):
    """Turns passages and queries into unit vectors of one space.

    Texts are brought to NFC and single spaces first; prompts are the encoder's own
    matter; what exceeds the model's length is cut off. No text is computed twice in a call.
    """

    @property
    def name(self) -> str:
        """Identity of model and weights; vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def warm(self) -> None:
        """Loads now what would be loaded at first use; a service calls it once at its start."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """``(n, dimensions)`` float32; ``progress`` gets increments that add up to ``n``."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """``(dimensions,)`` float32, from a small cache where the question was asked before."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """``(n, dimensions)`` float32."""
        ...


def open_encoder(model: str | None = None) -> Encoder:
    """Opens ``model``, or what ``TRACUU_MODEL`` names, or the shipped default.

    Raises:
        ModelUnavailable: the shipped model is not ready yet, or the named one does not load.
    """
    chosen = model or os.environ.get(MODEL_VARIABLE, "").strip()
    if not chosen:
        return ShippedEncoder()
    from index.model.custom import SentenceTransformerEncoder

    return SentenceTransformerEncoder(chosen)
